"""Which version of a source is the law on a day, and what to say about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from laws.models import Ending, LegalVersion


@dataclass(frozen=True)
class Picked:
    """The version that speaks on a day. No version: the register has no text for that day."""

    version: LegalVersion | None
    in_force: bool | None
    repealed_on: date | None = None
    note: str = ""


def pick(versions: Iterable[LegalVersion], on: date) -> Picked:
    """The version in force on `on`; failing that the one that may be, failing that the nearest before."""
    known = sorted(versions, key=lambda version: version.adopted_on or date.min, reverse=True)
    states = [(version, version.in_force(on)) for version in known]
    in_force = next((version for version, state in states if state), None)
    if in_force:
        return Picked(in_force, True, note=_about_to_change(known, on))
    undecided = next((version for version, state in states if state is None), None)
    if undecided:
        return Picked(undecided, None, note=_why_not_known(undecided, on))
    return _not_in_force(known, on)


def _not_in_force(known: list[LegalVersion], on: date) -> Picked:
    ended = next((version for version in known if version.effective_to and version.effective_to <= on), None)
    if ended:
        note = _("已由《%(title)s》于%(day)s废止") % {"title": ended.ended_by, "day": shown(ended.effective_to)}
        repealed_on = ended.effective_to if ended.ending == Ending.REPEALED else None
        return Picked(ended, False, repealed_on, note if repealed_on else "")
    adopted = next((version for version in known if version.adopted_on and version.adopted_on <= on), None)
    if adopted:
        note = _("该文本自%(day)s起施行") % {"day": shown(adopted.effective_from)}
        return Picked(adopted, False, note=note)
    oldest = known[-1] if known else None
    day = shown(oldest.effective_from or oldest.adopted_on) if oldest else ""
    return Picked(None, None, note=_("没有收录%(day)s以前的文本") % {"day": day})


def _why_not_known(version: LegalVersion, on: date) -> str:
    if version.uncertain_from and on >= version.uncertain_from:
        if version.ended_by:
            words = {"title": version.ended_by, "day": shown(version.uncertain_from)}
            return _("该文本已由《%(title)s》修改（%(day)s），其后的效力未核实") % words
        return _("资料标为已废止，废止依据未核实")
    return _("该文本的施行日期未核实")


def _about_to_change(known: list[LegalVersion], on: date) -> str:
    coming = [version for version in known if version.effective_from and version.effective_from > on]
    adopted = [version for version in coming if version.adopted_on and version.adopted_on <= on]
    return _("新文本自%(day)s起施行") % {"day": shown(adopted[-1].effective_from)} if adopted else ""


def shown(day: date | None) -> str:
    """A day as people read it: 2026年8月15日."""
    return date_format(day, "DATE_FORMAT") if day else ""
