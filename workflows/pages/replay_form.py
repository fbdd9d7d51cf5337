"""What a replay asks: whose requests, of which days, and what is to be otherwise. Everything left empty stays as it is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy import notice
from policy.notice import Limit, Reading
from policy.rulebook import RULES, named
from workflows.pages.rule_view import STEPS
from workflows.services.replaying import Changed

LARGEST = 10**6


def day(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **given)


class ReplayForm(forms.Form):
    """`changed()` is what the service is given. `counties`: (code, name) of those that may be looked at."""

    county = forms.ChoiceField(label=gettext_lazy("县（市、区）"), required=False)
    first = day(gettext_lazy("提交日期从"))
    last = day(gettext_lazy("至"))
    on = day(
        gettext_lazy("按哪一天施行的通知和规则"),
        help_text=gettext_lazy("不填则各按提交当日。"),
    )
    without = forms.MultipleChoiceField(label=gettext_lazy("停用的规则"), required=False)
    begins = forms.ChoiceField(label=gettext_lazy("推迟起用的规则"), required=False)
    begins_on = day(gettext_lazy("自何日起用"))

    def __init__(self, counties: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.counties = counties
        self._choose("county", [("", _("全部"))] * (len(counties) > 1) + list(counties))
        by_step = [
            (str(title), [(rule.name, _(rule.says)) for rule in RULES if rule.step is step])
            for step, title in STEPS.items()
        ]
        self._choose("without", by_step)
        self._choose("begins", [("", _("不推迟")), *by_step])
        self.fields["without"].widget.attrs["size"] = 8
        for point in notice.READINGS.values():
            self.fields[f"reading_{point.name}"] = _reading(point)
        for limit in notice.LIMITS.values():
            self.fields[f"limit_{limit.name}"] = _limit(limit)

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("不能早于开始的一天。"))
        if bool(given.get("begins")) != bool(given.get("begins_on")) and "begins_on" not in self.errors:
            self.add_error("begins_on" if given.get("begins") else "begins", _("规则和日期要一并填写。"))
        return given

    @property
    def codes(self) -> list[str]:
        """The counties whose requests are replayed."""
        chosen = self.cleaned_data["county"]
        return [chosen] if chosen else [code for code, _name in self.counties]

    def changed(self) -> Changed:
        given = self.cleaned_data
        begins = {given["begins"]: given["begins_on"]} if given["begins"] else {}
        return Changed(
            readings=self._given("reading_"),
            limits=self._given("limit_"),
            on=given["on"],
            without=frozenset(given["without"]),
            begins=begins,
        )

    def _given(self, prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value not in (None, "", [])
        }

    def told(self) -> list[tuple[str, str]]:
        """(what, how) of all that is otherwise, in words."""
        given = self.cleaned_data
        rows = [
            (str(self[name].label), self._in_words(name)) for name in given if name.startswith(("reading_", "limit_"))
        ]
        rows += [(_("按此日施行的通知和规则"), given["on"].isoformat() if given["on"] else "")]
        rows += [(_("停用"), _(rule.says)) for name in given["without"] if (rule := named(name))]
        if begun := named(given["begins"]):
            rows.append((_("推迟到 %(day)s 起用") % {"day": given["begins_on"].isoformat()}, _(begun.says)))
        return [row for row in rows if row[1]]

    def _in_words(self, name: str) -> str:
        value = self.cleaned_data[name]
        if value in (None, "", []):
            return ""
        if name.startswith("reading_"):
            return _(notice.READINGS[name.removeprefix("reading_")].label(value))
        return _("、").join(value) if isinstance(value, list) else str(value)

    @property
    def readings(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("reading_")]

    @property
    def limits(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("limit_")]


class Lines(forms.CharField):
    """One name a line; empty is nothing said."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


def _reading(point: Reading) -> forms.Field:
    label, usual = _(point.question), _("照旧（通常为：%(usual)s）") % {"usual": _(point.label(point.chosen))}
    if point.options:
        options = [("", usual), *((each, _(point.label(each))) for each in point.options)]
        return forms.ChoiceField(label=label, choices=options, required=False)
    return forms.IntegerField(label=label, min_value=0, max_value=LARGEST, required=False, help_text=usual)


def _limit(limit: Limit) -> forms.Field:
    many = isinstance(limit.value, list)
    usual = _("、").join(limit.value) if many else str(limit.value)
    says = _("照旧为：%(usual)s") % {"usual": usual}
    if many:
        return Lines(label=limit.clause, required=False, max_length=1000, help_text=says)
    return forms.IntegerField(label=limit.clause, min_value=0, max_value=LARGEST, required=False, help_text=says)
