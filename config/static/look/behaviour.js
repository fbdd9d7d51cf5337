/* What the pages do beyond HTML. Every page also works without this file. */
(function () {
  "use strict";

  const said = document.documentElement.dataset;

  /* A form is sent once. The server is idempotent; this only spares the second click. */
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.matches("[hx-post]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  /* Coming back with the browser's arrow shows the page as it was left: let it be sent again. */
  window.addEventListener("pageshow", function () {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  /* <a data-confirm="id"> opens the dialog; without this file the link leads to a page that asks the same. */
  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-confirm]");
    const dialog = opener && document.getElementById(opener.dataset.confirm);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* What is wrong is read first. */
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  function announce(text) {
    const place = document.getElementById("announcer");
    if (place) place.textContent = text;
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    const told = document.getElementById(event.target.id) && document.querySelector("#" + CSS.escape(event.target.id) + " [data-announce]");
    if (told) announce(told.textContent.trim());
  });
  /* A session that has ended answers with the sign-in page: show it whole, not inside a table. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    const answered = event.detail.xhr.responseURL;
    if (answered && new URL(answered).pathname === said.signIn) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, function () {
      const box = document.getElementById("failed");
      if (!box) return;
      box.hidden = false;
      announce(said.failed);
    });
  }
})();
