"""核对通知: a township pastes what it was sent and reads which of its demands were admitted. The text is kept nowhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, working_days
from accounts.models import Level, Region
from catalogues import register
from catalogues.checking import reaches, standing_of
from catalogues.models import Entry
from policy import check_codes, pasted
from policy.choices import Frequency, Kind
from policy.legal.numerals import plain
from policy.pasted import Answer, Answered, Known
from policy.refusals import Standing
from workflows.pages import written
from workflows.pages.sight import officer_of
from workflows.services import readings

SAYS: dict[Answer, tuple[str | Promise, str, str]] = {
    Answer.ADMITTED: (_("已准入"), "admitted", "check-circle"),
    Answer.TOO_OFTEN: (_("次数超过准入"), "stop", "arrow-trending-up"),
    Answer.TOO_SUDDEN: (_("突击报送"), "stop", "bolt"),
    Answer.NOT_ADMITTED: (_("未准入"), "stop", "x-circle"),
    Answer.EXPIRED: (_("已过期或者已退出"), "stop", "clock"),
    Answer.TO_ARRANGE: (_("不须准入，请统筹安排"), "quiet", "calendar-days"),
}
REPLIES: dict[Answer, str | Promise] = {
    Answer.TOO_OFTEN: _("已经准入，但所要求的次数超过准入的频次，我们按准入的频次报送。"),
    Answer.TOO_SUDDEN: _("从通知到截止时间过短，属于突击报送，请改期。"),
    Answer.NOT_ADMITTED: _("未见准入，请先按程序申请准入。"),
    Answer.EXPIRED: _("准入已经过期或者退出，请重新申请。"),
}


class PasteForm(forms.Form):
    """A notice, and when it came."""

    text = written.long(
        _("通知全文"), most=pasted.LONGEST, rows=14, required=True, missing=_("请粘贴通知全文。"),
        help_text=_("粘贴后在本系统内核对，不保存，不外传。"),
    )  # fmt: skip
    received = forms.DateTimeField(
        label=_("什么时候收到的"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("不填按现在计算"),
        error_messages={"invalid": _("请填写日期和时间，例如 2026-11-25 09:30。")},
    )

    def clean_received(self) -> datetime:
        moment = self.cleaned_data["received"] or timezone.now()
        if not 2000 <= moment.year <= 2100:
            raise forms.ValidationError(_("年份应在2000年至2100年之间。"))
        return timezone.localtime(moment)


@doors.signed_in
def paste(request: HttpRequest) -> HttpResponse:
    """The form; on POST the demands of the notice, each with its answer, and a reply to send back."""
    if request.method != "POST":
        return render(request, "offices/paste.html", {"form": PasteForm()})
    form = PasteForm(request.POST)
    if not form.is_valid():
        return render(request, "offices/paste.html", {"form": form}, status=422)
    return render(request, "offices/paste.html", {"form": form, **_answered(request, **form.cleaned_data)})


def _answered(request: HttpRequest, text: str, received: datetime) -> dict[str, Any]:
    place = _place(request)
    county = Region(code=place.ancestor_code(Level.COUNTY)) if place else None
    terms = readings.readings_of(county, received.date()) if county else {}
    hours = int(terms.get("sudden_below_hours", pasted.SUDDEN_BELOW_HOURS))
    known = _known(text, place, received) if place else []
    found = [pasted.answer(each, known, hours) for each in pasted.find(text, received, working_days.current())]
    return {
        "place": place,
        "hours": hours,
        "found": [(each, _kind(each), [SAYS[answer] for answer in each.answers], _often(each)) for each in found],
        "reply": _reply([each for each in found if each.is_refused]),
        "refused": sum(each.is_refused for each in found),
    }


def _place(request: HttpRequest) -> Region | None:
    """Where the officer works: his township, or his county."""
    organ = officer_of(request).organ
    return organ.region if organ and organ.region.level >= Level.COUNTY else None


def _known(text: str, place: Region, received: datetime) -> list[Known]:
    """What stands or stood in `place` and is named in the text, by title, number or code.

    Named as it was called before a change, it stands as the version does that took its place.
    """
    day = received.date()
    squeezed = plain(text).upper().replace(" ", "")
    rows = list(register.ever_in(place))
    newest = {each.check_code: each for each in sorted(rows, key=lambda row: row.pk)}
    named = (each for each in rows if any(_squeezed(name) in squeezed for name in _names(each)))
    meant = ((each, newest[each.check_code]) for each in named)
    return [_as_known(each, now, standing_of(now, place, day)) for each, now in meant if reaches(now, place)]


def _names(entry: Entry) -> tuple[str, str, str]:
    return entry.title, entry.number, check_codes.shown(entry.check_code)


def _squeezed(name: str) -> str:
    return plain(name).upper().replace(" ", "")


def _as_known(entry: Entry, now: Entry, standing: Standing) -> Known:
    said = now.answers.get("frequency")
    frequency = Frequency(said) if isinstance(said, str) and said in set(Frequency) else None
    code = check_codes.shown(entry.check_code)
    return Known(entry.title, entry.number, code, Kind(entry.kind), standing is Standing.ADMITTED, frequency)


def _kind(each: Answered) -> str:
    return __(each.demand.kind.label)


def _often(each: Answered) -> str:
    return __(each.demand.frequency.label) if each.demand.frequency else ""


def _reply(refused: Sequence[Answered]) -> str:
    """A draft for whoever sent the notice, demand by demand, each with its clauses."""
    if not refused:
        return ""
    lines = [__("你单位来文收悉。经与准入清单核对，下列要求暂不办理：")]
    for number, each in enumerate(refused, start=1):
        words = "".join(str(REPLIES[answer]) for answer in each.answers if answer in REPLIES)
        quoted = "".join(
            __("《通知》%(key)s：“%(quote)s”") % {"key": one.key, "quote": one.quote} for one in each.clauses
        )
        lines.append(
            __("%(number)d．“%(sentence)s”（%(kind)s）：%(words)s%(quoted)s")
            % {
                "number": number,
                "sentence": each.demand.sentence,
                "kind": _kind(each),
                "words": words,
                "quoted": quoted,
            }
        )
    return "\n".join(lines)
