"""Stories of exit: what speaks for it is queued once, the organs are heard, the authority decides entry by entry."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import Delegation, Level, Region, User
from catalogues import exits as found
from catalogues import register
from catalogues.lists import CatalogueList, ListName
from catalogues.models import Entry, ExitCase, ExitEvent, ExitReview, ExitState, Ground, Outcome
from laws import importing
from laws.models import ChangeKind, LawChange, LegalSource
from notifications.models import Outgoing
from policy.legal import citations
from tests.laws.files import Collection
from tests.requests import MEDIATION
from tests.ways import before_the_authority
from workflows.errors import NotComplete, NotNow
from workflows.models import Decision
from workflows.pages.letters import exit_values
from workflows.services import decision, exits, law_review, list_keeping
from workflows.services.decision import Ruling as Admission
from workflows.services.exits import Ruling
from workflows.services.list_keeping import Content
from workflows.services.matters import OfExit
from workflows.tasks import queue_exits

pytestmark = pytest.mark.django_db
VILLAGES = "中华人民共和国村务法"
ARTICLES = {
    "第一条": "村民委员会设立人民调解委员会。",
    "第二条": "村民委员会应当协助人口登记。",
    "第三条": "村民委员会应当协助统计。",
}


@pytest.fixture
def collection(tmp_path) -> Collection:
    made = Collection(tmp_path / "laws.db")
    made.add(VILLAGES, "2019-10-01", "2020-01-01", ARTICLES)
    importing.import_laws(made.path)
    return made


def standing(county, title: str, basis: str = "", **more) -> Entry:
    """An entry of the county's list, as an import would leave it."""
    count = Entry.listed.count() + 1
    return register.enter(
        number=f"旧〔2020〕{count:04d}号",
        region=county.region,
        kind=more.pop("kind", "work_affair"),
        title=title,
        organ=more.pop("organ", county.department),
        answers=more.pop("answers", {}),
        on=more.pop("on", date(2020, 6, 1)),
        bases=citations.parse(basis),
        **more,
    )


def reviews() -> set[tuple[str, str]]:
    return set(ExitReview.objects.values_list("entry__title", "ground"))


def proposed(county, *entries: Entry) -> ExitCase:
    for entry in entries:
        exits.report(entry, by=county.keeper, ground=Ground.USE, note="三年没有使用")
    return exits.propose(ExitReview.objects.filter(case__isnull=True), by=county.keeper)


def at_decision(county, *entries: Entry) -> ExitCase:
    case = proposed(county, *entries)
    exits.answer(case, by=county.clerk, agrees=True, said="")
    case = ExitCase.objects.get(pk=case.pk)
    assert case.state == ExitState.DECIDING
    return case


# -- what is found ----------------------------------------------------------------------------------------------------


def test_a_repealed_article_brings_up_exactly_what_rests_on_it_and_once(county, collection):
    standing(county, "甲", f"《{VILLAGES}》第二条")
    standing(county, "乙", f"《{VILLAGES}》第二条第一款、《{VILLAGES}》第一条")
    standing(county, "丙", f"《{VILLAGES}》第一条")
    standing(county, "丁", f"《{VILLAGES}》")
    standing(county, "戊")
    standing(county, "己", f"《{VILLAGES}》第二条", valid_until=date(2021, 1, 1))
    gone = standing(county, "庚", f"《{VILLAGES}》第二条")
    Entry.objects.filter(pk=gone.pk).update(left_on=date(2022, 1, 1))
    request = before_the_authority(
        county, part=MEDIATION | {"citations": [*MEDIATION["citations"], {"title": VILLAGES, "article": 2}]}
    )
    decision.decide(request, by=county.decider, rulings={1: Admission(Decision.ADMITTED, "同意")})

    source = LegalSource.objects.get(title=VILLAGES)
    change = LawChange.objects.create(
        source=source, version="2019", article=2, kind=ChangeKind.AMENDED, before="有", after="", provenance="测试"
    )
    assert len(exits.queue([change])) == 4
    assert reviews() == {(title, "basis") for title in ("甲", "乙", "人民调解委员会")} | {("己", "expiry")}
    assert exits.queue([change]) == [] and exits.queue() == []
    assert queue_exits() == 0


