"""备案包: one file that holds an edition, what differs from the one before, and the decisions behind it.

The file is a ZIP archive without compression and without times, so that the same content is the same bytes. Every line of
every file is named in the manifest by its digest; the manifest's own digest stands in SEAL and in the next package.
`catalogues.verify` reads all of this with the standard library alone and shares this layout.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Region
from catalogues import editions
from catalogues.models import Edition
from catalogues.verify import ABOUT, DECISIONS, DIFFERENCE, ENTRIES, archive, canonical, manifest_of, seal_of

FORMAT = "admission-filing-1"
# What a row may say outside the office: a test compares it. No officer stands in an entry, and nobody's answers about
# money or opinions leave with it.
ANSWERS = frozenset(
    {
        "content", "frequency", "form_type", "indicators", "place", "sign_type", "certificate_use", "time_limit", "steps",
        "handling", "issuer", "scope", "procedure", "assessment_method", "provincial_template",
    }
)  # fmt: skip
FIELDS = (
    "number", "root", "title", "kind", "organ", "scope", "entered_on", "valid_until", "source", "bases",
)  # fmt: skip


def public_row(row: editions.Row) -> editions.Row:
    """A row as it may be seen outside."""
    answers = {name: value for name, value in row["answers"].items() if name in ANSWERS}
    return {**{name: row[name] for name in FIELDS}, "answers": answers}


def build(
    edition: Edition, before: Edition | None, previous: str, decisions: Iterable[Mapping[str, Any]]
) -> tuple[bytes, str]:
    """The file, and the digest of its manifest. `previous` is that of the package before, "" for the first one."""
    rows = [public_row(row) for row in edition.rows]
    differs = editions.difference([public_row(row) for row in (before.rows if before else [])], rows)
    files: dict[str, list[Any]] = {
        ABOUT: [_about(edition, before, previous)],
        ENTRIES: rows,
        DIFFERENCE: difference_lines(differs),
        DECISIONS: [dict(each) for each in decisions],
    }
    written = {name: b"".join(canonical(line) for line in lines) for name, lines in files.items()}
    manifest = manifest_of(written)
    return archive(written, manifest), seal_of(manifest)


def _about(edition: Edition, before: Edition | None, previous: str) -> dict[str, Any]:
    region: Region = edition.region
    return {
        "format": FORMAT,
        "list": edition.list,
        "title": edition.catalogue_list.title,
        "region": region.code,
        "edition": edition.number,
        "published_on": edition.published_on.isoformat(),
        "where": edition.where,
        "organ": edition.organ.name,
        "since_edition": before.number if before else 0,
        "previous": previous,
    }


def difference_lines(differs: editions.Difference) -> list[dict[str, Any]]:
    """What differs, one line an entry, as a package says it."""
    entered = [{"what": "entered", "number": row["number"], "row": row} for row in differs.entered]
    left = [{"what": "left", "number": row["number"], "row": row} for row in differs.left]
    changed = [
        {
            "what": "changed",
            "number": each.after["number"],
            "fields": list(each.what),
            "before": each.before,
            "after": each.after,
        }
        for each in differs.changed
    ]
    return entered + changed + left
