"""委托代理: who stands in for an absent officer may do what he may, in his name, for the days agreed, and nothing more."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import rights, roles
from accounts.models import AllowedSubstitute, Appointment, Delegation, Function, Organ, User
from accounts.rights import Holding
from accounts.roles import Role
from notifications.models import Outgoing
from tests.cast import CODE
from tests.requests import MEDIATION, draft
from tests.steps import lies
from workflows import seats
from workflows.errors import NotComplete, NotNow
from workflows.models import Opinion, RequestEvent, State
from workflows.services import delegating, review, screening, submission

TODAY = localdate()
IN_A_WEEK = TODAY + timedelta(days=7)


def person(pk):
    return User.objects.select_related("organ").get(pk=pk)


def lend(principal, substitute, first=TODAY, last=IN_A_WEEK, reason="外出培训"):
    made = delegating.delegate(by=principal, substitute=substitute, starts_on=first, ends_on=last, reason=reason)
    for each in (principal, substitute):
        each.__dict__.pop("_holdings", None)
    return made


def names(desks):
    return {desk.name for desk in desks}


# -- the story --------------------------------------------------------------------------------------------------


def test_an_officer_names_a_substitute_who_acts_in_his_name_until_it_is_taken_back(office, county):
    request = office.submits(MEDIATION)
    assert reverse("delegations") in office.sees(county.screener, "start")
    assert "王民政" in office.sees(county.screener, "delegations")
    days = {"starts_on": TODAY.isoformat(), "ends_on": IN_A_WEEK.isoformat(), "reason": "外出培训"}
    answer = office.client.post(reverse("delegations"), {"substitute": county.civil.pk, **days})
    assert answer.status_code == 302 and "代理中" in office.sees(county.screener, "delegations")

    assert "李受理" in office.sees(county.civil, "delegations")
    assert request.title in office.sees(county.civil, "inbox")
    assert "您代 李受理 办理" in office.sees(county.civil, "act", request.pk, "accept")
    office.does(county.civil, "accept", request, townships=[county.townships[0].pk])
    assert lies(request)[0] == State.UNDER_REVIEW
    event = request.events.last()
    assert (event.officer, event.in_place_of) == (county.civil, county.screener)
    assert "王民政 代 李受理" in office.sees(county.clerk, "request", request.pk)

    row = Delegation.objects.get()
    office.client.force_login(county.screener)
    office.client.post(reverse("delegation_end", args=[row.pk]))
    assert "已收回" in office.sees(county.screener, "delegations")
    other = office.submits(MEDIATION)
    office.does(county.civil, "accept", other, townships=[county.townships[0].pk])
    assert office.answer.status_code == 403 and lies(other)[0] == State.SCREENING


def test_the_inbox_and_the_first_page_say_whose_work_it_is(office, county):
    office.submits(MEDIATION)
    assert "代谁办理" not in office.sees(county.screener, "inbox")
    lend(county.screener, county.civil)
    inbox = office.sees(county.civil, "inbox")
    assert "代谁办理" in inbox and str(county.screener) in inbox.split("<tbody")[1]
    assert f"代 {county.screener} 办理" in office.sees(county.civil, "start")
    assert "代谁办理" not in office.sees(county.screener, "inbox")


def test_the_principal_may_act_meanwhile_and_the_first_of_the_two_does(office, county):
    lend(county.screener, county.civil)
    request = office.submits(MEDIATION)
    office.accepts(request)
    assert request.events.last().in_place_of is None

    office.does(county.civil, "accept", request, townships=[county.townships[0].pk])
    assert office.answer.status_code == 409


def test_an_opinion_in_the_place_of_another_says_so(office, county):
    deputy = User.objects.create(username="t-deputy", first_name="副司法", organ=county.justice.organ)
    lend(county.justice, deputy)
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.does(deputy, "give_opinion", request, conclusion="supports")
    given = Opinion.objects.get()
    assert (given.officer, given.in_place_of, given.organ) == (deputy, county.justice, county.justice.organ)
    assert "副司法 代 吴司法" in " ".join(office.sees(county.clerk, "request", request.pk).split())


def test_supervisors_see_all_of_their_regions_and_others_do_not(office, county):
    row = lend(county.screener, county.civil, reason="赴沈阳开会")
    assert "赴沈阳开会" in office.sees(county.supervisor, "delegations")
    for stranger in (county.justice, county.neighbour_screener):
        assert "赴沈阳开会" not in office.sees(stranger, "delegations")
        assert office.client.post(reverse("delegation_end", args=[row.pk])).status_code == 404
    for onlooker in (county.supervisor, county.civil):
        office.client.force_login(onlooker)
        office.client.post(reverse("delegation_end", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_at is None


def test_what_the_principal_is_told_reaches_the_substitute_once(office, county):
    lend(county.clerk, User.objects.create(username="t-clerk9", first_name="副经办", organ=county.department))
    lend(county.reexaminer, county.civil)
    request = office.submits(MEDIATION)
    office.does(county.screener, "return_for_correction", request, points="缺件")
    told = Outgoing.objects.filter(event="returned_for_correction").order_by("recipient__username")
    assert [(each.recipient.first_name, each.context.get("in_place_of")) for each in told] == [
        ("陈经办", None),
        ("副经办", "陈经办"),
    ]


def test_whoever_holds_the_desk_himself_and_in_the_place_of_another_is_told_once(county):
    from notifications import outbox

    roles.appoint(county.civil, Role.RE_EXAMINER, county.civil.organ)
    lend(county.reexaminer, county.civil)
    request = draft(county, MEDIATION)
    outbox.tell(rights.holders(rights.RE_EXAMINE, county.region), "re_examination_asked", request)
    told = Outgoing.objects.filter(event="re_examination_asked").values_list("recipient__first_name", flat=True)
    assert sorted(told) == sorted(["钱复核", "王民政"])


# -- the days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last", "holds"), [(0, 0, True), (0, 3, True), (1, 3, False)])
def test_it_begins_and_ends_by_the_calendar(county, first, last, holds):
    lend(county.screener, county.civil, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    here = Holding(rights.SCREEN, CODE)
    assert (here in rights.holdings(county.civil)) == holds
    assert (county.civil in rights.holders(rights.SCREEN, county.region)) == holds
    Delegation.objects.update(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    assert here not in rights.holdings(person(county.civil.pk))
    assert county.civil not in rights.holders(rights.SCREEN, county.region)


def test_a_principal_who_lost_the_post_or_was_deactivated_lends_nothing(county):
    lend(county.screener, county.civil)
    here = Holding(rights.SCREEN, CODE)
    User.objects.filter(pk=county.screener.pk).update(is_active=False)
    assert here not in rights.holdings(person(county.civil.pk))
    assert not rights.holders(rights.SCREEN, county.region).exists()
    User.objects.filter(pk=county.screener.pk).update(is_active=True)
    roles.dismiss(Appointment.objects.get(officer=county.screener, role=Role.SCREENER))
    assert here not in rights.holdings(person(county.civil.pk))


def test_an_absent_officer_whose_substitute_was_deactivated_attends_nothing(county):
    here = Holding(rights.SCREEN, CODE)
    lend(county.screener, county.civil)
    assert here in rights.attended()
    User.objects.filter(pk=county.civil.pk).update(is_active=False)
    assert here not in rights.attended()


def test_who_stands_in_for_three_costs_no_more_than_who_stands_in_for_none(county, django_assert_num_queries):
    newcomer = User.objects.create(username="t-new", first_name="新人", organ=county.civil.organ)
    for principal in (county.screener, county.civil, county.reexaminer):
        lend(principal, newcomer)
    for officer, queries in ((county.justice, 1), (newcomer, 1)):
        with django_assert_num_queries(queries):
            rights.holdings(person_without_query(officer))
    with django_assert_num_queries(1):
        rights.attended()
    with django_assert_num_queries(1):
        list(rights.holders(rights.SCREEN, county.region))


def person_without_query(officer):
    return User(pk=officer.pk, username=officer.username, organ_id=officer.organ_id)


# -- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "reason", "field"),
    [(-1, 3, "事", "starts_on"), (3, 1, "事", "ends_on"), (0, 400, "事", "ends_on"), (0, 3, "  ", "reason")],
)
def test_days_and_reason_must_make_sense(county, first, last, reason, field):
    with pytest.raises(NotComplete) as refusal:
        lend(county.screener, county.civil, TODAY + timedelta(days=first), TODAY + timedelta(days=last), reason)
    assert refusal.value.field == field
    assert not Delegation.objects.exists()


def test_a_wrong_form_answers_with_sentences_at_the_fields(office, county):
    office.client.force_login(county.screener)
    sent = {"substitute": county.justice.pk, "starts_on": "明天", "ends_on": "", "reason": ""}
    answer = office.client.post(reverse("delegations"), sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"substitute", "starts_on", "ends_on", "reason"}


def test_only_colleagues_and_whom_an_administrator_allows(county):
    with pytest.raises(NotComplete):
        lend(county.screener, county.justice)
    AllowedSubstitute.objects.create(organ=county.screener.organ, by=county.justice.organ)
    lend(county.screener, county.justice)
    User.objects.filter(pk=county.civil.pk).update(is_active=False)
    with pytest.raises(NotComplete):
        lend(county.reexaminer, county.civil)
    with pytest.raises(NotComplete):
        lend(county.reexaminer, county.reexaminer)


def test_what_is_lent_cannot_be_lent_on(county):
    newcomer = User.objects.create(username="t-new", first_name="新人", organ=county.civil.organ)
    lend(county.screener, newcomer)
    with pytest.raises(NotNow, match="代理他人而来"):
        lend(newcomer, county.civil)
    lend(county.civil, county.reexaminer)
    with pytest.raises(NotNow, match="不能再委托"):
        lend(county.reexaminer, newcomer)
    third = User.objects.create(username="t-third", first_name="三号", organ=county.civil.organ)
    roles.appoint(third, Role.SCREENER, third.organ)
    with pytest.raises(NotComplete, match="也不在岗"):
        lend(third, county.screener)


def test_two_substitutes_on_one_day_are_refused(county):
    lend(county.screener, county.civil)
    with pytest.raises(NotNow, match="重叠"):
        lend(county.screener, county.reexaminer, IN_A_WEEK, IN_A_WEEK + timedelta(days=3))
    lend(county.screener, county.reexaminer, IN_A_WEEK + timedelta(days=1), IN_A_WEEK + timedelta(days=3))


def test_it_is_taken_back_once_and_by_the_principal_alone(county):
    row = lend(county.screener, county.civil)
    with pytest.raises(NotNow):
        delegating.end(row, by=county.civil)
    delegating.end(row, by=county.screener)
    with pytest.raises(NotNow, match="已经结束"):
        delegating.end(row, by=county.screener)
    assert Outgoing.objects.filter(event="delegation_ended").count() == 1


# -- nobody judges his own --------------------------------------------------------------------------------------


def test_a_substitute_keeps_away_from_a_request_of_his_own_organ(office, county):
    AllowedSubstitute.objects.create(organ=county.screener.organ, by=county.department)
    deputy = User.objects.create(username="t-deputy", first_name="副经办", organ=county.department)
    lend(county.screener, deputy)
    request = office.submits(MEDIATION)
    assert not seats.inbox(person(deputy.pk)).exists()
    with pytest.raises(PermissionDenied):
        screening.accept(request, by=person(deputy.pk), townships=county.townships[:1])


def test_b12_a_substitute_keeps_away_from_what_his_principal_must_keep_away_from(county):
    """The finance bureau applies; the justice bureau's officer may not screen for its absent screener."""
    finance = Organ.objects.get(function=Function.FINANCE, region=CODE)
    screener = User.objects.create(username="t-screener2", first_name="财受理", organ=finance)
    roles.appoint(screener, Role.SCREENER, county.civil.organ)
    AllowedSubstitute.objects.create(organ=finance, by=county.justice.organ)
    clerk = User.objects.create(username="t-clerk2", first_name="财经办", organ=finance)
    roles.appoint(clerk, Role.APPLICANT, finance)
    lend(screener, county.justice)
    request = draft(county, MEDIATION)
    request.department, request.applicant = finance, clerk
    request.save()
    submission.submit(request, by=clerk)
    assert not seats.inbox(person(county.justice.pk)).exists()
    with pytest.raises(PermissionDenied, match="财受理"):
        screening.accept(request, by=person(county.justice.pk), townships=county.townships[:1])
    lend(county.screener, county.civil)
    screening.accept(request, by=person(county.civil.pk), townships=county.townships[:1])


