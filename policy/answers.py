"""How answers become facts: the type of each field, read once from the dataclass, and the questions made of it."""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from policy.choices import Choice, Kind
from policy.form_fields import FormField
from policy.questions import AnswerType, Group, Mark, Question, Source
from policy.words import gettext_noop as _


class WrongAnswer(ValueError):
    """A value that the field named `field` cannot hold."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Slot:
    """One field of Facts: its mark and the type of its value."""

    name: str
    mark: Mark
    type: type
    many: bool

    def read(self, value: Any) -> Any:
        """The value in the type of the field; None for None and for an empty text."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if not self.many:
            return self._bounded(_one(self.name, self.type, value))
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise WrongAnswer(self.name, _("应为若干项"))
        return tuple(_one(self.name, self.type, each) for each in value)

    def _bounded(self, value: Any) -> Any:
        if self.mark.within is not None and not self.mark.within[0] <= value <= self.mark.within[1]:
            raise WrongAnswer(self.name, _("数字超出允许的范围，请核对"))
        return value


@cache
def slots(facts: type) -> Mapping[str, Slot]:
    """The fields of the dataclass `facts` besides kind, name and bases."""
    hints = get_type_hints(facts)
    return {
        each.name: Slot(each.name, each.metadata["mark"], *_type_of(hints[each.name]))
        for each in fields(facts)
        if each.name not in {"kind", "name", "bases"}
    }


def _type_of(hint: Any) -> tuple[type, bool]:
    if get_origin(hint) in {Union, types.UnionType}:
        hint = next(each for each in get_args(hint) if each is not types.NoneType)
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    return hint, False


def read(facts: type, answers: Mapping[str, Any], records: Mapping[str, Any]) -> dict[str, Any]:
    """The values by field. An answer may not stand in for a record, nor the other way round."""
    given = {}
    for values, source in ((answers, Source.ANSWER), (records, Source.RECORD)):
        for name, value in values.items():
            slot = slots(facts).get(name)
            if slot is None or slot.mark.source != source:
                raise WrongAnswer(name, _("没有这一项"))
            given[name] = slot.read(value)
    return given


def _one(field: str, kind: type, value: Any) -> Any:
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    reader = _READERS.get(kind) or (kind if issubclass(kind, Choice) else None)
    if reader is None or isinstance(value, bool):
        raise WrongAnswer(field, _("类型不符"))
    try:
        return reader(value)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise WrongAnswer(field, _("无法读取所填内容")) from error


def _decimal(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(value)
    return number


def _whole(value: Any) -> int:
    number = _decimal(value)
    if number != int(number):
        raise ValueError(value)
    return int(number)


_READERS: dict[type, Callable[[Any], Any]] = {
    int: _whole,
    Decimal: _decimal,
    date: date.fromisoformat,
    FormField: FormField.read,
}
_TYPES = {
    bool: AnswerType.BOOL,
    str: AnswerType.STR,
    int: AnswerType.INT,
    Decimal: AnswerType.DECIMAL,
    date: AnswerType.DATE,
}


def questions(facts: type, kind: Kind) -> tuple[Question, ...]:
    asked = [slot for slot in slots(facts).values() if kind in slot.mark.kinds]
    return tuple(_question(slot, kind) for slot in sorted(asked, key=lambda slot: list(Group).index(slot.mark.group)))


def _question(slot: Slot, kind: Kind) -> Question:
    choices = tuple((each.value, each.label) for each in slot.type) if issubclass(slot.type, Choice) else ()
    if slot.type is FormField:
        answer_type = AnswerType.FIELDS
    elif choices:
        answer_type = AnswerType.CHOICES if slot.many else AnswerType.CHOICE
    else:
        answer_type = AnswerType.LINES if slot.many else _TYPES[slot.type]
    mark = slot.mark
    required = kind in mark.required_for
    return Question(slot.name, mark.label, mark.help, answer_type, choices, required, mark.group, mark.within)
