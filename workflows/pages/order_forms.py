"""What each act on a supervision order asks of the officer who does it. Whether it may be done, the service says."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ, Region
from workflows.pages.written import long, short
from workflows.services.ordering import MOST_DAYS
from workflows.services.problem import Problem

DAYS = {
    "required": _("请填写期限。"),
    "invalid": _("请填写整数。"),
    "min_value": _("期限至少 1 个工作日。"),
    "max_value": _("期限最多 60 个工作日。"),
}


def working_days_given() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("反馈期限（工作日）"), min_value=1, max_value=MOST_DAYS, initial=5, error_messages=DAYS
    )


class IssueForm(forms.Form):
    """签发督办单"""

    demand = long(_("要求"), required=True, missing=_("请写明要求责任单位做什么。"))
    working_days_given = working_days_given()


class ManyForm(IssueForm):
    """批量督办. `key`: of this showing of the page; sent twice, it makes one batch."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages={"invalid": _("请刷新页面后再填。")})


class OwnWordsForm(IssueForm):
    """In the supervisor's own words: a problem that no alarm found, or what an alarm does not know of it."""

    organ = forms.ModelChoiceField(
        label=_("责任单位"),
        queryset=Organ.objects.none(),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择责任单位。"), "invalid_choice": _("请从所列单位中选择。")},
    )
    title = short(_("问题"), most=100, required=True, missing=_("请写明问题。"))
    known = long(_("已知情况"), help_text=_("来源、时间、地点和已核实的情况；不写反映人的姓名和联系方式。"))
    field_order = ("organ", "title", "known", "demand", "working_days_given")

    def __init__(self, regions: list[Region], data: Any = None, problem: Problem | None = None) -> None:
        super().__init__(data)
        if problem:
            known = {"organ": problem.organ, "title": problem.title, "known": True}
            for name in [name for name, told in known.items() if told]:
                del self.fields[name]
        if "organ" not in self.fields:
            return
        organs = Organ.objects.none()
        for region in regions:
            organs |= Organ.objects.filter(region__in=Region.objects.within(region))
        self.fields["organ"].queryset = organs.select_related("region").order_by("region", "name")  # type: ignore[attr-defined]


class OrderActForm(forms.Form):
    """`seen`: the revision of the order that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = long(_("内容"), required=True, rows=5)


class RectifyForm(OrderActForm):
    working_days_given = working_days_given()


class InterviewForm(OrderActForm):
    person = short(_("约谈对象"), most=50, required=True, missing=_("请写明约谈对象。"))
    on = forms.DateField(
        label=_("约谈日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        initial=timezone.localdate,
        error_messages={"required": _("请填写日期。"), "invalid": _("请填写日期，如 2026-01-31。")},
    )
    field_order = ("seen", "person", "on", "text")


class AnnounceForm(OrderActForm):
    document = short(_("通报文号"), most=60, required=True, missing=_("请填写通报文号。"))
    field_order = ("seen", "document", "text")
