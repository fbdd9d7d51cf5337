"""The gallery: every component in every state on one page, and a list with real rows. Served in browser tests only."""

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path

from accounts.models import User
from config import urls as product
from workflows.models import Decision, State
from workflows.pages.bar_drawing import Bar, Bars
from workflows.pages.drawing import Status, Step
from workflows.pages.filters import Choice, DateRange
from workflows.pages.flow_drawing import Flow
from workflows.pages.listing import Column, Listing, answer

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
NAV = [
    {"group": "我的", "url": "/gallery/", "label": "首页", "icon": "home", "count": None, "current": False},
    {"group": "我的", "url": "/gallery/", "label": "待办", "icon": "inbox", "count": 12, "current": False},
    {"group": "办理", "url": "/gallery/", "label": "准入申请", "icon": "document-text", "count": None, "current": True},
    {
        "group": "名单",
        "url": "/gallery/list/",
        "label": "准入清单",
        "icon": "clipboard-document-list",
        "count": None,
        "current": False,
    },
    {"group": "监督", "url": "/gallery/", "label": "监督", "icon": "eye", "count": 3, "current": False},
]


class Everything(forms.Form):
    name = forms.CharField(label="牌子全称", max_length=20, help_text="与设立文件一致，不用简称。")
    why = forms.CharField(label="设立理由", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), ("a", "工作机制"), ("b", "牌子")])
    place = forms.ChoiceField(
        label="悬挂位置", choices=[("in", "内部"), ("out", "外部"), ("", "不清楚")], widget=forms.RadioSelect
    )
    bases = forms.MultipleChoiceField(
        label="依据种类",
        choices=[("law", "法律法规"), ("party", "党中央、国务院文件"), ("other", "其他")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="可多选。",
    )
    starts = forms.DateField(label="拟启用日期", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    funded = forms.BooleanField(label="已落实工作经费", required=False)


class Officers(Listing[User]):
    name = "officers"
    caption = "经办人"
    columns = (
        Column("username", "用户名", sort="username", link=lambda officer: f"/gallery/?{officer.pk}"),
        Column("name", "姓名", value="first_name", sort="first_name"),
        Column("joined", "开设时间", value="date_joined", sort="date_joined"),
        Column("due", "办理期限", value=lambda officer: officer.date_joined.date(), template="gallery_due.html"),
        Column("key", "件数", value="pk", sort="pk", number=True),
    )
    filters = (
        Choice("active", "状态", [("True", "在岗"), ("False", "停用")], field="is_active"),
        DateRange("joined", "开设日期", field="date_joined", moments=True),
    )
    search = ("username", "first_name")
    search_says = "搜索用户名、姓名"
    order = "username"


def _way(*statuses: str) -> list[Step]:
    names = ["提交", "形式审查", "并行审查", "联合审核", "省级同意", "审定", "公布", "备案"]
    notes = ["2026-11-02 千山区民政局", "2026-11-04 李受理", "", "", "", "", "", ""]
    reviewers = [
        Step("征求意见（大屯镇）", Status.DONE, "11-09 同意"),
        Step("合法性审查（司法局）", Status.CURRENT, "至 11-13"),
        Step("经费审核（财政局）", Status.STOPPED, "11-10 不同意"),
    ]
    desks = {"并行审查": reviewers}
    return [
        Step(name, Status(status), note, desks.get(name, ()))
        for name, status, note in zip(names, statuses, notes, strict=False)
    ]


def gallery(request):
    messages.success(request, "已受理，编号 210311-2026-0012。")
    messages.warning(request, "今年的节假日安排尚未公布，期限为暂定。")
    form = Everything({"name": "", "place": "x", "kind": "a"} if "wrong" in request.GET else None)
    way = ["done", "done", "current", "waiting", "skipped", "waiting", "waiting", "waiting"]
    context = {
        "nav": NAV,
        "place": "鞍山市千山区",
        "edition": "鞍山市征求意见稿（2023）",
        "form": form,
        "states": State.values,
        "decisions": Decision.values,
        "outcomes": ["REJECT", "REDIRECT", "CAP", "RETURN", "PROVINCE", "JUDGE", "COUNTY"],
        "today": TODAY,
        "dues": [TODAY + timedelta(days) for days in (-3, 0, 2, 40)],
        "pairs": [("申请单位", "千山区应急管理局"), ("经办人", "王小明"), ("备注", ""), ("涉及村数", 0)],
        "entries": [
            {"what": "提交", "who": "应急管理局 王小明", "at": NOW, "icon": "paper-airplane"},
            {
                "what": "退回补正",
                "who": "民政局 李受理",
                "at": NOW,
                "says": "缺设置文件。\n请补充。",
                "icon": "arrow-uturn-left",
            },
            {"what": "不予准入", "at": NOW, "icon": "x-circle", "tone": "stop"},
        ],
        "flow": Flow("way", "办理进程", "现在并行审查，三个审查环节中一个已完成。", _way(*way)),
        "refused": Flow("short", "办理进程", "形式审查后不予受理。", _way("done", "stopped")),
        "bars": Bars(
            "bars",
            "各环节在办件数",
            "审定最多，共九件。",
            [
                Bar("形式审查", 4),
                Bar("并行审查（乡镇、司法、财政、统计与数据）", 7),
                Bar("审定", 9),
                Bar("已逾期", 2, "stop"),
                Bar("待备案", 0),
            ],
            head="环节",
            unit="件",
        ),
        "heads": ["事项", "件数"],
        "rows": [["牌子", 4], ["报表", 12]],
    }
    return render(request, "gallery.html", context)


def listing(request):
    return answer(
        request,
        "gallery_list.html",
        Officers(User.objects.filter(username__startswith="officer"), request.GET),
        {"nav": NAV},
    )


def refused(request):
    raise PermissionDenied("李受理在“千山区”没有“审定”的权限。")


urlpatterns = [
    path("gallery/", gallery),
    path("gallery/list/", listing),
    path("gallery/refused/", refused),
    *product.urlpatterns,
]
