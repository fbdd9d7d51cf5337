"""签署 at the desks: each rule of a county's procedure, from the first signature to where the request goes on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override

from accounts import rights
from accounts.models import Delegation, Level, Organ, Region, User
from notifications.models import Outgoing
from tests.cast import CODE
from tests.requests import MEDIATION, draft
from tests.ways import posts
from workflows.errors import NotComplete, NotNow
from workflows.models import AdmissionRequest, Decision, Desk, Opinion, RequestEvent, State
from workflows.seats import desks_of, inbox
from workflows.services import leaving_out, procedures, review, screening, signers, submission, sweeps, taking_back
from workflows.services.decision import Ruling, decide

JOINT = ["civil_affairs", "organization", "rural_affairs"]
ONE_DESK = """
[desks.civil_affairs]
functions = ["civil_affairs", "organization", "rural_affairs"]
{rule}
[desks.organization]
asked = false
[desks.rural_affairs]
asked = false
"""


def county_sets(county, text, version="1"):
    """The county's procedure from today on."""
    head = f'county = "{CODE}"\nversion = "{version}"\neffective_from = {localdate().isoformat()}\n'
    admin = User.objects.get(username="t-admin")
    return procedures.set_procedure(county.region, head + text, by=admin)


def under_review(county):
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    screening.accept(request, by=county.screener, townships=county.townships[:1])
    return request


def says(request, officer, desk, conclusion="supports"):
    review.give_opinion(request, by=fresh(officer), desk=desk, conclusion=conclusion, text="见附件")


def fresh(officer):
    return User.objects.get(pk=officer.pk)


def in_joint_review(county):
    request = under_review(county)
    for desk in sorted(desks_of(request)):
        says(request, posts(county)[desk], desk)
    return AdmissionRequest.objects.get(pk=request.pk)


def asked(request):
    """Whom the request waits for: (desk, organ or officer)."""
    rows = Desk.objects.filter(process__request=request, finished__isnull=True).order_by("pk")
    return [(row.name, row.signer or Organ.objects.get(pk=row.owner_permission_obj_pk)) for row in rows]


def state(request):
    return AdmissionRequest.objects.get(pk=request.pk).state


@pytest.fixture
def organs(county):
    return county.civil.organ, county.organization.organ, county.rural.organ


def test_one_desk_signed_by_all_waits_for_the_last(county, organs):
    county_sets(county, ONE_DESK.format(rule='signing = "all"'))
    request = in_joint_review(county)
    assert asked(request) == [("civil_affairs", organ) for organ in organs]
    says(request, county.rural, "civil_affairs")
    says(request, county.civil, "civil_affairs", "objects")
    assert state(request) == State.JOINT_REVIEW
    says(request, county.organization, "civil_affairs")
    assert state(request) == State.AWAITING_DECISION


def test_where_any_one_suffices_the_first_consent_releases_the_others(county):
    county_sets(county, ONE_DESK.format(rule='signing = "any"'))
    request = in_joint_review(county)
    says(request, county.rural, "civil_affairs", "objects")
    assert state(request) == State.JOINT_REVIEW
    says(request, county.civil, "civil_affairs")
    assert state(request) == State.AWAITING_DECISION
    with pytest.raises(NotNow):
        says(request, county.organization, "civil_affairs")
    assert Opinion.objects.filter(request=request, desk="civil_affairs").count() == 2


def test_where_a_share_suffices_it_is_decided_as_soon_as_it_must_be(county):
    county_sets(county, ONE_DESK.format(rule='signing = "ratio"\nshare = "2/3"'))
    request = in_joint_review(county)
    says(request, county.rural, "civil_affairs", "objects")
    says(request, county.civil, "civil_affairs", "objects")
    assert (state(request), desks_of(request)) == (State.AWAITING_DECISION, {"decide"})


