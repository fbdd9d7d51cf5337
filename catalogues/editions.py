"""清单版本: what stands on a list as plain rows, what differs between two editions, and when a list may change again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, CharField, Q, QuerySet, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Organ, Region, User
from catalogues.lists import TERMS, CatalogueList, ListName, is_open
from catalogues.models import Edition, Entry, Term
from policy import notice
from policy.signboards import years_after

Row = dict[str, Any]
INTERVAL = "years_between_changes_of_the_list"
WHOSE_INTERVAL = "list_change_interval"
# What a row says, in the words of a page; `root`, `number` and `entered_on` tell whose row it is and since when.
SAID = {
    "title": _("名称"),
    "kind": _("类别"),
    "organ": _("责任单位"),
    "scope": _("实施范围"),
    "valid_until": _("有效期至"),
    "source": _("来源"),
    "bases": _("设立依据"),
    "answers": _("内容"),
}


def row_of(entry: Entry) -> Row:
    """One entry as a row of an edition: plain JSON values; organ, scope and bases in words."""
    return {
        "number": entry.number,
        "root": entry.root,
        "title": entry.title,
        "kind": entry.kind,
        "organ": entry.organ.name if entry.organ else "",
        "scope": entry.scope_id or "",
        "entered_on": entry.entered_on.isoformat(),
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else "",
        "source": entry.source,
        "bases": [str(basis) for basis in entry.bases.all()],
        "answers": entry.answers,
    }


def rows_on(which: CatalogueList, on: date) -> list[Row]:
    """What stands on the list on that day, by number. Three queries."""
    entries = which.entries().in_force(on).select_related("organ").prefetch_related("bases").order_by("number")
    return [row_of(entry) for entry in entries]


@dataclass(frozen=True)
class Changed:
    """One row that says something else than before; `what` are the names of the fields that differ."""

    before: Row
    after: Row
    what: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What differs between two editions, each row once."""

    entered: list[Row] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.entered or self.left or self.changed)

    @property
    def only_completes(self) -> bool:
        """Whether all that differs are particulars that were filled in: no change that 三（三） counts."""
        return not self.entered and not self.left and all(completes(each.before, each.after) for each in self.changed)


# What an entry may leave open. An end of the term is no particular: what gets one leaves earlier.
PARTICULARS = ("organ", "source", "bases")


def completes(before: Row, after: Row) -> bool:
    """补填: whether `after` fills in what `before` left open, and changes nothing of what it says."""
    differs = [name for name in SAID if before.get(name) != after.get(name)]
    return bool(differs) and all(_fills_in(name, before.get(name), after.get(name)) for name in differs)


def _fills_in(name: str, before: Any, after: Any) -> bool:
    if name == "answers":
        return all(after.get(each) == before[each] for each in before if not is_open(before, each))
    return name in PARTICULARS and not before


def said_since(entry: Entry) -> Entry:
    """The version that first said what the entry says, but for particulars that were filled in since."""
    while (before := entry.supersedes) and completes(row_of(before), row_of(entry)):
        entry = before
    return entry


def difference(before: Iterable[Row], after: Iterable[Row]) -> Difference:
    """Compare two editions; a changed entry is the same entry as long as its first number is."""
    old, new = ({row["root"]: row for row in rows} for rows in (before, after))
    both = [(old[root], row) for root, row in new.items() if root in old]
    compared = [Changed(a, b, tuple(name for name in SAID if a.get(name) != b.get(name))) for a, b in both]
    return Difference(
        entered=[row for root, row in new.items() if root not in old],
        left=[row for root, row in old.items() if root not in new],
        changed=[each for each in compared if each.what],
    )


def editions_of(which: CatalogueList) -> list[Edition]:
    """The newest first."""
    rows = Edition.objects.filter(region=which.region, list=which.name)
    return list(rows.select_related("region", "organ", "published_by").order_by("-number"))


def newest(which: CatalogueList) -> Edition | None:
    rows = Edition.objects.filter(region=which.region, list=which.name)
    return rows.select_related("region", "organ").order_by("-number").first()


def changed_on(which: CatalogueList, until: date) -> date | None:
    """上次变更日期: the day of the last edition up to then that changes the one before it; None without any."""
    rows = Edition.objects.filter(region=which.region, list=which.name, changes=True, published_on__lte=until)
    return rows.order_by("-number").values_list("published_on", flat=True).first()


