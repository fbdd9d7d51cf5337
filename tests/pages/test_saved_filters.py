"""常用筛选: kept under a name on the list they belong to, for their owner alone."""

import pytest
from django.urls import reverse

from tests.requests import MEDIATION
from workflows.models import SavedFilter
from workflows.services import saved_filters


def saves(office, officer, **given):
    office.client.force_login(officer)
    well = {"name": "本县牌子", "path": reverse("request_list"), "query": "?kind=signboard&page=3&export=csv"}
    office.answer = office.client.post(reverse("filter_save"), well | given)
    return office.answer


def test_a_filter_is_saved_shown_on_its_list_and_removed(office, county):
    assert saves(office, county.screener).url == "/requests/?kind=signboard&page=3&export=csv"
    kept = SavedFilter.objects.get()
    assert kept.query == "kind=signboard"

    page = office.sees(county.screener, "request_list")
    assert "本县牌子" in page
    assert "/requests/?kind=signboard" in page
    assert "本县牌子" not in office.sees(county.screener, "inbox")

    office.client.post(reverse("filter_remove", args=[kept.pk]), {"path": "/requests/", "name": "x"})
    assert not SavedFilter.objects.exists()


def test_nobody_sees_or_removes_another_ones(office, county):
    saves(office, county.screener)
    removal = reverse("filter_remove", args=[SavedFilter.objects.get().pk])
    assert removal not in office.sees(county.decider, "request_list")

    office.client.post(removal)
    assert SavedFilter.objects.exists()


def test_the_same_name_is_set_anew(office, county):
    saves(office, county.screener)
    saves(office, county.screener, query="state=open")
    assert SavedFilter.objects.get().query == "state=open"


def test_a_list_offers_to_save_once_it_is_narrowed(office, county):
    office.submits(MEDIATION)
    assert "保存为常用筛选" not in office.sees(county.screener, "request_list")
    assert "保存为常用筛选" in office.sees(county.screener, "request_list", kind="mechanism")


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "字" * 31},
        {"name": "a\x00b"},
        {"path": "https://example.org/"},
        {"path": "//example.org/requests/"},
        {"path": "/no/such/page/"},
        {"path": ""},
        {"query": "q=" + "x" * 1500},
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_leads_nowhere_else(office, county, given):
    answer = saves(office, county.screener, **given)

    assert answer.status_code == 302
    assert answer.url.startswith(("/requests/", "/"))
    assert not answer.url.startswith("//")
    assert not SavedFilter.objects.exists()
    assert "没有保存" in office.sees(county.screener, "request_list")


def test_there_is_an_end_to_it(office, county):
    for number in range(saved_filters.MOST + 1):
        saves(office, county.screener, name=f"筛选{number}")
    assert SavedFilter.objects.count() == saved_filters.MOST
