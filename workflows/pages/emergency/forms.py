"""What is asked when an emergency order is registered. Whether it may run, the service says."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from policy.choices import Kind, Matter
from workflows.pages import citation_form, written
from workflows.pages.draft_forms import RequestBeginForm
from workflows.pages.part_form import TITLE, YES_OR_NO
from workflows.services import emergency
from workflows.services.emergency import Item, Order


def _day(label: Any, missing: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": _("请按“年-月-日”填写日期。")},
        **more,
    )


class OrderForm(RequestBeginForm):
    """An order and the one thing it asks of villages. `key` makes sending it twice harmless."""

    number = written.short(_("应急命令文号"), most=60, required=True, missing=_("请填写应急命令的文号。"))
    authority = written.short(
        _("发布机关"),
        most=100,
        required=True,
        missing=_("请填写发布机关。"),
        help_text=_("写全称，如“台安县人民政府”“鞍山市防汛抗旱指挥部”；乡镇和部门无权发布。"),
    )
    issued_on = _day(_("发布日期"), _("请填写发布日期。"))
    emergency = written.short(
        _("突发事件"), most=100, required=True, missing=_("请写明突发事件。"), help_text=_("如“2026年11月暴雪”。")
    )
    basis = written.short(
        _("法律依据"),
        most=400,
        required=True,
        missing=_("请写明应急命令所据的法律法规。"),
        help_text=_("名称写在《》内，写到条款，如“《中华人民共和国突发事件应对法》第七十七条”。"),
    )
    content = written.long(_("村级需做的具体动作"), rows=3, required=True, missing=_("请写明村级需做的具体动作。"))
    matter = forms.ChoiceField(
        label=_("事务领域"),
        required=False,
        error_messages={"invalid_choice": _("请从所列选项中选择。")},
    )
    village_is_responsible = forms.ChoiceField(
        label=_("是否将村级组织列为责任主体"), choices=YES_OR_NO, required=False, widget=forms.RadioSelect
    )
    ends_on = _day(_("最后一天"), _("请填写最后一天。"))
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = (  # type: ignore[assignment]
        "department", "county", "title", "kind", "number", "authority", "issued_on", "emergency", "basis", "content",
        "matter", "village_is_responsible", "ends_on", "key",
    )  # fmt: skip

    def __init__(self, officer: User, data: Any = None) -> None:
        super().__init__(officer, data)
        self.initial.update({"key": uuid4(), "issued_on": localdate(), "kind": Kind.WORK_AFFAIR.value})
        self.fields["title"].max_length = TITLE  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(each.value, __(each.label)) for each in emergency.KINDS]  # type: ignore[attr-defined]
        self.fields["matter"].choices = [("", __("未填")), *((each.value, __(each.label)) for each in Matter)]  # type: ignore[attr-defined]
        if county := self._only_county():
            self._say_how_long(county)

    def _only_county(self) -> Region | None:
        rows = list(self.fields["county"].queryset[:2])  # type: ignore[attr-defined]
        return rows[0] if len(rows) == 1 else None

    def _say_how_long(self, county: Region) -> None:
        """What the county's procedure allows, and on whose word."""
        limits, last = emergency.limits_of(county), emergency.last_day(county)
        self.fields["ends_on"].help_text = __(
            "至多%(days)d天，即不晚于%(last)s；到期自动失效，不能续期。所据：%(source)s。"
        ) % {"days": limits.emergency_days, "last": last.isoformat(), "source": limits.source}
        self.fields["ends_on"].widget.attrs |= {"min": localdate().isoformat(), "max": last.isoformat()}
        first = emergency.first_day_of_issue(county)
        self.fields["issued_on"].help_text = __("不早于%(first)s；更早的命令，请按普通程序申请。") % {
            "first": first.isoformat()
        }
        self.fields["issued_on"].widget.attrs |= {"min": first.isoformat(), "max": localdate().isoformat()}

    def arguments(self) -> dict[str, Any]:
        """What the service is given besides the officer."""
        given = self.cleaned_data
        answers = {
            "village_is_responsible": {"true": True, "false": False}.get(given["village_is_responsible"]),
            "matter": given["matter"] or None,
        }
        return {
            "department": given["department"],
            "county": given["county"],
            "key": given["key"],
            "order": Order(
                given["number"], given["authority"], given["issued_on"], given["emergency"], given["ends_on"]
            ),
            "item": Item(
                title=given["title"],
                kind=given["kind"],
                content=given["content"],
                answers={name: said for name, said in answers.items() if said is not None},
                citations=citation_form.read(given["basis"]),
                basis=given["basis"],
            ),
        }