def test_in_order_the_next_is_asked_when_the_one_before_has_signed(county, organs):
    county_sets(county, ONE_DESK.format(rule='signing = "in_order"'))
    request = in_joint_review(county)
    assert asked(request) == [("civil_affairs", organs[0])]
    assert not inbox(fresh(county.organization)).exists()
    with pytest.raises(PermissionDenied):
        says(request, county.organization, "civil_affairs")
    says(request, county.civil, "civil_affairs")
    assert asked(request) == [("civil_affairs", organs[1])]
    says(request, county.organization, "civil_affairs")
    says(request, county.rural, "civil_affairs")
    assert state(request) == State.AWAITING_DECISION


def test_each_officer_of_an_organ_signs_where_the_county_says_so(county):
    second = User.objects.create_user("t-justice2", first_name="吴副", organ=county.justice.organ)
    rights.grant(second, rights.GIVE_OPINION, county.justice.organ)
    county_sets(county, '[desks.legality]\nmembers = "officers"\n')
    request = under_review(county)
    assert {who for name, who in asked(request) if name == "legality"} == {county.justice, second}
    says(request, second, "legality")
    assert not inbox(fresh(second)).filter(process__request=request).exists()
    assert inbox(fresh(county.justice)).filter(process__request=request, name="legality").exists()


def test_an_officer_who_left_before_signing_does_not_count(county):
    second = User.objects.create_user("t-justice2", first_name="吴副", organ=county.justice.organ)
    third = User.objects.create_user("t-justice3", first_name="吴三", organ=county.justice.organ)
    for officer in (second, third):
        rights.grant(officer, rights.GIVE_OPINION, county.justice.organ)
    county_sets(county, '[desks.legality]\nmembers = "officers"\n')
    request = under_review(county)
    says(request, second, "legality")
    User.objects.filter(pk=third.pk).update(is_active=False)
    assert len([each for each in sweeps.unattended() if "legality" in each]) == 1
    says(request, county.justice, "legality")
    assert "legality" not in desks_of(request)


def a_second_at_the_justice_office(county):
    second = User.objects.create_user("t-justice2", first_name="吴副", organ=county.justice.organ)
    rights.grant(second, rights.GIVE_OPINION, county.justice.organ)
    county_sets(county, '[desks.legality]\nmembers = "officers"\n')
    return second


@pytest.mark.parametrize("how", ["left office", "lost the post"])
def test_a_request_that_waits_only_for_who_is_gone_goes_on_by_itself(county, how):
    second = a_second_at_the_justice_office(county)
    request = under_review(county)
    for desk in sorted(desks_of(request)):
        says(request, posts(county)[desk], desk)
    assert asked(request) == [("legality", second)]
    assert leaving_out.leave_out() == 0
    if how == "left office":
        User.objects.filter(pk=second.pk).update(is_active=False)
    else:
        rights.revoke(second, rights.GIVE_OPINION, county.justice.organ)
    assert len(sweeps.unattended()) == 1
    assert leaving_out.leave_out() == 1
    assert (state(request), sweeps.unattended(), sweeps.disagreements()) == (State.JOINT_REVIEW, [], [])
    taken_out, sent_on = request.events.order_by("-pk")[:2][::-1]
    assert (taken_out.act, taken_out.officer, taken_out.record["who"]) == ("remove_signer", None, "台安县司法局 · 吴副")
    assert (sent_on.act, sent_on.officer) == ("refer_to_joint_review", None)
    assert leaving_out.leave_out() == 0


def test_the_only_signer_of_a_desk_is_left_to_people(county):
    county_sets(county, '[desks.legality]\nmembers = "officers"\n')
    request = under_review(county)
    User.objects.filter(pk=county.justice.pk).update(is_active=False)
    assert leaving_out.leave_out() == 0
    assert (state(request), len(sweeps.unattended())) == (State.UNDER_REVIEW, 1)


def test_who_is_away_keeps_his_place_for_his_substitute(county):
    second = a_second_at_the_justice_office(county)
    request = under_review(county)
    Delegation.objects.create(
        principal=second, substitute=county.justice, starts_on=localdate(), ends_on=localdate(), reason="出差"
    )
    assert leaving_out.leave_out() == 0
    assert ("legality", second) in asked(request)


