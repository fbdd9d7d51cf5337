"""Checking while writing, and finding the law: nothing that is only typed is stored, and nothing typed is lost."""

import pytest
from django.urls import reverse

from laws.models import Article
from tests.pages.test_applicant_drafts import typed
from tests.requests import MEDIATION, OUTSIDE_BOARD, draft

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def writing(client, county):
    """The clerk at the first part of a draft: the addresses of the part and of its check."""
    request = draft(county, MEDIATION)
    client.force_login(county.clerk)
    return request, reverse("part_edit", args=[request.pk, 1]), reverse("part_check", args=[request.pk, 1])


def test_the_check_says_what_the_notice_says_of_what_is_typed_and_stores_nothing(client, writing):
    request, _edit, check = writing
    with_office = MEDIATION | {"title": "另一个", "answers": MEDIATION["answers"] | {"separate_office": True}}

    panel = client.post(check, typed(with_office, "《人民调解法》第八条第一款"), **HTMX).content.decode()

    assert "<html" not in panel
    assert "须补正" in panel
    assert "三（二）在设施内办公" in panel
    assert "删去单独办公用房要求。" in panel
    assert request.parts.get().title == "人民调解委员会"
    assert request.parts.get().answers["separate_office"] is False


def test_the_check_warns_that_what_is_forbidden_will_be_declined_by_itself(client, county):
    request = draft(county, OUTSIDE_BOARD)
    client.force_login(county.clerk)

    panel = client.post(reverse("part_check", args=[request.pk, 1]), typed(OUTSIDE_BOARD), **HTMX).content.decode()

    assert "将被自动不予受理" in panel
    assert "除党中央、国务院明确要求或法律明文规定外，外部不得悬挂其他标牌（标识）。" in panel
    assert "综合服务设施外部" in panel


def test_what_is_left_open_is_asked_for_and_never_forbidden(client, writing):
    _request, _edit, check = writing
    bare = {"kind": "mechanism", "title": "某机制", "answers": {}}

    told = client.post(check, typed(bare, "《人民调解法》第八条第一款"), **HTMX).context["desk"].told

    assert not told.is_forbidden
    assert told.verdict.unknown


def test_a_wrong_answer_does_not_hinder_the_check_of_the_others(client, writing):
    _request, _edit, check = writing

    panel = client.post(check, typed(MEDIATION) | {"application": "nonsense", "separate_office": "true"}, **HTMX)

    assert "三（二）在设施内办公" in panel.content.decode()


def test_without_a_script_the_check_answers_with_the_page_as_it_was_typed(client, writing):
    _request, _edit, check = writing

    page = client.post(check, typed(MEDIATION | {"title": "尚未保存的名称"}, "人民调解法第八条")).content.decode()

    assert "<html" in page
    assert 'value="尚未保存的名称"' in page
    assert 'value="人民调解法第八条"' in page


def test_a_check_asks_the_database_no_more_than_25_times(client, writing, django_assert_max_num_queries):
    _request, _edit, check = writing
    sent = typed(MEDIATION, "《人民调解法》第八条第一款", "《村民委员会组织法》第七条", "（厅字〔2022〕28号）")

    with django_assert_max_num_queries(25):
        client.post(check, sent, **HTMX)


@pytest.mark.parametrize(
    ("cited", "says"),
    [
        ("《人民调解法》第八条第一款", "现行有效"),
        ("《人民调解法》第九十九条", "查无此文件或者条款"),
        ("《中华人民共和国村级牌子法》第三条", "查无此文件或者条款"),
        ("台食安委〔2026〕3号", "未收录"),
    ],
)
def test_under_each_row_stands_what_the_register_knows(client, writing, cited, says):
    request, edit, _check = writing
    client.post(edit, typed(MEDIATION, cited))

    page = client.get(edit).content.decode()

    assert says in page
    assert "《》" not in page
    assert request.parts.get().citations.count() == 1


def test_one_row_may_cite_several_places(client, writing):
    request, edit, _check = writing

    client.post(edit, typed(MEDIATION, "《人民调解法》第八条第一款、第三款和第九条"))

    places = request.parts.get().citations.values_list("article", "paragraph")
    assert list(places) == [(8, 1), (8, 3), (9, None)]


