"""本县办理程序: an administrator sets a version; a case on its way is moved to it one by one, with what was signed kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import rights, working_days
from accounts.models import Function, Level, Organ, Region, User
from policy import procedure, procedure_check
from policy.procedure import DeskTerms, Procedure
from policy.procedure_check import Difference
from policy.procedure_file import read_text
from policy.signing import Sheet, Stage
from policy.words import plain, told
from workflows import flows, recusal, seats, signing
from workflows.errors import NotComplete, NotNow, required
from workflows.flows import NODES, Turn
from workflows.models import OPEN, AdmissionProcess, AdmissionRequest, CountyProcedure, Desk, RequestEvent
from workflows.models.county_procedure import terms_on
from workflows.services import review
from workflows.services.acts import locked, put_on_record
from workflows.services.clocks import of_desk, pauses_of
from workflows.signing import Member

SETS = "workflows.add_countyprocedure"


def may_set(officer: User) -> bool:
    """Whether `officer` keeps the procedures: an administrator."""
    return officer.is_active and officer.has_perm(SETS)


def mistakes(county: Region, text: str) -> list[str]:
    """All that stands in the way of `text` as a new version of the county's procedure, a sentence each."""
    found = [told(plain(each), _) for each in procedure_check.mistakes(county.pk, text, localdate())]
    if found:
        return found
    edition = read_text(procedure.OWN, text)
    if edition.effective_from < localdate():
        found.append(_("effective_from 不能早于今天：已提交的申请按原来的程序办理。"))
    if CountyProcedure.objects.filter(county=county, version=edition.version).exists():
        found.append(_("version “%(version)s”已经用过，请另写一个。") % {"version": edition.version})
    usual = procedure.load(county.pk, edition.effective_from)
    return found + list(_unattended(county, procedure.load(county.pk, edition.effective_from, own=text), usual))


def set_procedure(county: Region, text: str, *, by: User) -> CountyProcedure:
    """设置本县办理程序: for what is submitted from its first day on. Nothing is overwritten. Raises NotComplete."""
    if not may_set(by):
        raise PermissionDenied(_("本县办理程序由系统管理员设置。"))
    if wrong := mistakes(county, text):
        raise NotComplete("\n".join(wrong), field="text")
    edition = read_text(procedure.OWN, text)
    return CountyProcedure.objects.create(
        county=county, version=edition.version, effective_from=edition.effective_from, text=text, set_by=by
    )


def before(county: Region, on: date) -> Procedure:
    """What holds in the county on that day so far: a new version is compared with it."""
    return terms_on(county.pk, on)[0]


def _unattended(county: Region, own: Procedure, usual: Procedure) -> Iterator[str]:
    """Desks, as the county would have them, that nobody could attend."""
    attended = rights.attended()
    for name, desk in own.desks.items():
        if desk.asked and desk != usual.desks[name]:
            yield from _nobody_there(county, desk, attended)
    city = county.ancestor_code(Level.CITY)
    for kind, decision in own.decisions.items():
        if decision.by == "city" and rights.Holding(rights.DECIDE, city) not in attended:
            yield _('[decisions.%(kind)s] by = "city"：市级没有在职人员可以审定。') % {"kind": kind}


def _nobody_there(county: Region, desk: DeskTerms, attended: set[rights.Holding]) -> Iterator[str]:
    for function in desk.functions:
        if function == Function.TOWNSHIP:
            continue
        organs = Organ.objects.filter(region=county, function=function)
        label = Function(function).label
        if not organs:
            yield _("[desks.%(desk)s] 本县没有“%(function)s”机构。") % {"desk": desk.name, "function": label}
        elif not any(rights.Holding(rights.GIVE_OPINION, str(organ.pk)) in attended for organ in organs):
            said = {"desk": desk.name, "function": label}
            yield _("[desks.%(desk)s] 本县“%(function)s”机构没有在职人员可以提出审查意见。") % said
    if desk.name == flows.BALLOT and rights.Holding(rights.DECIDE, county.pk) not in attended:
        yield _("[desks.ballot] 本县没有在职人员可以表决。")


@dataclass(frozen=True)
class NewDate:
    """An open desk that stays, and when it is due by the version before and after."""

    desk: Desk
    before: date | None
    after: date | None
    budget: int | None
    provisional: bool


@dataclass
class Move:
    """What becomes of one case if it is moved: nothing is written yet."""

    process: AdmissionProcess
    old: Procedure
    new: Procedure
    turn: Turn = field(default_factory=Turn)
    dates: list[NewDate] = field(default_factory=list)
    votes: int = 0
    goes_on: bool = False

    @property
    def differences(self) -> list[Difference]:
        return procedure_check.differences(self.old, self.new)


def may_move(officer: User, request: AdmissionRequest) -> bool:
    """Whether `officer` may move the case: the counter of the county, or an administrator; never one who must keep away."""
    held = rights.may(officer, rights.SCREEN, request.county) or may_set(officer)
    return held and not recusal.why(request, officer)


def preview(request: AdmissionRequest, by: User) -> Move:
    """What `move` would do now. Raises NotNow where it cannot, PermissionDenied where `by` may not."""
    _require_movable(request, by)
    return _planned(request, seats.lying(request, by))


