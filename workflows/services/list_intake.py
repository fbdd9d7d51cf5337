"""导入清单: read a file for preview, then enter all of its rows or none, once."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Organ, Region, User
from catalogues import entry_intake
from catalogues.lists import CatalogueList
from catalogues.models import Intake
from workflows.errors import NotNow
from workflows.services import intakes, list_keeping
from workflows.services.list_keeping import Content


def read(which: CatalogueList, *, by: User, name: str, content: bytes) -> Intake:
    """预览: keep what the file holds and what is wrong with it; nothing is entered."""
    rights.require(by, rights.KEEP_LIST, which.region)
    return intakes.keep(
        which.region,
        which.name,
        by=by,
        file=(name, content),
        reader=lambda sheet: entry_intake.read(which, sheet, localdate()),
    )


def enter(taken: Intake, *, by: User) -> int:
    """导入: enter every row of the file read; returns how many. A second time is refused and changes nothing."""
    which = CatalogueList(taken.region, taken.list)
    clash = _("有编号已被其他清单使用，请重新选择文件预览。")
    with list_keeping.held(which, by, rights.KEEP_LIST), intakes.taken_over(taken, clash) as row:
        list_keeping.require_changeable(which)
        _must_still_fit(which, row)
        named = _Named(row.rows)
        for each in row.rows:
            _enter_one(which, each, named)
        return len(row.rows)


def _must_still_fit(which: CatalogueList, taken: Intake) -> None:
    """Between preview and entry somebody may have entered the same thing."""
    standing = which.entries().in_force(localdate())
    titles = {(title, scope) for title, scope in standing.values_list("title", "scope")}
    again = [row["title"] for row in taken.rows if (row["title"], row["scope"]) in titles]
    if again:
        raise NotNow(_("预览以后清单已有同名条目：%(titles)s。") % {"titles": "、".join(again[:5])})


class _Named:
    """The organs and divisions that the rows name: two queries."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.organs = Organ.objects.in_bulk({row["organ"] for row in rows if row["organ"]})
        self.regions = Region.objects.in_bulk({row["scope"] for row in rows if row["scope"]})


def _enter_one(which: CatalogueList, row: dict[str, Any], named: _Named) -> None:
    entered = date.fromisoformat(row["entered_on"])
    content = Content(
        title=row["title"],
        kind=row["kind"],
        organ=named.organs.get(row["organ"]),
        scope=named.regions.get(row["scope"]),
        basis=row["basis"] or "",
        source=row["source"] or "",
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        answers=row["answers"],
    )
    list_keeping.enter_one(which, content, on=entered, number=row["number"] or "")
