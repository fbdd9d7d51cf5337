"""What the applicant said, in words: the answers of a form by its groups, as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from policy.choices import Application, Kind
from policy.facts import AnswerType, Group, Question, questions
from policy.form_fields import FormField

Pair = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """One group of answers; `open` are the labels of the questions that were left open."""

    group: Group
    pairs: list[Pair]
    open: list[str]

    @property
    def title(self) -> str:
        return _(self.group.label)


def said(kind: str, answers: Mapping[str, Any]) -> list[Said]:
    """All answers to the questions of `kind`, group by group."""
    asked = questions(Kind(kind))
    return [_group(group, [each for each in asked if each.group is group], answers) for group in Group]


def answer(kind: str, answers: Mapping[str, Any], name: str) -> str:
    """One answer in words; empty where it was not given or is not asked in this kind."""
    question = next((each for each in questions(Kind(kind)) if each.name == name), None)
    return in_words(question, answers.get(name)) if question else ""


def term(kind: str, answers: Mapping[str, Any]) -> str:
    """临时，至 2027-03-31: what ends by itself, and when; empty for what lasts."""
    if answers.get("application") != Application.TEMPORARY:
        return ""
    day = answer(kind, answers, "ends_on")
    return _("临时，至 %(day)s") % {"day": day} if day else _("临时，没有写明结束日期")


def kind_in_words(kind: str) -> str:
    """work_affair → 工作事务."""
    return _(Kind(kind).label)


def in_words(question: Question, value: Any) -> str:
    """The value of an answer as people read it; empty where it is not known."""
    if value is None or value == "":
        return ""
    match question.type:
        case AnswerType.BOOL:
            return _("是") if value else _("否")
        case AnswerType.CHOICE:
            return _label(question, value)
        case AnswerType.FIELDS:
            return _list(_field(each) for each in value)
        case AnswerType.CHOICES | AnswerType.LINES:
            return _list(_label(question, each) for each in value)
    return str(value)


def _group(group: Group, asked: list[Question], answers: Mapping[str, Any]) -> Said:
    pairs = [(_(each.label), in_words(each, answers.get(each.name))) for each in asked]
    return Said(group, [pair for pair in pairs if pair[1]], [label for label, words in pairs if not words])


def _label(question: Question, value: Any) -> str:
    labels = {str(each): label for each, label in question.choices}
    return _(labels[str(value)]) if str(value) in labels else str(value)


def _field(value: Any) -> str:
    """户数（年末户籍户数）; the name alone where nothing more is said."""
    field = FormField.read(value)
    more = [each for each in (field.definition, _(field.period.label) if field.period else "", field.scope) if each]
    return _("%(name)s（%(more)s）") % {"name": field.name, "more": _("，").join(more)} if more else field.name


def _list(words: Iterable[str]) -> str:
    """An empty list was an answer too: none of them."""
    return _("、").join(words) or _("无")
