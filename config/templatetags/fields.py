"""Form fields with label, help and errors tied to the control, and the summary of what is wrong."""

from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput
from django.forms.utils import ErrorDict

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, need: bool = True) -> dict[str, Any]:
    """One field of a form. Optional fields are marked 选填 unless `need` is False; what is fixed asks for nothing."""
    return {
        "field": bound,
        "inline": isinstance(bound.field.widget, CheckboxInput),
        "group": bound.use_fieldset,
        "optional": need and not bound.field.required and not bound.field.disabled,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: "BaseForm | BaseFormSet[Any]") -> dict[str, Any]:
    """All that is wrong in the forms and rows of forms, each sentence leading to its field."""
    each = [form for one in forms for form in (one.forms if isinstance(one, BaseFormSet) else [one])]
    of_all = [("", "", str(wrong)) for one in forms if isinstance(one, BaseFormSet) for wrong in one.non_form_errors()]
    return {"wrongs": [*of_all, *(wrong for form in each for wrong in _wrongs(form))]}


def _wrongs(form: BaseForm) -> list[tuple[str, str, str]]:
    """(id of the control, label, sentence); the id and the label are empty where no single field is at fault."""
    errors: ErrorDict = form.errors
    return [
        (_control(form, name), str(form[name].label) if name in form.fields else "", str(sentence))
        for name, sentences in errors.items()
        for sentence in sentences
    ]


def _control(form: BaseForm, name: str) -> str:
    if name not in form.fields:
        return ""
    bound = form[name]
    # A group of choices is entered through its first one.
    return bound.subwidgets[0].id_for_label if bound.use_fieldset and bound.subwidgets else bound.id_for_label
