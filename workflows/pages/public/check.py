"""查验: somebody types the code of what is demanded of his village and reads whether it was admitted there."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts import doors
from catalogues.checking import Checked, by_number, check
from policy import admission_numbers, check_codes
from policy.choices import Kind
from policy.refusals import Standing, refusal
from workflows.pages.public import qr
from workflows.pages.public.places import Where, where
from workflows.pages.public.shown import PublicEntry, public
from workflows.pages.public.throttle import Throttle, later

WRONG_CODES = Throttle(tries=300, seconds=600)
"""Codes of nothing that one address may try: a county behind one proxy mistypes, a program that guesses does more."""


@dataclass(frozen=True)
class Answer:
    """How an answer is headed: the words, the tone, the sign beside them."""

    says: str | Promise
    tone: str
    icon: str
    means: str | Promise


ANSWERS = {
    Standing.ADMITTED: Answer(_("已准入"), "admitted", "check-circle", _("可以要求下列内容，超出的可以不办。")),
    Standing.NOT_YET: Answer(_("已准入，尚未开始"), "soon", "clock", _("开始之日以前不得要求办理。")),
    Standing.CHANGED: Answer(_("已变更"), "soon", "arrow-path", _("已由现行版本接替，以现行版本为准。")),
    Standing.EXPIRED: Answer(_("已过期"), "stop", "clock", _("有效期已满，不得再要求办理。")),
    Standing.LEFT: Answer(_("已退出"), "stop", "archive-box", _("已经退出清单，不得再要求办理。")),
    Standing.ELSEWHERE: Answer(_("不及于本地"), "stop", "map-pin", _("是在别处准入的，不得在本地要求办理。")),
    Standing.NOT_ADMITTED: Answer(_("未准入"), "stop", "x-circle", _("没有这样的准入，可以拒绝办理。")),
}


@doors.public
def check_start(request: HttpRequest, code: str = "") -> HttpResponse:
    """The page and its answer. Open: whoever is asked for something may see whether it was admitted."""
    typed = code or request.GET.get("code", "")
    if meant := _code_meant(typed, asked=bool(code)):
        kept = {"place": request.GET["place"]} if request.GET.get("place") else {}
        tail = f"?{urlencode(kept)}" if kept else ""
        return redirect(reverse("check_code", args=[check_codes.shown(meant)]) + tail)
    found, here, today = None, where(request.GET.get("place", "")), localdate()
    if typed:
        found = check(typed, here.region, today)
        if found.entry is None:
            if WRONG_CODES.is_spent(request):
                return later(request, WRONG_CODES)
            WRONG_CODES.note(request)
    return render(request, "public/check.html", _shown(request, typed, found, here, today))


def _code_meant(typed: str, *, asked: bool) -> str:
    """The code to whose address it leads: of what was typed, or of what bears the number typed. `asked`: it is there already."""
    read = check_codes.read(typed)
    if read.is_well_formed:
        return "" if asked else read.symbols
    entry = by_number(typed)
    return entry.check_code if entry else ""


def _shown(request: HttpRequest, typed: str, found: Checked | None, here: Where, today: date) -> dict[str, object]:
    number = admission_numbers.read(typed)
    shown: dict[str, object] = {"typed": typed[:40], "here": here, "found": found, "today": today, "number": number}
    if found is None:
        return shown
    entry = public(found.entry, today) if found.entry else None
    kind = Kind(found.entry.kind) if found.entry else _kind(request.GET.get("kind", ""))
    return shown | {
        "entry": entry,
        "suggested": [public(each, today) for each in found.suggested],
        "answer": ANSWERS.get(found.standing) if found.standing else None,
        "refusal": refusal(found.standing, kind) if found.standing else None,
        "kinds": [(each.value, _words(each)) for each in Kind if each is not Kind.FACILITY],
        "kind": kind,
        "qr": _qr(request, entry),
    }


def _words(kind: Kind) -> Promise:
    return _(kind.label)


def _kind(text: str) -> Kind | None:
    return Kind(text) if text in set(Kind) else None


def _qr(request: HttpRequest, entry: PublicEntry | None) -> str:
    return qr.drawn(qr.address(request, "check_code", entry.code), str(_("查验二维码"))) if entry else ""
