"""加签, 减签: one more who has to sign at a desk, or one fewer of those who have not. What was signed stays."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Level, Organ, Region, User
from notifications import outbox
from policy.signing import Sheet
from workflows import flows, recusal, seats, signing
from workflows.errors import NotComplete, NotNow, required
from workflows.flows import NODES, OPINION_DESKS, Turn
from workflows.models import AdmissionProcess, AdmissionRequest, Desk, RequestEvent
from workflows.services import review
from workflows.services.acts import locked, put_on_record
from workflows.services.clocks import holders_of
from workflows.signing import Member

MOST_DAYS = 60
STATES = {NODES[name].state for name in OPINION_DESKS}


def add_signer(
    request: AdmissionRequest,
    *,
    by: User,
    desk: str,
    asked: Organ | User,
    before: bool,
    reason: str,
    days: int,
    seen: int | None = None,
) -> None:
    """加签: `asked` has to sign at the desk as well, before those who are being asked or after them.

    An officer is asked in person. `days`: his working days. By whoever sits at the desk, or the counter.
    """
    required(reason, _("请写明理由。"))
    if not 1 <= days <= MOST_DAYS:
        raise NotComplete(_("办理时限应为1至%(most)d个工作日。") % {"most": MOST_DAYS}, field="days")
    with locked(request, seen=seen) as row:
        lying = seats.lying(row, by)
        require_may_add(row, by, lying, desk)
        _take_up(row, by, lying, desk)
        member = _member(row, asked)
        sheet, process = full_sheet(lying[0].process, desk), lying[0].process
        _require_new(sheet, member, asked, by)
        votes = signing.votes_of(process, [desk])[desk]
        now = sheet.current(votes, signing.away(row, sheet.members))
        at = now if before else min(now + 1, len(sheet.stages))
        longer = sheet.with_signer(member.key, at=at, days=days)
        record = {"desk": desk, "member": member.key, "who": str(asked), "before": before, "days": days}
        event = put_on_record(row, "add_signer", by, reason, **record)
        laid = settle(process, desk, longer, lying, by)
        for each in laid:
            if Member.at(each) == member:
                about = {"desk": str(NODES[desk].task_title), "reason": reason, "by": str(by)}
                outbox.tell(holders_of(each), "signer_added", row, occasion=str(event.pk), **about)


def remove_signer(
    request: AdmissionRequest, *, by: User, desk: str, member: str, reason: str, seen: int | None = None
) -> None:
    """减签: one who has not signed is asked no more. By the counter; whom he added, an officer takes out himself."""
    required(reason, _("请写明理由。"))
    with locked(request, seen=seen) as row:
        lying = seats.lying(row, by)
        _require_stage(row, lying, desk)
        chosen = dict(removable(row, by)).get((desk, member))
        if chosen is None:
            raise NotComplete(_("请选择尚未签署、可以减去的一方。"), field="member")
        if not rights.may(by, rights.SCREEN, row.county):
            row.in_place_of_id = None
        else:
            recusal.take_up(row, by, rights.SCREEN, row.county_id)
        process = lying[0].process
        shorter = full_sheet(process, desk).without(member)
        if not shorter.members:
            raise NotComplete(_("这是该环节唯一的签署人，不能减去。"), field="member")
        put_on_record(row, "remove_signer", by, reason, desk=desk, member=member, who=chosen)
        settle(process, desk, shorter, lying, by)


def full_sheet(process: AdmissionProcess, desk: str) -> Sheet:
    """The sheet of the desk; where it has none, of those for whom it was laid, by the rule of the case."""
    kept = signing.sheet_of(process, desk)
    if kept is not None:
        return kept
    laid = Desk.objects.filter(process=process, name=desk).exclude(status="CANCELED").order_by("pk")
    return Sheet.of(process.terms.desks[desk].signing, list(dict.fromkeys(Member.at(each).key for each in laid)))


def addable(request: AdmissionRequest, by: User) -> list[str]:
    """The desks of the present state at which `by` may ask one more to sign."""
    if request.state not in STATES:
        return []
    lying = list(Desk.objects.filter(process__request=request, finished__isnull=True).order_by("pk"))
    names = dict.fromkeys(desk.name for desk in lying if desk.name in OPINION_DESKS)
    return [name for name in names if _may_add(request, by, lying, name)]


def require_may_add(request: AdmissionRequest, by: User, lying: Sequence[Desk], desk: str) -> None:
    """Raise NotNow or PermissionDenied where `add_signer` would."""
    _require_stage(request, lying, desk)
    if not _may_add(request, by, lying, desk):
        raise PermissionDenied(_("%(officer)s不能在这个环节加签。") % {"officer": by})


def require_some_desk(request: AdmissionRequest, by: User) -> None:
    """Raise NotNow unless there is a desk at which `by` may add a signer. For pages, before they ask."""
    if not addable(request, by):
        raise NotNow(_("《%(request)s》现在没有您可以加签的环节。") % {"request": request})


def require_somebody(request: AdmissionRequest, by: User) -> None:
    """Raise NotNow unless there is a signer whom `by` may take out. For pages, before they ask."""
    if not removable(request, by):
        raise NotNow(_("《%(request)s》现在没有您可以减去的签署人。") % {"request": request})


def removable(request: AdmissionRequest, by: User) -> list[tuple[tuple[str, str], str]]:
    """((desk, member), name) of those who have not signed, whom `by` may take out, and who are not the only ones."""
    if request.state not in STATES or recusal.why(request, by):
        return []
    process = AdmissionProcess.objects.get(request=request)
    process.request = request
    names = [name for name in OPINION_DESKS if NODES[name].state == request.state]
    counter, mine = rights.may(by, rights.SCREEN, request.county), _added_by(request, by)
    votes, found = signing.votes_of(process, names), []
    for name in names:
        sheet = full_sheet(process, name)
        for member in sheet.members if len(sheet.members) > 1 else ():
            if member not in votes[name] and (counter or (name, member) in mine):
                found.append((name, member))
    called = names_of([member for _name, member in found])
    return [(each, called[each[1]]) for each in found]


def names_of(members: Sequence[str]) -> dict[str, str]:
    """What the members are called, by key: an officer with his organ, an organ, or the region of the authority."""
    read = {key: Member.read(key) for key in members}
    people = User.objects.select_related("organ").in_bulk([each.signer for each in read.values() if each.signer])
    places = [each.place for each in read.values() if not each.signer]
    organs = {str(pk): str(organ) for pk, organ in Organ.objects.in_bulk([p for p in places if len(p) < 12]).items()}
    regions = {pk: str(region) for pk, region in Region.objects.in_bulk([p for p in places if len(p) == 12]).items()}
    return {
        key: f"{people[each.signer].organ} · {people[each.signer]}"
        if each.signer in people
        else organs.get(each.place) or regions.get(each.place) or key
        for key, each in read.items()
    }


def organs_to_ask(request: AdmissionRequest) -> QuerySet[Organ]:
    """The organs of the county, its townships among them, in which somebody in office gives opinions; not the applicant's."""
    places = [held.place for held in rights.attended() if held.right == rights.GIVE_OPINION]
    inside = Organ.objects.filter(pk__in=places, region__in=Region.objects.within(request.county))
    return inside.filter(region__level__in=[Level.COUNTY, Level.TOWNSHIP]).exclude(pk=request.department_id)


