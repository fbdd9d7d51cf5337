"""When an import changes what a place says or whether it holds, that is noted, once, and stays noted."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from psycopg import DataError

from laws import importing
from laws.models import ChangeKind, LawChange
from tests.laws.files import Collection

pytestmark = pytest.mark.django_db

TITLE = "中华人民共和国村务法"
ARTICLES = {
    "第一条": "村民委员会应当设立村务公开栏。",
    "第二条": "村民委员会应当协助人口登记。",
    "第三条": "本法自2020年1月1日起施行。",
}


@pytest.fixture
def collection(tmp_path) -> Collection:
    """A register that holds 村务法 of 2020, and the file it came from."""
    made = Collection(tmp_path / "laws.db")
    made.add(TITLE, "2019-10-01", "2020-01-01", ARTICLES)
    importing.import_laws(made.path)
    return made


def noted(collection: Collection) -> list[tuple[str, int | None, date | None]]:
    """What the next import notes: kind, article and from which day."""
    before = set(LawChange.objects.values_list("pk", flat=True))
    importing.import_laws(collection.path)
    new = LawChange.objects.exclude(pk__in=before).order_by("pk")
    return [(change.kind, change.article, change.effective_on) for change in new]


def test_a_law_that_comes_new_into_the_register_changes_nothing(collection):
    assert not LawChange.objects.filter(source__title=TITLE).exists()


def test_a_corrected_text_is_noted_for_its_article_and_for_the_source_once(collection):
    collection.run("UPDATE articles SET article_text = '村民委员会可以协助人口登记。' WHERE article_no = '第二条'")
    assert noted(collection) == [(ChangeKind.TEXT, None, None), (ChangeKind.TEXT, 2, None)]
    change = LawChange.objects.get(source__title=TITLE, article=2)
    assert (change.before, change.after) == (ARTICLES["第二条"], "村民委员会可以协助人口登记。")
    assert change.provenance == importing.PROVENANCE
    assert noted(collection) == []


def test_an_amendment_is_noted_for_the_articles_it_changes_from_the_day_it_takes_effect(collection):
    changed = ARTICLES | {"第一条": "村民委员会可以设立村务公开栏。", "第三条": "本法自2027年5月1日起施行。"}
    collection.add(TITLE, "2026-11-01", "2027-05-01", changed)
    day = date(2027, 5, 1)
    kind = ChangeKind.AMENDED
    assert noted(collection) == [(kind, None, day), (kind, 1, day), (kind, 3, day)]
    assert noted(collection) == []


def test_an_article_that_an_amendment_strikes_out_reads_as_nothing_afterwards(collection):
    collection.add(
        TITLE, "2026-11-01", "2026-11-20", {"第一条": ARTICLES["第一条"], "第二条": "本法自2026年11月20日起施行。"}
    )
    kinds = noted(collection)
    assert (ChangeKind.AMENDED, 3, date(2026, 11, 20)) in kinds
    assert (ChangeKind.AMENDED, 1, date(2026, 11, 20)) not in kinds
    assert LawChange.objects.get(source__title=TITLE, article=3).after == ""


def test_a_repeal_is_noted_for_the_source_with_the_law_that_repeals_it(collection):
    collection.run("UPDATE laws SET status = '已废止'")
    collection.add(
        "中华人民共和国新村务法",
        "2026-10-01",
        "2026-11-01",
        {"第一条": f"本法自2026年11月1日起施行。《{TITLE}》同时废止。"},
    )
    assert noted(collection) == [(ChangeKind.REPEALED, None, date(2026, 11, 1))]
    assert LawChange.objects.get(source__title=TITLE).note == "《中华人民共和国新村务法》"
    assert noted(collection) == []


def test_an_older_text_that_is_found_later_changes_nothing(collection):
    collection.add(TITLE, "2010-10-01", "2011-01-01", ARTICLES | {"第一条": "村务应当公开。"})
    assert noted(collection) == []


def test_a_change_that_is_coming_is_noted_when_the_law_is_first_held():
    coming = LawChange.objects.filter(source__title="中华人民共和国农业法", article=99)
    assert [(change.kind, change.effective_on) for change in coming] == [(ChangeKind.AMENDED, date(2027, 1, 1))]


def test_an_import_that_fails_notes_nothing(collection):
    before = LawChange.objects.count()
    collection.run("UPDATE articles SET article_text = '村务。' WHERE article_no = '第二条'")
    collection.add("中华人民共和国坏法", "2026-10-01", "2026-11-01", {"条" * 41: "列里放不下的条号。"})
    with pytest.raises(DataError), transaction.atomic():
        importing.import_laws(collection.path)
    assert LawChange.objects.count() == before


@pytest.mark.parametrize(
    "deed", [lambda rows: rows.update(note="x"), lambda rows: rows.delete()], ids=["change", "delete"]
)
def test_the_database_refuses_to_change_or_delete_what_was_noted(collection, deed):
    with pytest.raises(IntegrityError), transaction.atomic():
        deed(LawChange.objects.all())
