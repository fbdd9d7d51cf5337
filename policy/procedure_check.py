"""What is wrong with the procedure that a county would set, and what it would change. A sentence for each mistake."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from policy import procedure
from policy.choices import Kind
from policy.procedure import DeskTerms, Procedure
from policy.procedure_file import DEFAULT, HEAD, Edition, Layer, ProcedureError, read_text
from policy.signing import Way, written
from policy.words import Phrase
from policy.words import gettext_noop as _

# What a table of the county's text is called in a sentence → the tables that are tried one by one.
NESTED = ("desks", "decisions")


def mistakes(county: str, text: str, on: date) -> list[Phrase]:
    """All that is wrong with `text` as the procedure of `county` (12-digit code) from the day `on`, a sentence each."""
    try:
        edition = read_text(procedure.OWN, text)
    except ProcedureError as error:
        return [error.says]
    found = list(_of_the_head(edition, county))
    default = procedure.editions(DEFAULT, max(on, edition.effective_from))[0]
    usual = procedure.build(county, [default])
    for piece in _pieces(edition):
        _tell(found, lambda piece=piece: procedure.build(county, [default, piece]))  # type: ignore[misc]
    if not found:
        found += _of_the_sense(procedure.build(county, [default, edition]), usual)
    return found


def _tell(found: list[Phrase], build: Callable[[], object]) -> None:
    try:
        build()
    except ProcedureError as error:
        if error.says not in found:
            found.append(error.says)


def _pieces(edition: Edition) -> Iterator[Edition]:
    """The edition taken apart, so that one mistake does not hide another: each table alone, each key of a desk alone."""
    for name, table in edition.layer.data.items():
        if name in HEAD:
            continue
        if name not in NESTED or not isinstance(table, dict):
            yield from _keys(edition, name, table)
            continue
        for each, below in table.items():
            for piece in _keys(edition, name, below):
                yield _with(edition, {name: {each: piece.layer.data[name]}})


def _keys(edition: Edition, name: str, table: object) -> Iterator[Edition]:
    """One key at a time; what says who sits there, and how they sign, belongs together."""
    if not isinstance(table, dict) or not table:
        yield _with(edition, {name: table})
        return
    together = [{"right", "on", "function", "functions"}, {"signing", "share"}]
    groups = [{key for key in table if key in group} for group in together]
    groups += [{key} for key in table if not any(key in group for group in together)]
    for group in groups:
        if group:
            yield _with(edition, {name: {key: table[key] for key in table if key in group}})


def _with(edition: Edition, tables: dict[str, object]) -> Edition:
    head = {key: value for key, value in edition.layer.data.items() if key in HEAD}
    return Edition(edition.county, edition.version, edition.effective_from, Layer(procedure.OWN, head | tables))


def _of_the_head(edition: Edition, county: str) -> Iterator[Phrase]:
    if edition.county != county:
        yield Phrase(_('county 应为 "%(county)s"，实为“%(value)s”。'), {"county": county, "value": edition.county})


def _of_the_sense(own: Procedure, usual: Procedure) -> Iterator[Phrase]:
    """What can be read, but cannot be done or may not be set by a county."""
    for name, desk in own.desks.items():
        yield from _of_a_desk(desk, usual.desks[name])
    for kind, decision in own.decisions.items():
        before, place = usual.decisions[kind], {"place": f"[decisions.{kind}]"}
        if (decision.consent_of, decision.list_of) != (before.consent_of, before.list_of):
            yield Phrase(_("%(place)s 须经哪一级同意、列入哪一级清单由《通知》规定，不能由本县设置。"), place)
        if decision.by == "province":
            yield Phrase(_("%(place)s by 只能为 county 或 city：省级只同意，不审定。"), place)


def _of_a_desk(desk: DeskTerms, usual: DeskTerms) -> Iterator[Phrase]:
    place = {"place": f"[desks.{desk.name}]"}
    if (desk.right, desk.on) != (usual.right, usual.on):
        who = f'right = "{usual.right}"' if usual.right else "function"
        yield Phrase(_("%(place)s 由谁办理不能这样改：应为 %(who)s，办理地点不变。"), place | {"who": who})
    if desk.title != usual.title:
        yield Phrase(_("%(place)s title 不能改：环节名称各县相同，应为“%(title)s”。"), place | {"title": usual.title})
    if usual.asked and not desk.asked and (usual.basis != procedure.LOCAL or not usual.functions):
        yield Phrase(_("%(place)s asked 不能为 false：这个环节不能不设。"), place)
    if "township" in desk.functions and desk.name != "consultation":
        yield Phrase(_("%(place)s functions 中的 township 只用于征求意见（consultation）环节。"), place)
    if desk.right and desk.name != "ballot" and (desk.signing != usual.signing or desk.members != usual.members):
        yield Phrase(_("%(place)s signing、members 只用于出具意见的环节和表决（ballot）。"), place)
    if desk.signing.way is Way.IN_ORDER and desk.members == procedure.ORGANS and _is_one_organ(desk):
        yield Phrase(_('%(place)s signing = "in_order" 须有两个以上机构（functions）才有先后。'), place)
    if desk.name == "ballot" and desk.members != procedure.OFFICERS:
        yield Phrase(_("%(place)s members 只能为 officers：表决由审定人员逐人进行。"), place)


def _is_one_organ(desk: DeskTerms) -> bool:
    return len(desk.functions) == 1 and desk.functions != ("township",)


@dataclass(frozen=True)
class Difference:
    """One value that differs. `where` is the desk, kind or table, `what` the key; both as the file has them."""

    where: str
    what: str
    before: str
    after: str


def differences(before: Procedure, after: Procedure) -> list[Difference]:
    """What `after` does otherwise than `before`, in the order of the file."""
    old, new = dict(_flat(before)), dict(_flat(after))
    return [
        Difference(*key, old.get(key, ""), new.get(key, ""))
        for key in dict.fromkeys([*old, *new])
        if old.get(key, "") != new.get(key, "")
    ]


def _flat(terms: Procedure) -> Iterator[tuple[tuple[str, str], str]]:
    yield ("lead", "function"), terms.lead_function
    yield ("clock", "closes_at"), terms.closes_at.isoformat("minutes") if terms.closes_at else ""
    for key in procedure.REMINDERS:
        yield ("reminders", key), str(getattr(terms, key))
    for key in procedure.TERMS:
        yield ("terms", key), str(getattr(terms.terms, key))
    for name, desk in terms.desks.items():
        for key, value in _of_desk(desk):
            yield (f"desks.{name}", key), value
    for kind in Kind:
        yield (f"decisions.{kind}", "by"), terms.decisions[kind].by


def _of_desk(desk: DeskTerms) -> Iterator[tuple[str, str]]:
    yield "functions", "、".join(desk.functions)
    yield "asked", "true" if desk.asked else "false"
    yield "signing", desk.signing.way
    yield "share", written(desk.signing.share) if desk.signing.way is Way.RATIO else ""
    yield "members", desk.members
    yield "working_days", "unlimited" if desk.working_days is None else str(desk.working_days)
    yield "counted", "true" if desk.counted else "false"
    yield "remind_every_days", str(desk.remind_every_days or "")
    yield "kinds", "" if desk.kinds == frozenset(Kind) else "、".join(kind for kind in Kind if kind in desk.kinds)
    yield "title", desk.title
    yield "basis", desk.basis
    yield "source", desk.source
