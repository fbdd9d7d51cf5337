/* What is typed into a part is also kept in this browser until the server has it, so that neither a session that ended
   nor a server that failed loses a word. One entry for each officer and part; gone when saved, and on signing out. */
(function () {
  "use strict";

  const PREFIX = "kept:";
  const DAYS = 3;
  const NOT_TYPED = ["csrfmiddlewaretoken", "seen", "kept", "do", "instead", "law_q"];

  let forgotten = false;

  function store(key, value) {
    if (value !== null && forgotten) return; /* Leaving a field on the way out writes nothing down once more. */
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch (full) {
      return; /* A browser that keeps nothing still sends it to the server. */
    }
  }
  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (unreadable) {
      return null;
    }
  }
  function forget(mine) {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && mine(key)) localStorage.removeItem(key);
    }
  }

  try {
    const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
    forget((key) => !((stored(key) || {}).at > oldest));
  } catch (refused) {
    return;
  }

  for (const saved of document.querySelectorAll("[data-saved]")) store(saved.dataset.saved, null);
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("[data-forget-all]") && !form.dataset.forget) return;
    forgotten = true;
    if (form.matches("[data-forget-all]")) forget(() => true);
    else store(form.dataset.forget, null);
  });

  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const key = PREFIX + form.dataset.keep;

  function typed() {
    const fields = new URLSearchParams(new FormData(form));
    for (const name of NOT_TYPED) fields.delete(name);
    fields.sort();
    return fields.toString();
  }
  function send(text, more) {
    const fields = new URLSearchParams(text);
    for (const name of ["csrfmiddlewaretoken", "seen", "kept"]) {
      const field = form.querySelector("[name=" + name + "]");
      if (field) fields.append(name, field.value);
    }
    for (const name of more) fields.append(name, "yes");
    return fetch(form.dataset.keepUrl, {
      method: "POST",
      body: fields,
      headers: { "HX-Request": "true" },
      redirect: "error",
    });
  }
  function bring(text, more) {
    return send(text, more).then(function (answer) {
      if (!answer.ok) throw answer;
      store(key, { at: Date.now(), typed: text, sent: true });
      window.location.replace(window.location.pathname);
    });
  }

  /* On which keeping and revision the words were typed: what is older than the server's is not brought back unasked. */
  function basis() {
    const of = (name) => (form.querySelector("[name=" + name + "]") || {}).value;
    return of("kept") + "/" + of("seen");
  }
  function offer(last) {
    const box = document.getElementById("local-copy");
    if (!box) return;
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => bring(last.typed, ["instead"]));
  }

  /* What this browser still has and the server never got comes back first. */
  const last = stored(key);
  if (last && !last.sent && last.typed !== typed()) {
    if (last.basis === basis()) bring(last.typed, []).catch(() => offer(last));
    else offer(last);
  }

  let waiting = null;
  function note() {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      waiting = null;
      store(key, { at: Date.now(), typed: typed(), sent: false, basis: basis() });
    }, 200);
  }
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  document.body.addEventListener("rowschanged", note);
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.id === "kept") event.detail.xhr.typed = typed();
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const sent = event.detail.xhr && event.detail.xhr.typed;
    if (sent === undefined || !event.detail.successful) return;
    if (!document.querySelector("#kept [data-kept]") && event.detail.xhr.status !== 200) return;
    if (new URL(event.detail.xhr.responseURL).pathname !== form.dataset.keepUrl) return;
    const now = typed();
    store(key, { at: Date.now(), typed: now, sent: now === sent, basis: basis() });
  });
  window.addEventListener("pagehide", function () {
    if (waiting === null) return;
    const now = stored(key);
    if (!now || now.typed !== typed()) store(key, { at: Date.now(), typed: typed(), sent: false, basis: basis() });
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-give-way]")) {
      waiting = null;
      store(key, null);
    }
  });
})();
