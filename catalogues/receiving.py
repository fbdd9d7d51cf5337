"""接收备案包: the body above takes in what a body below filed: verified first, chained to the package before, compared by row.

What was taken in is kept as it was filed. It makes no entries here: whose list it is keeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from catalogues import editions, lists, verify
from catalogues.editions import Difference, Row
from catalogues.lists import CatalogueList
from catalogues.models import ReceivedPackage
from catalogues.package import FIELDS, FORMAT, difference_lines, public_row

MOST_FAULTS = 20
LARGEST = 50 * 1024 * 1024
"""Bytes of one package: a list of 4,000 entries has about 6 MB."""


class PackageRefused(ValueError):
    """The package cannot be taken in; each of `faults` is a sentence, and names the row where it is about one."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Received:
    """What was taken in, and what differs from what was held before: `since` is the edition, 0 for the list kept here."""

    package: ReceivedPackage
    which: CatalogueList
    since: int
    differs: Difference


@transaction.atomic
def receive(content: bytes, *, by: User | None = None) -> Received:
    """Take a package in. Raises PackageRefused, and then nothing is kept. `by` is None for the command."""
    about, rows = _read(content)
    which, number = _whose(about), int(about["edition"])
    before = _before(which, about)
    _must_say_what_differs(content, before.rows if before else [], rows)
    try:
        with transaction.atomic():
            kept = ReceivedPackage.objects.create(
                region=which.region,
                list=which.name,
                number=number,
                previous=before,
                digest=verify.seal(content),
                rows=rows,
                content=content,
                received_by=by,
            )
    except IntegrityError as twice:
        raise PackageRefused(_("第%(number)d版刚刚由别人接收。") % {"number": number}) from twice
    return taken_in(kept)


def taken_in(package: ReceivedPackage) -> Received:
    """What was found when the package was taken in, read again from what is kept."""
    which, before = package.catalogue_list, package.previous
    compared = before.rows if before else _kept_here(which, timezone.localdate(package.at))
    return Received(package, which, before.number if before else 0, editions.difference(compared, package.rows))


def held(which: CatalogueList) -> ReceivedPackage | None:
    """The newest package of the list that was taken in."""
    rows = ReceivedPackage.objects.filter(region=which.region, list=which.name)
    return rows.select_related("region").defer("content").order_by("-number").first()


def _kept_here(which: CatalogueList, on: date) -> list[Row]:
    return [public_row(row) for row in editions.rows_on(which, on)]


def _read(content: bytes) -> tuple[dict[str, Any], list[Row]]:
    """The head and the rows of a package that is as it was made and that we understand."""
    if len(content) > LARGEST:
        raise PackageRefused(_("文件不能超过 50 MB。"))
    if found := verify.faults(content):
        raise PackageRefused(*map(_said, found[:MOST_FAULTS]))
    try:
        about, rows = verify.about(content), verify.rows(content, verify.ENTRIES)
    except (ValueError, KeyError) as strange:
        raise PackageRefused(_("备案包的内容无法读取。")) from strange
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise PackageRefused(_("不是本系统能读取的备案包格式。"))
    for line, row in enumerate(rows, start=1):
        if not _is_row(row):
            raise PackageRefused(_("第%(line)d行缺少应有的栏目，不能接收。") % {"line": line})
    return about, rows


def _said(fault: verify.Fault) -> str:
    """The verifier speaks two languages at once and knows bytes; here it is one, and what to do."""
    if fault.file == verify.ARCHIVE:
        return _("不是完好的备案包，请重新下载，或者请报送单位重新导出。")
    if not fault.line:
        return _("%(file)s 与封签不符，请向报送单位核实。") % {"file": fault.file}
    row = {"file": fault.file, "line": fault.line, "number": fault.number}
    return _("%(file)s 第%(line)d行（%(number)s）不是封签时的内容，请向报送单位核实。") % row


def _is_row(row: object) -> bool:
    if not isinstance(row, dict) or set(row) != {*FIELDS, "answers"}:
        return False
    texts = (row[name] for name in FIELDS if name != "bases")
    return all(isinstance(text, str) for text in texts) and isinstance(row["answers"], dict)


def _whose(about: dict[str, Any]) -> CatalogueList:
    region = Region.objects.filter(pk=str(about.get("region"))[:12]).first()
    which = lists.of(region, str(about.get("list"))) if region else None
    edition = about.get("edition")
    if which is None or not isinstance(edition, int) or edition < 1:
        raise PackageRefused(_("本系统没有这样的区划或者清单，不能接收。"))
    return which


def _before(which: CatalogueList, about: dict[str, Any]) -> ReceivedPackage | None:
    """The package that this one continues. Raises PackageRefused where it continues another, or was taken in already."""
    newest, number = held(which), about["edition"]
    if newest and number <= newest.number:
        words = {"list": which.title, "number": number, "held": newest.number}
        raise PackageRefused(_("%(list)s已接收到第%(held)d版，第%(number)d版没有重复接收。") % words)
    if about.get("previous") != (newest.digest if newest else ""):
        words = {"list": which.title, "number": number, "held": newest.number if newest else 0}
        raise PackageRefused(
            _("%(list)s第%(number)d版未接上已接收的第%(held)d版：请依次接收各版，或者向报送单位核实。") % words
        )
    return newest


def _must_say_what_differs(content: bytes, before: Sequence[Row], rows: Sequence[Row]) -> None:
    """What the package says that differs from the one before is what differs from what was taken in."""
    computed = difference_lines(editions.difference(before, rows))
    said = verify.rows(content, verify.DIFFERENCE)
    if said != computed:
        numbers = {str(each.get("number")) for each in [*said, *computed] if each not in said or each not in computed}
        raise PackageRefused(
            _("所附差别与上一版不符：%(numbers)s。") % {"numbers": "、".join(sorted(numbers)[:MOST_FAULTS])}
        )
