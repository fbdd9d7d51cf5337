"""常用筛选: keep a list's conditions under a name, and let them go again. They are the officer's own and nobody else's."""

from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.models import User
from workflows.errors import NotComplete, NotNow, required
from workflows.models.personal import LONGEST_PATH, LONGEST_QUERY, SavedFilter

MOST = 20
DROPPED = ("page", "export")


def save(officer: User, *, path: str, query: str, name: str) -> SavedFilter:
    """Keep the conditions; the same name on the same list is set anew. Raises NotComplete or NotNow."""
    required(name, _("请给筛选起个名称。"), field="name")
    if not is_a_page_of_ours(path):
        raise NotComplete(_("只能保存本系统名单的条件。"), field="path")
    kept = _kept(query)
    if len(kept) > LONGEST_QUERY:
        raise NotComplete(_("条件过长，不能保存。"), field="query")
    row = SavedFilter.objects.filter(officer=officer, path=path, name=name.strip()).first()
    if row is None and SavedFilter.objects.filter(officer=officer, path=path).count() >= MOST:
        raise NotNow(_("每个名单最多保存 %(most)d 个筛选，请先删去不用的。") % {"most": MOST})
    saved, _new = SavedFilter.objects.update_or_create(
        officer=officer, path=path, name=name.strip(), defaults={"query": kept}
    )
    return saved


def remove(officer: User, pk: int) -> None:
    """Let one of one's own go; twice is harmless."""
    SavedFilter.objects.filter(officer=officer, pk=pk).delete()


def of_list(officer: User, path: str) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(officer=officer, path=path)


def is_a_page_of_ours(path: str) -> bool:
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//"):
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return len(path) <= LONGEST_PATH


def _kept(query: str) -> str:
    """The conditions alone: neither the page one was on nor an export."""
    told = QueryDict(query.removeprefix("?"), mutable=True)
    for name in [key for key in told if key in DROPPED or "\0" in key or "\0" in told[key]]:
        del told[name]
    return told.urlencode()
