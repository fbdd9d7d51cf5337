"""依据图: which entries rest on which places of the law, and what would come up for exit if one were repealed."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts import doors
from catalogues import exits
from catalogues.models import Entry, EntryBasis
from workflows.pages.filters import clean

MOST = 40
"""Places drawn at once; the search narrows them."""


@dataclass
class Node:
    """One place of the law with the entries that rest on it, and where it is drawn. Lengths in units of the drawing."""

    label: str
    entries: list[Entry] = field(default_factory=list)
    top: int = 0

    @property
    def middle(self) -> int:
        return self.top + ROW * len(self.entries) // 2

    @property
    def rows(self) -> list[tuple[Entry, int, int]]:
        """(entry, its line of text, the height at which its edge ends)"""
        heights = [self.top + ROW * n + ROW // 2 for n in range(len(self.entries))]
        return [(entry, height + 5, height) for entry, height in zip(self.entries, heights, strict=True)]


ROW = 28


@doors.signed_in
def bases(request: HttpRequest) -> HttpResponse:
    """The graph, narrowed by a word of the law's title or an entry's. What stands is public, so every officer may see it."""
    sought = clean(request.GET.get("q", ""))
    edges = EntryBasis.objects.filter(entry__in=Entry.objects.in_force(localdate()).values("pk"))
    if sought:
        edges = edges.filter(title__icontains=sought) | edges.filter(entry__title__icontains=sought)
    nodes: dict[str, Node] = {}
    for edge in edges.select_related("entry__organ", "entry__region").order_by("title", "article", "suffix", "pk"):
        node = nodes.setdefault(str(edge), Node(str(edge)))
        if edge.entry not in node.entries:
            node.entries.append(edge.entry)
    drawn, top = list(nodes.values())[:MOST], 0
    for node in drawn:
        node.top, top = top, top + ROW * len(node.entries) + 12
    shown = {
        "sought": sought,
        "nodes": drawn,
        "more": max(0, len(nodes) - MOST),
        "height": max(top, ROW),
        "dangling": exits.dangling(localdate())[:MOST],
    }
    return render(request, "standing/bases.html", shown)