def move(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """转用新程序: the case follows the version of today from now on. Who has signed has signed; reason on record."""
    required(reason, _("请写明理由。"))
    with locked(request, seen=seen) as row:
        _require_movable(row, by)
        if rights.may(by, rights.SCREEN, row.county):
            recusal.take_up(row, by, rights.SCREEN, row.county_id)
        lying = seats.lying(row, by)
        planned = _planned(row, lying)
        for each in planned.dates:
            _set_date(each)
        _write_down(row, planned, by, reason)
        process = planned.process
        flows.route(process, lying, turn=replace(planned.turn, case=True))
        if planned.goes_on:
            review.refer(row, by)
            flows.route(process, ())


def _require_movable(request: AdmissionRequest, by: User) -> None:
    if not may_move(by, request):
        raise PermissionDenied(_("转用新程序由受理机关或者系统管理员办理。"))
    if request.state not in OPEN:
        raise NotNow(_("《%(request)s》没有在办，不能转用新程序。") % {"request": request})
    seats.require_running(request)


def _planned(request: AdmissionRequest, lying: Sequence[Desk]) -> Move:
    if not lying:
        raise NotNow(_("《%(request)s》没有在办，不能转用新程序。") % {"request": request})
    process = lying[0].process
    for desk in lying:
        desk.process = process
    old, (new, own) = process.terms, terms_on(request.county_id, localdate())
    if (process.procedure_id, process.terms.version) == (own, new.version):
        raise NotNow(_("《%(request)s》已按现行办理程序办理。") % {"request": request})
    sheets = {name: signing.sheet_of(process, name) for name, node in NODES.items() if node.state == request.state}
    process.procedure_id, process.procedure_on = own, new.effective_from
    _carry_over(process, sheets)
    planned = Move(process, old, new)
    planned.turn = _turn(process, lying)
    stays = [desk for desk in lying if desk not in planned.turn.cleared]
    planned.dates = list(_dates(request, stays, new))
    planned.votes = sum(len(votes) for votes in signing.votes_of(process, sheets).values())
    planned.goes_on = not planned.turn.leaves(lying)
    return planned


def _carry_over(process: AdmissionProcess, old: dict[str, Sheet | None]) -> None:
    """Put the sheets of the new version on the case: with those who were added, without those who were taken out."""
    removed = _removed(process.request)
    process.signing = {name: kept for name, kept in process.signing.items() if name not in old}
    for name, members in flows.members_of(process).items():
        rule = process.terms.desks[name].signing
        stays = [member for member in members if (name, member.key) not in removed] or members
        front, behind = _added(old[name], [member.key for member in stays])
        if front or behind or not signing.is_plain(stays, rule) or len(stays) != len(members):
            sheet = Sheet.of(rule, [member.key for member in stays])
            signing.keep(process, name, Sheet((*front, *sheet.stages, *behind)))


def _added(sheet: Sheet | None, members: Sequence[str]) -> tuple[list[Stage], list[Stage]]:
    """The stages of those who were added before and after the others, but for those who are asked now anyway."""
    stages = sheet.stages if sheet else ()
    first = next((at for at, stage in enumerate(stages) if not stage.added), len(stages))
    kept = [(at, stage) for at, stage in enumerate(stages) if stage.added and set(stage.members) - set(members)]
    return [stage for at, stage in kept if at < first], [stage for at, stage in kept if at > first]


def _removed(request: AdmissionRequest) -> set[tuple[str, str]]:
    rows = RequestEvent.objects.filter(request=request, act="remove_signer").values_list("record", flat=True)
    return {(record["desk"], record["member"]) for record in rows}


def _turn(process: AdmissionProcess, lying: Sequence[Desk]) -> Turn:
    cleared: list[Desk] = []
    laid: list[Desk] = []
    for name, members in flows.members_of(process).items():
        sheet = signing.sheet_of(process, name) or Sheet.of(signing.PLAIN, [member.key for member in members])
        turn = flows.turn_at(process, name, sheet, lying)
        cleared += turn.cleared
        laid += turn.laid
    return Turn(cleared, laid)


def _dates(request: AdmissionRequest, stays: Sequence[Desk], new: Procedure) -> Iterator[NewDate]:
    calendar, pauses = working_days.current(), pauses_of(request)
    for desk in stays:
        sheet = signing.sheet_of(desk.process, desk.name)
        stage = sheet.stage_of(Member.at(desk).key) if sheet else None
        budget, old = (stage.days if stage else None) or new.desks[desk.name].working_days, desk.budget
        desk.budget = budget
        due = of_desk(desk, calendar=calendar, pauses=pauses)
        desk.budget = old
        yield NewDate(desk, desk.due_on, due.due_on, budget, due.provisional)


def _set_date(new: NewDate) -> None:
    desk = new.desk
    desk.budget, desk.due_on, desk.due_is_provisional = new.budget, new.after, new.provisional
    desk.save(update_fields=["budget", "due_on", "due_is_provisional"])
    if new.before and new.after and new.after > new.before:
        desk.rungs.all().delete()


def _write_down(request: AdmissionRequest, planned: Move, by: User, reason: str) -> None:
    dates = [
        {"desk": each.desk.name, "old": str(each.before or "—"), "new": str(each.after or "—")}
        for each in planned.dates
        if each.before != each.after
    ]
    put_on_record(
        request,
        "move_procedure",
        by,
        reason,
        old=planned.old.version,
        new=planned.new.version,
        desks=dates,
        cleared=[desk.name for desk in planned.turn.cleared],
        laid=[desk.name for desk in planned.turn.laid],
        votes=planned.votes,
    )
