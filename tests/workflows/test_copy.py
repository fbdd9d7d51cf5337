"""抄送, 已阅: whoever is sent a copy may look, mark it as read, and nothing else; nothing ends a copy."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Organ, User
from notifications.models import Outgoing
from tests.requests import MEDIATION, draft
from tests.steps import lies
from tests.workflows.test_delegation import lend, person
from workflows.errors import NotComplete, NotNow
from workflows.models import AdmissionRequest, Copy, State
from workflows.services import copying


@pytest.fixture
def clinic(county):
    """An officer without any post, of an organ that has no part in the procedure."""
    organ = Organ.objects.create(name="台安县卫生健康局", region=county.region)
    return User.objects.create(username="t-clinic", first_name="韩卫健", organ=organ)


def sees(officer, request):
    return AdmissionRequest.objects.visible_to(person(officer.pk)).filter(pk=request.pk).exists()


def read(office, officer, sent):
    office.client.force_login(officer)
    return office.client.post(reverse("copy_read", args=[sent.request_id, sent.pk]))


def test_an_organ_and_an_officer_are_sent_copies_and_mark_them_as_read(office, county, clinic):
    request = office.submits(MEDIATION)
    assert not sees(clinic, request)
    assert reverse("act", args=[request.pk, "copy"]) in office.sees(county.screener, "request", request.pk)
    office.does(
        county.screener, "copy", request, organs=[clinic.organ.pk], officers=[county.statistics.pk], note="请知悉"
    )
    assert office.answer.status_code == 302
    assert {each.recipient for each in Outgoing.objects.filter(event="copied")} == {clinic, county.statistics}
    assert sees(clinic, request) and lies(request) == (State.SCREENING, {"screen"})
    page = office.sees(clinic, "request", request.pk)
    assert "请知悉" in page and "标为已阅" in page and "您可以办理" not in page

    to_organ, to_officer = Copy.objects.order_by("pk")
    assert read(office, clinic, to_organ).status_code == 302
    page = office.sees(county.clerk, "request", request.pk)
    assert "韩卫健 · " in page and "未阅" in page
    assert read(office, county.statistics, to_officer).status_code == 302
    assert "未阅" not in office.sees(county.clerk, "request", request.pk)
    assert list(request.events.values_list("act", flat=True)) == ["submit", "copy", "mark_read", "mark_read"]


def test_it_is_read_once_and_by_whom_it_is_for(office, county, clinic):
    request = office.submits(MEDIATION)
    copying.copy(request, by=county.screener, organs=[clinic.organ])
    sent = Copy.objects.get()
    for wrong in (county.screener, county.clerk):
        assert read(office, wrong, sent).status_code == 403
    read(office, clinic, sent)
    first = Copy.objects.get().read_at
    with pytest.raises(NotNow, match="韩卫健"):
        copying.mark_read(sent, by=clinic)
    read(office, clinic, sent)
    assert Copy.objects.get().read_at == first
    assert request.events.filter(act="mark_read").count() == 1
    assert read(office, county.neighbour_clerk, sent).status_code == 404


@pytest.mark.parametrize("role", ["clerk", "justice", "reexaminer", "supervisor", "neighbour_screener", "province"])
def test_only_the_counter_and_the_authority_send_copies(office, county, clinic, role):
    request = office.submits(MEDIATION)
    with pytest.raises(PermissionDenied):
        copying.copy(request, by=person(getattr(county, role).pk), organs=[clinic.organ])
    assert not Copy.objects.exists()
    copying.copy(request, by=county.decider, organs=[clinic.organ])


def test_a_substitute_sends_copies_in_the_place_of_the_counter(office, county, clinic):
    request = office.submits(MEDIATION)
    lend(county.screener, county.civil)
    copying.copy(request, by=person(county.civil.pk), officers=[clinic])
    assert request.events.last().in_place_of == county.screener


def test_who_is_deactivated_reads_none(office, county, clinic):
    request = office.submits(MEDIATION)
    office.does(county.screener, "copy", request, organs=[clinic.organ.pk])
    clinic.is_active = False
    clinic.save()

    with pytest.raises(PermissionDenied):
        copying.mark_read(Copy.objects.get(), by=clinic)
    assert not Copy.objects.get().read_at


def test_who_has_one_already_or_is_of_another_county_is_not_sent_one(office, county, clinic):
    request = office.submits(MEDIATION)
    copying.copy(request, by=county.screener, organs=[clinic.organ])
    for organs, officers in (
        ([clinic.organ], []),
        ([county.neighbour_clerk.organ], []),
        ([county.department], []),
        ([], [county.neighbour_clerk]),
        ([], []),
    ):
        with pytest.raises(NotComplete):
            copying.copy(request, by=county.screener, organs=organs, officers=officers)
    office.does(county.screener, "copy", request, organs=[county.neighbour_clerk.organ.pk], officers=["x"])
    assert office.answer.status_code == 422
    assert Copy.objects.count() == 1


def test_a_draft_is_sent_to_nobody_and_seen_by_nobody(office, county, clinic):
    with pytest.raises(NotNow):
        copying.copy(draft(county, MEDIATION), by=county.screener, organs=[clinic.organ])
    request = office.submits(MEDIATION)
    copying.copy(request, by=county.screener, organs=[clinic.organ])
    office.does(county.clerk, "take_back", request)
    assert lies(request)[0] == State.DRAFT and not sees(clinic, request)
    office.does(county.clerk, "submit", request)
    assert sees(clinic, request)


@pytest.mark.parametrize(
    ("who", "act", "given"),
    [
        ("screener", "decline", {"reason": "不属于受理范围"}),
        ("screener", "return_for_correction", {"points": "缺件"}),
        ("clerk", "withdraw", {"reason": "不再需要"}),
        ("screener", "terminate", {"reason": "政策变化"}),
    ],
)
def test_b17_nothing_that_happens_to_the_request_ends_a_copy(office, county, clinic, who, act, given):
    request = office.submits(MEDIATION)
    copying.copy(request, by=county.screener, organs=[clinic.organ])
    office.does(getattr(county, who), act, request, **given)
    assert request.events.last().act == act
    assert sees(clinic, request)
    read(office, clinic, Copy.objects.get())
    assert Copy.objects.get().read_by == clinic
