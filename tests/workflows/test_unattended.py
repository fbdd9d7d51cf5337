"""Desks at which nobody present may sit stand on the supervision page: none in office, all away, all keeping away."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from accounts import roles
from accounts.models import AllowedSubstitute, Appointment, User
from accounts.roles import Role
from tests.requests import MEDIATION
from tests.workflows.test_delegation import lend
from workflows.services import oversight, suspending


def named(county):
    return [desk.name for desk in oversight.unattended([county.region])]


def test_a_supervisor_finds_the_desk_at_which_nobody_is_in_office(office, county):
    request = office.submits(MEDIATION)
    assert named(county) == []
    User.objects.filter(pk=county.screener.pk).update(is_active=False)
    assert named(county) == ["screen"]
    assert request.title in office.sees(county.supervisor, "supervision_list", "unattended")
    assert "无人办理" in office.sees(county.supervisor, "supervision")


@pytest.mark.parametrize("how", ["substitute deactivated", "substitute of the applying organ", "principal dismissed"])
def test_who_is_away_attends_only_through_a_substitute_who_may_act(office, county, how):
    office.submits(MEDIATION)
    deputy = county.civil
    if how == "substitute of the applying organ":
        AllowedSubstitute.objects.create(organ=county.screener.organ, by=county.department)
        deputy = User.objects.create(username="t-deputy", first_name="副经办", organ=county.department)
    lend(county.screener, deputy)
    if how == "substitute deactivated":
        assert named(county) == []
        User.objects.filter(pk=deputy.pk).update(is_active=False)
    elif how == "principal dismissed":
        assert named(county) == []
        roles.dismiss(Appointment.objects.get(officer=county.screener, role=Role.SCREENER))
    assert named(county) == ["screen"]


def test_a_desk_whose_only_officer_must_keep_away_is_named(office, county):
    office.submits(MEDIATION)
    User.objects.filter(pk=county.screener.pk).update(organ=county.department)
    assert named(county) == ["screen"]


def test_what_is_put_off_is_listed_until_its_day(office, county):
    request = office.submits(MEDIATION)
    assert list(oversight.suspended([county.region])) == []
    suspending.suspend(request, by=county.screener, until=localdate() + timedelta(days=5), reason="缓办")
    assert request.title in office.sees(county.supervisor, "supervision_list", "suspended")
