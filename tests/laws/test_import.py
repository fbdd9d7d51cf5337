"""`manage.py import_laws`: all or nothing, twice the same, and dates believed only where the text proves them."""

import sqlite3
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from laws import corpus, dates, dating, importing, registry
from laws.dates import Commencement
from laws.models import LONGEST_WAIT, Article, Corpus, LegalSource, LegalVersion
from policy.legal import titles

pytestmark = pytest.mark.django_db

SCHEMA = """
CREATE TABLE laws (law_id TEXT, law_name TEXT, doc_type TEXT, level TEXT, issuing_body TEXT, publish_date TEXT,
    effective_date TEXT, version_date TEXT, status TEXT, law_department TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT, law_name TEXT, law_department TEXT, level TEXT, status TEXT,
    chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT, char_count INTEGER);
"""


@pytest.fixture
def file(tmp_path) -> Path:
    """A file of the same shape with one law of two articles."""
    path = tmp_path / "laws.db"
    with sqlite3.connect(path) as made:
        made.executescript(SCHEMA)
        made.execute(
            "INSERT INTO laws VALUES ('a', '中华人民共和国准入法', '法律', '法律', '全国人大常委会', '2026-01-05', '2026-03-01', '2026-01-05', '现行有效', '')"
        )
        texts = [("第一条", "村民委员会应当准入。"), ("第二条", "本法自2026年3月1日起施行。")]
        made.executemany("INSERT INTO articles (law_id, article_no, article_text) VALUES ('a', ?, ?)", texts)
    return path


def run(*arguments) -> list[str]:
    printed = StringIO()
    call_command("import_laws", *arguments, stdout=printed)
    return printed.getvalue().splitlines()


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as changed:
        changed.executescript(statement)


def everything() -> tuple[list, list, list]:
    versions = LegalVersion.objects.order_by("pk").values_list("pk", "digest")
    articles = Article.objects.order_by("pk").values_list("pk", "label")
    return list(LegalSource.objects.order_by("pk").values_list()), list(versions), list(articles)


def test_the_whole_collection_is_in_the_register():
    laws = corpus.read(corpus.installed())
    assert Article.objects.count() == sum(len(law.articles) for law in laws)
    assert {law.key for law in laws} <= set(LegalSource.objects.values_list("key", flat=True))


def test_a_second_import_changes_nothing_and_says_what_stands():
    before = everything()
    written, last = run()
    assert everything() == before
    assert written.startswith("0 versions written")
    assert last == f"laws: {LegalSource.objects.count()} sources, {Article.objects.count()} articles"


def test_a_file_of_ones_own_adds_to_the_register(file):
    sources, articles = LegalSource.objects.count(), Article.objects.count()
    assert run(file)[-1] == f"laws: {sources + 1} sources, {articles + 2} articles"
    version = LegalVersion.objects.get(source__key="准入法")
    assert (version.effective_from, version.last_article) == (date(2026, 3, 1), 2)


def test_only_a_whole_collection_can_say_that_a_law_does_not_exist(file):
    Corpus.objects.all().delete()
    run(file)
    run("--only", "人民调解法")
    assert not Corpus.objects.get().complete
    assert registry.look_up("村级事务法", on=date(2026, 11, 25)).exists is None
    run()
    assert Corpus.objects.get().complete
    assert registry.look_up("村级事务法", on=date(2026, 11, 25)).exists is False


def test_a_changed_text_replaces_the_old_one_and_keeps_its_source(file):
    run(file)
    source = LegalSource.objects.get(key="准入法")
    change(file, "UPDATE articles SET article_text = '村民委员会可以准入。' WHERE article_no = '第一条'")
    assert run(file)[0].startswith("1 versions written")
    assert [article.text for article in Article.objects.filter(version__source=source)] == [
        "村民委员会可以准入。",
        "本法自2026年3月1日起施行。",
    ]


@pytest.mark.parametrize(
    "fault",
    [
        "DROP TABLE articles",
        "UPDATE laws SET publish_date = '2026-02-30'",
        "UPDATE laws SET publish_date = NULL",
        "UPDATE articles SET law_id = 'nowhere' WHERE article_no = '第二条'",
        "UPDATE articles SET article_text = NULL",
        "DELETE FROM laws",
        "DELETE FROM laws; DELETE FROM articles",
    ],
)
def test_a_broken_file_changes_nothing(file, fault):
    before = everything()
    change(file, fault)
    with pytest.raises(CommandError):
        run(file)
    assert everything() == before


