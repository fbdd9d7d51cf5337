"""导入清单: the rows of a sheet as values of entries, and what is wrong with them. Nothing is written."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organ, Region
from catalogues import sheets
from catalogues.intake import LONGEST, Line, Read, Refused, columns, head_faults, legible, read_with, said_twice, title
from catalogues.lists import CatalogueList, says_wanting, wanting
from catalogues.models import Entry
from catalogues.sheets import BASES, ENTERED, KIND, KIND_LABELS, NUMBER, ORGAN, SCOPE, SOURCE, TITLE, UNTIL, Sheet
from policy.answers import WrongAnswer
from policy.choices import Kind
from policy.facts import Facts, Question, questions
from policy.legal import citations


def read(which: CatalogueList, sheet: Sheet, on: date) -> Read:
    """Each row as the values of an entry, and every fault."""
    if faults := list(head_faults(sheet.heads, [TITLE], sheets.heads(which))):
        return Read(faults=faults)
    known = _Known(which, sheet, on)
    found = read_with(sheet, partial(_read, which=which, known=known))
    found.faults += said_twice(sheet, NUMBER, _("编号与第%(row)d行重复。"))
    found.faults.sort(key=lambda fault: fault.row)
    return found


class _Known:
    """What the registers hold of all that the sheet names: a few queries, however many rows."""

    def __init__(self, which: CatalogueList, sheet: Sheet, on: date) -> None:
        organs, scopes, numbers, titles = columns(sheet, ORGAN, SCOPE, NUMBER, TITLE)
        self.on = on
        self.organs = {organ.name: organ.pk for organ in Organ.objects.filter(name__in=organs)}
        inside = Region.objects.within(which.region).filter(code__in=scopes)
        self.regions = set(inside.values_list("code", flat=True))
        self.numbers = set(Entry.listed.filter(number__in=numbers).values_list("number", flat=True))
        standing = which.entries().in_force(on).filter(title__in=titles)
        self.titles = {(name, scope or "") for name, scope in standing.values_list("title", "scope")}
        self.named: dict[tuple[str, str], int] = {}


def _read(line: Line, which: CatalogueList, known: _Known) -> None:
    line.take("number", NUMBER, partial(_number, known=known), most=40)
    line.take("title", TITLE, title, most=100)
    line.take("kind", KIND, partial(_kind, which=which))
    line.take("organ", ORGAN, partial(_organ, known=known))
    line.take("scope", SCOPE, partial(_scope, known=known))
    line.take("basis", BASES, _basis)
    line.take("entered_on", ENTERED, partial(_entered, on=known.on))
    line.take("valid_until", UNTIL, _day)
    line.take("source", SOURCE, str.strip, most=200)
    _must_be_new(line, known)
    if line.row["valid_until"] and line.row["entered_on"] and line.row["valid_until"] < line.row["entered_on"]:
        line.wrong(UNTIL, _("有效期早于列入日期。"))
    line.row["answers"] = _answers(line)


def _must_be_new(line: Line, known: _Known) -> None:
    key = (line.row["title"] or "", line.row["scope"] or "")
    if not key[0]:
        return
    if key in known.titles:
        line.wrong(TITLE, _("清单已有同名条目。"))
    if key in known.named:
        line.wrong(TITLE, _("名称与第%(row)d行重复。") % {"row": known.named[key]})
    known.named.setdefault(key, line.number)


def _number(text: str, *, known: _Known) -> str:
    if text in known.numbers:
        raise Refused(_("编号已经使用。"))
    return text


def _kind(text: str, *, which: CatalogueList) -> str:
    kinds = which.terms.kinds
    if not text and len(kinds) == 1:
        return kinds[0]
    labels = {KIND_LABELS[kind]: kind for kind in kinds}
    if text not in labels:
        raise Refused(_("类别须是：%(kinds)s。") % {"kinds": "、".join(labels)})
    return labels[text]


def _organ(text: str, *, known: _Known) -> int | None:
    if text and text not in known.organs:
        raise Refused(_("没有登记“%(organ)s”这一机构，请核对全称或者先由管理员登记。") % {"organ": text})
    return known.organs.get(text)


def _scope(text: str, *, known: _Known) -> str | None:
    if text and text not in known.regions:
        raise Refused(_("请填写本区划内的12位区划代码；全部适用的留空。"))
    return text or None


def _basis(text: str) -> str:
    if text and not citations.parse(text):
        raise Refused(_("依据须写明文件名称，如《中华人民共和国村民委员会组织法》第八条。"))
    return text


def _entered(text: str, *, on: date) -> str:
    if not text:
        return on.isoformat()
    day = sheets.read_day(text)
    if day > on:
        raise Refused(_("列入日期不能晚于今天。"))
    return day.isoformat()


def _day(text: str) -> str | None:
    return sheets.read_day(text).isoformat() if text else None


def _answers(line: Line) -> dict[str, Any]:
    """The answers to the questions of the kind; a cell under a question of another kind must be empty."""
    kind = line.row["kind"]
    if kind is None or kind not in set(Kind):
        return {}
    asked = {each.label: each for each in questions(Kind(kind))}
    for head in set(line.cells) - set(asked) - set(sheets.OWN):
        if line.cells[head].strip():
            line.wrong(head, _("这一类别不填此列。"))
    given = (each for each in asked.values() if each.label in line.cells and each.label not in sheets.OWN)
    answers = dict(pair for each in given for pair in _answer(line, each))
    for head, says in _not_readable(kind, answers):
        line.wrong(head, says)
    for each in wanting(kind, answers):
        if not line.cells.get(each.label, "").strip():
            line.wrong(each.label, says_wanting(each))
    return answers


def _answer(line: Line, question: Question) -> Iterator[tuple[str, Any]]:
    """The name and the answer, if the cell holds one that can be read."""
    try:
        answer = sheets.heard(question, legible(line.cells[question.label], LONGEST))
    except ValueError as refusal:
        line.wrong(question.label, str(refusal))
        return
    if answer is not None:
        yield question.name, answer


def _not_readable(kind: str, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    try:
        Facts.from_answers(Kind(kind), "", answers)
    except WrongAnswer as wrong:
        labels = {each.name: each.label for each in questions(Kind(kind))}
        yield labels.get(wrong.field, wrong.field), _(wrong.message)
