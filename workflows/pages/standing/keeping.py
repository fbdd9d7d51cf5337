"""列入、变更、删除、公布: the acts on a list, each on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import doors, rights
from catalogues import editions
from catalogues.models import Entry
from workflows.pages.acting import hindrance
from workflows.pages.sight import officer_of
from workflows.pages.standing.asking import Asking, ReasonForm, ask
from workflows.pages.standing.forms import EntryForm, PublishForm
from workflows.pages.standing.lists import address, list_or_404
from workflows.services import changing, list_keeping


@doors.holding(rights.KEEP_LIST)
def entry_enter(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """列入 on a list that I keep."""
    which, officer = list_or_404(code, name), officer_of(request)
    rights.require(officer, rights.KEEP_LIST, which.region)
    form = EntryForm(which, request.POST or None)
    asking = Asking(
        title=_("列入"),
        label=_("列入清单"),
        says=hindrance(lambda: list_keeping.require_changeable(which))
        or _("列入后按年度顺序编号，今天起生效；公布新版清单后对外可见。"),
        lead=which.title,
        back=(address(which), which.title),
    )
    return ask(
        request,
        asking,
        form,
        lambda _said: list_keeping.enter(which, form.content, by=officer),
        lambda entry: (
            address(which),
            __("《%(title)s》已列入，编号 %(number)s。") % {"title": entry.title, "number": entry.number},
        ),
    )


def _entry(pk: int) -> Entry:
    return get_object_or_404(Entry.listed.select_related("region", "organ", "scope"), pk=pk)


@doors.holding(rights.KEEP_LIST)
def entry_change(request: HttpRequest, pk: int) -> HttpResponse:
    """变更 an entry of a list that I keep."""
    entry, officer = _entry(pk), officer_of(request)
    which = list_keeping.list_of(entry)
    rights.require(officer, rights.KEEP_LIST, which.region)
    frozen = hindrance(lambda: list_keeping.require_changeable(which, entry))
    form = EntryForm(which, request.POST or None, entry=entry, frozen=frozen)
    asking = Asking(
        title=_("变更"),
        label=_("变更条目"),
        says=hindrance(lambda: changing.require_no_exit(entry))
        or form.leeway.said
        or _("原条目今天退出，变更后的条目以原编号加注“变更”列入；以前的版本仍可查。"),
        lead=str(entry),
        back=(reverse("entry", args=[entry.pk]), entry.title),
    )
    return ask(
        request,
        asking,
        form,
        lambda _said: list_keeping.change(entry, form.content, by=officer),
        lambda new: (reverse("entry", args=[new.pk]), __("已变更，编号 %(number)s。") % {"number": new.number}),
    )


@doors.holding(rights.KEEP_LIST)
def entry_strike(request: HttpRequest, pk: int) -> HttpResponse:
    """删除 what the owner of a list set himself."""
    entry, officer = _entry(pk), officer_of(request)
    which = list_keeping.list_of(entry)
    rights.require(officer, rights.KEEP_LIST, which.region)
    asking = Asking(
        title=_("删除条目"),
        label=_("删除"),
        says=hindrance(lambda: changing.require_no_exit(entry))
        or _("只用于清单所有者自己列入的条目；经准入列入的，须提请退出。"),
        lead=str(entry),
        back=(reverse("entry", args=[entry.pk]), entry.title),
        tone="danger",
    )
    return ask(
        request,
        asking,
        ReasonForm(request.POST or None),
        lambda said: list_keeping.strike(entry, by=officer, reason=said["reason"]),
        lambda _none: (address(which), __("《%(title)s》已从清单删除。") % {"title": entry.title}),
    )


@doors.holding(rights.PUBLISH)
def list_publish(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """公布 the next edition of a list of my region."""
    which, officer = list_or_404(code, name), officer_of(request)
    rights.require(officer, rights.PUBLISH, which.region)
    newest = editions.newest(which)
    form = PublishForm(request.POST or None, initial={"seen": newest.number if newest else 0})
    asking = Asking(
        title=_("公布新版清单"),
        label=pgettext_lazy("act", "公布"),
        says=hindrance(lambda: list_keeping.require_publishable(which))
        or _("公布后不能修改；须备案的，向上级报送的期限自今天起算，并生成备案包。"),
        lead=which.title,
        back=(address(which), which.title),
    )
    return ask(
        request,
        asking,
        form,
        lambda said: list_keeping.publish(which, by=officer, **said),
        lambda made: (
            reverse("list_edition", args=[made.pk]),
            __("第%(number)d版已公布。") % {"number": made.number},
        ),
    )
