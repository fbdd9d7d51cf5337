"""What was refused before is shown to whoever decides on it under another name; it is refused by nobody for that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Organ
from tests.requests import MEDIATION, OUTSIDE_BOARD, draft
from workflows.facts import records_for
from workflows.models import AdmissionRequest, Decision, RequestPart
from workflows.services import submission
from workflows.services.precedents import MOST_SHOWN, earlier_refusals

FRAUD = {
    "kind": "report_form",
    "title": "反诈宣传台账",
    "answers": {
        "application": "new",
        "form_type": "ledger",
        "content": "各村入户发放反诈宣传单，督促群众安装反诈应用程序，每月上报安装人数，在村口悬挂横幅。",
        "indicators": ["入户户数", "安装人数", "横幅条数"],
    },
    "citations": [],
}


def refused(county, part=FRAUD, *, title="", days_ago=30, by=None, decision=Decision.REFUSED) -> RequestPart:
    """A part that was not let in so many days ago."""
    request = draft(county, part | {"title": title or part["title"]})
    at = timezone.now() - timedelta(days=days_ago)
    department = by or county.department
    AdmissionRequest.objects.filter(pk=request.pk).update(created_at=at, closed_at=at, department=department)
    RequestPart.objects.filter(request=request).update(decision=decision, reason="与民政部门在用报表重复")
    return RequestPart.objects.get(request=request)


def asked(county, *parts) -> RequestPart:
    return draft(county, *parts).parts.first()


def shown(part: RequestPart) -> list[str]:
    return [each.part.title for each in earlier_refusals(part)]


def test_a_form_that_comes_back_as_a_chat_group_of_another_name_is_shown_with_the_refusal(county):
    earlier = refused(county)
    part = asked(
        county,
        FRAUD
        | {
            "kind": "mechanism",
            "title": "防范电信诈骗工作专班",
            "answers": {"content": "入户发放反诈宣传单，督促村民安装反诈应用程序，按月报送安装人数。"},
        },
    )

    (found,) = earlier_refusals(part)

    assert found.part == earlier
    assert found.reason == "与民政部门在用报表重复"
    assert "类别由报表材料改为工作机制。" in found.resemblance.says
    assert f"原事项{found.refused_on.isoformat()}未予准入，距今30天。" in found.resemblance.says


def test_a_board_that_comes_back_in_traditional_characters_is_shown_with_the_clause_it_broke(county):
    request = draft(county, OUTSIDE_BOARD)
    submission.submit(request, by=county.clerk)

    (found,) = earlier_refusals(asked(county, OUTSIDE_BOARD | {"title": "食品安全工作站（標牌）"}))

    assert found.request == request
    assert "三（三）外部标牌" in found.clauses


def test_small_parts_that_together_are_the_refused_one_are_shown_as_a_split(county):
    refused(county)
    pieces = [
        FRAUD | {"kind": "work_affair", "title": "发放传单", "answers": {"content": "各村入户发放反诈宣传单。"}},
        FRAUD | {"title": "人数统计", "answers": {"content": "督促群众安装反诈应用程序，每月上报安装人数。"}},
        FRAUD | {"kind": "work_affair", "title": "横幅", "answers": {"content": "反诈宣传，在村口悬挂横幅。"}},
    ]

    says = [each.resemblance.says for part in draft(county, *pieces).parts.all() for each in earlier_refusals(part)]

    assert any("这3项合起来，与“反诈宣传台账”相当。" in each for each in says)


def test_a_sister_organ_that_asks_for_the_same_is_shown_as_one(county):
    refused(county, by=Organ.objects.get(name="台安县司法局"))

    (found,) = earlier_refusals(asked(county, FRAUD))

    assert "原由台安县司法局申请，现由台安县市场监督管理局申请。" in found.resemblance.says


def test_a_new_thing_is_shown_with_no_refusal(county):
    refused(county)

    assert shown(asked(county, MEDIATION)) == []


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.DECLINED, Decision.DECLINED_BY_RULE])
def test_whoever_refused_it_it_is_shown(county, decision):
    refused(county, decision=decision)

    assert shown(asked(county, FRAUD)) == ["反诈宣传台账"]


@pytest.mark.parametrize("decision", [Decision.ADMITTED, Decision.SENT_BACK, Decision.PENDING])
def test_what_was_not_refused_is_no_precedent(county, decision):
    refused(county, decision=decision)

    assert shown(asked(county, FRAUD)) == []


def test_what_was_refused_more_than_five_years_ago_is_forgotten(county):
    refused(county, title="反诈宣传登记表", days_ago=5 * 366)
    refused(county, days_ago=5 * 365 - 5)

    assert shown(asked(county, FRAUD)) == ["反诈宣传台账"]


def test_a_refusal_of_another_county_is_not_shown(county):
    earlier = refused(county)
    AdmissionRequest.objects.filter(pk=earlier.request_id).update(county=county.neighbour_clerk.organ.region)

    assert shown(asked(county, FRAUD)) == []


def test_a_part_of_the_same_request_is_no_precedent(county):
    part = asked(county, FRAUD, FRAUD)
    RequestPart.objects.filter(request=part.request).exclude(pk=part.pk).update(decision=Decision.DECLINED_BY_RULE)

    assert shown(part) == []


def test_no_more_than_a_few_are_shown_the_likest_first(county):
    for number in range(MOST_SHOWN + 2):
        refused(county, title=f"反诈宣传台账{number}")
    refused(county)

    found = earlier_refusals(asked(county, FRAUD))

    assert len(found) == MOST_SHOWN
    assert found[0].part.title == "反诈宣传台账"


def test_looking_takes_three_queries_however_much_was_refused(county, django_assert_max_num_queries):
    for _again in range(12):
        refused(county)
    part = asked(county, FRAUD, MEDIATION)

    with django_assert_max_num_queries(3):
        assert len(earlier_refusals(part)) == MOST_SHOWN


@pytest.mark.parametrize("title", ["", "％_'\"\\", "<b>台账</b>", "台账" * 50, "😀", "\u200b"])
def test_any_title_can_be_looked_up(county, title):
    refused(county)

    assert isinstance(earlier_refusals(asked(county, FRAUD | {"title": title[:100], "answers": {}})), list)


def test_the_registers_know_places_and_organs_in_the_name_of_a_board(county):
    board = OUTSIDE_BOARD | {"title": "桑林镇便民点"}
    known = records_for(asked(county, board), on=timezone.localdate())
    short = records_for(asked(county, OUTSIDE_BOARD | {"title": "台安县司局"}), on=timezone.localdate())

    assert "桑林镇" in known["place_names"]
    assert (known["registered_name"], short["registered_name"]) == (None, "台安县司法局")


def test_who_screens_and_who_decides_reads_of_the_earlier_refusal_and_the_reviewers_do_not(office, county):
    refused(county, MEDIATION)
    request = office.submits(MEDIATION)

    assert "与民政部门在用报表重复" in office.sees(county.screener, "act", request.pk, "accept")

    office.accepts(request)
    assert "曾未准入的相近事项" not in office.sees(county.justice, "act", request.pk, "give_opinion")

    office.everybody_supports(request)
    office.everybody_supports(request)
    page = office.sees(county.decider, "decide", request.pk)
    assert "曾未准入的相近事项" in page
    assert "仅供比对，不因相近而不予准入。" in page
    assert request.parts.get().decision == Decision.PENDING
