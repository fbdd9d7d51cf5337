"""待办: what waits for the officer, earliest due first."""

from functools import cached_property
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import User
from policy.choices import Kind
from workflows import flows, seats
from workflows.models import Desk
from workflows.pages.act_table import at_desk
from workflows.pages.columns import Column
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer
from workflows.pages.names import stands_in_at
from workflows.pages.sight import counties_of, officer_of
from workflows.services import batch_acts, batches

WORKING = tuple(sorted((rights.ON_ORGANS | rights.ON_REGIONS) - {rights.SUPERVISE}))
DESKS = [(name, _(node.task_title)) for name, node in flows.NODES.items()]
COUNTY: Column[Desk] = Column(
    "county", _("县（市、区）"), "process.request.county.name", sort="process__request__county"
)


def waiting_for(officer: User) -> QuerySet[Desk]:
    """The desks of the inbox with all that a line of it shows: two queries, however many lines."""
    desks = seats.inbox(officer).select_related("process__request__county", "process__request__department")
    return desks.prefetch_related("process__request__parts")


def desk_title(desk: Desk) -> str:
    return __(flows.NODES[desk.name].task_title)


def parts_of(desk: Desk) -> str:
    """What is asked for: the kind of each part, and its title where the request goes by another."""
    request = desk.process.request
    titles = [(__(Kind(part.kind).label), part.title) for part in request.parts.all()]
    return __("；").join(kind if title == request.title else f"{kind} {title}" for kind, title in titles)


def where_to_act(desk: Desk) -> str:
    """The page of the usual act at this desk. What was returned for correction is put right on the request's own page."""
    request = desk.process.request
    if desk.name == "correct":
        return reverse("request", args=[request.pk])
    return at_desk(desk.name)[0].url(request)


def late_or_not(chosen: str) -> Q:
    today = localdate()
    return {"overdue": Q(due_on__lt=today), "today": Q(due_on=today), "later": Q(due_on__gt=today)}[chosen]


class Inbox(Listing[Desk]):
    name, caption = "inbox", _("待办事项")
    order = "due"
    search = ("process__request__title", "process__request__number", "process__request__department__name")
    search_says = _("名称、编号或者申请单位")
    empty = _("没有待办事项")

    def __init__(self, officer: User, query: QueryDict) -> None:
        super().__init__(waiting_for(officer), query)
        counties = counties_of(officer)
        several = len(counties) > 1
        held = {holding.right for holding in rights.holdings(officer)}
        desks = [(name, title) for name, title in DESKS if flows.NODES[name].right in held]
        if batches.allowed(officer):
            self.select, self.below = to_choose, "batches/choose.html"
        lent = [Column("for", _("代谁办理"), stands_in_at(officer))] if rights.lent(officer) else []
        self.columns = (*COLUMNS[:3], *lent, COLUMNS[3], *([COUNTY] if several else []), *COLUMNS[4:])
        self.filters = (
            Choice("desk", _("环节"), desks, field="name"),
            *([Choice("county", _("县（市、区）"), counties, field="process__request__county")] if several else []),
            Choice("nearness", _("期限"), NEARNESS, condition=late_or_not),
        )

    @cached_property
    def batchable(self) -> int:
        """How many of all the rows, on whatever page, can be chosen."""
        return self.rows.filter(name__in=batch_acts.DESKS).count()

    @cached_property
    def batch_key(self) -> str:
        """Of this showing of the list: sent twice, it makes one batch."""
        return str(uuid4())


def to_choose(desk: Desk) -> str:
    """What the box of a desk sends: the desk, and the revision of its request as it is shown."""
    return f"{desk.pk}:{desk.process.request.revision}" if desk.name in batch_acts.DESKS else ""


NEARNESS = (("overdue", _("已逾期")), ("today", _("今天到期")), ("later", _("尚未到期")))
COLUMNS: tuple[Column[Desk], ...] = (
    Column("title", _("申请事项"), "process.request.title", sort="process__request__title", link=where_to_act),
    Column("desk", _("环节"), desk_title, sort="name"),
    Column("due", _("办理期限"), "due_on", sort="due_on", template="offices/cell_due.html"),
    Column("parts", _("事项"), parts_of),
    Column("department", _("申请单位"), "process.request.department.name", sort="process__request__department__name"),
    Column("number", _("申请编号"), "process.request.number", sort="process__request__number"),
)


@doors.holding(*WORKING)
def inbox(request: HttpRequest) -> HttpResponseBase:
    """What waits for me, and until when."""
    return answer(request, "offices/inbox.html", Inbox(officer_of(request), request.GET))