def frozen_until(which: CatalogueList, on: date, readings: Mapping[str, str | int] | None = None) -> date | None:
    """三（三）: the day from which the list may change again, if it may not on that day; None where it may.

    Read as: counted for the whole list. Where the reading counts single signboards, see `entry_frozen_until`.
    """
    if not which.changes_seldom or _counted_by(on, readings) != "list":
        return None
    return _next(changed_on(which, on), on)


def entry_frozen_until(entry: Entry, on: date, readings: Mapping[str, str | int] | None = None) -> date | None:
    """The same for one signboard, where the interval is counted for each by itself: from its last change."""
    which = CatalogueList(entry.region, ListName.SIGNBOARDS)
    if entry.kind not in which.terms.kinds or not which.changes_seldom or _counted_by(on, readings) == "list":
        return None
    first = said_since(entry)
    return _next(first.entered_on if first.supersedes_id else None, on)


def _counted_by(on: date, readings: Mapping[str, str | int] | None) -> str:
    chosen = (readings or {}).get(WHOSE_INTERVAL) or notice.edition_on(on).readings[WHOSE_INTERVAL].chosen
    return str(chosen)


def _next(changed: date | None, on: date) -> date | None:
    if changed is None:
        return None
    years = notice.edition_on(on).limits[INTERVAL].value
    again = years_after(changed, int(str(years)))
    return again if on < again else None


def last_change_of(title: str, regions: Iterable[str], kind: str) -> date | None:
    """The day on which the thing of this name last entered or changed on the lists of these regions (12-digit codes)."""
    rows = Entry.listed.filter(Q(region__in=list(regions)), title=title, kind=kind)
    newest = rows.order_by("-entered_on", "-pk").first()
    return said_since(newest).entered_on if newest else None


def publish(which: CatalogueList, *, by: User, organ: Organ, where: str, on: date) -> Edition:
    """Keep what stands on the list today as its next edition. The caller holds the list's lock."""
    before, rows = newest(which), rows_on(which, on)
    differs = difference(before.rows if before else [], rows)
    return Edition.objects.create(
        region=which.region,
        list=which.name,
        number=(before.number if before else 0) + 1,
        published_on=on,
        where=where,
        rows=rows,
        changes=bool(differs) and not differs.only_completes,
        published_by=by,
        organ=organ,
    )


# By region and number: what the newest edition of each list says.
SAID_BY_NEWEST = """
(catalogues_entry.region_id, catalogues_entry.number) IN (
  SELECT newest.region_id, said ->> 'number' FROM (
    SELECT DISTINCT ON (region_id, list) region_id, rows FROM catalogues_edition ORDER BY region_id, list, number DESC
  ) newest, jsonb_array_elements(newest.rows) said)
"""


def unpublished(entries: QuerySet[Entry], on: date, longer_than: int) -> QuerySet[Entry]:
    """Of each list that is to be published and filed, the change that waits longest for an edition, if it waits over
    `longer_than` days. `since`: the day of the change; `list_name`. `entries`: those of the regions asked about.

    What a request brought in is published by its own desk; what only expired, the newest edition says when.
    """
    said = RawSQL(SAID_BY_NEWEST, [], output_field=BooleanField())  # noqa: S611 - nothing from outside is in it
    entered = Q(said=False, left_on__isnull=True, published_on__isnull=True, request_number="")
    left = Q(said=True, left_on__isnull=False)
    whose = [When(kind__in=TERMS[name].kinds, then=Value(str(name))) for name in TERMS if TERMS[name].files_to]
    rows = entries.filter(_filed(), term=Term.STANDING).annotate(
        said=said, since=Coalesce("left_on", "entered_on"), list_name=Case(*whose, output_field=CharField())
    )
    waiting = rows.filter(entered | left, since__lt=on - timedelta(days=longer_than))
    turn = Window(RowNumber(), partition_by=["region", "list_name"], order_by=["since", "pk"])
    return rows.filter(pk__in=waiting.annotate(turn=turn).filter(turn=1).values("pk"))


def _filed() -> Q:
    """The entries of lists that are filed upwards, as `CatalogueList.files_to` has it."""
    kinds = {name: TERMS[name].kinds for name in TERMS if TERMS[name].files_to}
    below = Q(region__level__gt=Level.PROVINCE)
    boards = Q(kind__in=kinds.pop(ListName.SIGNBOARDS), region__level=Level.CITY)
    return boards | (below & Q(kind__in=[kind for each in kinds.values() for kind in each]))


def regions_with_lists() -> list[Region]:
    """The regions at which anything ever stood on a list, the highest first."""
    return list(Region.objects.filter(pk__in=Entry.listed.values("region")).order_by("level", "code"))