def test_of_a_suspended_request_nobody_is_taken_out(county):
    second = a_second_at_the_justice_office(county)
    request = under_review(county)
    User.objects.filter(pk=second.pk).update(is_active=False)
    AdmissionRequest.objects.filter(pk=request.pk).update(suspended_until=localdate() + timedelta(days=5))
    assert leaving_out.leave_out() == 0
    AdmissionRequest.objects.filter(pk=request.pk).update(suspended_until=None)
    assert leaving_out.leave_out() == 1
    assert ("legality", second) not in asked(request)
    assert ("legality", county.justice) in asked(request)


def ballot(county):
    """A request before the authority of a county whose three deciders vote first."""
    others = [User.objects.create_user(f"t-d{n}", first_name=f"审{n}", organ=county.decider.organ) for n in (1, 2)]
    for officer in others:
        rights.grant(officer, rights.DECIDE, county.region)
    county_sets(county, "[desks.ballot]\nasked = true\n")
    request = in_joint_review(county)
    for desk in JOINT:
        says(request, posts(county)[desk], desk)
    return request, [county.decider, *others]


def test_the_authority_votes_before_it_decides(county):
    request, deciders = ballot(county)
    assert desks_of(request) == {"ballot", "decide"}
    with pytest.raises(NotComplete, match="表决尚未结束"):
        decide(request, by=fresh(county.decider), rulings={1: Ruling(Decision.ADMITTED, "同意")})
    for decider in deciders[:2]:
        says(request, decider, "ballot")
    assert desks_of(request) == {"decide"}
    decide(request, by=fresh(county.decider), rulings={1: Ruling(Decision.ADMITTED, "同意")})
    assert state(request) == State.PUBLICATION


def test_what_failed_in_the_vote_cannot_be_admitted_but_refused(county):
    request, deciders = ballot(county)
    for decider in deciders[:2]:
        says(request, decider, "ballot", "objects")
    with pytest.raises(NotComplete, match="表决未通过"):
        decide(request, by=fresh(county.decider), rulings={1: Ruling(Decision.ADMITTED, "同意")})
    decide(request, by=fresh(county.decider), rulings={1: Ruling(Decision.REFUSED, "表决未通过")})
    assert state(request) == State.REFUSED


def test_a_signature_costs_no_more_than_eight_statements_whatever_the_rule(county, django_assert_max_num_queries):
    for version, rule in enumerate(('signing = "ratio"\nshare = "majority"', 'signing = "in_order"')):
        county_sets(county, ONE_DESK.format(rule=rule), version=str(version))
        request = in_joint_review(county)
        officer = fresh(county.civil)
        with django_assert_max_num_queries(8 + 2):  # BEGIN and COMMIT
            review.give_opinion(request, by=officer, desk="civil_affairs", conclusion="supports")


def test_signatures_and_versions_are_only_added(county):
    version = county_sets(county, "[desks.screen]\nworking_days = 3\n")
    request = in_joint_review(county)
    given = Opinion.objects.filter(request=request).first()
    for row in (version, given):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


def test_a_kind_that_the_county_leaves_to_the_city_is_decided_there(county):
    city = Region.objects.get(pk=county.region.ancestor_code(Level.CITY))
    mayor = User.objects.create_user("t-city", first_name="市审定")
    rights.grant(mayor, rights.DECIDE, city)
    county_sets(county, '[decisions.mechanism]\nby = "city"\n')
    request = in_joint_review(county)
    for desk in JOINT:
        says(request, posts(county)[desk], desk)
    assert not inbox(fresh(county.decider)).filter(process__request=request).exists()
    with pytest.raises(PermissionDenied):
        decide(request, by=fresh(county.decider), rulings={1: Ruling(Decision.ADMITTED, "同意")})
    decide(request, by=fresh(mayor), rulings={1: Ruling(Decision.ADMITTED, "同意")})
    assert state(request) == State.PUBLICATION


def test_a_desk_of_which_the_county_wants_to_be_reminded_is_told_of_again(county):
    county_sets(county, "[desks.funding]\nremind_every_days = 3\n")
    request = under_review(county)
    laid = timezone.now() - timedelta(days=4)
    Desk.objects.filter(process__request=request).update(created=laid)
    assert (sweeps.remind_province(), sweeps.remind_province()) == (1, 0)
    told = Outgoing.objects.get(event="desk_reminded")
    assert (told.recipient, told.context["desk"]) == (county.finance, "经费审核")