def test_a_repealed_law_brings_up_all_that_rests_on_it(county, collection):
    for title, basis in (("甲", "第二条"), ("乙", ""), ("丙", "第一条")):
        standing(county, title, f"《{VILLAGES}》{basis}")
    standing(county, "丁", "《中华人民共和国人民调解法》第八条")
    source = LegalSource.objects.get(title=VILLAGES)
    LawChange.objects.create(source=source, version="2019", kind=ChangeKind.REPEALED, provenance="测试")
    exits.queue()
    assert reviews() == {("甲", "basis"), ("乙", "basis"), ("丙", "basis")}


def test_what_entered_under_the_changed_law_is_not_brought_up(county, collection):
    standing(county, "旧", f"《{VILLAGES}》第二条", on=date(2024, 1, 1))
    standing(county, "新", f"《{VILLAGES}》第二条", on=date(2026, 1, 1))
    source = LegalSource.objects.get(title=VILLAGES)
    LawChange.objects.create(
        source=source, version="x", kind=ChangeKind.REPEALED, effective_on=date(2025, 1, 1), provenance="测试"
    )
    exits.queue()
    assert reviews() == {("旧", "basis")}


def test_an_amended_article_goes_to_the_review_of_laws_and_what_was_imported_comes_up_here(county, collection):
    standing(county, "导入的", f"《{VILLAGES}》第二条")
    standing(county, "申请的", f"《{VILLAGES}》第二条", request_number="210321-2020-00001")
    collection.run("UPDATE articles SET article_text = '可以协助。' WHERE article_no = '第二条'")
    importing.import_laws(collection.path)
    exits.queue()
    assert reviews() == {("导入的", "basis")}


def test_a_review_of_laws_that_finds_the_basis_lost_brings_the_entry_up(county, collection):
    request = before_the_authority(
        county, part=MEDIATION | {"citations": [*MEDIATION["citations"], {"title": VILLAGES, "article": 2}]}
    )
    decision.decide(request, by=county.decider, rulings={1: Admission(Decision.ADMITTED, "同意")})
    collection.run("UPDATE articles SET article_text = '可以协助。' WHERE article_no = '第二条'")
    importing.import_laws(collection.path)
    (review,) = law_review.queue()
    assert exits.queue() == []
    law_review.close_review(review, by=county.screener, conclusion="lost", reason="条文已不要求协助")
    (queued,) = ExitReview.objects.all()
    assert (queued.ground, queued.note) == ("basis", "条文已不要求协助")


def test_a_term_that_ends_and_what_the_applicant_said_himself_are_found(county):
    standing(county, "到期", valid_until=date.today() + timedelta(days=30))
    standing(county, "未到期", valid_until=date.today() + timedelta(days=31))
    standing(county, "无经费", answers={"payer": "nobody"})
    standing(county, "无效用", answers={"effective": False})
    standing(county, "不认可", answers={"villagers": "unwelcome"})
    standing(county, "好的", answers={"payer": "county", "effective": True, "villagers": "welcome"})
    call_command("queue_exits", verbosity=0)
    assert reviews() == {("到期", "expiry"), ("无经费", "funds"), ("无效用", "use"), ("不认可", "support")}
    assert Outgoing.objects.filter(event="exit_review_queued", recipient=county.keeper).count() == 4


def test_finance_and_townships_report_and_others_do_not(county):
    entry = standing(county, "甲")
    exits.report(entry, by=county.finance, ground=Ground.FUNDS, note="预算没有安排")
    exits.report(entry, by=county.township_officers[0], ground=Ground.SUPPORT, note="村民代表会议不同意")
    with pytest.raises(NotNow, match="已提出过"):
        exits.report(entry, by=county.finance, ground=Ground.FUNDS, note="再说一次")
    for stranger in (county.clerk, county.neighbour_screener, User.objects.get(username="n-finance")):
        with pytest.raises(PermissionDenied):
            exits.report(entry, by=stranger, ground=Ground.USE, note="没有用")
    assert reviews() == {("甲", "funds"), ("甲", "support")}

    review = ExitReview.objects.get(ground=Ground.FUNDS)
    with pytest.raises(NotComplete):
        exits.keep(review, by=county.keeper, reason=" ")
    exits.keep(review, by=county.keeper, reason="县财政已补列预算")
    exits.report(entry, by=county.finance, ground=Ground.FUNDS, note="又停了")
    assert ExitReview.objects.filter(ground=Ground.FUNDS).count() == 2


