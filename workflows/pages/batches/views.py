"""批量办理: the choice is sent here; the batch's own page asks what to do, shows each forecast, and then each result."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import doors, rights
from workflows.errors import ActRefused
from workflows.models import Batch, BatchItem, Conclusion, Desk, Opinion, Outcome
from workflows.pages.acting import DONE, NOT_NOW, attempt
from workflows.pages.batches.beside import Beside, beside
from workflows.pages.batches.forms import OrdersForm, WishForm
from workflows.pages.columns import Column
from workflows.pages.filters import Choice
from workflows.pages.inbox import Inbox
from workflows.pages.listing import Listing, answer
from workflows.pages.sight import officer_of
from workflows.services import batches


def link(item: BatchItem) -> str:
    return reverse("request", args=[item.request_id])


def order_of(item: BatchItem) -> str:
    """The order that came of it; else the problem, for as long as it is one."""
    if item.order_id:
        return reverse("order", args=[item.order_id])
    return f"{reverse('order_new')}?{urlencode({'about': item.subject_key})}"


COLUMNS: tuple[Column[BatchItem], ...] = (
    Column("title", _("申请事项"), "request.title", sort="request__title", link=link),
    Column("number", _("申请编号"), "request.number", sort="request__number"),
    Column("department", _("申请单位"), "request.department.name", sort="request__department__name"),
)
OF_PROBLEMS: tuple[Column[BatchItem], ...] = (
    Column("title", _("问题"), "title", sort="title", link=order_of),
    Column("organ", _("责任单位"), "organ.name", sort="organ__name"),
)
ORDERED: tuple[Column[BatchItem], ...] = (Column("number", _("督办编号"), "order.number", sort="order__number"),)
FORECAST: Column[BatchItem] = Column(
    "forecast", _("预览"), "hindrance", sort="hindrance", template="batches/cell_forecast.html"
)
RESULT: tuple[Column[BatchItem], ...] = (
    Column("outcome", _("结果"), "get_outcome_display", sort="outcome", template="batches/cell_outcome.html"),
    Column("says", _("说明"), "says"),
)


def speaks_against(_chosen: str) -> Q:
    """Of items: those on whose request somebody gave another opinion than a plain 同意."""
    said = Opinion.objects.filter(request=OuterRef("request")).exclude(conclusion=Conclusion.SUPPORTS)
    return Q(Exists(said))


SAID = (("differs", _("有不同意见")),)
CAN = (("yes", _("可以办理")), ("no", _("不能办理")))


def can_be_done(chosen: str) -> Q:
    return Q(hindrance="") if chosen == "yes" else Q(hindrance__gt="")


class Items(Listing[BatchItem]):
    """The requests of a batch; `told` are the columns before, `came` those that are known after it was done."""

    name, caption = "batch", _("本批事项")
    order = "number"
    search: ClassVar[Sequence[str]] = ("request__title", "request__number")
    search_says = _("名称或者编号")
    empty = _("没有符合条件的事项")
    told, came = COLUMNS, RESULT

    def __init__(self, batch: Batch, query: QueryDict) -> None:
        super().__init__(batch.items.select_related("request__department", "request__county", "organ", "order"), query)
        if batch.confirmed_at:
            self.columns = (*self.told, *self.came)
            self.filters = (Choice("outcome", _("结果"), Outcome.choices),)
        elif batch.previewed_at:
            self.columns = (*self.told, *self.read_before, FORECAST)
            self.filters = (Choice("can", _("预览"), CAN, condition=can_be_done), *self.also)
        else:
            self.columns = self.told

    @property
    def read_before(self) -> tuple[Column[BatchItem], ...]:
        """What must be read before it is confirmed."""
        return (Column("beside", _("事项和意见"), self._beside, template="batches/cell_beside.html"),)

    @property
    def also(self) -> tuple[Choice, ...]:
        return (Choice("said", _("意见"), SAID, condition=speaks_against),)

    def _beside(self, item: BatchItem) -> Beside:
        return self.besides[item.request_id or 0]

    @cached_property
    def besides(self) -> dict[int, Beside]:
        """Of the rows of the page, or of the file."""
        items = self.rows if self.wants_export else self.page
        return beside([item.request for item in items if item.request])


class ProblemItems(Items):
    order = "title"
    search = ("title", "order__number")
    told, came = OF_PROBLEMS, (*ORDERED, *RESULT)
    read_before, also = (), ()


def items(batch: Batch, query: QueryDict) -> Items:
    return (ProblemItems if batches.is_of_problems(batch) else Items)(batch, query)


@doors.holding(rights.DECIDE, rights.SCREEN)
@require_POST
def batch_new(request: HttpRequest) -> HttpResponse:
    """The requests ticked in the inbox, or all that fit its conditions, become a batch. Sent twice, it is one."""
    sent, officer = request.POST, officer_of(request)
    try:
        key = UUID(sent.get("key", ""))
    except ValueError:
        return redirect("inbox")
    chosen = dict(_read(each) for each in sent.getlist("chosen") if _is_readable(each))
    everything = sent.get("which") == "all"
    desks = Inbox(officer, QueryDict(sent.get("query", ""))).rows if everything else Desk.objects.filter(pk__in=chosen)
    try:
        made = batches.choose(officer, desks, key=key, seen={} if everything else _revisions(chosen))
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("inbox")
    return redirect("batch", made.key)


@doors.holding(rights.DECIDE, rights.SCREEN, rights.SUPERVISE)
def batch(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One batch: what to do with it, what would come of it, and what came of it."""
    row, officer = _own(request, key), officer_of(request)
    form, status = _form(row, request), DONE
    if request.method == "POST" and request.POST.get("do") == "confirm":
        return _confirm(request, row)
    if request.method == "POST":
        status = attempt(lambda: batches.ask(row, by=officer, **form.arguments()), form)
        if status == DONE:
            batches.go_on(row)
            return redirect("batch", key)
    row.refresh_from_db()
    shown = _shown(row) | {"form": form}
    if status != DONE:
        return render(request, "batches/batch.html", shown | {"listing": items(row, request.GET)}, status=status)
    return answer(request, "batches/batch.html", items(row, request.GET), shown)


