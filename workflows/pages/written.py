"""Text as people may type it into a form: trimmed, of a bearable length, without signs that nobody can see."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINE, PAGE = 200, 5000
MISSING = _("请填写。")
BREAKS = "\n\r\t"


def no_invisible_signs(text: str) -> None:
    """Refuse control characters; a page of text may break its lines."""
    if any(not sign.isprintable() and sign not in f"{BREAKS}\u3000\u00a0" for sign in text):
        raise ValidationError(_("含有看不见的控制字符，请删去后重新填写。"), code="invisible")


def one_line(text: str) -> None:
    if any(sign in text for sign in BREAKS):
        raise ValidationError(_("请写在一行内。"), code="one_line")


def short(label: str | Promise, *, most: int = LINE, required: bool = False, **more: Any) -> forms.CharField:
    """One line of text."""
    return _text(label, most, [no_invisible_signs, one_line], required=required, **more)


def long(
    label: str | Promise, *, most: int = PAGE, rows: int = 3, required: bool = False, **more: Any
) -> forms.CharField:
    """A page of text."""
    more.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
    return _text(label, most, [no_invisible_signs], required=required, **more)


def _text(
    label: str | Promise,
    most: int,
    validators: list[Callable[[str], None]],
    *,
    required: bool,
    missing: str | Promise = MISSING,
    **more: Any,
) -> forms.CharField:
    """`missing`: what is said where a required text is not given."""
    field = forms.CharField(
        label=cast(str, label),
        required=required,
        validators=[
            MaxLengthValidator(most, message=_("最多 %(limit_value)d 个字，现有 %(show_value)d 个。")),
            *validators,
        ],
        error_messages={
            "required": cast(str, missing),
            "null_characters_not_allowed": _("含有看不见的控制字符，请删去后重新填写。"),
        },
        **more,
    )
    field.widget.attrs.setdefault("maxlength", most)
    return field