def officers_to_ask(request: AdmissionRequest) -> QuerySet[User]:
    """The officers of those organs who give opinions there, and need not keep away."""
    asked = [
        officer.pk
        for organ in organs_to_ask(request)
        for officer in rights.own_holders(rights.GIVE_OPINION, organ)
        if officer.organ_id == organ.pk and not recusal.why(request, officer)
    ]
    return User.objects.filter(pk__in=asked).select_related("organ").order_by("organ__name", "pk")


def _member(request: AdmissionRequest, asked: Organ | User) -> Member:
    if isinstance(asked, User):
        if not officers_to_ask(request).filter(pk=asked.pk).exists():
            raise NotComplete(
                _("“%(signer)s”不能签署：须在职、可以提出审查意见且无须回避。") % {"signer": asked}, field="asked"
            )
        return Member(str(asked.organ_id), asked.pk)
    if not organs_to_ask(request).filter(pk=asked.pk).exists():
        raise NotComplete(
            _("“%(signer)s”不能签署：没有在职人员可以提出审查意见，或者须回避。") % {"signer": asked}, field="asked"
        )
    if asked.region.level == Level.TOWNSHIP:
        request.consulted.add(asked)
    return Member(str(asked.pk))


def _require_new(sheet: Sheet, member: Member, asked: Organ | User, by: User) -> None:
    """Nobody is asked twice, and nobody gives himself a second signature beside his own or that of his office."""
    if member.key in sheet.members:
        raise NotComplete(_("“%(signer)s”已在这个环节的签署名单中。") % {"signer": asked}, field="asked")
    office = str(by.organ_id)
    own = {office, Member(office, by.pk).key}
    if member.key in own and own.intersection(sheet.members):
        raise NotComplete(
            _("%(officer)s本人或者所在机构已在这个环节的签署名单中，不能再请自己签署。") % {"officer": by},
            field="asked",
        )


def _require_stage(request: AdmissionRequest, lying: Sequence[Desk], desk: str) -> None:
    seats.require_running(request)
    if not lying or desk not in OPINION_DESKS or NODES[desk].state != request.state:
        raise NotNow(_("《%(request)s》现在不在这个环节，请刷新页面。") % {"request": request})


def _may_add(request: AdmissionRequest, by: User, lying: Sequence[Desk], desk: str) -> bool:
    if recusal.why(request, by):
        return False
    return bool(_own(by, lying, desk)) or rights.may(by, rights.SCREEN, request.county)


def _own(by: User, lying: Sequence[Desk], desk: str) -> list[str]:
    """The places at which `by` is asked to sign there himself."""
    held = rights.places(by, {NODES[desk].right})
    mine = [each for each in lying if each.name == desk and each.signer_id in (None, by.pk)]
    return [each.owner_permission_obj_pk for each in mine if each.owner_permission_obj_pk in held]


def _take_up(request: AdmissionRequest, by: User, lying: Sequence[Desk], desk: str) -> None:
    if own := _own(by, lying, desk):
        recusal.take_up(request, by, NODES[desk].right, own[0])
    else:
        recusal.take_up(request, by, rights.SCREEN, request.county_id)


def _added_by(request: AdmissionRequest, by: User) -> set[tuple[str, str]]:
    added = RequestEvent.objects.filter(request=request, act="add_signer", officer=by).values_list("record", flat=True)
    return {(record["desk"], record["member"]) for record in added}


def settle(
    process: AdmissionProcess, desk: str, sheet: Sheet, lying: Sequence[Desk], by: User | None
) -> Sequence[Desk]:
    """Put the sheet on the case and bring the desks to it; the request goes on if nobody is asked any more.

    `lying` are the open desks of the locked request; `by` None is the machine. Returns the desks laid.
    """
    signing.keep(process, desk, sheet)
    turn = replace(flows.turn_at(process, desk, sheet, lying), case=True)
    if turn.leaves(lying):
        flows.route(process, lying, turn=turn)
    else:
        flows.route(process, lying, turn=Turn(turn.cleared, case=True))
        review.refer(process.request, by)
        flows.route(process, ())
    return turn.laid
