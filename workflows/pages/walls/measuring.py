"""综合服务设施: the measures of one village by hand, of many from a table."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Level
from catalogues import facilities_file
from catalogues import walls as book
from catalogues.models import Facility
from workflows.pages.acting import DONE, NOT_COMPLETE
from workflows.pages.divisions import region_at
from workflows.pages.sight import officer_of
from workflows.pages.walls.village import require_recorder

SAYS = {
    "required": _("请填写。"),
    "invalid": _("请填写数字。"),
    "min_value": _("不能小于 %(limit_value)s。"),
    "max_value": _("数字太大，请核对。"),
    "max_digits": _("数字太大，请核对。"),
    "max_whole_digits": _("数字太大，请核对。"),
    "max_decimal_places": _("最多两位小数。"),
}


def _area(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=book.MOST_AREA, max_digits=9, decimal_places=2, error_messages=SAYS
    )


class FacilityForm(forms.Form):
    """户数和面积"""

    households = forms.IntegerField(
        label=_("户数"),
        min_value=0,
        max_value=book.MOST_HOUSEHOLDS,
        error_messages=SAYS | {"invalid": _("请填写整数。")},
    )
    floor = _area(_("总建筑面积（平方米）"))
    activity = _area(_("群众活动区域面积（平方米）"))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if {"floor", "activity"} <= given.keys() and given["activity"] > given["floor"]:
            self.add_error("activity", __("群众活动区域面积不能大于总建筑面积。"))
        return given


class TableForm(forms.Form):
    """导入"""

    table = forms.FileField(
        label=_("CSV 表格"),
        error_messages={
            "required": _("请选择文件。"),
            "empty": _("文件是空的。"),
            "invalid": _("没有收到文件。"),
            "missing": _("没有收到文件。"),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


@doors.holding(rights.SCREEN, rights.GIVE_OPINION, rights.SUBMIT)
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """Record how large a village's facility is."""
    village = region_at(code, Level.VILLAGE)
    require_recorder(request, village)
    told = Facility.objects.filter(village=village).first()
    initial = (
        {"households": told.households, "floor": told.floor_area, "activity": told.activity_area} if told else None
    )
    form = FacilityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        book.measure(village, by=officer_of(request), on=localdate(), **form.cleaned_data)
        messages.success(request, __("已登记%(village)s的综合服务设施。") % {"village": village})
        return redirect("wall", village.pk)
    status = NOT_COMPLETE if request.method == "POST" else DONE
    return render(request, "walls/facility.html", {"village": village, "form": form}, status=status)


@doors.holding(rights.SCREEN, rights.GIVE_OPINION, rights.SUBMIT)
def facility_import(request: HttpRequest, code: str) -> HttpResponse:
    """Take over a table of many villages: all of it, or nothing with the faults by line."""
    county, officer = region_at(code, Level.COUNTY), officer_of(request)
    known = {village.code for village in book.recordable(officer, county)}
    if not known:
        raise PermissionDenied(__("只有本县受理人员和本乡镇（街道）经办人可以登记。"))
    form = TableForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["table"]
            rows = facilities_file.read(upload.read(facilities_file.LARGEST + 1), known)
        except facilities_file.BadTable as bad:
            faults = bad.faults
        else:
            number = book.measure_all(rows, by=officer, on=localdate())
            messages.success(request, __("已登记 %(number)d 个村的综合服务设施。") % {"number": number})
            return redirect("walls_county", county.pk)
    status = NOT_COMPLETE if request.method == "POST" else DONE
    shown = {"county": county, "form": form, "faults": faults, "columns": ",".join(facilities_file.COLUMNS)}
    return render(request, "walls/import.html", shown, status=status)