def test_what_is_no_such_file_is_said_by_name(tmp_path):
    (tmp_path / "notes.txt").write_text("no database")
    for name in ("missing.db", "notes.txt"):
        with pytest.raises(CommandError, match=name):
            run(tmp_path / name)


def test_a_failure_in_the_middle_leaves_no_trace(file, monkeypatch):
    before = everything()
    monkeypatch.setattr(importing, "_write_articles", lambda entries: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(file)
    assert everything() == before


def test_every_correction_meets_a_law_of_the_file_and_proves_itself():
    laws = {(law.title, law.adopted_on) for law in corpus.read(corpus.installed())}
    corrections = dating.read_corrections()
    named = [entry for kind in ("version", "damaged") for entry in corrections[kind]]
    assert {(entry["title"], entry["adopted_on"]) for entry in named} <= laws
    assert {entry["title"] for entry in corrections["source"]} <= {title for title, _ in laws}
    assert all(entry["source"] for entries in corrections.values() for entry in entries)


def test_corrections_that_quote_the_file_are_borne_out_by_it():
    decisions = {
        law.title: dates.commencement(article.text for article in law.articles)
        for law in corpus.read(corpus.installed())
        if law.kind == "修改决定"
    }
    for entry in dating.read_corrections()["version"]:
        decision = decisions.get(f"全国人民代表大会常务委员会关于修改《{entry['title']}》的决定")
        if decision:
            assert entry["effective_from"] == (decision.day or entry["adopted_on"])
    assert len(decisions) == 4


def test_no_date_is_believed_that_lies_before_the_adoption_of_the_text():
    early = LegalVersion.objects.filter(effective_from__lt=date(1900, 1, 1))
    assert not early.exists()
    for version in LegalVersion.objects.exclude(effective_from=None).exclude(adopted_on=None):
        assert version.effective_from >= version.adopted_on, version


def test_what_is_not_verified_is_counted_and_explained():
    doubtful = LegalVersion.objects.filter(effective_from=None, has_text=True)
    assert doubtful.count() == 166
    assert not doubtful.filter(remark="").exists()
    assert not doubtful.filter(source__key=titles.key("村组法")).exists()


def test_no_ordinary_law_waited_longer_than_the_longest_wait():
    waits = {
        version.source.title: version.effective_from - version.adopted_on
        for version in LegalVersion.objects.exclude(effective_from=None).select_related("source")
        if version.adopted_on and "行政区" not in version.source.title
    }
    assert timedelta(days=380) < max(waits.values()) < LONGEST_WAIT


def test_documents_have_their_provenance_and_no_date_without_a_source():
    for entry in importing.read_documents():
        assert entry["provenance"]
        if entry["provenance"].endswith("own knowledge"):
            assert "effective_from" not in entry


@pytest.mark.parametrize(
    ("kind", "stated", "clause", "believed"),
    [
        ("法律", date(2026, 3, 1), Commencement(date(2026, 3, 1)), True),
        ("法律", date(2026, 1, 5), Commencement(None), False),
        ("法律", date(1998, 3, 1), Commencement(date(1998, 3, 1)), False),
        ("法律", date(2026, 3, 1), Commencement(date(2026, 4, 1)), False),
        ("法律", date(2026, 3, 1), None, False),
        ("法律", None, None, False),
        ("修改决定", date(2026, 1, 5), Commencement(None), True),
        ("修正案", date(2026, 1, 5), None, True),
        ("修正案", date(2025, 1, 5), None, False),
    ],
)
def test_a_date_is_believed_only_if_the_text_proves_it(kind, stated, clause, believed):
    assert dates.verified_start(kind, date(2026, 1, 5), stated, clause) == (stated if believed else None)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("本法自2026年3月1日起施行。", Commencement(date(2026, 3, 1))),
        ("本法自 2026年8月15日起施行。", Commencement(date(2026, 8, 15))),
        ("本法自公布之日起施行。", Commencement(None)),
        ("本法自2026年2月30日起施行。", Commencement(None)),
        ("本法由国务院解释。", None),
    ],
)
def test_the_clause_of_commencement_is_read(text, clause):
    assert dates.commencement(["第一条", text]) == clause