def test_a_signature_taken_back_asks_again_whom_it_had_released(county):
    county_sets(county, ONE_DESK.format(rule='signing = "in_order"'))
    request = in_joint_review(county)
    says(request, county.civil, "civil_affairs")
    assert asked(request) == [("civil_affairs", county.organization.organ)]
    taking_back.take_back(request, by=fresh(county.civil))
    assert asked(request) == [("civil_affairs", county.civil.organ)]
    says(request, county.civil, "civil_affairs")
    assert asked(request) == [("civil_affairs", county.organization.organ)]


# -- 加签, 减签


def adds(request, by, who, *, desk="legality", before=False, days=3):
    signers.add_signer(request, by=fresh(by), desk=desk, asked=who, before=before, reason="涉及专业事项", days=days)


def test_who_is_added_after_is_asked_when_the_others_have_signed(county):
    request = under_review(county)
    adds(request, county.justice, county.rural.organ)
    assert ("legality", county.rural.organ) not in asked(request)
    says(request, county.justice, "legality")
    assert ("legality", county.rural.organ) in asked(request)
    row = Desk.objects.get(process__request=request, finished=None, name="legality")
    assert row.budget == 3
    event = RequestEvent.objects.get(request=request, act="add_signer")
    assert (event.officer, event.reason, event.record["days"]) == (county.justice, "涉及专业事项", 3)
    for name in sorted(desks_of(request)):
        says(request, county.rural if name == "legality" else posts(county)[name], name)
    assert state(request) == State.JOINT_REVIEW


def test_who_is_added_before_signs_first_and_the_desk_comes_back(county):
    request = under_review(county)
    adds(request, county.screener, county.rural, before=True)
    assert ("legality", county.justice.organ) not in asked(request)
    assert ("legality", county.rural) in asked(request)
    with pytest.raises((NotNow, PermissionDenied)):
        says(request, county.justice, "legality")
    says(request, county.rural, "legality")
    assert ("legality", county.justice.organ) in asked(request)


def test_nobody_is_added_twice_or_of_the_applying_organ_and_a_stranger_adds_nobody(county):
    request = under_review(county)
    adds(request, county.justice, county.rural.organ)
    with pytest.raises(NotComplete, match="已在"):
        adds(request, county.justice, county.rural.organ)
    with pytest.raises(NotComplete, match="不能签署"):
        adds(request, county.justice, county.department)
    with pytest.raises(PermissionDenied):
        adds(request, county.clerk, county.organization.organ)
    with pytest.raises(PermissionDenied):
        adds(request, county.finance, county.organization.organ)
    with pytest.raises(NotComplete, match="工作日"):
        adds(request, county.justice, county.organization.organ, days=0)
    assert RequestEvent.objects.filter(request=request, act="add_signer").count() == 1


def test_nobody_adds_himself_where_his_office_signs_already(county):
    request = under_review(county)
    for before in (True, False):
        with pytest.raises(NotComplete, match="不能再请自己签署"):
            adds(request, county.justice, county.justice, before=before)
    assert not RequestEvent.objects.filter(request=request, act="add_signer").exists()
    assert ("legality", county.justice.organ) in asked(request)
    adds(request, county.screener, county.justice)
    assert RequestEvent.objects.get(request=request, act="add_signer").record["who"] == str(county.justice)


def test_who_signs_in_person_does_not_add_his_office_beside_himself(county):
    a_second_at_the_justice_office(county)
    request = under_review(county)
    with pytest.raises(NotComplete, match="不能再请自己签署"):
        adds(request, county.justice, county.justice.organ)


def test_who_has_not_signed_can_be_taken_out_and_the_request_goes_on(county):
    request = under_review(county)
    adds(request, county.justice, county.rural.organ)
    for name in sorted(desks_of(request)):
        says(request, posts(county)[name], name)
    assert asked(request) == [("legality", county.rural.organ)]
    chosen = [
        pair for pair, _name in signers.removable(AdmissionRequest.objects.get(pk=request.pk), fresh(county.justice))
    ]
    assert chosen == [("legality", str(county.rural.organ_id))]
    out = {"desk": "legality", "member": str(county.rural.organ_id), "reason": "已由会议纪要明确"}
    with pytest.raises(NotComplete):
        signers.remove_signer(request, by=fresh(county.finance), **out)
    signers.remove_signer(request, by=fresh(county.justice), **out)
    assert state(request) == State.JOINT_REVIEW