# -- hearing and deciding ---------------------------------------------------------------------------------------------


def test_some_leave_and_others_stay(county):
    goes, stays = standing(county, "走的"), standing(county, "留的")
    case = at_decision(county, goes, stays)
    items = {item.entry.title: item.pk for item in case.items.all()}
    rulings = {items["走的"]: Ruling(Outcome.LEAVES, "三年未使用"), items["留的"]: Ruling(Outcome.STAYS, "仍有需要")}
    exits.decide(case, by=county.decider, rulings=rulings)
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert (goes.left_on, goes.left_because, stays.left_on) == (date.today(), "三年未使用", None)
    case = ExitCase.objects.get(pk=case.pk)
    assert case.state == ExitState.DECIDED and case.closed_at
    assert list(case.events.values_list("act", flat=True)) == ["propose", "answer", "submit_for_decision", "rule"]
    assert not case.desks.filter(done_at__isnull=True).exists()
    assert not case.reviews.filter(closed_at__isnull=True).exists()
    assert case.number == f"退〔{date.today().year}〕210321-0001号"


def test_a_decision_is_whole_or_nothing(county):
    entries = [standing(county, title) for title in ("甲", "乙")]
    case = at_decision(county, *entries)
    first, second = case.items.all()
    for rulings, field in (
        ({first.pk: Ruling(Outcome.LEAVES, "理由")}, f"outcome_{second.pk}"),
        ({first.pk: Ruling(Outcome.LEAVES, "理由"), second.pk: Ruling(Outcome.STAYS, " ")}, f"reason_{second.pk}"),
        (
            {
                first.pk: Ruling(Outcome.LEAVES, "理由"),
                second.pk: Ruling(Outcome.LEAVES, "理由", date.today() - timedelta(days=1)),
            },
            f"leaves_on_{second.pk}",
        ),
    ):
        with pytest.raises(NotComplete) as refused:
            exits.decide(case, by=county.decider, rulings=rulings)
        assert refused.value.field == field
    assert not Entry.objects.filter(left_on__isnull=False).exists()
    assert ExitCase.objects.get(pk=case.pk).state == ExitState.DECIDING


def test_each_act_has_its_person(county):
    case = proposed(county, standing(county, "甲"))
    for stranger in (county.screener, county.keeper, county.decider, county.neighbour_clerk):
        with pytest.raises((PermissionDenied, NotNow)):
            exits.answer(case, by=stranger, agrees=True, said="")
    exits.answer(case, by=county.clerk, agrees=False, said="仍在使用，见台账")
    case = ExitCase.objects.get(pk=case.pk)
    rulings = {case.items.get().pk: Ruling(Outcome.STAYS, "同意保留")}
    for stranger in (county.screener, county.keeper, county.clerk, User.objects.get(username="n-decider")):
        with pytest.raises(PermissionDenied):
            exits.decide(case, by=stranger, rulings=rulings)
    exits.decide(case, by=county.decider, rulings=rulings)
    with pytest.raises(NotNow, match="已审定"):
        exits.decide(case, by=county.decider, rulings=rulings)


def test_an_organ_that_objects_says_why_and_answers_once(county):
    other = User.objects.get(username="t-screener")
    case = proposed(county, standing(county, "甲"), standing(county, "乙", organ=other.organ))
    with pytest.raises(NotComplete) as refused:
        exits.answer(case, by=county.clerk, agrees=False, said="")
    assert refused.value.field == "said"
    # Nobody in 民政局 may submit, so only the department is heard; its answer is the last.
    exits.answer(case, by=county.clerk, agrees=True, said="")
    with pytest.raises(NotNow, match="页面已过时"):
        exits.answer(case, by=county.clerk, agrees=True, said="", seen=0)


def test_silence_is_no_consent(county):
    with time_machine.travel("2026-11-02T09:00:00+08:00"):
        case = proposed(county, standing(county, "甲"))
        assert case.desks.get().due_on == date(2026, 11, 9)
    with time_machine.travel("2026-11-09T09:00:00+08:00"), pytest.raises(NotNow, match="期限未满"):
        exits.go_on(case, by=county.keeper, reason="县市场监管局逾期")
    with time_machine.travel("2026-11-10T09:00:00+08:00"):
        exits.go_on(case, by=county.keeper, reason="县市场监管局逾期")
    case = ExitCase.objects.get(pk=case.pk)
    desk = case.desks.get(organ__isnull=False)
    assert case.state == ExitState.DECIDING and desk.agrees is None and "不视为同意" in desk.said
    assert Entry.objects.get().left_on is None


