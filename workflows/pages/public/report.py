"""反映: whoever was asked for something tells it here, without an account, and reads the answer with his receipt."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors
from catalogues.models import DemandReport
from catalogues.pictures import LARGEST, NotAPicture, drawn_anew
from policy import check_codes
from policy.choices import Frequency, Kind
from policy.refusals import Standing, refusal
from workflows.pages import written
from workflows.pages.acting import DONE, attempt
from workflows.pages.public.check import ANSWERS
from workflows.pages.public.places import where
from workflows.pages.public.throttle import Throttle, later
from workflows.services import demands

REPORTS = Throttle(tries=20, seconds=3600)
"""Reports that one address may make in an hour."""
RECEIPTS = Throttle(tries=60, seconds=600)
"""Receipts of nothing that one address may try."""
FREQUENCIES = [("", _("说不清")), *((each.value, _(each.label)) for each in Frequency)]
KINDS = [("", _("说不清")), *((kind.value, _(kind.label)) for kind in Kind if kind is not Kind.FACILITY)]


class ReportForm(forms.Form):
    """What is asked of a reporter: nothing about himself, unless he wants to be reached."""

    place = written.short(_("在哪个村（社区）或者乡镇（街道）"), most=40, required=True)
    title = written.short(
        _("要求的是什么"), most=100, required=True, help_text=_("例如：安全生产台账、某某工作站的牌子、某某证明")
    )
    told = written.long(
        _("怎样要求的"),
        most=3000,
        rows=5,
        required=True,
        help_text=_("要求做什么、什么时候要。请不要写自己和他人的姓名、电话。"),
    )
    kind = forms.ChoiceField(
        label=_("类别"), choices=KINDS, required=False, error_messages={"invalid_choice": _("请从所列类别中选择。")}
    )
    frequency = forms.ChoiceField(
        label=_("多久要求一次"), choices=FREQUENCIES, required=False,
        error_messages={"invalid_choice": _("请从所列频次中选择。")},
    )  # fmt: skip
    asked_by = written.short(_("谁要求的"), most=100, help_text=_("写单位名称"))
    asked_on = forms.DateField(
        label=_("哪天要求的"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("请填写日期，例如 2026-11-25。")},
    )
    code = written.short(_("上面写的查验码"), most=20, help_text=_("没有就不填"))
    picture = forms.FileField(
        label=_("照片或者截图"), required=False,
        help_text=_("一张，不超过5MB。图片重新绘制后保存，拍摄时间、地点、手机型号都不留。请遮住姓名。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    contact = written.short(
        _("怎样联系您"),
        most=100,
        help_text=_("可以不填。加密保存，只有县里“保密联系”岗位能打开，每次都留记录。"),
    )
    keep_from_township = forms.BooleanField(label=_("不要转给乡镇（街道），只给县里的监督机构"), required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("请刷新页面后再填。")})

    def clean_place(self) -> Any:
        here = where(self.cleaned_data["place"])
        if here.several:
            choices = [("", _("请选择")), *((each.region.code, f"{each.within}{each.name}") for each in here.several)]
            self.fields["place"].widget = forms.Select(choices=choices)
            raise forms.ValidationError(_("叫这个名字的不止一处，请选择是哪一处；选好照片的，请再选一次。"))
        if here.region is None:
            raise forms.ValidationError(_("没有找到这个地方，请写全称，例如“黑鱼沟村”。"))
        return here.region

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day and (day > localdate() or day.year < 2000):
            raise forms.ValidationError(_("日期不能晚于今天，也不能早于2000年。"))
        return day

    def clean_picture(self) -> bytes:
        file: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if file is None:
            return b""
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("图片超过5MB，请缩小后再选。"))
        try:
            return drawn_anew(file)  # type: ignore[arg-type]  # an upload reads like a file
        except NotAPicture as wrong:
            raise forms.ValidationError(_("打不开这张图片，请选 JPG、PNG 或者 WebP 格式的照片。")) from wrong

    def told_by_it(self) -> demands.Told:
        """The form as the service takes it."""
        given = dict(self.cleaned_data)
        return demands.Told(jpeg=given.pop("picture"), **given)


class ReceiptForm(forms.Form):
    """The receipt, sent so that no address bar or log keeps it."""

    receipt = written.short(_("回执码"), most=40, required=True)


@doors.public
def demand_report(request: HttpRequest) -> HttpResponse:
    """The form, and on POST the receipt. Open: whoever reports needs no account and is not noted."""
    if request.method != "POST":
        begun = {"once": uuid4(), "place": request.GET.get("place", "")[:40], "code": request.GET.get("code", "")[:20]}
        return render(request, "public/report.html", {"form": ReportForm(initial=begun), "receipt_form": ReceiptForm()})
    if REPORTS.is_spent(request):
        return later(request, REPORTS)
    form = ReportForm(request.POST, request.FILES)
    made: list[tuple[DemandReport, str]] = []
    status = attempt(lambda: made.append(demands.report(form.told_by_it())), form)
    if status != DONE:
        _keep_once(form)
        return render(request, "public/report.html", {"form": form}, status=status)
    REPORTS.note(request)
    report, receipt = made[0]
    return render(request, "public/reported.html", {"receipt": check_codes.shown(receipt), **_shown(report)})


@doors.public
def demand_receipt(request: HttpRequest) -> HttpResponse:
    """What became of a report, for whoever holds its receipt. Open: the receipt is all that is known of him."""
    form = ReceiptForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "public/receipt.html", {"form": form}, status=422 if form.errors else 200)
    found = demands.found_by(form.cleaned_data["receipt"])
    if found is None:
        if RECEIPTS.is_spent(request):
            return later(request, RECEIPTS)
        RECEIPTS.note(request)
        form.add_error("receipt", __("没有这个回执码，请核对。回执码是12位，只在反映之后显示一次。"))
        return render(request, "public/receipt.html", {"form": form}, status=422)
    return render(request, "public/receipt.html", {"form": ReceiptForm(), "report": found, **_shown(found)})


def _shown(report: DemandReport) -> dict[str, Any]:
    standing = Standing(report.standing)
    return {
        "report": report,
        "answer": ANSWERS[standing],
        "refusal": refusal(standing, Kind(report.kind) if report.kind else None),
        "code": check_codes.shown(report.entry.check_code) if report.entry else "",
        "answers": report.answers.select_related("organ"),
    }


def _keep_once(form: ReportForm) -> None:
    """A form without a readable token is given a new one, so that it can be sent again."""
    if "once" in form.errors:
        given = QueryDict(mutable=True)
        given.update({**{key: form.data[key] for key in form.data}, "once": str(uuid4())})
        form.data = given
