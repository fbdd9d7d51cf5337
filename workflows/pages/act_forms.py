"""What each act asks of the officer who does it. Whether it may be done, the service says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Organ, User
from policy.assessment import Answer, Breach
from workflows import seats
from workflows.flows import SIGNING_DESKS
from workflows.models import AdmissionRequest, Conclusion, Decision
from workflows.pages.sheet import Sheet
from workflows.pages.written import long, short
from workflows.services import screening
from workflows.services.decision import Ruling


class ActForm(forms.Form):
    """An act that asks for nothing but that it be done. `seen`: the revision of the request that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    # Whether files belong to what is asked: the page then leads to where they are handed in.
    with_files = False

    def __init__(self, subject: AdmissionRequest, officer: User, data: Any = None) -> None:
        super().__init__(data, initial={"seen": subject.revision})
        self.subject, self.officer = subject, officer
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the request."""

    def arguments(self) -> dict[str, Any]:
        """What the service is given besides the request and the officer."""
        return dict(self.cleaned_data)

    def beside(self, sheets: Sequence[Sheet]) -> list[tuple[Sheet, list[forms.BoundField]]]:
        """Each part's sheet, with the fields that are about this part alone."""
        return [(sheet, []) for sheet in sheets]


class ReasonForm(ActForm):
    """An act that must be justified."""

    reason = long(_("理由"), rows=4, required=True, missing=_("请写明理由。"))


class FreeReasonForm(ActForm):
    """An act that may be explained."""

    reason = long(_("说明"))


class AcceptForm(ActForm):
    """受理: whom to consult, and which parts are left out of the review."""

    townships = forms.ModelMultipleChoiceField(
        queryset=Organ.objects.none(),
        label=_("征求意见的乡镇（街道）"),
        help_text=_("事项将在哪些乡镇（街道）实施，就征求哪些乡镇（街道）的意见。"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个征求意见的乡镇（街道）。")},
    )

    def prepare(self) -> None:
        townships = screening.townships_of(self.subject)
        self.open_parts = [part for part in self.subject.live_parts() if part.is_pending]
        self.fields["townships"].queryset = townships  # type: ignore[attr-defined]
        self.initial["townships"] = townships.filter(region__in=self._where_it_applies())
        for part in self.open_parts if len(self.open_parts) > 1 else ():
            self.fields[f"send_back_{part.position}"] = short(
                _("“%(part)s”退回另报的理由") % {"part": part},
                help_text=_("填写后，该项不进入审查，其他各项照常受理；不退回的不填。"),
            )

    def _where_it_applies(self) -> list[str]:
        """The codes of the townships that the open parts name; empty where they are for the whole county."""
        return [part.scope.ancestor_code(Level.TOWNSHIP) for part in self.open_parts if part.scope]

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        reasons = {part.position: given.get(f"send_back_{part.position}", "") for part in self.open_parts}
        sent_back = {position: reason for position, reason in reasons.items() if reason}
        return {"seen": given["seen"], "townships": list(given["townships"]), "sent_back": sent_back}


class CorrectionForm(ActForm):
    """退回补正: every point at once; what the rules found stands there already and can be changed."""

    points = long(
        _("须补正之处"),
        rows=8,
        required=True,
        missing=_("请一次性写明全部须补正之处。"),
        help_text=_("每行一处，一次性写全。"),
    )

    def prepare(self) -> None:
        points = _points(self.subject)
        self.initial["points"] = "\n".join(points)
        if points:
            self.fields["points"].help_text = _("每行一处，一次性写全。已按自动审查结果填好，可以修改、增删。")

    def arguments(self) -> dict[str, Any]:
        return {"seen": self.cleaned_data["seen"], "points": self.cleaned_data["points"].splitlines()}


class OpinionForm(ActForm):
    """提出审查意见. The desk is the one that waits for the officer."""

    conclusion = forms.ChoiceField(
        label=_("结论"),
        choices=Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结论。")},
    )
    text = long(_("意见"), rows=4, help_text=_("不同意或者修改后同意的，须写明意见。"))

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data | {"desk": seats.desk_for(self.subject, self.officer, SIGNING_DESKS)}


class ConsentForm(ActForm):
    """省级同意"""

    number = short(
        _("省级同意文件的文号"),
        most=60,
        required=True,
        missing=_("请填写省级同意文件的文号。"),
        help_text=_("省级党委和政府同意设立的文件，写全文号。"),
    )
    reason = long(_("说明"))


class PublicationForm(ActForm):
    """公布"""

    where = short(
        _("公布载体"),
        required=True,
        missing=_("请写明在哪里公布。"),
        help_text=_("写明在哪个网站、公报或者公示栏公布。"),
    )


class FilingForm(ActForm):
    """备案"""

    receipt = short(_("备案回执编号"), most=100, required=True, missing=_("请填写备案回执编号。"))


class SupplementForm(ActForm):
    """应急补办"""

    with_files = True
    text = long(
        _("命令要点、执行情况和所附材料"),
        rows=5,
        required=True,
        missing=_("请写明命令要点、执行情况和所附材料。"),
        help_text=_("补办只备案已经施行的事项，不延长其期限。"),
    )


class DecisionForm(ActForm):
    """审定: one ruling for each part that is still open."""

    def prepare(self) -> None:
        self.open_parts = [part for part in self.subject.live_parts() if part.is_pending]
        for part in self.open_parts:
            self.fields[f"decision_{part.position}"] = forms.ChoiceField(
                label=_("决定"), choices=RULINGS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"reason_{part.position}"] = long(_("理由"), rows=2)

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "seen": given["seen"],
            "rulings": {
                part.position: Ruling(Decision(given[f"decision_{part.position}"]), given[f"reason_{part.position}"])
                for part in self.open_parts
                if given[f"decision_{part.position}"]
            },
        }

    def beside(self, sheets: Sequence[Sheet]) -> list[tuple[Sheet, list[forms.BoundField]]]:
        return [(sheet, self._ruling(sheet) if sheet.part.is_pending else []) for sheet in sheets]

    def _ruling(self, sheet: Sheet) -> list[forms.BoundField]:
        return [self[f"{name}_{sheet.part.position}"] for name in ("decision", "reason")]


RULINGS = [(each.value, each.label) for each in (Decision.ADMITTED, Decision.REFUSED, Decision.SENT_BACK)]


def _points(request: AdmissionRequest) -> Sequence[str]:
    """What the rules found wanting: broken rules that a correction would cure, and what only the applicant can tell."""
    points = []
    for part in request.live_parts():
        verdict = part.latest_verdict.verdict if part.is_pending and part.latest_verdict else None
        for finding in verdict.findings if verdict else ():
            wanting = finding.answer is Answer.BROKEN and finding.breach is Breach.TO_CORRECT
            if wanting or (finding.answer is Answer.UNKNOWN and finding.asks_applicant):
                points.append(f"{part.title}：{finding.says}")
    return list(dict.fromkeys(points))
