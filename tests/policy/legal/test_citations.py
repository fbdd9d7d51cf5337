"""Citations: what is written, what is meant, and that nothing written breaks the reader."""

import tomllib
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy.legal import anchors, citations, titles
from policy.legal.citations import Citation
from policy.legal.document_numbers import DocumentNumber, Order
from policy.legal.places import Place

BENCH = Path(__file__).parents[3] / "bench" / "citations.toml"
FORMS = [(text, means) for text, *means in tomllib.loads(BENCH.read_text(encoding="utf-8"))["forms"]]
WRITTEN = tomllib.loads(Path(__file__).with_name("written.toml").read_text(encoding="utf-8"))["written"]

chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=30)
numbers = st.integers(1, 1300)
numbered_titles = st.one_of(
    st.builds(DocumentNumber, st.sampled_from(["民发", "厅字", "辽民发", "国办函"]), st.integers(1949, 2099), numbers),
    st.builds(Order, st.sampled_from(["国务院", "主席", "农业农村部"]), numbers),
).map(str)


@st.composite
def cited_places(draw) -> Place:
    """A place as a law can have it: deeper units only under the higher ones."""
    if draw(st.booleans()):
        return Place(part=draw(st.integers(1, 20)), item=draw(st.none() | st.integers(1, 20)))
    article = draw(st.none() | numbers)
    if article is None:
        return Place()
    suffix, paragraph, item = (draw(st.none() | st.integers(1, 12)) for _ in range(3))
    subitem = draw(st.integers(1, 9)) if item and draw(st.booleans()) else None
    return Place(article=article, suffix=suffix, paragraph=paragraph, item=item, subitem=subitem)


whole_citations = st.builds(
    Citation,
    title=chinese.map(titles.full),
    document_number=st.just("") | numbered_titles,
    note=st.sampled_from(["", "2018年修正", "试行"]),
    place=cited_places(),
)
SCRAPS = [
    "《",
    "》",
    "〈",
    "〉",
    "（",
    "）",
    "(",
    ")",
    "第",
    "八",
    "条",
    "款",
    "项",
    "目",
    "之",
    "一",
    "、",
    "和",
    "至",
    "到",
    "三",
    "十",
    "百",
    "法",
    "村组法",
    "统计法",
    "条例",
    "本",
    "该",
    "同",
    "依据",
    "民发",
    "〔2020〕",
    "2020",
    "号",
    "令",
    "国务院",
    "部",
    "部分",
    "简称",
    "以下简称",
    "年",
    "-",
    "~",
    "的",
    "附件",
    "《通知》",
    "0",
    "9",
    "９",
    "零",
    "主席",
    "2018年修正",
    "😀",
    "\x00",
    "<b>",
    "<<",
    ">>",
]
scraps = st.lists(st.sampled_from([*SCRAPS, " ", "\n"]) | st.text(max_size=3), max_size=40).map("".join)


@pytest.mark.parametrize("entry", WRITTEN, ids=lambda entry: entry["text"][:24])
def test_what_officials_write_is_read_as_they_mean_it(entry):
    assert [str(citation) for citation in citations.parse(entry["text"])] == entry["means"]


@pytest.mark.parametrize(("text", "means"), FORMS, ids=[text[:24] for text, _means in FORMS])
def test_what_was_read_by_hand_is_read_the_same(text, means):
    assert [str(citation) for citation in citations.parse(text)] == means


def test_this_law_is_the_one_that_the_text_stands_in():
    text = "依照本法第十四条规定，适用《刑法》第三百条；该法第三百零一条。基本法第五条"
    assert [str(each) for each in citations.parse(text, "反家庭暴力法")] == [
        "《反家庭暴力法》第十四条",
        "《刑法》第三百条",
        "《刑法》第三百零一条",
        "《基本法》第五条",
    ]
    assert str(citations.parse(text)[0]) == "《刑法》第三百条"


@given(whole_citations)
def test_what_is_written_in_canonical_form_is_read_back(citation):
    assert citations.parse(str(citation)) == [citation]


@given(
    whole_citations,
    st.sampled_from(["依据", "根据", "按照", "违反", ""]),
    st.sampled_from(["的规定", "。", "，特此申请", ""]),
)
def test_the_words_around_a_citation_do_not_matter(citation, before, after):
    assert citations.parse(f"{before}{citation}{after}") == [citation]


@given(st.lists(whole_citations, min_size=1, max_size=4))
def test_several_citations_in_one_sentence_are_all_found(cited):
    assert citations.parse("；".join(map(str, cited))) == cited


@given(scraps)
@example("《" * 200)
@example("第八条" * 200)
def test_no_string_breaks_the_reader_and_what_it_reads_is_canonical(text):
    for citation in citations.parse(text):
        assert citations.parse(str(citation)) == [citation]


@given(st.text(st.characters()))
@example("\ud800《统计法》第一条")
def test_no_text_at_all_breaks_the_reader(text):
    citations.parse(text)


@given(st.integers(1, 9), st.integers(1, 50))
def test_a_range_gives_every_article_in_it(first, more):
    read = citations.parse(f"《统计法》第{first}条至第{first + more}条")
    assert [citation.article for citation in read] == list(range(first, first + more + 1))


def test_an_absurd_range_gives_its_two_ends():
    read = citations.parse("《民法典》第一条至第一千条")
    assert [citation.article for citation in read] == [1, 1000]


@pytest.mark.parametrize("short", sorted(titles.aliases()))
def test_a_short_title_is_the_full_one(short):
    assert [citation.title for citation in citations.parse(f"依据{short}第三条")] == [titles.aliases()[short]]
    assert titles.key(f"《{short}》") == titles.key(f"中华人民共和国{titles.aliases()[short]}")


def test_a_title_longer_than_any_law_has_is_none():
    assert citations.parse(f"《{'长' * anchors.LONGEST_TITLE}》第一条") == []


@pytest.mark.parametrize(
    "scrap",
    ["法", "《", "（", "第", "统计法第", "第八条", "之一、", "民发（", "一、", "的", "简称", "和第一条", "〔2020〕"],
)
def test_reading_takes_time_in_proportion_to_the_text(scrap):
    """Eight times the text may take up to forty times as long; quadratic growth would take sixty-four times."""

    def seconds(length: int) -> float:
        text = (scrap * length)[:length]
        started = process_time()
        citations.parse(text)
        return process_time() - started

    assert seconds(40_000) < 40 * max(seconds(5_000), 0.02)


def test_a_note_does_not_change_what_is_cited():
    noted, bare = citations.parse("《统计法》（2024年修正）第十七条"), citations.parse("《统计法》第十七条")
    assert [replace(citation, note="") for citation in noted] == bare
