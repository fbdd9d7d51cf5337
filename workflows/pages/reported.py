"""已在报送的指标: which fields of a new form the villages report already, to whom and how often; and how to merge.

For people to weigh: likeness of names is no breach. What the rules say of a form, they say by its names alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Region
from policy.choices import Application, Kind
from policy.form_fields import FormField
from policy.overlap import Held, Index, Overlap, Proposal, proposal
from policy.standing_forms import StandingForm
from workflows.facts import fields_of, standing_forms
from workflows.models import RequestPart

# 变更、延期 of a form take the place of the one that stands under its name.
ITS_OWN = (Application.CHANGE, Application.EXTENSION)
MOST_FORMS = 5


class Standing:
    """The forms in force in a county, read once and only if a form is looked at."""

    def __init__(self, county: Region) -> None:
        self.county = county

    @cached_property
    def forms(self) -> tuple[StandingForm, ...]:
        return standing_forms(self.county, localdate())

    def reported(self, part: RequestPart) -> "Reported | None":
        """For a report form whose fields are told; None for all else."""
        if part.kind != Kind.REPORT_FORM:
            return None
        fields = fields_of(part.answers)
        replaced = part.title if part.answers.get("application") in ITS_OWN else None
        others = [form for form in self.forms if form.title != replaced]
        return Reported(fields, Index(others).overlaps(fields)) if fields else None


def called(form: StandingForm) -> str:
    """《困难群众情况表》（县民政局，每月）, in the language of the page."""
    words = {"title": form.title, "organ": form.organ, "frequency": _(form.frequency.label)}
    return _("《%(title)s》（%(organ)s，%(frequency)s）") % words


@dataclass(frozen=True)
class Line:
    """One field of the new form, and where it is reported."""

    field: FormField
    held: Sequence[Held]

    @property
    def where(self) -> list[str]:
        """The forms, with the name there if it is another one."""
        return [
            called(each.form)
            if each.theirs.name == each.field.name
            else _("%(form)s称“%(name)s”") % {"form": called(each.form), "name": each.theirs.name}
            for each in self.held[:MOST_FORMS]
        ]


@dataclass(frozen=True)
class Reported:
    """A new form beside all in force."""

    fields: Sequence[FormField]
    overlaps: Sequence[Overlap]

    @cached_property
    def lines(self) -> list[Line]:
        """The fields that are reported somewhere, in the order of the form."""
        every = [held for overlap in self.overlaps for held in overlap.held]
        lines = [Line(field, [each for each in every if each.field == field]) for field in self.fields]
        return [line for line in lines if line.held]

    @property
    def sentences(self) -> list[str]:
        """12 项指标中有 7 项已由《…》（县民政局，每月）采集, the fullest first."""
        return [
            ngettext(
                "%(of)s项指标中有%(n)s项已由%(form)s采集。", "%(of)s项指标中有%(n)s项已由%(form)s采集。", len(each.held)
            )
            % {"of": each.of, "n": len(each.held), "form": called(each.form)}
            for each in self.overlaps[:MOST_FORMS]
        ]

    @property
    def who_has(self) -> str:
        """谁已有这些数据 (二（二）): each organ with the fields that its forms in force bring in already."""
        held: dict[str, dict[str, None]] = {}
        for overlap in self.overlaps:
            names = held.setdefault(overlap.form.organ or called(overlap.form), {})
            names.update(dict.fromkeys(each.field.name for each in overlap.held))
        lines = (
            _("%(organ)s已有%(names)s") % {"organ": organ, "names": _("、").join(of)} for organ, of in held.items()
        )
        return _("；").join(lines)

    @cached_property
    def proposal(self) -> Proposal | None:
        return proposal(self.overlaps, self.fields)

    @property
    def taken(self) -> list[str]:
        """Which fields to take from which form."""
        sources = self.proposal.sources if self.proposal else ()
        return [
            _("从%(form)s取用%(names)s") % {"form": called(each.form), "names": _names([h.field for h in each.held])}
            for each in sources
        ]

    @property
    def left(self) -> str:
        """What alone would have to be asked."""
        if self.proposal is None:
            return ""
        left = self.proposal.left
        return _("只需另报%(names)s。") % {"names": _names(left)} if left else _("各项均可取用，不必另报。")


def _names(fields: Sequence[FormField]) -> str:
    return _("、").join(each.name for each in fields)
