"""Stories of the lists: entered, changed, published as editions, filed upwards with receipts and clocks."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import Region, User
from catalogues import editions, register
from catalogues.checking import check, standing_of
from catalogues.lists import TERMS, CatalogueList, ListName, all_of, of
from catalogues.models import Edition, Entry, ExitCase, FilingPackage, Ground, ListFiling, ReferenceKind, Term
from policy.notice import clause
from policy.refusals import Standing
from tests.requests import draft
from tests.ways import before_the_authority
from workflows.errors import NotComplete, NotNow
from workflows.facts import records_for
from workflows.models import Decision
from workflows.services import decision, exits, list_keeping
from workflows.services.decision import Ruling
from workflows.services.list_keeping import Content

pytestmark = pytest.mark.django_db
CITY = "210300000000"


@pytest.fixture
def people(county) -> dict[str, User]:
    """Those who keep, publish and receive, by login."""
    return {user.username: user for user in User.objects.filter(username__regex="^(city|province|t-keeper|t-screener)")}


@pytest.fixture
def signboards(county) -> CatalogueList:
    return CatalogueList(Region.objects.get(pk=CITY), ListName.SIGNBOARDS)


def board(title: str) -> Content:
    return Content(
        title, "signboard", answers={"place": "inside", "sign_type": "service"}, basis="《村民委员会组织法》第八条"
    )


def published(which, people, seen=0) -> Edition:
    return list_keeping.publish(which, by=people["city-publisher"], where="市政府门户网站", seen=seen)


def test_every_list_says_on_which_sentence_it_rests():
    assert {name for name, terms in TERMS.items() if clause(terms.clause) is None} == set()


def test_each_level_keeps_the_lists_that_the_notice_gives_it(county):
    def kept(code):
        return {each.name for each in all_of([Region.objects.get(pk=code)])}

    assert {"seal_use", "signboards", "certifications"} <= kept(CITY)
    assert "assessments" in kept(county.region.pk) and "seal_use" not in kept(county.region.pk)
    assert kept(county.townships[0].region_id) == {"work_affairs"}
    assert of(county.region, "nonsense") is None


def test_a_list_is_entered_published_sent_and_received(signboards, people):
    entry = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    assert entry.number == f"准〔{date.today().year}〕210300-0001号"
    assert str(entry.bases.get()) == "《村民委员会组织法》第八条"

    edition = published(signboards, people)
    assert (edition.number, edition.changes, edition.rows[0]["title"]) == (1, True, "便民服务站")
    filings = list(edition.filings.order_by("pk"))
    assert [filing.organ.name for filing in filings] == ["辽宁省民政厅", "辽宁省委组织部", "辽宁省委农办"]
    assert set(list_keeping.filings_of(people["city-publisher"])) == set(filings)
    assert not list_keeping.filings_of(people["province-civil"]).exists()

    for filing, post in zip(filings, ("civil", "organization", "rural"), strict=True):
        list_keeping.send(filing, by=people["city-publisher"])
        assert list(list_keeping.filings_of(people[f"province-{post}"])) == [filing]
        list_keeping.receive(filing, by=people[f"province-{post}"], receipt=f"辽备{post}")
    entry.refresh_from_db()
    assert (entry.published_on, entry.filed_on) == (edition.published_on, edition.published_on)
    assert not list_keeping.filings_of(people["city-publisher"]).exists()


@time_machine.travel("2026-09-29T10:00:00+08:00", tick=False)
def test_the_filing_is_due_ten_working_days_after_publication(signboards, people):
    list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    filing = published(signboards, people).filings.first()
    # 30 September, then the week of the National Day; the Saturday of 10 October is worked.
    assert (filing.due_on, filing.due_is_provisional) == (date(2026, 10, 19), False)
    list_keeping.send(filing, by=people["city-publisher"])
    filing.refresh_from_db()
    assert filing.receipt_due_on == filing.due_on


def test_the_signboard_list_changes_once_in_two_years(signboards, people):
    keeper = people["city-keeper"]
    with time_machine.travel("2026-03-02T10:00:00+08:00"):
        first = list_keeping.enter(signboards, board("便民服务站"), by=keeper)
        published(signboards, people)
    with time_machine.travel("2028-03-01T10:00:00+08:00"):
        for act in (
            lambda: list_keeping.enter(signboards, board("法律服务室"), by=keeper),
            lambda: list_keeping.change(first, board("便民服务室"), by=keeper),
            lambda: list_keeping.strike(first, by=keeper, reason="不再需要"),
        ):
            with pytest.raises(NotNow, match="2028-03-02前不再变更"):
                act()
        assert Entry.objects.count() == 1
    with time_machine.travel("2028-03-02T10:00:00+08:00"):
        list_keeping.enter(signboards, board("法律服务室"), by=keeper)
        assert published(signboards, people, seen=1).number == 2


def incomplete(signboards, people) -> Entry:
    """A board on the list that was published and may not change now, of which nobody has said where it hangs."""
    with time_machine.travel("2026-03-02T10:00:00+08:00"):
        entry = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
        Entry.objects.update(answers={"sign_type": "service"})
        published(signboards, people)
    return Entry.objects.get(pk=entry.pk)


def test_a_particular_that_is_missing_is_filled_in_although_the_list_may_not_change(signboards, people):
    keeper, entry = people["city-keeper"], incomplete(signboards, people)
    with time_machine.travel("2026-09-01T10:00:00+08:00"):
        for other in (
            {"title": "便民服务室", "answers": entry.answers | {"place": "inside"}},
            {"answers": {"place": "inside", "sign_type": "organ"}},
            {"answers": entry.answers | {"place": "inside"}, "valid_until": date(2026, 12, 31)},
            {},
        ):
            with pytest.raises(NotNow, match="2028-03-02前不再变更"):
                list_keeping.change(entry, as_it_is(entry, **other), by=keeper)
        whole = as_it_is(entry, answers=entry.answers | {"place": "inside"}, source="市定名称式样")
        new = list_keeping.change(entry, whole, by=keeper)
        edition = published(signboards, people, seen=1)
    assert (new.answers, new.source) == ({"place": "inside", "sign_type": "service"}, "市定名称式样")
    assert (edition.number, edition.changes, edition.rows[0]["answers"]["place"]) == (2, False, "inside")
    assert editions.frozen_until(signboards, date(2026, 9, 2)) == date(2028, 3, 2)


def test_filling_in_begins_no_new_interval(signboards, people, county):
    entry = incomplete(signboards, people)
    with time_machine.travel("2026-09-01T10:00:00+08:00"):
        whole = as_it_is(entry, answers=entry.answers | {"place": "inside"})
        new = list_keeping.change(entry, whole, by=people["city-keeper"])
    readings = {"list_change_interval": "signboard"}
    assert editions.entry_frozen_until(new, date(2026, 9, 2), readings) is None
    assert editions.last_change_of("便民服务站", [CITY], "signboard") == date(2026, 3, 2)


def test_what_else_waits_is_not_published_along_with_what_was_filled_in(signboards, people):
    entry = incomplete(signboards, people)
    with time_machine.travel("2026-09-01T10:00:00+08:00"):
        whole = as_it_is(entry, answers=entry.answers | {"place": "inside"})
        list_keeping.change(entry, whole, by=people["city-keeper"])
        register.enter(
            number="旧1号", region=signboards.region, kind="signboard", title="法律服务室", organ=None,
            answers={"place": "inside"}, on=date.today(),
        )  # fmt: skip
        with pytest.raises(NotNow, match="不再变更"):
            published(signboards, people, seen=1)


def test_where_single_signboards_are_counted_the_list_may_grow(signboards, people):
    readings = {"list_change_interval": "signboard"}
    with time_machine.travel("2026-03-02T10:00:00+08:00"):
        old = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
        new = list_keeping.change(old, board("便民服务室"), by=people["city-keeper"])
        published(signboards, people)
    day = date(2027, 3, 2)
    assert editions.frozen_until(signboards, day, readings) is None
    assert editions.entry_frozen_until(new, day, readings) == date(2028, 3, 2)
    assert editions.frozen_until(signboards, day) == date(2028, 3, 2)


def test_a_change_keeps_the_number_and_both_days(signboards, people):
    old = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    new = list_keeping.change(old, board("便民服务室"), by=people["city-keeper"])
    again = list_keeping.change(new, board("便民服务中心"), by=people["city-keeper"])
    old.refresh_from_db()
    assert (new.number, again.number) == (f"{old.number}（变更1）", f"{old.number}（变更2）")
    assert old.left_on == new.entered_on and new.root == again.root == old.number
    assert [entry.title for entry in signboards.entries().in_force(date.today())] == ["便民服务中心"]
    with pytest.raises(NotNow, match="已于"):
        list_keeping.change(old, board("又一个"), by=people["city-keeper"])


def test_the_code_on_a_board_follows_the_thing_through_changes(signboards, people, django_assert_num_queries):
    with time_machine.travel("2026-03-02T10:00:00+08:00"):
        old = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    new = list_keeping.change(old, board("便民服务室"), by=people["city-keeper"])
    again = list_keeping.change(new, board("便民服务中心"), by=people["city-keeper"])
    with django_assert_num_queries(1):
        found = check(old.check_code, signboards.region, date.today())
    assert (found.standing, found.entry) == (Standing.ADMITTED, again)
    assert check(new.check_code, None, date.today()).entry == again
    old.refresh_from_db()
    assert standing_of(old, None, date.today()) is Standing.CHANGED


def test_a_code_of_a_thing_that_was_changed_and_then_struck_has_left(signboards, people):
    old = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    new = list_keeping.change(old, board("便民服务室"), by=people["city-keeper"])
    list_keeping.strike(new, by=people["city-keeper"], reason="不再需要")
    assert check(old.check_code, None, date.today()).standing is Standing.LEFT


def test_no_change_bears_another_code_and_no_other_thing_the_same(signboards, people):
    old = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    new = list_keeping.change(old, board("便民服务室"), by=people["city-keeper"])
    other = list_keeping.enter(signboards, board("法律服务室"), by=people["city-keeper"])
    for row, code in ((new, other.check_code), (other, old.check_code)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.listed.filter(pk=row.pk).update(check_code=code)
            connection.check_constraints()


def test_what_is_temporary_is_not_prolonged_by_a_change(county):
    temporary = register.enter(
        number="临1号",
        region=county.region,
        kind="work_affair",
        title="专项排查",
        organ=None,
        answers={},
        on=date.today(),
        term=Term.TEMPORARY,
        valid_until=date.today(),
    )
    with pytest.raises(NotNow, match="到期自行退出"):
        list_keeping.change(temporary, Content("专项排查", "work_affair"), by=county.keeper)
    assert Entry.objects.count() == 1


def test_the_difference_names_what_entered_left_and_changed():
    def row(root, **said):
        return {"root": root, "number": root, "title": root, "answers": {}} | said

    before = [row("甲"), row("乙"), row("丙")]
    after = [row("乙"), row("丙", number="丙（变更1）", title="丙二", organ="县民政局"), row("丁")]
    differs = editions.difference(before, after)
    assert [each["root"] for each in differs.entered] == ["丁"]
    assert [each["root"] for each in differs.left] == ["甲"]
    assert [(each.after["root"], each.what) for each in differs.changed] == [("丙", ("title", "organ"))]
    assert not editions.difference(after, after)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "mechanism"}, "kind"),
        ({"basis": "有关规定"}, "basis"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
        ({"title": "便民服务站"}, "title"),
        ({"answers": {"sign_type": "service"}}, "place"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_enters(signboards, people, wrong, field):
    list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    with pytest.raises(NotComplete) as refused:
        list_keeping.enter(
            signboards, Content(**{"title": "别的", "kind": "signboard"} | wrong), by=people["city-keeper"]
        )
    assert refused.value.field == field
    assert Entry.objects.count() == 1


def test_only_the_keeper_enters_only_the_publisher_publishes_only_the_receiver_receives(signboards, people, county):
    for stranger in (county.keeper, county.screener, people["city-publisher"], county.decider, county.clerk):
        with pytest.raises(PermissionDenied):
            list_keeping.enter(signboards, board("便民服务站"), by=stranger)
    list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    for stranger in (people["city-keeper"], county.screener):
        with pytest.raises(PermissionDenied):
            list_keeping.publish(signboards, by=stranger, where="网站", seen=0)
    filing = published(signboards, people).filings.first()
    list_keeping.send(filing, by=people["city-publisher"])
    for stranger in (people["city-publisher"], people["province-rural"], people["city-civil"]):
        with pytest.raises(PermissionDenied):
            list_keeping.receive(filing, by=stranger, receipt="1")


def test_where_nobody_above_works_in_the_program_the_paper_receipt_is_noted(signboards, people):
    list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    filing = published(signboards, people).filings.first()
    list_keeping.send(filing, by=people["city-publisher"])
    User.objects.filter(username="province-civil").update(is_active=False)
    list_keeping.receive(filing, by=people["city-publisher"], receipt="辽民备〔2026〕3号")
    filing.refresh_from_db()
    assert filing.receipt == "辽民备〔2026〕3号"


def test_twice_is_told_and_changes_nothing(signboards, people):
    list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    filing = published(signboards, people).filings.first()
    with pytest.raises(NotNow, match="第1版已由 尤市公布"):
        published(signboards, people)
    with pytest.raises(NotNow, match="没有变化"):
        published(signboards, people, seen=1)
    with pytest.raises(NotNow, match="尚未报送"):
        list_keeping.receive(filing, by=people["province-civil"], receipt="1")
    list_keeping.send(filing, by=people["city-publisher"])
    with pytest.raises(NotNow, match="已由 尤市公布"):
        list_keeping.send(filing, by=people["city-publisher"])
    list_keeping.receive(filing, by=people["province-civil"], receipt="1")
    with pytest.raises(NotNow, match="回执已由 施省民政"):
        list_keeping.receive(filing, by=people["province-civil"], receipt="2")
    assert (Edition.objects.count(), FilingPackage.objects.count(), ListFiling.objects.count()) == (1, 1, 3)


def test_an_empty_list_is_not_published(signboards, people):
    with pytest.raises(NotNow, match="还没有条目"):
        published(signboards, people)


def test_an_edition_is_never_changed(signboards, people):
    list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
    edition = published(signboards, people)
    for attempt in (lambda: Edition.objects.update(where="别处"), edition.package.delete, edition.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_what_came_in_by_admission_is_not_struck_by_the_keeper(county):
    request = before_the_authority(county)
    decision.decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
    entry = Entry.objects.get()
    with pytest.raises(NotNow, match="须经退出审定"):
        list_keeping.strike(entry, by=county.keeper, reason="不要了")
    assert str(entry.bases.get()) == "《中华人民共和国人民调解法》第八条第一款"


def admitted(county) -> Entry:
    """The mechanism that the county admitted by a request."""
    request = before_the_authority(county)
    decision.decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
    return Entry.objects.get()


def as_it_is(entry: Entry, **other) -> Content:
    """What the entry says, but for what is `other`."""
    said = {
        "title": entry.title,
        "kind": entry.kind,
        "organ": entry.organ,
        "scope": entry.scope,
        "basis": "\n".join(str(basis) for basis in entry.bases.all()),
        "source": entry.source,
        "valid_until": entry.valid_until,
        "answers": entry.answers,
    }
    return Content(**said | other)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"title": "人民调解委员会和值班室"}, "title"),
        ({"kind": "dedicated_post"}, "kind"),
        ({"basis": "《中华人民共和国人民调解法》第九条"}, "basis"),
        ({"answers": {"content": "每周报送一次"}}, "content"),
    ],
)
def test_what_was_admitted_demands_no_more_by_the_hand_of_the_keeper(county, other, field):
    entry = admitted(county)
    if "answers" in other:
        other = {"answers": entry.answers | other["answers"]}
    with pytest.raises(NotComplete, match="重新申请准入.*提请退出") as refused:
        list_keeping.change(entry, as_it_is(entry, **other), by=county.keeper)
    assert refused.value.field == field
    assert Entry.objects.get().left_on is None


def test_what_was_admitted_for_one_township_is_not_widened_by_the_keeper(county):
    entry = admitted(county)
    with pytest.raises(NotComplete) as refused:
        list_keeping.change(entry, as_it_is(entry, scope=county.townships[0].region), by=county.keeper)
    assert refused.value.field == "scope"


def test_the_term_of_what_was_admitted_is_shortened_and_never_prolonged(county):
    entry, today = admitted(county), date.today()
    until = today + timedelta(days=300)
    shorter = list_keeping.change(entry, as_it_is(entry, valid_until=until), by=county.keeper)
    for later in (None, until + timedelta(days=1)):
        with pytest.raises(NotComplete, match="只能提前") as refused:
            list_keeping.change(shorter, as_it_is(shorter, valid_until=later), by=county.keeper)
        assert refused.value.field == "valid_until"
    shortest = list_keeping.change(shorter, as_it_is(shorter, valid_until=today), by=county.keeper)
    assert (shortest.valid_until, shortest.request_number) == (today, entry.request_number)


def test_after_a_reorganisation_another_organ_answers_for_what_was_admitted(county):
    entry = admitted(county)
    other = User.objects.get(username="t-screener").organ
    new = list_keeping.change(entry, as_it_is(entry, organ=other, source="机构改革方案"), by=county.keeper)
    assert (new.organ, new.source, new.answers) == (other, "机构改革方案", entry.answers)
    assert [str(basis) for basis in new.bases.all()] == [str(basis) for basis in entry.bases.all()]


def test_nothing_is_changed_or_struck_while_its_exit_is_under_way(county):
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    entry = list_keeping.enter(which, Content("防汛值守", "work_affair", county.department), by=county.keeper)
    review = exits.report(entry, by=county.keeper, ground=Ground.USE, note="三年没有使用")
    case = exits.propose([review], by=county.keeper)
    for act in (
        lambda: list_keeping.change(entry, Content("防汛抗旱值守", "work_affair"), by=county.keeper),
        lambda: list_keeping.strike(entry, by=county.keeper, reason="不要了"),
    ):
        with pytest.raises(NotNow, match=case.number):
            act()
    exits.drop(ExitCase.objects.get(pk=case.pk), by=county.keeper, reason="仍有需要")
    assert list_keeping.change(entry, Content("防汛抗旱值守", "work_affair"), by=county.keeper)


def test_what_takes_the_place_of_a_published_entry_is_published(signboards, people):
    with time_machine.travel("2026-03-02T10:00:00+08:00"):
        old = list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
        assert list_keeping.change(old, board("便民服务站二"), by=people["city-keeper"]).published_on is None
        published(signboards, people)
    now = Entry.objects.get(left_on__isnull=True)
    with time_machine.travel("2028-03-02T10:00:00+08:00"):
        new = list_keeping.change(now, board("便民服务室"), by=people["city-keeper"])
    assert (now.published_on, new.published_on) == (date(2026, 3, 2), date(2026, 3, 2))


# -- the facts that only lists can answer -----------------------------------------------------------------------------


def recorded(county, kind: str, title: str, name: str):
    request = draft(county, {"kind": kind, "title": title, "answers": {}, "citations": []})
    return records_for(request.parts.get(), on=date.today()).get(name)


def test_the_seal_list_answers_and_says_nothing_while_there_is_none(county, people):
    assert recorded(county, "certification", "亲属关系证明", "in_seal_list") is None
    seals = CatalogueList(Region.objects.get(pk=CITY), ListName.SEAL_USE)
    list_keeping.enter(seals, Content("亲属关系证明", ReferenceKind.SEAL_USE), by=people["city-keeper"])
    assert recorded(county, "certification", "亲属关系证明", "in_seal_list") is True
    assert recorded(county, "certification", "收入证明", "in_seal_list") is False


def test_what_was_taken_back_from_townships_is_known(county):
    assert recorded(county, "work_affair", "拆除违法建筑", "reclaimed_from_township") is None
    reclaimed = CatalogueList(county.region, ListName.RECLAIMED)
    list_keeping.enter(reclaimed, Content("拆除违法建筑", ReferenceKind.RECLAIMED), by=county.keeper)
    assert recorded(county, "work_affair", "拆除违法建筑", "reclaimed_from_township") is True
    assert recorded(county, "work_affair", "防汛", "reclaimed_from_township") is False


def test_the_city_list_answers_when_it_last_changed(county, signboards, people):
    with time_machine.travel("2026-01-06T10:00:00+08:00"):
        list_keeping.enter(signboards, board("便民服务站"), by=people["city-keeper"])
        published(signboards, people)
    assert recorded(county, "signboard", "便民服务站", "in_city_list") is True
    assert recorded(county, "signboard", "便民服务站", "city_list_changed_on") == date(2026, 1, 6)
    assert recorded(county, "signboard", "便民服务站", "signboard_changed_on") == date(2026, 1, 6)
    assert recorded(county, "signboard", "别的", "signboard_changed_on") is None


def test_lists_of_reference_demand_nothing_of_a_village(county, people):
    seals = CatalogueList(Region.objects.get(pk=CITY), ListName.SEAL_USE)
    list_keeping.enter(seals, Content("亲属关系证明", ReferenceKind.SEAL_USE), by=people["city-keeper"])
    assert not Entry.objects.exists() and Entry.listed.count() == 1