def test_the_only_signer_and_one_who_has_signed_stay(county):
    request = under_review(county)
    assert [
        pair for pair, _name in signers.removable(AdmissionRequest.objects.get(pk=request.pk), fresh(county.screener))
    ] == []
    adds(request, county.justice, county.rural.organ)
    says(request, county.justice, "legality")
    left = [
        pair for pair, _name in signers.removable(AdmissionRequest.objects.get(pk=request.pk), fresh(county.screener))
    ]
    assert left == [("legality", str(county.rural.organ_id))]


# -- versions and moves


def test_b23_a_case_keeps_the_version_it_started_with_and_is_moved_with_its_signatures(county, organs):
    request = in_joint_review(county)
    says(request, county.civil, "civil_affairs")
    county_sets(county, ONE_DESK.format(rule='signing = "ratio"\nshare = "2/3"\nworking_days = 9'))
    assert desks_of(request) == {"organization", "rural_affairs"}

    planned = procedures.preview(AdmissionRequest.objects.get(pk=request.pk), fresh(county.screener))
    assert [desk.name for desk in planned.turn.cleared] == ["organization", "rural_affairs"]
    assert [desk.name for desk in planned.turn.laid] == ["civil_affairs", "civil_affairs"]
    assert (planned.votes, planned.goes_on) == (1, False)
    assert desks_of(request) == {"organization", "rural_affairs"}, "a preview writes nothing"

    procedures.move(request, by=fresh(county.screener), reason="按新程序办理")
    assert asked(request) == [("civil_affairs", organ) for organ in organs[1:]]
    event = RequestEvent.objects.get(request=request, act="move_procedure")
    assert (event.reason, event.record["votes"]) == ("按新程序办理", 1)
    says(request, county.rural, "civil_affairs")
    assert state(request) == State.AWAITING_DECISION
    with pytest.raises(NotNow, match="现行"):
        procedures.move(request, by=fresh(county.screener), reason="再转")


def test_what_is_submitted_later_follows_the_new_version_and_the_old_case_does_not(county):
    before = draft(county, MEDIATION)
    submission.submit(before, by=county.clerk)
    county_sets(county, "[desks.screen]\nworking_days = 4\n[desks.decide]\nworking_days = 9\n")
    after = draft(county, MEDIATION | {"title": "人民调解小组"})
    submission.submit(after, by=county.clerk)
    budgets = [Desk.objects.get(process__request=each, name="screen").budget for each in (before, after)]
    assert budgets == [2, 4]
    assert before.process.terms.desks["decide"].working_days == 5


def test_a_move_gives_the_open_desk_its_new_date(county):
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    old = Desk.objects.get(process__request=request)
    county_sets(county, "[desks.screen]\nworking_days = 4\n")
    procedures.move(request, by=User.objects.get(username="t-admin"), reason="统一按新时限")
    new = Desk.objects.get(process__request=request)
    assert (new.pk, new.budget) == (old.pk, 4)
    assert new.due_on > old.due_on


def test_a_case_moved_to_a_rule_that_is_met_already_goes_on(county):
    county_sets(county, ONE_DESK.format(rule='signing = "all"'))
    request = in_joint_review(county)
    says(request, county.rural, "civil_affairs")
    county_sets(county, ONE_DESK.format(rule='signing = "any"'), version="2")
    assert procedures.preview(AdmissionRequest.objects.get(pk=request.pk), fresh(county.screener)).goes_on
    procedures.move(request, by=fresh(county.screener), reason="一家同意即可")
    assert (state(request), desks_of(request)) == (State.AWAITING_DECISION, {"decide"})


