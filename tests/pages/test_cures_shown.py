"""Stories of the way out: whoever is refused reads what would have to change, as it was tried."""

import io

from django.core.management import call_command

from policy.choices import Issuer, Place
from tests.requests import OUTSIDE_BOARD, draft
from workflows.models import PartVerdict
from workflows.services.cures import cures_of
from workflows.services.readings import terms_for

INSIDE = "将“悬挂位置”由“综合服务设施外部”改为“综合服务设施内部”。"
# 健在证明 stands on the list of 民发〔2020〕20号: nothing the applicant can change lets it in.
CERTIFICATE = {
    "kind": "certification",
    "title": "健在证明",
    "answers": {
        "application": "new",
        "certificate_use": "领取养老金",
        "content": "证明本人健在",
        "issuer": Issuer.COMMITTEE.value,
    },
    "citations": [],
}


def test_a_declined_part_shows_the_smallest_changes_that_would_cure_it(office, county):
    request = office.submits(OUTSIDE_BOARD)
    shown = office.sees(county.clerk, "request", request.pk)

    assert "最小的改动" in shown
    assert INSIDE in shown


def test_what_cannot_be_cured_is_said_to_have_no_lawful_path(office, county):
    request = office.submits(CERTIFICATE)

    assert "没有合法途径" in office.sees(county.clerk, "request", request.pk)
    assert "没有合法途径" in office.sees(county.clerk, "document", request.pk, "decline")


def test_what_only_has_to_be_filled_in_is_not_said_to_have_no_lawful_path(office, county):
    blank = {"kind": "work_affair", "title": "防溺水巡查", "citations": []} | {
        "answers": {"application": "new", "content": "汛期巡查"}
    }
    request = office.submits(blank)
    shown = office.sees(county.clerk, "request", request.pk)

    assert "确有依据的，写明文件名称" in shown and "写明经费由谁承担" in shown
    assert "没有合法途径" not in shown
    assert "没有合法途径" not in office.sees(county.clerk, "document", request.pk, "decline")


def test_the_letter_that_declines_tells_them_too(office, county):
    request = office.submits(OUTSIDE_BOARD)
    shown = office.sees(county.clerk, "document", request.pk, "decline")

    assert "经逐项试算，作下列任一改动即不再违反：" in shown
    assert INSIDE.rstrip("。") in shown
    assert "。；" not in shown
    assert "。。" not in shown


def test_the_check_while_writing_shows_them_before_it_is_too_late(office, county):
    request = draft(county, OUTSIDE_BOARD)

    assert INSIDE in office.sees(county.clerk, "part_edit", request.pk, 1)


def test_whoever_makes_the_change_is_not_declined_again(office, county):
    assert office.submits(OUTSIDE_BOARD).parts.get().was_declined_by_machine
    inside = OUTSIDE_BOARD["answers"] | {"place": Place.INSIDE.value}

    assert not office.submits(OUTSIDE_BOARD | {"answers": inside}).parts.get().was_declined_by_machine


def test_a_verdict_whose_facts_cannot_be_read_any_more_is_shown_without_cures(office, county):
    request = office.submits(OUTSIDE_BOARD)
    kept = PartVerdict.objects.get(part__request=request)
    kept.facts = {"kind": "of another time"}

    assert cures_of(kept, terms_for(request)) == ()


def test_the_cases_are_printed_with_their_cures_when_asked(county):
    printed = io.StringIO()
    call_command("run_cases", "--cures", stdout=printed)

    assert "补救 " in printed.getvalue()
    assert "没有合法途径" in printed.getvalue()


def test_each_finding_leads_to_the_page_of_its_rule(office, county):
    request = office.submits(OUTSIDE_BOARD)

    assert "/rules/outside_signboard_is_one_of_the_six_or_ordered/" in office.sees(county.clerk, "request", request.pk)