def test_a_case_that_is_dropped_leaves_everything_as_it_was(county):
    case = proposed(county, standing(county, "甲"))
    exits.drop(case, by=county.keeper, reason="核对后仍有依据")
    assert Entry.objects.get().left_on is None
    assert not exits.waiting_for(county.clerk).exists()
    assert ExitReview.objects.get().closed_at
    with pytest.raises(NotNow, match="不再提请"):
        exits.drop(case, by=county.keeper, reason="再一次")


def test_what_was_proposed_is_not_proposed_again(county):
    proposed(county, standing(county, "甲"))
    with pytest.raises(NotNow, match="已提请退出"):
        exits.propose(ExitReview.objects.all(), by=county.keeper)
    with pytest.raises(NotComplete):
        exits.propose([], by=county.keeper)


def test_nobody_decides_on_the_entries_of_his_own_organ(county):
    case = proposed(county, standing(county, "甲", organ=county.decider.organ))
    case = ExitCase.objects.get(pk=case.pk)
    with pytest.raises(NotNow, match="本单位"):
        exits.decide(case, by=county.decider, rulings={case.items.get().pk: Ruling(Outcome.LEAVES, "理由")})


def test_a_substitute_decides_in_the_name_of_whom_he_stands_in_for(county):
    case = at_decision(county, standing(county, "甲"))
    Delegation.objects.create(
        principal=county.decider,
        substitute=county.reexaminer,
        starts_on=date.today(),
        ends_on=date.today(),
        reason="出差",
    )
    stand_in = User.objects.get(pk=county.reexaminer.pk)
    exits.decide(case, by=stand_in, rulings={case.items.get().pk: Ruling(Outcome.STAYS, "仍有需要")})
    event = ExitEvent.objects.get(act="rule")
    assert (event.officer, event.in_place_of) == (county.reexaminer, county.decider)


def changed_meanwhile(county, old: Entry, **more) -> Entry:
    """Another version takes the place of `old`, as could happen before changes waited for the decision."""
    Entry.objects.filter(pk=old.pk).update(left_on=date.today(), left_because="变更")
    return standing(county, f"{old.title}二", on=date.today(), supersedes=old, **more)


def test_what_was_changed_while_its_exit_was_under_way_leaves_as_it_stands_now(county):
    old = standing(county, "甲")
    case = at_decision(county, old)
    new = changed_meanwhile(county, changed_meanwhile(county, old))
    item = case.items.get()
    exits.decide(case, by=county.decider, rulings={item.pk: Ruling(Outcome.LEAVES, "三年未使用")})
    new.refresh_from_db()
    item.refresh_from_db()
    assert (new.left_on, new.left_because, item.entry) == (date.today(), "三年未使用", new)
    (letter,) = OfExit(ExitCase.objects.get(pk=case.pk)).letters()[:1]
    (line,) = exit_values.values(case, letter)["退出条目"]
    assert (line["名称"], line["情况"]) == ("甲二二", "三年没有使用")


def test_what_passed_to_his_own_organ_meanwhile_he_does_not_decide(county):
    old = standing(county, "甲")
    case = at_decision(county, old)
    changed_meanwhile(county, old, organ=county.decider.organ)
    with pytest.raises(NotNow, match="本单位"):
        exits.decide(case, by=county.decider, rulings={case.items.get().pk: Ruling(Outcome.STAYS, "理由")})


def test_what_was_queued_before_a_change_is_proposed_of_the_version_that_stands(county):
    old = standing(county, "甲")
    exits.report(old, by=county.keeper, ground=Ground.USE, note="三年没有使用")
    new = changed_meanwhile(county, old)
    case = exits.propose(ExitReview.objects.all(), by=county.keeper)
    assert case.items.get().entry == new


