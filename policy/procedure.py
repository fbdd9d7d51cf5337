"""办理程序: who looks at a request in a county, for how many working days, and who decides which kind.

None of it is in the notice, save where a desk or decision names a clause. A county's terms are its own tables laid
over the default ones, each with a version and the day from which it holds: a file in `procedures/`, or the text that
an administrator has set (`own`). What a text gets wrong, `policy.procedure_check` tells at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from policy.choices import Kind
from policy.procedure_file import DEFAULT, TABLES, Edition, ProcedureError, Table, read_all, read_text
from policy.signing import Rule, Way, share_of
from policy.words import Phrase
from policy.words import gettext_noop as _

FOLDER = Path(__file__).parent / "procedures"
LOCAL = "local"
KINDS = {kind.value: kind for kind in Kind}
RIGHTS = ("screen", "re_examine", "decide", "consent", "publish", "submit")
FUNCTIONS = (
    "authority",
    "civil_affairs",
    "organization",
    "rural_affairs",
    "justice",
    "finance",
    "statistics",
    "township",
    "supervision",
    "province",
)
PLACES = ("county", "city", "province", "department")
LEVELS = ("county", "city", "province")
ORGANS, OFFICERS = "organs", "officers"
OWN = "procedure.toml"
# Key of [reminders] → working days where no file says otherwise.
REMINDERS = {"due_soon_working_days": 1, "very_overdue_working_days": 5, "urge_again_working_days": 2}


@dataclass(frozen=True, kw_only=True)
class DeskTerms:
    """One desk. Either `functions` (of the organs that give an opinion) or `right` (held at the place `on`) says who.

    `signing`: by which rule those who sit there sign; `members`: each organ by one of its officers, or each officer.
    `asked` False: the desk is not laid.
    `working_days` None is no limit. `counted` False: the days are not the office's. `remind_every_days` are calendar
    days. `kinds`: the desk is for requests with a part of one of these. `basis` is a key of the notice's clauses or
    "local"; `source` says where the number comes from.
    """

    name: str
    title: str
    right: str
    on: str
    functions: tuple[str, ...]
    asked: bool
    signing: Rule
    members: str
    working_days: int | None
    counted: bool
    remind_every_days: int | None
    kinds: frozenset[Kind]
    basis: str
    source: str

    @property
    def function(self) -> str:
        """The function of its organ, the first of several; empty where a right says who."""
        return self.functions[0] if self.functions else ""


@dataclass(frozen=True, kw_only=True)
class TermLimits:
    """临时、应急: how long at most (calendar days), and how often again. `basis` and `source` as of a desk."""

    emergency_days: int
    emergency_again_days: int
    emergency_order_days: int
    temporary_days: int
    temporary_renewals: int
    basis: str
    source: str


TERMS = tuple(name for name in TermLimits.__dataclass_fields__ if name not in {"basis", "source"})


@dataclass(frozen=True, kw_only=True)
class Decision:
    """谁审定: the level that decides on a kind, whose consent it may need, and whose list it changes ("" for none)."""

    kind: Kind
    by: str
    consent_of: str
    list_of: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """The procedure of one county from one day on. `version` names every file that went into it."""

    county: str
    version: str
    effective_from: date
    lead_function: str
    closes_at: time | None
    due_soon_working_days: int
    very_overdue_working_days: int
    urge_again_working_days: int
    terms: TermLimits
    desks: Mapping[str, DeskTerms]
    decisions: Mapping[Kind, Decision]

    def desks_for(self, kind: Kind) -> tuple[DeskTerms, ...]:
        """The desks that a part of `kind` can come to, in the order of the file."""
        return tuple(desk for desk in self.desks.values() if kind in desk.kinds)


@lru_cache(maxsize=1024)
def load(county_code: str, on: date | None = None, folder: Path = FOLDER, own: str = "") -> Procedure:
    """The procedure of the county (12-digit code) on the day `on`; without it, the newest there is.

    `own` is the county's own text, where it has set one; it takes the place of its file. Read once a process. Raises
    ProcedureError, which names file and key, if a file cannot be understood.
    """
    return build(county_code, editions(county_code, on, folder, own))


def editions(county_code: str, on: date | None = None, folder: Path = FOLDER, own: str = "") -> list[Edition]:
    """What the procedure is made of: the default edition of that day, and the county's own."""
    known = read_all(folder)
    default = _in_force(known, DEFAULT, on)
    if default is None:
        raise ProcedureError(Phrase(_('%(folder)s：缺少 county = "default" 且已生效的文件。'), {"folder": folder.name}))
    of_county = read_text(OWN, own) if own else _in_force(known, county_code, on)
    return [default, of_county] if of_county else [default]