def test_a_document_that_is_not_held_keeps_its_level_and_excerpt(client, writing):
    request, edit, _check = writing
    row = {"cite-0-level": "county_document", "cite-0-excerpt": "各村设立工作站。"}

    client.post(edit, typed(MEDIATION, "《关于加强食品安全工作的意见》") | row)

    citation = request.parts.get().citations.get()
    assert (citation.claimed_level, citation.claimed_text) == ("county_document", "各村设立工作站。")


def test_a_level_without_a_document_is_asked_about(client, writing):
    _request, edit, _check = writing

    answer = client.post(edit, typed(MEDIATION) | {"cite-0-level": "law"})

    assert answer.status_code == 422
    assert "请填写依据的文件名称。" in answer.content.decode()


def test_no_citation_is_too_long_or_too_many_to_be_answered(client, writing):
    _request, edit, _check = writing

    long = client.post(edit, typed(MEDIATION, "据" * 400))
    many = client.post(edit, typed(MEDIATION, "《人民调解法》第一条至第三十条"))

    assert "无法识别为依据" in long.content.decode()
    assert "设立依据最多 20 条。" in many.content.decode()
    assert (long.status_code, many.status_code) == (422, 422)


def test_a_hit_fills_a_blank_row_and_what_was_typed_stays(client, writing):
    _request, edit, _check = writing
    sent = typed(MEDIATION | {"title": "尚未保存的名称"}, "台食安委〔2026〕3号")

    found = client.post(edit, sent | {"do": "search", "law_q": "人民调解法 8"})
    hit = found.context["desk"].hits[0].citation
    picked = client.post(edit, {key: value for key, value in sent.items() if key != "do"} | {"pick": hit})

    assert hit == "《中华人民共和国人民调解法》第八条"
    texts = [row["text"].value() or "" for row, _known in picked.context["desk"].shown_rows]
    assert texts == ["台食安委〔2026〕3号", hit, ""]
    assert 'value="尚未保存的名称"' in picked.content.decode()


def test_the_enter_key_in_the_search_box_seeks_and_elsewhere_saves(client, writing):
    request, edit, _check = writing

    sought = client.post(edit, typed(MEDIATION | {"title": "新名称"}) | {"do": "enter", "law_q": "调解"})
    assert sought.status_code == 200
    assert request.parts.get().title == "人民调解委员会"

    client.post(edit, typed(MEDIATION | {"title": "新名称"}) | {"do": "enter", "law_q": ""})
    assert request.parts.get().title == "新名称"


def test_a_row_can_be_taken_out(client, writing):
    request, edit, _check = writing
    sent = typed(MEDIATION, "《人民调解法》第八条", "《人民调解法》第九条")

    page = client.post(edit, sent | {"do": "", "drop": "0"}, **HTMX)

    texts = [row["text"].value() or "" for row, _known in page.context["desk"].shown_rows]
    assert texts == ["", "《人民调解法》第九条", ""]
    assert request.parts.get().citations.count() == 1


@pytest.mark.parametrize("nonsense", ["", "x", "%%%", "\x00", "条" * 300, "第条", "'; drop table"])
def test_no_words_sought_bring_the_search_down(client, county, nonsense):
    client.force_login(county.clerk)

    assert client.get(reverse("law_search"), {"law_q": nonsense}, **HTMX).status_code == 200


def test_an_article_stands_with_its_version_and_its_neighbours(client, county):
    article = Article.objects.get(version__source__title="中华人民共和国人民调解法", number=8)
    client.force_login(county.justice)

    page = client.get(reverse("law_article", args=[article.pk])).content.decode()

    assert "村民委员会、居民委员会设立人民调解委员会。" in page
    assert "2011-01-01" in page
    assert "现行有效" in page
    assert "第七条" in page
    assert "第九条" in page


@pytest.mark.parametrize("rows", ["", "abc", "-1", "99999999999", "500"])
def test_a_torn_form_of_rows_is_answered_and_not_stored(client, writing, rows):
    request, edit, _check = writing

    answer = client.post(edit, typed(MEDIATION) | {"cite-TOTAL_FORMS": rows})

    assert answer.status_code in (200, 302, 422)
    assert request.parts.get().title == "人民调解委员会"
