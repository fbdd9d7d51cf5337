"""The form of one part: a field for every question that the policy asks of its kind. It holds no rule of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.answers import WrongAnswer
from policy.facts import AnswerType, Facts, Group, Kind, Question, questions
from workflows.pages import field_rows, written
from workflows.pages.field_rows import FieldRows

# A choice, or a township and the choices in it.
Place = tuple[str, Any]
NONE = "none_of_them"
TITLE = 100
MOST_LINES = 200
UNKNOWN = gettext_lazy("不清楚")
YES_OR_NO = [("true", gettext_lazy("是")), ("false", gettext_lazy("否")), ("", UNKNOWN)]
# Answered in a sentence or more; other texts are a name or a number.
SENTENCES = {
    "content", "scope", "procedure", "conditions", "funding", "certificate_use", "steps", "assessment_method",
}  # fmt: skip
WIDE = {AnswerType.CHOICES, AnswerType.LINES}


@dataclass(frozen=True)
class Fieldset:
    """One group of questions: (field, whether it takes the whole width)."""

    group: Group
    fields: list[tuple[forms.BoundField, bool]]

    @property
    def title(self) -> str:
        return _(self.group.label)

    @property
    def anchor(self) -> str:
        return f"group-{self.group.value}"


class PartForm(forms.Form):
    """What is asked of a part. `answers` are what is stored; `cleaned_answers` what was typed, as plain JSON values.

    Only the title is insisted on: a draft may be left half written.
    """

    title = written.short(gettext_lazy("事项名称（必填）"), most=TITLE, required=True)
    where = forms.ChoiceField(
        label=gettext_lazy("实施范围"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("请从所列选项中选择。")},
    )

    def __init__(
        self,
        kind: str,
        data: Any = None,
        *,
        title: str = "",
        answers: Mapping[str, Any] | None = None,
        where: str = "",
        places: Sequence[Place] = (),
    ) -> None:
        self.kind = Kind(kind)
        asked = questions(self.kind)
        self.questions = [each for each in asked if each.type is not AnswerType.FIELDS]
        self.by_rows = next((each for each in asked if each.type is AnswerType.FIELDS), None)
        self.rows = self._rows(data, answers or {})
        stored = {each.name: _shown(each, (answers or {}).get(each.name)) for each in self.questions}
        super().__init__(data, initial={"title": title, "where": where} | stored)
        self.fields["where"].choices = [("", _("全县（市、区）所有村")), *places]  # type: ignore[attr-defined]
        for each in self.questions:
            self.fields[each.name] = FIELDS[each.type](each)

    def _rows(self, data: Any, answers: Mapping[str, Any]) -> FieldRows | None:
        """The fields of a report form, where this kind has them."""
        if self.by_rows is None:
            return None
        return field_rows.rows(answers.get(self.by_rows.name) or ()) if data is None else field_rows.typed(data)

    def is_valid(self) -> bool:
        return super().is_valid() and (self.rows is None or self.rows.is_valid())

    def clean(self) -> dict[str, Any]:
        given = {each.name: _plain(each, self.cleaned_data.get(each.name)) for each in self.questions}
        if self.by_rows and self.rows is not None and self.rows.is_valid() and self.rows.fields:
            given[self.by_rows.name] = [each.as_json() for each in self.rows.fields]
        self.cleaned_answers = {name: value for name, value in given.items() if value is not None}
        try:
            Facts.from_answers(self.kind, self.cleaned_data.get("title", ""), self.cleaned_answers)
        except WrongAnswer as wrong:
            self.add_error(wrong.field, _(wrong.message))
        return self.cleaned_data

    @property
    def asks_basis(self) -> bool:
        return any(each.group is Group.BASIS for each in self.questions)

    @property
    def fieldsets(self) -> Iterator[Fieldset]:
        for group in Group:
            asked = [each for each in self.questions if each.group is group]
            if asked:
                yield Fieldset(group, [(self[each.name], _is_wide(each)) for each in asked])


def _is_wide(question: Question) -> bool:
    return question.type in WIDE or question.name in SENTENCES


def _named(question: Question) -> dict[str, Any]:
    """Label and help in the language of the page."""
    label = _("%(question)s（必填）") % {"question": _(question.label)} if question.required else _(question.label)
    return {"label": label, "required": False, "help_text": _(question.help) if question.help else ""}


def _bool(question: Question) -> forms.Field:
    return forms.ChoiceField(choices=YES_OR_NO, widget=forms.RadioSelect, **_refusing(question))


def _choice(question: Question) -> forms.Field:
    choices = [("", _("未填")), *((value, _(label)) for value, label in question.choices)]
    return forms.ChoiceField(choices=choices, **_refusing(question))


def _choices(question: Question) -> forms.Field:
    choices = [*((value, _(label)) for value, label in question.choices), (NONE, _("以上都没有"))]
    return AnyOrNone(choices=choices, widget=forms.CheckboxSelectMultiple, **_refusing(question))


def _refusing(question: Question) -> dict[str, Any]:
    wrong = gettext_lazy("请从所列选项中选择。")
    return _named(question) | {"error_messages": {"invalid_choice": wrong, "invalid_list": wrong}}


def _text(question: Question) -> forms.Field:
    return (written.long if question.name in SENTENCES else written.short)(**_named(question))


def _lines(question: Question) -> forms.Field:
    field = written.long(**_named(question), rows=5)
    field.validators.append(_not_too_many_lines)
    return field


def _not_too_many_lines(text: str) -> None:
    if len(text.splitlines()) > MOST_LINES:
        raise ValidationError(_("最多 %(most)d 行。") % {"most": MOST_LINES})


def _int(question: Question) -> forms.Field:
    least, most = question.within or (0, 10**9)
    says = {
        "invalid": gettext_lazy("请填写整数。"),
        "min_value": gettext_lazy("不能小于 %(limit_value)s。"),
        "max_value": gettext_lazy("不能大于 %(limit_value)s。")
        if question.within
        else gettext_lazy("数字太大，请核对。"),
    }
    return forms.IntegerField(min_value=least, max_value=most, error_messages=says, **_named(question))


def _decimal(question: Question) -> forms.Field:
    says = {
        "invalid": gettext_lazy("请填写数字。"),
        "min_value": gettext_lazy("不能小于 0。"),
        "max_digits": gettext_lazy("数字太大，请核对。"),
        "max_whole_digits": gettext_lazy("数字太大，请核对。"),
        "max_decimal_places": gettext_lazy("最多两位小数。"),
    }
    return forms.DecimalField(
        min_value=Decimal(0), max_digits=12, decimal_places=2, error_messages=says, **_named(question)
    )


def _date(question: Question) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    says = {"invalid": gettext_lazy("请按“年-月-日”填写日期。")}
    return forms.DateField(input_formats=["%Y-%m-%d"], widget=widget, error_messages=says, **_named(question))


FIELDS: dict[AnswerType, Callable[[Question], forms.Field]] = {
    AnswerType.BOOL: _bool,
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.STR: _text,
    AnswerType.LINES: _lines,
    AnswerType.INT: _int,
    AnswerType.DECIMAL: _decimal,
    AnswerType.DATE: _date,
}


class AnyOrNone(forms.MultipleChoiceField):
    """Several of the choices, or 以上都没有: not both."""

    def clean(self, value: Any) -> list[str]:
        ticked: list[str] = super().clean(value)
        if NONE in ticked and len(ticked) > 1:
            raise ValidationError(_("选了“以上都没有”，就不能再选其他各项。"), code="both")
        return ticked


def _plain(question: Question, value: Any) -> Any:
    """What was typed, as it is stored; None where nothing was said."""
    if value in (None, "", []):
        return None
    match question.type:
        case AnswerType.BOOL:
            return value == "true"
        case AnswerType.CHOICES:
            return [] if value == [NONE] else value
        case AnswerType.LINES:
            return [line.strip() for line in value.splitlines() if line.strip()]
        case AnswerType.DECIMAL | AnswerType.DATE:
            return str(value)
    return value


def _shown(question: Question, value: Any) -> Any:
    """What is stored, as the field shows it."""
    if value is None:
        return ""
    match question.type:
        case AnswerType.BOOL:
            return "true" if value else "false"
        case AnswerType.CHOICES:
            return value or [NONE]
        case AnswerType.LINES:
            return "\n".join(value)
    return value
