"""导入: read a list's rows from a sheet. Every fault is said with its row and column; only a sheet without any is entered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organ, Region
from catalogues import sheets
from catalogues.lists import CatalogueList
from catalogues.models import Entry
from catalogues.sheets import BASES, ENTERED, KIND, KIND_LABELS, NUMBER, ORGAN, SCOPE, SOURCE, TITLE, UNTIL, Sheet
from policy.answers import WrongAnswer
from policy.choices import Kind
from policy.facts import Facts, questions
from policy.legal import citations

LONGEST = {NUMBER: 40, TITLE: 100, SOURCE: 200}
LONGEST_ANSWER = 5000
MOST_FAULTS = 200
BREAKS = "\n\t\u3000\u00a0"


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell: the row as a spreadsheet numbers it, and the head of the column ("" for the row)."""

    row: int
    column: str
    says: str


@dataclass
class Read:
    """What a sheet came to."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def faults_as_json(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.faults[:MOST_FAULTS]]


class _Refused(ValueError):
    """A cell cannot be taken; the message says why."""


def read(which: CatalogueList, sheet: Sheet, on: date) -> Read:
    """Each row as the values of an entry, and every fault. Nothing is written."""
    found = Read(faults=list(_head_faults(which, sheet.heads)))
    if found.faults:
        return found
    known = _Known(which, sheet, on)
    for number, cells in sheet.rows:
        row, faults = _row(which, number, dict(zip(sheet.heads, cells, strict=False)), known)
        found.rows.append(row)
        found.faults += faults
    found.faults += _said_twice(sheet, NUMBER, _("编号与第%(row)d行重复。"))
    found.faults.sort(key=lambda fault: fault.row)
    return found


def _head_faults(which: CatalogueList, heads: Sequence[str]) -> Iterator[Fault]:
    if TITLE not in heads:
        yield Fault(1, TITLE, _("第一行须是表头，并有“名称”一列。"))
        return
    allowed = set(sheets.heads(which))
    for head in heads:
        if head and head not in allowed:
            yield Fault(1, head, _("没有这一列，请改用导出表的表头或者删去。"))
    for head in {head for head in heads if head and heads.count(head) > 1}:
        yield Fault(1, head, _("这一列出现了两次。"))


class _Known:
    """What the registers hold of all that the sheet names: a few queries, however many rows."""

    def __init__(self, which: CatalogueList, sheet: Sheet, on: date) -> None:
        columns = {
            head: {cells[at].strip() for _n, cells in sheet.rows if at < len(cells)}
            for at, head in enumerate(sheet.heads)
        }
        self.on = on
        self.organs = {organ.name: organ.pk for organ in Organ.objects.filter(name__in=columns.get(ORGAN, ()))}
        inside = Region.objects.within(which.region).filter(code__in=columns.get(SCOPE, ()))
        self.regions = set(inside.values_list("code", flat=True))
        self.numbers = set(Entry.listed.filter(number__in=columns.get(NUMBER, ())).values_list("number", flat=True))
        standing = which.entries().in_force(on).filter(title__in=columns.get(TITLE, ()))
        self.titles = {(title, scope or "") for title, scope in standing.values_list("title", "scope")}
        self.named: dict[tuple[str, str], int] = {}


def _row(
    which: CatalogueList, number: int, cells: Mapping[str, str], known: _Known
) -> tuple[dict[str, Any], list[Fault]]:
    row: dict[str, Any] = {"row": number}
    faults: list[Fault] = []

    def take(name: str, head: str, reader: Callable[[str], Any]) -> None:
        try:
            row[name] = reader(_legible(cells.get(head, ""), head))
        except ValueError as refusal:
            row[name] = None
            faults.append(Fault(number, head, str(refusal)))

    take("number", NUMBER, partial(_number, known=known))
    take("title", TITLE, _title)
    take("kind", KIND, partial(_kind, which=which))
    take("organ", ORGAN, partial(_organ, known=known))
    take("scope", SCOPE, partial(_scope, known=known))
    take("basis", BASES, _basis)
    take("entered_on", ENTERED, partial(_entered, on=known.on))
    take("valid_until", UNTIL, _day)
    take("source", SOURCE, str.strip)
    faults += _same(number, row, known)
    if row["valid_until"] and row["entered_on"] and row["valid_until"] < row["entered_on"]:
        faults.append(Fault(number, UNTIL, _("有效期早于列入日期。")))
    row["answers"] = _answers(number, row["kind"], cells, faults)
    return row, faults


def _same(number: int, row: Mapping[str, Any], known: _Known) -> Iterator[Fault]:
    key = (row["title"] or "", row["scope"] or "")
    if not key[0]:
        return
    if key in known.titles:
        yield Fault(number, TITLE, _("清单已有同名条目。"))
    if key in known.named:
        yield Fault(number, TITLE, _("名称与第%(row)d行重复。") % {"row": known.named[key]})
    known.named.setdefault(key, number)


def _legible(text: str, head: str) -> str:
    if any(not sign.isprintable() and sign not in BREAKS for sign in text):
        raise _Refused(_("含有看不见的控制字符，请删去后重新填写。"))
    most = LONGEST.get(head, LONGEST_ANSWER)
    if len(text.strip()) > most:
        raise _Refused(_("最多%(most)d个字，现有%(now)d个。") % {"most": most, "now": len(text.strip())})
    return text.strip()


def _number(text: str, *, known: _Known) -> str:
    if text in known.numbers:
        raise _Refused(_("编号已经使用。"))
    return text


def _title(text: str) -> str:
    if not text:
        raise _Refused(_("请填写名称。"))
    if "\n" in text:
        raise _Refused(_("请写在一行内。"))
    return text


def _kind(text: str, *, which: CatalogueList) -> str:
    kinds = which.terms.kinds
    if not text and len(kinds) == 1:
        return kinds[0]
    labels = {KIND_LABELS[kind]: kind for kind in kinds}
    if text not in labels:
        raise _Refused(_("类别须是：%(kinds)s。") % {"kinds": "、".join(labels)})
    return labels[text]


def _organ(text: str, *, known: _Known) -> int | None:
    if text and text not in known.organs:
        raise _Refused(_("没有登记“%(organ)s”这一机构，请核对全称或者先由管理员登记。") % {"organ": text})
    return known.organs.get(text)


def _scope(text: str, *, known: _Known) -> str | None:
    if text and text not in known.regions:
        raise _Refused(_("请填写本区划内的12位区划代码；全部适用的留空。"))
    return text or None


def _basis(text: str) -> str:
    if text and not citations.parse(text):
        raise _Refused(_("依据须写明文件名称，如《中华人民共和国村民委员会组织法》第八条。"))
    return text


def _entered(text: str, *, on: date) -> str:
    if not text:
        return on.isoformat()
    day = sheets.read_day(text)
    if day > on:
        raise _Refused(_("列入日期不能晚于今天。"))
    return day.isoformat()


def _day(text: str) -> str | None:
    return sheets.read_day(text).isoformat() if text else None


def _answers(number: int, kind: str | None, cells: Mapping[str, str], faults: list[Fault]) -> dict[str, Any]:
    """The answers to the questions of the kind; a cell under a question of another kind must be empty."""
    answers: dict[str, Any] = {}
    if kind is None or kind not in set(Kind):
        return answers
    asked = {each.label: each for each in questions(Kind(kind))}
    others = set(cells) - set(asked) - set(sheets.OWN)
    faults += [Fault(number, head, _("这一类别不填此列。")) for head in others if cells[head].strip()]
    for label, question in asked.items():
        if label in sheets.OWN or label not in cells:
            continue
        try:
            answer = sheets.heard(question, _legible(cells[label], label))
        except ValueError as refusal:
            faults.append(Fault(number, label, str(refusal)))
            continue
        if answer is not None:
            answers[question.name] = answer
    faults += _not_readable(number, kind, answers)
    return answers


def _not_readable(number: int, kind: str, answers: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        Facts.from_answers(Kind(kind), "", answers)
    except WrongAnswer as wrong:
        labels = {each.name: each.label for each in questions(Kind(kind))}
        yield Fault(number, labels.get(wrong.field, wrong.field), _(wrong.message))


def _said_twice(sheet: Sheet, head: str, says: str) -> Iterator[Fault]:
    if head not in sheet.heads:
        return
    at, first = sheet.heads.index(head), dict[str, int]()
    for number, cells in sheet.rows:
        text = cells[at].strip() if at < len(cells) else ""
        if text and text in first:
            yield Fault(number, head, says % {"row": first[text]})
        first.setdefault(text, number)
