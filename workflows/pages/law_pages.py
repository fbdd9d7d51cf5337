"""The register of laws as the citation picker shows it: search, and one article with its version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from accounts import doors
from laws.models import Article
from workflows.pages import part_desk


@doors.signed_in
def law_search(request: HttpRequest) -> HttpResponse:
    """Articles that fit the words; with htmx the hits alone, with buttons that fill a row of the form they stand in."""
    sought = (request.GET.get("law_q") or request.GET.get("q") or "").strip()
    shown = {"sought": sought, "hits": part_desk.seek(sought), "picking": bool(request.htmx)}  # type: ignore[attr-defined]
    return render(request, "applying/hits.html" if shown["picking"] else "applying/laws.html", shown)


@doors.signed_in
def law_article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article: its text, the version it stands in, and since when it is in force."""
    article = get_object_or_404(Article.objects.select_related("version__source"), pk=pk)
    version, around = article.version, Article.objects.filter(version=article.version_id)
    shown: dict[str, Any] = {
        "article": article,
        "version": version,
        "in_force": version.in_force(localdate()),
        "before": around.filter(position__lt=article.position).order_by("-position").first(),
        "after": around.filter(position__gt=article.position).order_by("position").first(),
    }
    return render(request, "applying/law_article.html", shown)