def test_nobody_else_sets_or_moves(county):
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    with pytest.raises(PermissionDenied):
        procedures.set_procedure(county.region, "", by=fresh(county.screener))
    for officer in (county.clerk, county.justice, county.neighbour_screener):
        with pytest.raises(PermissionDenied):
            procedures.move(request, by=fresh(officer), reason="转")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[desks.party]\nworking_days = 1\n", "party 不是可用的键"),
        ("[desks.party]\n", "party 不是可用的键"),
        ('[desks.legality]\nfunction = "court"\n', "function 应为"),
        ("[desks.screen]\nworking_days = 0\n", "working_days 应为从 1 起的整数，实为“0”"),
        ("[desks.screen]\nworking_days = -2\n", "实为“-2”"),
        ('[desks.legality]\nsigning = "most"\n', "signing 应为"),
        ('[desks.legality]\nsigning = "ratio"\n', "share 缺少"),
        ('[desks.legality]\nsigning = "ratio"\nshare = "1/2"\n', "share 应为大于 1/2"),
        ('[desks.legality]\nsigning = "ratio"\nshare = "3/2"\n', "不大于 1"),
        ('[desks.legality]\nshare = "2/3"\n', "只用于票签"),
        ('[desks.legality]\nsigning = "in_order"\n', "两个以上机构"),
        ('[desks.decide]\nsigning = "all"\nmembers = "officers"\n', "只用于出具意见的环节"),
        ('[desks.ballot]\nasked = true\nmembers = "organs"\n', "只能为 officers"),
        ("[desks.decide]\nasked = false\n", "不能不设"),
        ('[desks.screen]\nright = "decide"\n', "不能这样改"),
        ('[decisions.mechanism]\nconsent_of = "city"\n', "由《通知》规定"),
        ('[decisions.facility]\nby = "province"\n', "省级只同意"),
        ('[desks.technical]\nfunctions = ["justice", "province"]\n', "没有“"),
        ("[desks.screen\n", "不是有效的 TOML 文件"),
        ("[lead]\nfunction = 3\n", "应为文字"),
    ],
)
def test_each_mistake_in_a_countys_text_is_told_in_a_sentence(county, text, told):
    head = f'county = "{CODE}"\nversion = "1"\neffective_from = {localdate().isoformat()}\n'
    found = procedures.mistakes(county.region, head + text)
    assert any(told in sentence for sentence in found), found
    with pytest.raises(NotComplete):
        procedures.set_procedure(county.region, head + text, by=User.objects.get(username="t-admin"))


def test_a_level_where_nobody_is_in_office_cannot_be_given_the_decision(county):
    city = Region.objects.get(pk=county.region.ancestor_code(Level.CITY))
    User.objects.filter(pk__in=rights.holders(rights.DECIDE, city).values("pk")).update(is_active=False)
    head = f'county = "{CODE}"\nversion = "1"\neffective_from = {localdate().isoformat()}\n'
    found = procedures.mistakes(county.region, head + '[decisions.facility]\nby = "city"\n')
    assert any("市级没有在职人员可以审定" in sentence for sentence in found), found


def test_several_mistakes_are_told_at_once(county):
    day = (localdate() - timedelta(days=1)).isoformat()
    text = f'county = "{CODE}"\nversion = "1"\neffective_from = {day}\n'
    wrong = '[desks.screen]\nworking_days = 0\ntitle = ""\n[desks.party]\nworking_days = 1\n[reminders]\nsoon = 2\n'
    assert len(procedures.mistakes(county.region, text + wrong)) == 4
    assert any("不能早于今天" in each for each in procedures.mistakes(county.region, text))
    assert any("county" in each for each in procedures.mistakes(county.region, text.replace(CODE, "210323000000")))


def test_mistakes_are_told_in_the_language_of_who_reads_them(county):
    text = f'county = "{CODE}"\nversion = "1"\neffective_from = {localdate().isoformat()}\n[desks.screen]\n'
    with override("en"):
        assert procedures.mistakes(county.region, text + "working_days = 0\n") == [
            "procedure.toml: [desks.screen] working_days must be a whole number from 1 on, but is “0”."
        ]
        [told] = procedures.mistakes(county.region, text + "asked = false\n")
        assert told == "[desks.screen]: asked cannot be false: there must be this desk."