def test_who_handed_in_for_another_and_for_whom_it_was_handed_in_both_keep_away(county):
    deputy = User.objects.create(username="t-deputy", first_name="副经办", organ=county.department)
    lend(county.clerk, deputy)
    request = draft(county, MEDIATION)
    submission.submit(request, by=person(deputy.pk))
    event = RequestEvent.objects.get()
    assert (event.officer, event.in_place_of) == (deputy, county.clerk)
    User.objects.filter(pk__in=[county.clerk.pk, deputy.pk]).update(organ=county.civil.organ)
    for officer in (county.clerk, deputy):
        roles.appoint(officer, Role.SCREENER, county.civil.organ)
        request.applicant = county.screener
        with pytest.raises(PermissionDenied):
            screening.accept(request, by=person(officer.pk), townships=county.townships[:1])


def test_nobody_speaks_for_himself_and_for_another_in_one_stage(county):
    AllowedSubstitute.objects.create(organ=county.finance.organ, by=county.justice.organ)
    lend(county.finance, county.justice)
    for first, second in (("legality", "funding"), ("funding", "legality")):
        request = draft(county, MEDIATION)
        submission.submit(request, by=county.clerk)
        screening.accept(request, by=county.screener, townships=county.townships[:1])
        justice = person(county.justice.pk)
        assert names(seats.inbox(justice).filter(process__request=request)) == {"legality", "funding"}
        review.give_opinion(request, by=justice, desk=first, conclusion="supports")
        assert not seats.inbox(justice).filter(process__request=request).exists()
        with pytest.raises(NotNow, match="同一人"):
            review.give_opinion(request, by=justice, desk=second, conclusion="supports")
        assert Opinion.objects.filter(request=request).count() == 1
