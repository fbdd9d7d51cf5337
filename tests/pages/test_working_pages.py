"""The pages of the acts: by when, at which desk and why the officer is asked, and what must be read before."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from accounts import rights
from accounts.models import Delegation, User
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION
from workflows.models import Desk

ASKED = {"desk": "legality", "when": "before", "days": 2, "reason": "涉及经费标准，请先核实"}


def due(request, desk, days):
    """The open desk is due so many days from today."""
    day = localdate() + timedelta(days=days)
    Desk.objects.filter(process__request=request, name=desk, finished=None).update(due_on=day)
    return day.isoformat()


def waits(office):
    return [(each.title, each.desk.due_on.isoformat()) for each in office.answer.context["waits"]]


@pytest.mark.parametrize(("days", "says"), [(-9, "已逾期 9 天"), (0, "今天到期"), (6, "还剩 6 天")])
def test_the_form_says_at_which_desk_it_lies_and_by_when(office, county, days, says):
    request = office.submits(MEDIATION)
    day = due(request, "screen", days)
    for act in ("accept", "return_for_correction", "decline"):
        shown = office.sees(county.screener, "act", request.pk, act)
        assert waits(office) == [("形式审查", day)]
        assert f'datetime="{day}"' in shown and says in shown


def test_the_decision_says_by_when(office, county):
    request = office.comes_to_decision(MEDIATION)
    day = due(request, "decide", -3)
    shown = office.sees(county.decider, "decide", request.pk)
    assert waits(office) == [("审定", day)]
    assert "已逾期 3 天" in shown


def test_who_is_asked_as_one_more_signer_reads_who_asked_and_why(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.does(county.justice, "add_signer", request, asked=f"u{county.finance.pk}", **ASKED)
    due(request, "funding", 1)
    due(request, "legality", 4)
    shown = office.sees(county.finance, "act", request.pk, "give_opinion")
    here, beside = office.answer.context["waits"]
    assert [(each.title, each.here, bool(each.asked)) for each in (here, beside)] == [
        ("经费审核", True, False),
        ("合法性审查", False, True),
    ]
    assert "加签" in shown and "涉及经费标准，请先核实" in shown and f"{county.justice}" in shown
    office.does(county.finance, "give_opinion", request, conclusion="supports")
    office.sees(county.finance, "act", request.pk, "give_opinion")
    [here] = office.answer.context["waits"]
    assert (here.title, here.here, here.asked.reason) == ("合法性审查", True, "涉及经费标准，请先核实")
    assert "涉及经费标准，请先核实" not in office.sees(county.township_officers[0], "act", request.pk, "give_opinion")


def test_who_was_asked_by_name_reads_who_handed_it_on(office, county):
    second = User.objects.create_user("t-finance2", first_name="钱副", organ=county.finance.organ)
    rights.grant(second, rights.GIVE_OPINION, county.finance.organ)
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.sees(county.finance, "act", request.pk, "hand_on")
    key = next(key for key, name in office.answer.context["form"].fields["to"].choices if "钱副" in name)
    office.does(county.finance, "hand_on", request, to=key, reason="本周外出")
    shown = office.sees(second, "act", request.pk, "give_opinion")
    assert "转办" in shown and "本周外出" in shown


def test_the_province_reads_how_long_it_has_waited(office, county):
    request = office.comes_to_decision(STATION)
    laid = timezone.now() - timedelta(days=12)
    Desk.objects.filter(process__request=request, name="provincial_consent").update(created=laid)
    for act in ("consent", "withhold_consent"):
        assert "已等待 12 天" in office.sees(county.province, "act", request.pk, act)


def test_a_substitute_reads_in_whose_place(office, county):
    today = localdate()
    Delegation.objects.create(
        principal=county.justice, substitute=county.rural, starts_on=today, ends_on=today, reason="出差"
    )
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.sees(county.rural, "act", request.pk, "give_opinion")
    [here] = office.answer.context["waits"]
    assert (here.title, here.principal) == ("合法性审查", str(county.justice))


def test_the_page_asks_as_often_however_many_signers_were_added(office, county, django_assert_max_num_queries):
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.sees(county.justice, "act", request.pk, "give_opinion")
    with django_assert_max_num_queries(200) as few:
        office.sees(county.justice, "act", request.pk, "give_opinion")
        most = len(few)
    for officer in (county.finance, county.rural, county.civil):
        asked = ASKED | {"when": "after", "asked": f"u{officer.pk}"}
        office.does(county.screener, "add_signer", request, **asked)
    office.sees(county.justice, "act", request.pk, "give_opinion")
    with django_assert_max_num_queries(most):
        office.sees(county.justice, "act", request.pk, "give_opinion")


@pytest.mark.parametrize("act", ["overturn", "uphold"])
def test_who_re_examines_reads_first_why_it_was_asked_and_why_it_was_declined(office, county, act):
    request = office.submits(MEDIATION, OUTSIDE_BOARD)
    office.does(county.clerk, "ask_re_examination", request, reason="牌子另有依据，见附件")
    shown = office.sees(county.reexaminer, "act", request.pk, act)
    asked, declined = office.answer.context["asked_again"], office.answer.context["declined"]
    assert (asked.officer, asked.reason) == (county.clerk, "牌子另有依据，见附件")
    assert [part.title for part, _found in declined] == ["食品安全工作站"]
    assert any("三（三）" in each.told.finding.citation for each in declined[0][1])
    assert shown.index("牌子另有依据，见附件") < shown.index('id="declined"') < shown.index('id="part-1"')


def test_the_opinion_form_says_until_when_an_opinion_can_be_taken_back(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    shown = office.sees(county.justice, "act", request.pk, "give_opinion")
    assert "意见提交后不能修改" not in shown
    assert "各方意见没有提齐之前可以拿回" in shown