def _in_force(editions: Iterable[Edition], county: str, on: date | None) -> Edition | None:
    valid = [e for e in editions if e.county == county and (on is None or e.effective_from <= on)]
    return max(valid, key=lambda edition: edition.effective_from, default=None)


def build(county: str, editions: list[Edition]) -> Procedure:
    """The default's tables with the county's laid over them. Raises ProcedureError at the first mistake."""
    whole = Table("", tuple(edition.layer for edition in editions))
    lead, clock, reminders, terms, desks, decisions = (whole.below(name) for name in TABLES)
    lead.want_only(["function"])
    clock.want_only(["closes_at"])
    reminders.want_only(REMINDERS)
    desks.want_only(editions[0].layer.data.get("desks", {}))
    decisions.want_only(KINDS)
    return Procedure(
        county=county,
        version=" + ".join(f"{edition.county} {edition.version}" for edition in editions),
        effective_from=max(edition.effective_from for edition in editions),
        lead_function=lead.word("function", FUNCTIONS),
        closes_at=clock.time_of_day("closes_at"),
        **{key: reminders.number(key) or least for key, least in REMINDERS.items()},
        terms=_terms(terms),
        desks=MappingProxyType({name: _desk(name, desks.below(name)) for name in desks.names()}),
        decisions=MappingProxyType({kind: _decision(kind, decisions) for kind in Kind}),
    )


def _desk(name: str, table: Table) -> DeskTerms:
    fields = [field for field in DeskTerms.__dataclass_fields__ if field != "name"]
    table.want_only([*fields, "function", "share"])
    who = table.top_with("right", "function", "functions")
    if sum(who.get(key) is not None for key in ("right", "function", "functions")) != 1:
        raise who.error("right", _("与 function 应有且只有一个"))
    return DeskTerms(
        name=name,
        title=table.text("title"),
        right=who.word("right", RIGHTS, default=""),
        on=who.word("on", PLACES, default="county"),
        functions=_functions(who),
        asked=table.yes_or_no("asked", True),
        signing=_signing(table),
        members=table.word("members", (ORGANS, OFFICERS), default=ORGANS),
        working_days=table.limit("working_days"),
        counted=table.yes_or_no("counted", True),
        remind_every_days=table.number("remind_every_days"),
        kinds=frozenset(KINDS[word] for word in table.words("kinds", KINDS)),
        basis=table.text("basis"),
        source=table.text("source"),
    )


def _functions(who: Table) -> tuple[str, ...]:
    if who.get("functions") is not None:
        return tuple(dict.fromkeys(who.words("functions", FUNCTIONS)))
    only = who.word("function", FUNCTIONS, default="")
    return (only,) if only else ()


def _signing(table: Table) -> Rule:
    way = Way(table.word("signing", Way, default=Way.ALL))
    share = table.get("share")
    if way is not Way.RATIO:
        if table.top_with("signing", "share").get("share") is not None:
            raise table.error("share", _('只用于票签（signing = "ratio"）'))
        return Rule(way)
    if share is None:
        raise table.error("share", _('缺少：票签应写明通过的比例，如 "2/3"，过半数写作 "majority"'))
    try:
        return Rule(way, share_of(str(share)))
    except ValueError as error:
        raise table.error(
            "share", _('应为大于 1/2、不大于 1 的分数，如 "2/3"，过半数写作 "majority"，实为“%(value)s”'), value=share
        ) from error


def _terms(table: Table) -> TermLimits:
    table.want_only([*TERMS, "basis", "source"])
    days = {name: table.limit(name) for name in TERMS}
    for name, limit in days.items():
        if limit is None:
            raise table.error(name, _("应为整数，不能没有期限"))
    return TermLimits(**days, basis=table.text("basis"), source=table.text("source"))  # type: ignore[arg-type]


def _decision(kind: Kind, decisions: Table) -> Decision:
    if kind not in decisions.names():
        raise decisions.error(kind, _("缺少：每一类事项都应写明由谁审定"))
    table = decisions.below(kind)
    table.want_only(["by", "consent_of", "list_of", "basis"])
    return Decision(
        kind=kind,
        by=table.word("by", LEVELS),
        consent_of=table.word("consent_of", LEVELS, default=""),
        list_of=table.word("list_of", LEVELS, default=""),
        basis=table.text("basis"),
    )
