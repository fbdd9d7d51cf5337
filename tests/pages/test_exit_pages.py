"""Stories of the pages of exit: reported, reviewed, heard, decided; and the drawing of what rests on what."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from catalogues import register
from catalogues.models import Entry, ExitCase, ExitReview
from policy.legal import citations

MEDIATION_LAW = "《中华人民共和国人民调解法》第八条"


@pytest.fixture
def entry(county) -> Entry:
    return register.enter(
        number="旧〔2020〕1号",
        region=county.region,
        kind="work_affair",
        title="防汛值守",
        organ=county.department,
        answers={},
        on=date(2020, 1, 1),
        bases=citations.parse(MEDIATION_LAW),
    )


def sends(office, officer, name, *args, **answers):
    office.client.force_login(officer)
    office.answer = office.client.post(reverse(name, args=args), answers)
    return office.answer.content.decode()


def test_an_exit_from_the_report_to_the_decision(office, county, entry):
    assert reverse("exit_report", args=[entry.pk]) in office.sees(county.finance, "entry", entry.pk)
    refused = sends(office, county.finance, "exit_report", entry.pk, ground="", note="")
    assert office.answer.status_code == 422 and "请选择情形" in refused and "请写明情况和来源" in refused
    sends(office, county.finance, "exit_report", entry.pk, ground="funds", note="预算没有安排")
    review = ExitReview.objects.get()

    assert reverse("exits") in office.sees(county.keeper, "start")
    assert "防汛值守" in office.sees(county.keeper, "exits", state="open")
    page = office.sees(county.keeper, "exit_review", review.pk)
    assert "预算没有安排" in page and f"{reverse('exit_propose')}?review={review.pk}" in page
    assert "checked" in office.sees(county.keeper, "exit_propose", review=review.pk)
    empty = sends(office, county.keeper, "exit_propose")
    assert office.answer.status_code == 422 and "请至少选择一项" in empty
    sends(office, county.keeper, "exit_propose", reviews=[review.pk], title="")
    case = ExitCase.objects.get()

    assert reverse("exit_case", args=[case.pk]) in office.sees(county.clerk, "exits")
    assert "陈述意见" in office.sees(county.clerk, "exit_case", case.pk)
    refused = sends(office, county.clerk, "exit_act", case.pk, "answer", agrees="no", said="", seen=0)
    assert office.answer.status_code == 422 and "请写明理由和依据" in refused
    case = ExitCase.objects.get()
    sends(office, county.clerk, "exit_act", case.pk, "answer", agrees="no", said="仍有需要", seen=case.revision)
    assert office.answer.status_code == 302

    case = ExitCase.objects.get()
    item = case.items.get()
    page = office.sees(county.decider, "exit_act", case.pk, "decide")
    assert "仍有需要" in page and "预算没有安排" in page
    answers = {f"outcome_{item.pk}": "leaves", f"reason_{item.pk}": "没有经费保障", "seen": case.revision}
    wrong = sends(office, county.decider, "exit_act", case.pk, "decide", **answers | {f"leaves_on_{item.pk}": "明天"})
    assert office.answer.status_code == 422 and "年-月-日" in wrong
    sends(office, county.decider, "exit_act", case.pk, "decide", **answers)
    assert office.answer.status_code == 302
    entry.refresh_from_db()
    assert entry.left_on == date.today()
    stale = sends(office, county.decider, "exit_act", case.pk, "decide", **answers)
    assert office.answer.status_code == 409 and "页面已过时" in stale
    page = office.sees(county.clerk, "exit_case", case.pk)
    assert "没有经费保障" in page and "退出" in page and "审定退出" in page
    assert "已退出或者已过期" in office.sees(county.clerk, "entry", entry.pk)


def test_a_review_is_kept_with_a_reason_and_not_twice(office, county, entry):
    sends(office, county.keeper, "exit_report", entry.pk, ground="use", note="没有使用")
    review = ExitReview.objects.get()
    assert "请写明核查情况" in sends(office, county.keeper, "exit_review", review.pk, reason="")
    sends(office, county.keeper, "exit_review", review.pk, reason="仍在使用")
    assert office.answer.status_code == 302
    again = sends(office, county.keeper, "exit_review", review.pk, reason="再一次")
    assert office.answer.status_code == 409 and "仍在使用" in again


def test_other_counties_and_other_offices_see_nothing_of_it(office, county, entry):
    sends(office, county.keeper, "exit_report", entry.pk, ground="use", note="没有使用")
    review = ExitReview.objects.get()
    sends(office, county.keeper, "exit_propose", reviews=[review.pk], title="")
    case = ExitCase.objects.get()
    for stranger in (User.objects.get(username="n-keeper"), county.neighbour_clerk):
        office.sees(stranger, "exit_case", case.pk)
        assert office.answer.status_code == 404
    office.sees(User.objects.get(username="n-keeper"), "exit_review", review.pk)
    assert office.answer.status_code == 404
    office.sees(county.justice, "exits")
    assert office.answer.status_code == 403
    office.sees(county.neighbour_screener, "exit_report", entry.pk)
    assert office.answer.status_code == 403
    office.sees(county.keeper, "exit_act", case.pk, "nonsense")
    assert office.answer.status_code == 404


def test_the_drawing_shows_which_entries_rest_on_an_article(office, county, entry):
    register.enter(
        number="旧〔2020〕2号",
        region=county.region,
        kind="work_affair",
        title="无依据的",
        organ=None,
        answers={},
        on=date(2020, 1, 1),
    )
    page = office.sees(county.clerk, "bases", q="人民调解")
    drawn, table = page.split('<svg class="graph"')[1].split("</svg>")
    assert MEDIATION_LAW in drawn and "防汛值守" in drawn
    assert "防汛值守" in table and "无依据的" in table
    assert "没有登记依据的条目" in office.sees(county.clerk, "bases", q="没有这部法律")


def test_messages_of_lists_and_exits_lead_to_their_pages(office, county, entry):
    sends(office, county.finance, "exit_report", entry.pk, ground="funds", note="预算没有安排")
    from notifications import outbox
    from notifications.models import Notice

    outbox.deliver_waiting()
    notice = Notice.objects.get(recipient=county.keeper)
    assert "列入退出核查" in office.sees(county.keeper, "notices")
    sends(office, county.keeper, "notice_read", notice.pk, open="1")
    assert office.answer.url == reverse("exit_review", args=[ExitReview.objects.get().pk])