@doors.holding(rights.DECIDE, rights.SCREEN, rights.SUPERVISE)
def batch_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it has come; when it has come to its end, the whole page anew."""
    row = _own(request, key)
    reply = render(request, "batches/progress.html", _shown(row))
    if not row.is_under_way:
        reply["HX-Refresh"] = "true"
    return reply


def _confirm(request: HttpRequest, row: Batch) -> HttpResponse:
    try:
        if batches.confirm(row, by=officer_of(request)):
            batches.go_on(row)
    except ActRefused as refusal:
        shown = _shown(row) | {"form": _form(row, None), "listing": items(row, request.GET), "refused": str(refusal)}
        return render(request, "batches/batch.html", shown, status=NOT_NOW)
    return redirect("batch", row.key)


def _form(row: Batch, request: HttpRequest | None) -> WishForm | OrdersForm:
    if batches.is_of_problems(row):
        return OrdersForm(row, request.POST if request is not None and request.method == "POST" else None)
    waiting = Desk.objects.filter(process__request__in=row.items.values("request"), finished__isnull=True)
    data = request.POST if request is not None and request.method == "POST" else None
    return WishForm(row, set(waiting.values_list("name", flat=True).distinct().order_by()), data)


def _shown(row: Batch) -> dict[str, Any]:
    counted = batches.counts(row)
    worked = counted["all"] - counted["waiting"] if row.confirmed_at else counted["looked_at"]
    says = (
        __("已办理 %(worked)d 件，共 %(all)d 件。") if row.confirmed_at else __("已预览 %(worked)d 件，共 %(all)d 件。")
    )
    asked = row.previewed_at is not None and row.confirmed_at is None
    return {
        "differing": row.items.filter(speaks_against("")).count() if asked else 0,
        "batch": row,
        "of_problems": batches.is_of_problems(row),
        "counted": counted,
        "worked": worked,
        "says": says % {"worked": worked, "all": counted["all"]},
    }


def _own(request: HttpRequest, key: UUID) -> Batch:
    return get_object_or_404(Batch, key=key, officer=officer_of(request))


def _is_readable(text: str) -> bool:
    desk, colon, revision = text.partition(":")
    return bool(colon) and all(each.isdecimal() and len(each) < 10 for each in (desk, revision))


def _read(text: str) -> tuple[int, int]:
    desk, _colon, revision = text.partition(":")
    return int(desk), int(revision)


def _revisions(chosen: dict[int, int]) -> dict[int, int]:
    """Revision as shown, by request."""
    rows = Desk.objects.filter(pk__in=chosen).values_list("pk", "process__request")
    return {request: chosen[desk] for desk, request in rows}
