"""When an import makes a place read or hold differently: noted in the same transaction, so that each change is noted once.

Two pictures of a source are compared, one from before the import and one from after. A text that comes into force on a
later day is a change already when it is first held; `effective_on` says from which day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from laws.models import Article, ChangeKind, Ending, LawChange, LegalVersion

Place = tuple[int, int]
"""Number and suffix of an article: 第一百二十条之一 is (120, 1)."""
Pictures = dict[int, list["Picture"]]
"""By source: its versions, the oldest first."""


@dataclass(frozen=True)
class Picture:
    """A version as it stands at one moment, with the texts of its numbered articles and what is said of old numbers."""

    version: LegalVersion
    texts: dict[Place, str]
    moved: dict[Place, str]

    @property
    def day(self) -> date:
        return self.version.adopted_on or date.min

    @property
    def force(self) -> tuple[date | None, date | None, date | None, str]:
        one = self.version
        return one.effective_from, one.effective_to, one.uncertain_from, one.ending


def picture(sources: Collection[int]) -> Pictures:
    """How these sources stand now."""
    texts: dict[int, dict[Place, str]] = defaultdict(dict)
    moved: dict[int, dict[Place, str]] = defaultdict(dict)
    articles = Article.objects.filter(version__source__in=sources, number__isnull=False)
    for version, number, suffix, text, gone in articles.values_list("version", "number", "suffix", "text", "moved"):
        texts[version][number or 0, suffix] = text.strip()
        if gone:
            moved[version][number or 0, suffix] = gone
    drawn: Pictures = defaultdict(list)
    for version in LegalVersion.objects.filter(source__in=sources):
        drawn[version.source_id].append(Picture(version, texts[version.pk], moved[version.pk]))
    return {source: sorted(versions, key=lambda each: each.day) for source, versions in drawn.items()}


def note(before: Pictures, *, on: date) -> int:
    """Note what differs between `before` and now; `on` is the day of the import. Returns how many places changed."""
    now = picture(before.keys())
    rows = [row for source, versions in now.items() for row in _of_source(before[source], versions, on)]
    LawChange.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _of_source(before: list[Picture], now: list[Picture], on: date) -> Iterator[LawChange]:
    stood = {each.day: each for each in before}
    newest = max(stood, default=None)
    for earlier, version in zip([None, *now], now, strict=False):
        old = stood.get(version.day)
        if old:
            yield from _of_version(old, version)
            continue
        coming = (version.version.effective_from or date.min) > on
        supersedes = version.day > newest if newest else coming
        if earlier and supersedes:
            yield from _texts(ChangeKind.AMENDED, earlier, version, version.version.effective_from)
        if version.version.ending == Ending.REPEALED and (before or (version.version.effective_to or date.min) > on):
            yield _whole(ChangeKind.REPEALED, version, version.version.effective_to)


def _of_version(old: Picture, now: Picture) -> Iterator[LawChange]:
    """The same text held before: corrected, or with another end. That it was superseded, the newer text says."""
    if any(now.texts.get(place) != text for place, text in old.texts.items()):
        yield from _texts(ChangeKind.TEXT, old, now, None)
    if old.force == now.force or now.version.ending == Ending.SUPERSEDED:
        return
    repealed = now.version.ending == Ending.REPEALED
    yield _whole(ChangeKind.REPEALED if repealed else ChangeKind.FORCE, now, now.version.effective_to)


def _texts(kind: ChangeKind, old: Picture, now: Picture, day: date | None) -> Iterator[LawChange]:
    """The source as a whole, then each article that reads differently or is gone."""
    yield _whole(kind, now, day)
    for place, text in old.texts.items():
        after = now.texts.get(place, "")
        if after != text:
            note = now.moved.get(place, "")
            yield _row(kind, now, day, article=place[0], suffix=place[1], before=text, after=after, note=note)


def _whole(kind: ChangeKind, now: Picture, day: date | None) -> LawChange:
    ended_by = now.version.ended_by if kind == ChangeKind.REPEALED else ""
    return _row(kind, now, day, note=f"《{ended_by}》" if ended_by else "")


def _row(kind: ChangeKind, now: Picture, day: date | None, **place: object) -> LawChange:
    version = now.version
    return LawChange(
        source_id=version.source_id,
        version=version.label,
        kind=kind,
        effective_on=day,
        provenance=version.provenance,
        **place,
    )