def test_events_are_never_changed(county):
    proposed(county, standing(county, "甲"))
    for attempt in (lambda: ExitEvent.objects.update(reason="别的"), lambda: ExitEvent.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_a_signboard_leaves_no_earlier_than_the_list_may_change(county):
    people = {user.username: user for user in User.objects.filter(username__startswith="city")}
    which = CatalogueList(Region.objects.get(pk="210300000000"), ListName.SIGNBOARDS)
    with time_machine.travel("2026-03-02T10:00:00+08:00"):
        content = Content("便民服务站", "signboard", answers={"place": "inside"})
        entry = list_keeping.enter(which, content, by=people["city-keeper"])
        list_keeping.publish(which, by=people["city-publisher"], where="网站", seen=0)
    with time_machine.travel("2026-11-25T10:00:00+08:00"):
        review = exits.report(entry, by=people["city-keeper"], ground=Ground.USE, note="没有服务")
        case = ExitCase.objects.get(pk=exits.propose([review], by=people["city-keeper"]).pk)
        item = case.items.get()
        with pytest.raises(NotComplete, match="最早为2028-03-02"):
            exits.decide(case, by=people["city-decider"], rulings={item.pk: Ruling(Outcome.LEAVES, "没有服务")})
        later = Ruling(Outcome.LEAVES, "没有服务", date(2028, 3, 2))
        exits.decide(case, by=people["city-decider"], rulings={item.pk: later})
    assert Entry.objects.all().in_force(date(2028, 3, 1)).exists()
    assert not Entry.objects.all().in_force(date(2028, 3, 2)).exists()


# -- five years -------------------------------------------------------------------------------------------------------


def a_month_of(county, chance: random.Random, month: int) -> None:
    """What may happen in a month: things enter, for all or for one township, change, end, are brought up and decided."""
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    today = date.today()
    scope = chance.choice([None, *[organ.region for organ in county.townships]])
    until = chance.choice([None, today + timedelta(days=chance.randrange(20, 700))])
    list_keeping.enter(
        which,
        Content(f"事务{month}", "work_affair", county.department, scope, valid_until=until),
        by=county.keeper,
    )
    stands = list(Entry.objects.in_force(today).filter(left_on__isnull=True).order_by("pk"))
    if chance.random() < 0.4:
        old = chance.choice(stands)
        content = Content(f"{old.title}改{month}", "work_affair", county.department, old.scope)
        list_keeping.change(old, content, by=county.keeper)
    exits.queue()
    waiting = list(ExitReview.objects.filter(case__isnull=True, closed_at__isnull=True).select_related("entry"))
    waiting = [review for review in waiting if review.entry.left_on is None]
    if not waiting:
        return
    case = exits.propose(waiting, by=county.keeper)
    exits.answer(case, by=county.clerk, agrees=True, said="")
    case = ExitCase.objects.get(pk=case.pk)
    leaves = [chance.random() < 0.7 for _item in case.items.all()]
    rulings = {
        item.pk: Ruling(Outcome.LEAVES, "到期", today + timedelta(days=chance.choice([0, 0, 15])))
        if goes
        else Ruling(Outcome.STAYS, "仍有需要")
        for item, goes in zip(case.items.all(), leaves, strict=True)
    }
    exits.decide(case, by=county.decider, rulings=rulings)


@pytest.mark.parametrize("seed", [1, 2])
def test_in_five_years_no_entry_is_lost_and_none_counted_twice(county, seed):
    chance = random.Random(seed)
    begun = datetime(2026, 1, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    for month in range(60):
        with time_machine.travel(begun + timedelta(days=30 * month), tick=False):
            a_month_of(county, chance, month)

    villages = [
        Region(code=f"{organ.region_id[:9]}201", name="村", level=Level.VILLAGE) for organ in county.townships
    ] + [Region(code="210321999201", name="别处的村", level=Level.VILLAGE)]
    assert Entry.objects.filter(left_on__isnull=False).count() > 10
    for village in villages:
        around = [village.ancestor_code(level) for level in Level]
        everything = [entry for entry in Entry.objects.all() if (entry.scope_id or entry.region_id) in around]
        ledger = found.movements(everything)
        for day in (begun.date() + timedelta(days=chance.randrange(0, 2200)) for _n in range(80)):
            in_force = register.standing_in(village, day).count()
            by_hand = sum(
                entry.entered_on <= day
                and (entry.left_on is None or day < entry.left_on)
                and (entry.valid_until is None or day <= entry.valid_until)
                for entry in everything
            )
            assert found.total_on(ledger, day) == in_force == by_hand
