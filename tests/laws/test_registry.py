"""What the register answers about a cited place on a day, on the real collection of laws."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laws import registry
from laws.models import Article, LegalSource, LegalVersion
from policy.legal import citations, modality
from policy.legal.levels import Level

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
VILLAGES = "中华人民共和国村民委员会组织法"


def at(title: str, article: int | None = None, on: date = TODAY, **place):
    return registry.look_up(title, article=article, on=on, **place)


@pytest.mark.parametrize(
    "title",
    [
        "人民调解法",
        "《人民调解法》",
        "中华人民共和国人民调解法",
        "《中华人民共和国人民调解法》",
        "调解法",
        " 人民 调解法 ",
    ],
)
def test_a_law_is_found_however_its_title_is_written(title):
    basis = at(title, 8, paragraph=1)
    assert (basis.exists, basis.in_force, basis.level) == (True, True, Level.LAW)
    assert basis.text == "村民委员会、居民委员会设立人民调解委员会。企业事业单位根据需要设立人民调解委员会。"


def test_the_village_law_has_its_numbers_of_2026():
    delegated = at("村组法", 43, paragraph=2)
    assert delegated.exists and delegated.in_force and "所需经费由委托部门承担" in delegated.text
    assert "村务监督委员会" in at("村组法", 37).text
    assert at("村组法", 50).exists and at("村组法", 51).exists is False


@pytest.mark.parametrize(
    ("on", "in_force"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2025, 10, 27), None)]
)
def test_the_amended_village_law_is_in_force_from_2026(on, in_force):
    assert at("村组法", 43, on=on).in_force is in_force


def test_before_its_adoption_the_text_of_a_law_is_not_known():
    basis = at("村组法", 43, on=date(2025, 6, 1))
    assert (basis.exists, basis.in_force, basis.text) == (None, None, "")
    assert basis.replaced_by_note == "没有收录2026年1月1日以前的文本"


def test_an_old_number_says_where_its_text_has_gone():
    note = at("村组法", 37).replaced_by_note
    assert note == "修改前的第三十七条第二款现为第四十二条；修改前的第三十七条第一款现为第四十三条"
    assert at("村组法", 43).replaced_by_note == ""


def test_a_repealed_law_names_the_day_and_the_law_that_repealed_it():
    basis = at("大气污染防治法", 119)
    assert (basis.exists, basis.in_force, basis.repealed_on) == (True, False, date(2026, 8, 15))
    assert basis.replaced_by_note == "已由《中华人民共和国生态环境法典》于2026年8月15日废止"
    assert at("大气污染防治法", 119, on=date(2026, 8, 14)).in_force is True


def test_a_law_repealed_long_ago_is_known_from_the_law_that_repealed_it():
    basis = at("婚姻法", 5)
    assert (basis.in_force, basis.repealed_on, basis.exists) == (False, date(2021, 1, 1), None)


def test_the_newer_text_speaks_only_from_its_day():
    old, new = at("农业法", 99, on=date(2026, 12, 31)), at("农业法", 115, on=date(2027, 1, 1))
    assert old.in_force and "2003年3月1日" in old.text and old.replaced_by_note == "新文本自2027年1月1日起施行"
    assert new.in_force and "2027年1月1日" in new.text


def test_a_law_not_yet_in_force_is_not_in_force():
    basis = at("医疗保障法", 1)
    assert (basis.exists, basis.in_force) == (True, False)
    assert basis.replaced_by_note == "该文本自2027年1月1日起施行"


@pytest.mark.parametrize(
    ("title", "article"),
    [("注册会计师法", 1), ("农村土地承包法", 5), ("刑法", 133)],
    ids=["start", "repeal", "amended"],
)
def test_what_the_dates_do_not_prove_is_not_known(title, article):
    basis = at(title, article)
    assert basis.exists and basis.in_force is None and basis.replaced_by_note


def test_an_article_of_the_criminal_law_may_be_a_later_insertion():
    day = date(2022, 1, 1)
    assert "追逐竞驶" in at("刑法", 133, suffix=1, on=day).text
    assert "追逐竞驶" not in at("刑法", 133, on=day).text
    assert at("刑法", 133, suffix=9, on=day).exists is False


def test_a_gap_or_damage_of_the_file_is_not_known():
    assert [at("生态环境法典", article).exists for article in (1119, 1120, 1200, 1201, 1243)] == [
        True,
        None,
        None,
        None,
        False,
    ]


def test_paragraphs_and_items_are_counted_in_the_text():
    voters = at("村民委员会组织法", 16, paragraph=2, item=3)
    assert voters.text.startswith("村民委员会选举前") and "户籍不在本村" in voters.text
    assert "户籍在本村并且" not in voters.text
    assert at("村民委员会组织法", 16, item=3).text == voters.text
    assert at("村民委员会组织法", 16, paragraph=2, item=4).exists is False
    assert at("村民委员会组织法", 16, paragraph=1, item=1).exists is False
    assert at("村民委员会组织法", 16, paragraph=4).exists is False


def test_a_document_without_text_exists_but_its_articles_are_not_known():
    basis = at("厅字[2022]第28号")
    assert (basis.exists, basis.in_force, basis.level) == (True, True, Level.CENTRAL_DOCUMENT)
    assert basis.title.endswith("关于规范村级组织工作事务、机制牌子和证明事项的意见")
    assert at("国办函〔2026〕12号", 3).exists is None
    assert at("辽宁省基层群众性自治组织工作清单管理规定", 4).exists is None
    assert at("辽宁省基层群众性自治组织工作清单管理规定", 12).exists is False


def test_a_document_is_found_by_title_or_number_and_both_must_agree():
    number = "国务院令第722号"
    assert at("", document_number=number).title == "优化营商环境条例"
    assert at("优化营商环境条例", document_number=number).exists
    forged = at("优化营商环境条例", document_number="国务院令第999号")
    assert forged.exists is False and number in forged.replaced_by_note
    renamed = at("村级事务准入办法", document_number=number)
    assert renamed.exists is False and "优化营商环境条例" in renamed.replaced_by_note
    assert at("营商环境", document_number=number).exists


def test_a_national_law_that_is_not_held_does_not_exist():
    assert at("村级事务准入法", 3).exists is False
    assert at("中华人民共和国村级事务准入法典", 3).exists is False


@pytest.mark.parametrize(
    "title",
    [
        "火星条例",
        "中华人民共和国政府信息公开条例",
        "村级印章管理办法",
        "县食安委文件",
        "内部办事规程",
        "台安县〔2024〕5号纪要",
    ],
)
def test_a_document_that_the_register_does_not_hold_may_exist(title):
    assert at(title).exists is None


@pytest.mark.parametrize(
    "title", ["", "   ", "😀", "1+1", "\x00\x01", "\ud800", "<script>", "法" * 10_000, "《》", "' OR 1=1"]
)
def test_what_is_no_title_does_not_exist(title):
    assert at(title, 1).exists is False


@pytest.mark.parametrize("article", [0, -1, 36, 10**12])
def test_articles_beyond_either_end_do_not_exist(article):
    assert at("人民调解法", article).exists is False


@pytest.mark.parametrize(
    "place", [{"paragraph": 0}, {"paragraph": -1}, {"paragraph": 99}, {"item": 0}, {"suffix": 10**9}]
)
def test_impossible_places_do_not_exist(place):
    assert at("人民调解法", 8, **place).exists is False


def test_a_title_typed_with_its_place_is_taken_apart():
    assert at("《人民调解法》第八条第一款") == at("人民调解法", 8, paragraph=1)


def test_every_citation_of_a_sentence_can_be_looked_up():
    sentence = "依据调解法第八条第一款、村组法第四十三条第二款和国办函〔2026〕12号第三条"
    answers = [registry.look_up_citation(citation, TODAY) for citation in citations.parse(sentence)]
    assert [(basis.exists, basis.in_force) for basis in answers] == [(True, True), (True, True), (None, True)]


def test_a_part_of_a_document_is_not_looked_into():
    (citation,) = citations.parse("厅字〔2022〕28号第三部分（一）")
    assert registry.look_up_citation(citation, TODAY).exists is None


@pytest.mark.parametrize("title", ["人民调解法", "村级事务准入法", "火星条例", "厅字〔2022〕28号"])
def test_a_lookup_takes_at_most_three_queries(title, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        at(title, 8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(), max_size=40) | st.sampled_from(["人民调解法", "刑法", "厅字〔2022〕28号"]),
    st.none() | st.integers(),
    st.none() | st.integers(),
    st.none() | st.integers(),
    st.dates(),
)
def test_no_input_makes_the_register_fail_and_no_text_is_given_for_what_is_not_there(
    title, article, paragraph, item, on
):
    basis = registry.look_up(title, article=article, paragraph=paragraph, item=item, on=on, document_number=title)
    assert basis.exists in {True, False, None}
    assert basis.text == "" or basis.exists


def test_of_all_laws_in_force_one_orders_a_dedicated_post_at_villages_and_none_a_signboard():
    current = [version.pk for version in LegalVersion.objects.all() if version.in_force(TODAY)]
    articles = Article.objects.filter(version__in=current, text__contains="村民委员会").select_related(
        "version__source"
    )
    assert [str(article) for article in articles if modality.orders_dedicated_post(article.text) is not False] == [
        "《中华人民共和国未成年人保护法》第四十三条"
    ]
    assert not [article for article in articles if modality.orders_hanging(article.text)]
    assert len(articles) > 150


def test_every_law_of_the_register_is_found_under_its_own_title():
    lost = [title for title in LegalSource.objects.values_list("title", flat=True) if at(title).title != title]
    assert lost == []
