"""Finding an article for the citation picker."""

from datetime import date

import pytest

from laws.registry import search
from policy.legal.levels import Level

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def first(words: str) -> str:
    hit = search(words, TODAY, limit=5)[0]
    return f"{hit.title}{hit.label}"


@pytest.mark.parametrize(
    "words",
    [
        "人民调解法 8",
        "人民调解法8",
        "调解法第八条",
        "《人民调解法》第8条",
        "调解法 第八条",
        "人民调解法八条",
        "人民调解法第８条",
    ],
)
def test_a_law_and_a_number_find_the_article(words):
    assert first(words) == "中华人民共和国人民调解法第八条"


@pytest.mark.parametrize(
    ("words", "article"),
    [
        ("设立人民调解委员会", "中华人民共和国人民调解法第八条"),
        ("委托村民委员会协助开展工作", "中华人民共和国村民委员会组织法第四十三条"),
        ("有权拒绝填报", "中华人民共和国统计法第十七条"),
        ("村民委员会组织法 经费", "中华人民共和国村民委员会组织法第四十二条"),
        ("刑法 追逐竞驶", "中华人民共和国刑法第一百三十三条之一"),
    ],
)
def test_words_of_the_text_find_it(words, article):
    assert first(words) == article


def test_a_title_alone_lists_the_articles_of_the_law_in_order():
    labels = [hit.label for hit in search("人民调解法", TODAY, limit=4)]
    assert labels == ["第一条", "第二条", "第三条", "第四条"]


def test_a_document_without_text_is_found_by_number_and_by_title():
    by_number, by_title = search("厅字[2022]28号", TODAY)[0], search("机制牌子和证明事项的意见", TODAY)[0]
    assert by_number == by_title
    assert (by_number.level, by_number.article, by_number.text) == (Level.CENTRAL_DOCUMENT, None, "")


def test_of_two_texts_of_a_law_the_one_in_force_is_found():
    (before,) = search("农业法 1", date(2026, 12, 31), limit=1)
    (after,) = search("农业法 1", date(2027, 1, 1), limit=1)
    assert before.version == "2012年文本" and after.version == "2026年文本"
    assert before.in_force and after.in_force


def test_words_are_sought_only_in_what_is_in_force():
    assert not [hit for hit in search("露天焚烧秸秆", TODAY, limit=50) if hit.title.endswith("大气污染防治法")]
    assert [hit for hit in search("露天焚烧秸秆", date(2026, 8, 14), limit=50) if hit.title.endswith("大气污染防治法")]


@pytest.mark.parametrize("words", ["", "  ", "\x00", "\ud800", "😀", "%", "_%", "'", "字" * 10_000, "<b>", "《", "第"])
def test_what_finds_nothing_gives_nothing(words):
    assert search(words, TODAY) == []


@pytest.mark.parametrize(
    "words", ["人民调解法 8", "村民委员会 经费", "村民委员会", "厅字〔2022〕28号", "证明 村民委员会", "的"]
)
def test_a_search_takes_at_most_five_queries_and_keeps_its_limit(words, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert len(search(words, TODAY, limit=7)) <= 7
