"""Which changes of law a citation rests on.

A citation of an article rests on that article and on whatever happens to its source as a whole; a citation that names no
article rests on the source.
"""

from collections import defaultdict
from collections.abc import Iterable

from laws.cited import Cited
from laws.models import ChangeKind, LawChange, LegalSource

_OF_THE_WHOLE = {ChangeKind.REPEALED, ChangeKind.FORCE}


class Changes:
    """Some changes, found by what is cited. No query after the first."""

    def __init__(self, changes: Iterable[LawChange]) -> None:
        self._changes: dict[int, list[LawChange]] = defaultdict(list)
        self._sources: dict[int, LegalSource] = {}
        self._found: dict[tuple[str, str, int | None, int | None], list[LawChange]] = {}
        for change in changes:
            self._changes[change.source_id].append(change)
            self._sources[change.source_id] = change.source
        sources = self._sources.values()
        self._by_key = {key: one for one in sources for key in (one.key, *one.short_keys)}
        self._by_number = {one.document_number: one for one in sources if one.document_number}

    def under(self, title: str, document_number: str, article: int | None, suffix: int | None) -> list[LawChange]:
        """The changes on which this citation rests. What many cite alike is worked out once."""
        asked = (title, document_number, article, suffix)
        if asked not in self._found:
            self._found[asked] = self._under(*asked)
        return self._found[asked]

    def _under(self, title: str, document_number: str, article: int | None, suffix: int | None) -> list[LawChange]:
        cited = Cited.read(title, document_number, article, suffix=suffix)
        source = self._source(cited)
        if source is None and article is None:
            cited = cited.taken_apart()
            source = self._source(cited)
        if source is None or not cited.means(source):
            return []
        return [change for change in self._changes[source.pk] if _touches(change, cited)]

    def _source(self, cited: Cited) -> LegalSource | None:
        return self._by_key.get(cited.key) or self._by_number.get(cited.number)


def _touches(change: LawChange, cited: Cited) -> bool:
    if change.article is None:
        return cited.article is None or change.kind in _OF_THE_WHOLE
    return (change.article, change.suffix) == (cited.article, cited.suffix)
