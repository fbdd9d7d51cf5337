"""退出: what speaks for leaving, found from the registers, and which entries rest on a place of the law.

Everything found is queued once: running it again queues nothing more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogues.models import Entry, EntryBasis, ExitCase, ExitReview, ExitState, Ground, Term
from laws.models import ChangeKind, LawChange
from laws.resting import Changes
from policy.choices import Opinion, Payer

SOON = timedelta(days=30)
"""Calendar days before the end of its term at which an entry comes up, so that it can be extended in time."""
CHINESE = "zh-hans"


@dataclass(frozen=True)
class Found:
    """One thing that speaks for the leaving of an entry."""

    entry: Entry
    ground: Ground
    occasion: str
    note: str
    effective_on: date | None = None

    @property
    def row(self) -> ExitReview:
        return ExitReview(
            entry=self.entry,
            ground=self.ground,
            occasion=self.occasion,
            note=self.note,
            effective_on=self.effective_on,
        )


def queue(on: date, changes: Iterable[LawChange] | None = None) -> list[ExitReview]:
    """Queue what is found on that day and was not queued before; `changes`: all noted ones, if none are given.

    The caller holds the lock that lets one at a time in.
    """
    with override(CHINESE):  # what is kept is in one language, whoever's request or clock started it
        found = {(each.entry.pk, each.ground, each.occasion): each for each in _found(on, changes)}
    known = set(ExitReview.objects.values_list(*_KEY))
    new = [each.row for key, each in found.items() if key not in known]
    return ExitReview.objects.bulk_create(new, batch_size=1000)


_KEY = ("entry_id", "ground", "occasion")


def _found(on: date, changes: Iterable[LawChange] | None) -> Iterator[Found]:
    yield from _repealed(on, LawChange.objects.select_related("source").defer("before") if changes is None else changes)
    yield from _expiring(on)
    yield from _told(on)


def _repealed(on: date, changes: Iterable[LawChange]) -> Iterator[Found]:
    noted = list(changes)
    if not noted:
        return
    known = Changes(noted)
    for basis in _bases(on).iterator(chunk_size=2000):
        for change in known.under(basis.title, basis.document_number, basis.article, basis.suffix):
            if _bears_on(change, basis.entry) and _came_after(change, basis.entry):
                said = _("所引%(basis)s：%(kind)s。") % {"basis": basis, "kind": change.get_kind_display()}
                yield Found(basis.entry, Ground.BASIS, f"law-{change.pk}", said, change.effective_on)


def takes_away(change: LawChange) -> bool:
    """Whether nothing of the place is left: the source was repealed, or the article is not in the text any more."""
    return change.kind == ChangeKind.REPEALED or (change.article is not None and not change.after.strip())


def _bears_on(change: LawChange, entry: Entry) -> bool:
    """A place that only reads differently is looked at in the review of laws (依据复查) for what came in by a request;
    what was imported has no request, so its keeper looks at it here."""
    return takes_away(change) or not entry.request_number


def _came_after(change: LawChange, entry: Entry) -> bool:
    """What entered after the change took hold was judged by the changed law."""
    return change.effective_on is None or change.effective_on > entry.entered_on


def _bases(on: date) -> QuerySet[EntryBasis]:
    standing = Entry.objects.in_force(on).values("pk")
    return EntryBasis.objects.filter(entry__in=standing).select_related("entry").order_by("entry", "position")


def _expiring(on: date) -> Iterator[Found]:
    """What is temporary or an emergency ends by its date; nobody has to look at it first."""
    ending = Entry.objects.filter(left_on__isnull=True, valid_until__lte=on + SOON, entered_on__lte=on)
    for entry in ending.filter(term=Term.STANDING):
        until = entry.valid_until
        said = _("有效期至%(day)s。") % {"day": until.isoformat()} if until else ""
        yield Found(entry, Ground.EXPIRY, f"until-{until}", said, until + timedelta(days=1) if until else None)


def _told(on: date) -> Iterator[Found]:
    """What the applicant himself said when he applied: nobody pays, it is of no use, villagers do not accept it."""
    for entry in Entry.objects.in_force(on).iterator(chunk_size=2000):
        answers = entry.answers
        if answers.get("payer") in {Payer.NOBODY, Payer.VILLAGE}:
            yield Found(entry, Ground.FUNDS, "told", _("申请时所填经费由村级组织承担或者尚未落实。"))
        if answers.get("effective") is False:
            yield Found(entry, Ground.USE, "told", _("申请时所填为没有实际效用。"))
        if answers.get("villagers") == Opinion.UNWELCOME:
            yield Found(entry, Ground.SUPPORT, "told", _("申请时所填为村民群众不认可。"))


def dangling(on: date) -> list[Entry]:
    """What stands without any basis on record: the graph has no edge for it."""
    return list(Entry.objects.in_force(on).filter(bases__isnull=True).select_related("organ", "region"))


def open_case_of(entry: Entry) -> ExitCase | None:
    """The case in which the exit of the thing, whichever version of it was brought up, is heard or awaits decision."""
    under_way = ExitCase.objects.filter(state__in=[ExitState.HEARING, ExitState.DECIDING])
    return under_way.filter(items__entry__check_code=entry.check_code).order_by("pk").first()


def version_now(entry: Entry) -> Entry:
    """The entry, or the version that took its place by 变更 since."""
    versions = Entry.listed.filter(check_code=entry.check_code, superseded_by__isnull=True)
    return versions.select_related("region", "organ").get()


@dataclass(frozen=True)
class Movement:
    """One step of the ledger of a village: +1 on the day on which an entry begins to bind it, -1 when it stops."""

    day: date
    step: int
    entry: Entry


def movements(village_entries: Iterable[Entry]) -> list[Movement]:
    """The ledger of these entries, the oldest first. An entry that left on the day it entered moves nothing."""
    steps = []
    for entry in village_entries:
        ends = [day for day in (entry.left_on, _day_after(entry.valid_until)) if day]
        if ends and min(ends) <= entry.entered_on:
            continue
        steps.append(Movement(entry.entered_on, 1, entry))
        steps += [Movement(min(ends), -1, entry)] if ends else []
    return sorted(steps, key=lambda each: (each.day, each.step))


def total_on(ledger: Iterable[Movement], day: date) -> int:
    """What the ledger comes to at the end of that day."""
    return sum(each.step for each in ledger if each.day <= day)


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None
