"""清单的一版: its rows, what differs from another edition, its filings, and the package to download."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import doors
from accounts.models import Region
from catalogues import editions
from catalogues.models import Edition, FilingPackage
from workflows.pages.sight import officer_of
from workflows.pages.standing.forms import kind_label
from workflows.pages.standing.lists import filings_shown


@doors.signed_in
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition; `?against=N` compares it with another one, by default the one before. Published, so open to all."""
    shown = get_object_or_404(Edition.objects.select_related("region", "organ", "published_by"), pk=pk)
    siblings = Edition.objects.filter(region=shown.region, list=shown.list).order_by("-number")
    others = list(siblings.exclude(pk=pk).values_list("number", flat=True))
    against = _number(request.GET.get("against", ""), others, shown.number)
    before = siblings.filter(number=against).first() if against else None
    content = {
        "published": shown,
        "which": shown.catalogue_list,
        "rows": shown_rows(shown.rows),
        "others": others,
        "before": before,
        "differs": editions.difference(before.rows if before else [], shown.rows),
        "fields": editions.SAID,
        "package": FilingPackage.objects.filter(edition=shown).defer("content").select_related("previous").first(),
        "filings": filings_shown([shown], officer_of(request)),
    }
    return render(request, "standing/edition.html", content)


def _number(asked: str, others: list[int], own: int) -> int:
    """The edition to compare with: the one asked for, else the newest before this one; 0 where there is none."""
    if asked.isdecimal() and int(asked) in others:
        return int(asked)
    return max((number for number in others if number < own), default=0)


def shown_rows(rows: list[editions.Row]) -> list[editions.Row]:
    """The rows as a page tells them, kinds and scopes in words: one query."""
    names = dict(Region.objects.filter(pk__in={row["scope"] for row in rows}).values_list("pk", "name"))
    return [{**row, "kind": kind_label(row["kind"]), "scope": names.get(row["scope"], "")} for row in rows]


@doors.signed_in
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """备案包 of an edition. It holds only what is published, so every officer may have it."""
    found = get_object_or_404(FilingPackage.objects.select_related("edition__region"), edition=pk)
    made = found.edition
    name = f"filing-{made.region_id[:6]}-{made.list}-{made.number:03d}.zip"
    return HttpResponse(
        bytes(found.content),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
