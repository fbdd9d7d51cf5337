"""What frames every page: where the officer may go, whose place this is, and the notice that is applied.

Nothing is asked of the database until a template shows it; then at most three queries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import rights
from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from policy.notice import EDITION
from workflows import seats

ANYBODY: frozenset[str] = frozenset()
OFFICES = rights.ON_ORGANS | rights.ON_REGIONS
EXITS = frozenset({rights.KEEP_LIST, rights.DECIDE, rights.SUBMIT, rights.PUBLISH, rights.SUPERVISE})


# The heads of the groups: Chinese says some of them by one word with acts and states, English does not.
MINE = pgettext_lazy("menu", "我的")
HANDLING = pgettext_lazy("menu", "办理")
LISTS = pgettext_lazy("menu", "清单和负担")
WATCHING = pgettext_lazy("menu", "监督")
SETTING = pgettext_lazy("menu", "规则和设置")


@dataclass(frozen=True)
class Destination:
    """A page of the menu, the group it stands in, and the rights of which one must be held to be led there."""

    view: str
    label: str | Promise
    icon: str
    group: str | Promise
    rights: frozenset[str] = ANYBODY


# In the order of the menu; what belongs to one group stands together.
DESTINATIONS = (
    Destination("start", _("首页"), "home", MINE),
    Destination("inbox", _("待办"), "inbox", MINE, OFFICES - {rights.SUPERVISE, rights.KEEP_LIST, rights.RECEIVE_FILING}),
    Destination("notices", _("消息"), "bell", MINE),
    Destination("request_new", _("新建申请"), "document-plus", HANDLING, frozenset({rights.SUBMIT})),
    Destination("request_list", _("申请"), "document-text", HANDLING, OFFICES),
    Destination("law_reviews", _("依据复查"), "scale", HANDLING, frozenset({rights.SCREEN})),
    Destination("paste", _("核对通知"), "clipboard-document-check", HANDLING),
    Destination("catalogue", _("清单"), "list-bullet", LISTS),
    Destination("lists", _("清单版本"), "queue-list", LISTS),
    Destination("exits", pgettext_lazy("menu", "退出"), "arrow-right-start-on-rectangle", LISTS, EXITS),
    Destination("burden", _("村级负担"), "clock", LISTS),
    Destination("walls", _("挂牌和设施"), "rectangle-group", LISTS),
    Destination("supervision", _("监督"), "eye", WATCHING, frozenset({rights.SUPERVISE})),
    Destination(
        "demands",
        _("反映"),
        "chat-bubble-left-right",
        WATCHING,
        frozenset({rights.SUPERVISE, rights.GIVE_OPINION, rights.REACH_REPORTER}),
    ),
    Destination("orders", _("督办单"), "bell-alert", WATCHING, OFFICES),
    Destination("figures", _("统计"), "chart-bar", WATCHING, OFFICES),
    Destination("rules", _("规则"), "book-open", SETTING),
    Destination("procedure", _("办理程序"), "adjustments-horizontal", SETTING),
    Destination("delegations", _("代理"), "user-group", SETTING, OFFICES),
)  # fmt: skip
ADMINISTRATION = Destination("admin:index", _("系统管理"), "cog-6-tooth", SETTING)


@dataclass(frozen=True)
class Item:
    """A line of the menu. `count`: how many wait there; 0 is not shown."""

    group: str | Promise
    url: str
    label: str | Promise
    icon: str
    current: bool
    count: int = 0


class Frame:
    """The frame of one answer, for one officer."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.officer = cast(User, request.user)

    @cached_property
    def person(self) -> User:
        """The officer with organ, region, unread messages and roles: one query."""
        unread = Notice.objects.filter(recipient=OuterRef("pk"), read_at__isnull=True).order_by()
        rows = User.objects.select_related("organ__region").annotate(
            unread=Subquery(unread.values("recipient").annotate(n=Count("pk")).values("n")),
            posts=ArrayAgg("appointments__role", distinct=True, filter=Q(appointments__isnull=False)),
        )
        person = rows.get(pk=self.officer.pk)
        self.officer.organ = person.organ  # the menu shows it too
        return person

    @property
    def place(self) -> str:
        return self.person.organ.region.name if self.person.organ else ""

    @property
    def roles(self) -> list[str | Promise]:
        held = getattr(self.person, "posts", None) or []
        return [role.label for role in Role if role.value in held]

    @property
    def items(self) -> list[Item]:
        led_to = [each for each in DESTINATIONS if not each.rights or rights.places(self.officer, each.rights)]
        return [self._item(each) for each in (*led_to, *([ADMINISTRATION] if self.officer.is_staff else []))]

    def _item(self, destination: Destination) -> Item:
        here = self.request.resolver_match.view_name if self.request.resolver_match else ""
        counts: dict[str, Callable[[], int]] = {
            "inbox": lambda: seats.inbox(self.officer).count(),
            "notices": lambda: getattr(self.person, "unread", None) or 0,
        }
        count = counts.get(destination.view, lambda: 0)()
        url = reverse(destination.view)
        return Item(destination.group, url, destination.label, destination.icon, here == destination.view, count)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `nav`, `place`, `user_roles`, `edition`."""
    said: dict[str, Any] = {"edition": EDITION.title}
    if not request.user.is_authenticated:
        return said
    drawn = Frame(request)
    return said | {
        "nav": SimpleLazyObject(lambda: drawn.items),
        "place": SimpleLazyObject(lambda: drawn.place),
        "user_roles": SimpleLazyObject(lambda: drawn.roles),
    }
