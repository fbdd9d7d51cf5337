"""指标 as they are typed: one row a field, one row more always blank; or many names at once, a line each."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.choices import Frequency
from policy.form_fields import FormField
from workflows.pages import written

PREFIX = "fields"
PASTED = "fields_pasted"
MOST = 200
NAME, DEFINITION, SCOPE = 60, 300, 100
PERIODS = [("", gettext_lazy("同本表")), *((each.value, gettext_lazy(each.label)) for each in Frequency)]


class FieldForm(forms.Form):
    """One row. Without a name it is not kept."""

    name = written.short(gettext_lazy("指标名称"), most=NAME)
    definition = written.short(gettext_lazy("口径"), most=DEFINITION)
    period = forms.ChoiceField(
        label=gettext_lazy("周期"),
        choices=PERIODS,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("请从所列选项中选择。")},
    )
    scope = written.short(gettext_lazy("填报范围"), most=SCOPE)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        nameless = not given.get("name") and "name" not in self.errors
        if nameless and any(given.get(each) for each in ("definition", "period", "scope")):
            self.add_error("name", _("请填写指标名称。"))
        return given


class FieldRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """All fields of a form."""

    def clean(self) -> None:
        if len(self.fields) > MOST:
            raise ValidationError(_("指标最多 %(most)d 项。") % {"most": MOST})
        names = [field.name for field in self.fields]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise ValidationError(_("指标“%(name)s”写了两次。") % {"name": twice})

    @property
    def fields(self) -> list[FormField]:
        """What is asked, in the order of the form."""
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("name")]
        return [FormField.read(row) for row in rows]


RowSet = forms.formset_factory(FieldForm, formset=FieldRows, extra=1, max_num=MOST + 2, absolute_max=MOST + 100)


def rows(stored: Iterable[Any]) -> FieldRows:
    """The rows as they are stored, and a blank one."""
    return cast(FieldRows, RowSet(prefix=PREFIX, initial=[FormField.read(each).as_json() for each in stored]))


def typed(data: Mapping[str, Any]) -> FieldRows:
    """The rows as they were typed and pasted, and a blank one; a page that sent none has none."""
    rows_ = _rows(data)
    filled = _filled(data, rows_ + _pasted(data, rows_))
    filled[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return cast(FieldRows, RowSet(data=filled, prefix=PREFIX))


def with_more(data: QueryDict) -> QueryDict:
    """The same form with what was pasted in rows of its own, and a blank row at the end."""
    rows_ = _rows(data)
    return cast(QueryDict, _filled(data, rows_ + _pasted(data, rows_)))


def without(data: QueryDict, number: str) -> QueryDict:
    """The same form with one row less."""
    kept = [_row(data, each) for each in range(_count(data)) if str(each) != number]
    return cast(QueryDict, _filled(data, [row for row in kept if any(row.values())]))


def _rows(data: Mapping[str, Any]) -> list[dict[str, str]]:
    """The rows in which something was typed."""
    return [row for row in (_row(data, number) for number in range(_count(data))) if any(row.values())]


def _pasted(data: Mapping[str, Any], known: list[dict[str, str]]) -> list[dict[str, str]]:
    """The lines pasted, each name once, without those that have a row. Of a table the second column is the definition."""
    lines = [[cell.strip() for cell in line.strip().split("\t")] for line in str(data.get(PASTED, "")).splitlines()]
    named = {name: _("；").join(filter(None, more)) for name, *more in reversed(lines) if name}
    new = [name for name in dict.fromkeys(line[0] for line in lines) if name in named]
    return [{"name": name, "definition": named[name]} for name in new if name not in {row["name"] for row in known}]


def _filled(data: Mapping[str, Any], kept: list[dict[str, str]]) -> Any:
    filled = data.copy() if isinstance(data, QueryDict) else dict(data)
    for key in [key for key in filled if key.startswith(f"{PREFIX}-")]:
        del filled[key]
    for number, row in enumerate(kept[: MOST + 1]):
        for name, value in row.items():
            filled[f"{PREFIX}-{number}-{name}"] = value
    filled[f"{PREFIX}-TOTAL_FORMS"] = str(min(len(kept), MOST + 1) + 1)
    filled[PASTED] = ""
    return filled


def _row(data: Mapping[str, Any], number: int) -> dict[str, str]:
    return {name: str(data.get(f"{PREFIX}-{number}-{name}", "")).strip() for name in FieldForm.base_fields}


def _count(data: Mapping[str, Any]) -> int:
    stated = str(data.get(f"{PREFIX}-TOTAL_FORMS", ""))
    return min(int(stated), MOST + 2) if stated.isascii() and stated.isdigit() and len(stated) < 5 else 0
