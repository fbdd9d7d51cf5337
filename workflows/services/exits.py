"""退出: queue what speaks for it, hear the responsible organs, and let the authority decide entry by entry (五（二）)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django_fsm import TransitionNotAllowed

from accounts import rights
from accounts.models import Organ, Region, User
from accounts.models.region import inside
from accounts.rights import Place
from catalogues import editions
from catalogues import exits as found_exits
from catalogues.lists import LIST_OF_KIND, CatalogueList
from catalogues.models import Entry, ExitCase, ExitDesk, ExitEvent, ExitItem, ExitReview, Ground, Outcome
from laws.models import LawChange
from notifications import outbox
from workflows.errors import NotComplete, NotNow, required
from workflows.models import NumberSeries
from workflows.services import clocks, oversight, standing_waits
from workflows.services.readings import chosen_by

_QUEUE = "exit-reviews"
HEARD_LIKE, DECIDED_LIKE = "consultation", "decide"
"""The desks of the procedure whose working days hold for hearing the responsible organ and for deciding."""
REPORTABLE = (Ground.FUNDS, Ground.USE, Ground.SUPPORT, Ground.BASIS)
LONGEST_TITLE = 100


@dataclass(frozen=True)
class Ruling:
    """What the authority decides of one entry: it leaves on a day, or it stays; and why."""

    outcome: str
    reason: str
    leaves_on: date | None = None


def queue(changes: Iterable[LawChange] | None = None) -> list[ExitReview]:
    """列入核查: queue what the registers know to speak for an exit; again, and nothing more is queued. Tells the keepers."""
    with transaction.atomic():
        NumberSeries.hold(_QUEUE)
        new = found_exits.queue(localdate(), changes)
        for review in new:
            _tell_keepers(review)
    return new


def note_lost_basis(number: str, change: LawChange, reason: str) -> None:
    """依据不再成立: the review of laws found it so for an entry that stands; it comes up for exit. Inside that act."""
    NumberSeries.hold(_QUEUE)
    thing = Entry.objects.filter(number=number).values("check_code")
    entry = Entry.objects.in_force(localdate()).filter(check_code__in=thing).select_related("region").first()
    if entry is None:
        return
    review, made = ExitReview.objects.get_or_create(
        entry=entry,
        ground=Ground.BASIS,
        occasion=f"law-{change.pk}",
        defaults={"note": reason, "effective_on": change.effective_on},
    )
    if made:
        _tell_keepers(review)


def report(entry: Entry, *, by: User, ground: str, note: str) -> ExitReview:
    """提出线索: finance, a township or another reviewing organ says that money, use or support is wanting."""
    if ground not in REPORTABLE:
        raise NotComplete(_("请选择情形。"), field="ground")
    required(note, _("请写明情况和来源。"), field="note")
    organ = by.organ
    if organ is None or not may_report(entry, by):
        rights.require(by, rights.KEEP_LIST, entry.region)
    with transaction.atomic():
        NumberSeries.hold(_QUEUE)
        entry = _must_stand(entry)
        occasion = f"organ-{organ.pk if organ else 0}"
        review, made = ExitReview.objects.get_or_create(
            entry=entry,
            ground=ground,
            occasion=_not_closed(entry, ground, occasion),
            defaults={"note": note.strip(), "reported_by": by, "organ": organ},
        )
        if not made:
            raise NotNow(_("贵单位已提出过同一情形，正在核查。"))
        _tell_keepers(review)
    return review


def may_report(entry: Entry, officer: User) -> bool:
    """A keeper of the list, or a reviewing organ that lies within the list's region."""
    if rights.may(officer, rights.KEEP_LIST, entry.region):
        return True
    organs = Organ.objects.filter(pk__in=rights.places(officer, {rights.GIVE_OPINION}))
    return organs.filter(region__code__range=entry.region.code_range).exists()


def keep(review: ExitReview, *, by: User, reason: str) -> None:
    """核查保留: the keeper finds that it does not hold, or is put right; the entry stays and no case is opened."""
    required(reason, _("请写明核查情况和保留理由。"))
    with transaction.atomic():
        row = _open_review(review)
        rights.require(by, rights.KEEP_LIST, row.entry.region)
        row.closed_at, row.closed_by, row.reason = timezone.now(), by, reason.strip()
        row.save(update_fields=["closed_at", "closed_by", "reason"])


def propose(reviews: Iterable[ExitReview], *, by: User, title: str = "") -> ExitCase:
    """提请退出: bring entries of one region before their authority; first each responsible organ is heard."""
    with transaction.atomic():
        NumberSeries.hold(_QUEUE)
        rows = [_open_review(review) for review in reviews]
        if not rows:
            raise NotComplete(_("请至少选择一项。"), field="reviews")
        region = rows[0].entry.region
        rights.require(by, rights.KEEP_LIST, region)
        if any(row.entry.region_id != region.pk for row in rows):
            raise NotComplete(_("一个退出案只能包括同一清单所属区划的条目。"), field="reviews")
        # What was changed since it was queued is brought up as it stands now.
        entries = {entry.check_code: entry for entry in map(_must_stand, (row.entry for row in rows))}
        case = _open_case(region, by, title.strip() or next(iter(entries.values())).title)
        ExitReview.objects.filter(pk__in=[row.pk for row in rows]).update(case=case)
        # Whatever else speaks against the same entries is heard in the same case.
        same = ExitReview.objects.filter(entry__check_code__in=entries, case__isnull=True, closed_at__isnull=True)
        same.update(case=case)
        ExitItem.objects.bulk_create(ExitItem(case=case, entry=entry) for entry in entries.values())
        _take_up(case, by, rights.KEEP_LIST, region)
        _event(case, "propose", "", by)
        _hear(case, entries.values(), by)
    return case


def answer(case: ExitCase, *, by: User, agrees: bool, said: str, seen: int | None = None) -> None:
    """陈述意见: the responsible organ agrees or objects. The last answer sends the case on."""
    if not agrees and not said.strip():
        raise NotComplete(_("不同意退出的，请写明理由和依据。"), field="said")
    with locked(case, seen) as row:
        desk = _desk_of(row, by)
        if desk.organ:
            _take_up(row, by, rights.SUBMIT, desk.organ)
        desk.done_at, desk.done_by, desk.agrees, desk.said = timezone.now(), by, agrees, said.strip()
        desk.save(update_fields=["done_at", "done_by", "agrees", "said"])
        row.revision += 1
        row.save(update_fields=["revision"])
        _event(row, "answer", row.state, by, said.strip())
        if not row.desks.filter(done_at__isnull=True).exists():
            _perform(row, row.submit_for_decision, by, "")
            _lay_decision(row)


def go_on(case: ExitCase, *, by: User, reason: str, seen: int | None = None) -> None:
    """逾期呈报: an organ let its days pass. That is no consent; the keeper says so and lays the case before the authority."""
    required(reason, _("请写明哪些单位逾期未陈述意见。"))
    with locked(case, seen) as row:
        _take_up(row, by, rights.KEEP_LIST, row.region)
        waiting = row.desks.filter(done_at__isnull=True, organ__isnull=False)
        if waiting.filter(Q(due_on__isnull=True) | Q(due_on__gte=localdate())).exists():
            raise NotNow(_("陈述意见的期限未满，不能呈报。"))
        _perform(row, row.submit_for_decision, by, reason.strip())
        waiting.update(done_at=timezone.now(), said=_("逾期未陈述意见，不视为同意。"))
        _lay_decision(row)


def drop(case: ExitCase, *, by: User, reason: str, seen: int | None = None) -> None:
    """不再提请: the keeper takes the case back; its entries stay and what spoke against them is closed with the reason."""
    required(reason, _("请写明不再提请的理由。"))
    with locked(case, seen) as row:
        _take_up(row, by, rights.KEEP_LIST, row.region)
        _perform(row, row.drop, by, reason.strip())
        row.desks.filter(done_at__isnull=True).update(done_at=timezone.now())
        row.items.update(outcome=Outcome.STAYS, reason=reason.strip())
        row.reviews.update(closed_at=timezone.now(), closed_by=by, reason=reason.strip())


def urge(case: ExitCase, *, by: User, desk: int, reason: str = "", seen: int | None = None) -> None:
    """催办: the keeper or supervision presses for an open desk of the case, not one's own. It moves nothing and is on record."""
    with locked(case, seen) as row:
        if not oversight.watches(by, row.region):
            _take_up(row, by, rights.KEEP_LIST, row.region)
        desks = desks_to_urge(row, by)
        if not desks:
            raise NotNow(_("《%(case)s》现在没有可催办的环节。") % {"case": row})
        chosen = next((each for each in desks if each.pk == desk), None)
        if chosen is None:
            raise NotComplete(_("请选择要催办的环节。"), field="desk")
        event = _event(row, "urge", row.state, by, reason.strip())
        standing_waits.tell_urged(standing_waits.of_exit_desk(chosen), by, reason.strip(), f"exit-{event.pk}")


def desks_to_urge(case: ExitCase, officer: User) -> list[ExitDesk]:
    """The open desks of the case, but for those at which `officer` would urge himself."""
    own = waiting_for(officer).filter(case=case).order_by().values("pk")
    waiting = case.desks.filter(done_at__isnull=True).exclude(pk__in=own)
    return list(waiting.select_related("case__region", "organ"))


def decide(case: ExitCase, *, by: User, rulings: Mapping[int, Ruling], seen: int | None = None) -> None:
    """审定退出: `rulings` by the item's key, one for each; some may leave and others stay. The signboards of the city's list
    leave no earlier than the list may change (三（三）)."""
    with locked(case, seen) as row:
        require_decider(row, by)
        items = list(row.items.select_related("entry__region", "entry__organ"))
        said = []
        for item in items:
            _rule(item, rulings.get(item.pk))
            said.append(f"{item.entry.title}：{item.get_outcome_display()} {item.reason}")
        _perform(row, row.rule, by, "\n".join(said))
        now = timezone.now()
        row.desks.filter(done_at__isnull=True).update(done_at=now, done_by=by)
        row.reviews.filter(closed_at__isnull=True).update(closed_at=now, closed_by=by, reason=_("已经审定。"))
        _tell_of(row, "exit_decided", _concerned(row))


def require_decider(case: ExitCase, by: User) -> None:
    """The right to decide at the region, and no entry of his own organ or of that in whose place he sits.

    Raises PermissionDenied, NotNow. Notes on the case in whose place.
    """
    _take_up(case, by, rights.DECIDE, case.region)
    own = set(User.objects.filter(pk__in=[by.pk, case.in_place_of_id]).values_list("organ", flat=True)) - {None}
    things = Entry.listed.filter(check_code__in=case.items.values("entry__check_code"), superseded_by__isnull=True)
    if things.filter(organ__in=own).exists():
        raise NotNow(_("涉及本单位的条目，须由其他单位的人员审定。"))


def _rule(item: ExitItem, ruling: Ruling | None) -> None:
    field = f"outcome_{item.pk}"
    if ruling is None or ruling.outcome not in {Outcome.LEAVES, Outcome.STAYS}:
        raise NotComplete(_("请对“%(entry)s”作出决定。") % {"entry": item.entry.title}, field=field)
    if not ruling.reason.strip():
        raise NotComplete(_("请写明理由。"), field=f"reason_{item.pk}")
    # Before changes waited for the decision, another version could take the place of what was brought up.
    item.entry = found_exits.version_now(item.entry)
    item.outcome, item.reason = ruling.outcome, ruling.reason.strip()
    if ruling.outcome == Outcome.LEAVES:
        item.leaves_on = ruling.leaves_on or localdate()
        _leave(item)
    item.save(update_fields=["entry", "outcome", "reason", "leaves_on"])


def _leave(item: ExitItem) -> None:
    field, entry = f"leaves_on_{item.pk}", _must_stand(item.entry)
    day = item.leaves_on or localdate()
    if day < localdate():
        raise NotComplete(_("退出日期不能早于今天。"), field=field)
    if day > localdate() + timedelta(days=LONGEST_WAIT):
        raise NotComplete(_("退出日期最迟在%(days)d日之内。") % {"days": LONGEST_WAIT}, field=field)
    until = _frozen_until(entry)
    if until and day < until:
        raise NotComplete(
            _("挂牌清单原则上每2年可以变更1次，退出日期最早为%(until)s（三（三））。") % {"until": until.isoformat()},
            field=field,
        )
    entry.left_on, entry.left_because = day, item.reason
    entry.save(update_fields=["left_on", "left_because"])


LONGEST_WAIT = 3 * 366
"""Days: the longest that a decision may be put off, the two years between changes of the signboard list and a bit."""


def _frozen_until(entry: Entry) -> date | None:
    name = LIST_OF_KIND.get(entry.kind)
    if name is None:
        return None
    today = localdate()
    readings = chosen_by(entry.region, today)
    which = CatalogueList(entry.region, name)
    return editions.frozen_until(which, today, readings) or editions.entry_frozen_until(entry, today, readings)


def waiting_for(officer: User) -> QuerySet[ExitDesk]:
    """待办: the desks of exits at which the officer may sit, the earliest due first."""
    heard = Q(organ__in=rights.places(officer, {rights.SUBMIT}))
    decided = Q(organ__isnull=True, case__region__in=rights.places(officer, {rights.DECIDE}))
    rows = ExitDesk.objects.filter(heard | decided, done_at__isnull=True)
    return rows.select_related("case__region", "organ").order_by("due_on", "pk")


def visible_to(officer: User) -> QuerySet[ExitCase]:
    """The cases of the regions whose lists he keeps, decides on, publishes or watches, and those his organ is heard in."""
    seen = Q(desks__organ__in=rights.places(officer, {rights.SUBMIT}))
    watching = {rights.KEEP_LIST, rights.DECIDE, rights.PUBLISH, rights.SUPERVISE}
    seen |= inside("region__code", rights.regions(officer, watching))
    return ExitCase.objects.filter(seen).distinct().select_related("region", "opened_by")


def reviews_for(officer: User) -> QuerySet[ExitReview]:
    """核查台: what was queued at the lists that he keeps."""
    regions = rights.places(officer, {rights.KEEP_LIST})
    return ExitReview.objects.filter(entry__region__in=regions).select_related(
        "entry__region", "entry__organ", "organ", "reported_by", "closed_by", "case"
    )


def _open_case(region: Region, by: User, title: str) -> ExitCase:
    year = localdate().year
    running = NumberSeries.next(f"exit-{region.pk}-{year}")
    number = f"退〔{year}〕{region.code[:6]}-{running:04d}号"
    return ExitCase.objects.create(number=number, title=title[:LONGEST_TITLE], region=region, opened_by=by)


def _hear(case: ExitCase, entries: Iterable[Entry], by: User) -> None:
    """A desk at each responsible organ in which somebody may answer; without any the case goes straight on."""
    organs = {entry.organ_id: entry.organ for entry in entries if entry.organ}
    attended = [organ for organ in organs.values() if organ and rights.holders(rights.SUBMIT, organ).exists()]
    due = _due(case.region, HEARD_LIKE)
    ExitDesk.objects.bulk_create(ExitDesk(case=case, organ=organ, **due) for organ in attended)
    for organ in attended:
        _tell_of(case, "exit_proposed", list(rights.holders(rights.SUBMIT, organ)))
    if not attended:
        _perform(case, case.submit_for_decision, by, "")
        _lay_decision(case)


def _lay_decision(case: ExitCase) -> None:
    ExitDesk.objects.create(case=case, organ=None, **_due(case.region, DECIDED_LIKE))
    _tell_of(case, "exit_to_decide", list(rights.holders(rights.DECIDE, case.region)))


def _due(region: Region, desk: str) -> dict[str, Any]:
    due = clocks.due_like(region, desk)
    return {"due_on": due.due_on, "due_is_provisional": due.provisional}


@contextmanager
def locked(case: ExitCase, seen: int | None = None) -> Iterator[ExitCase]:
    """The case's row, locked and read anew. Raises NotNow if the page, which showed revision `seen`, is out of date."""
    with transaction.atomic():
        rows = ExitCase.objects.select_for_update(of=("self",)).select_related("region", "opened_by")
        row = rows.get(pk=case.pk)
        if seen is not None and seen != row.revision:
            raise NotNow(_since(row))
        yield row


def _perform(case: ExitCase, act: Callable[[], Any], by: User, reason: str) -> None:
    source, name = case.state, act.__name__
    try:
        act()
    except TransitionNotAllowed as refusal:
        raise NotNow(
            _("《%(case)s》现为“%(state)s”，不能“%(act)s”。")
            % {"case": case.title, "state": case.get_state_display(), "act": act_label(name)}
        ) from refusal
    case.revision += 1
    if name in {"rule", "drop"}:
        case.closed_at = timezone.now()
    case.save()
    _event(case, name, source, by, reason)


def put_on_record(case: ExitCase, act: str, by: User, reason: str = "") -> None:
    """Write down an act that moves nothing by itself."""
    _event(case, act, case.state, by, reason)


def _event(case: ExitCase, act: str, source: str, by: User, reason: str = "") -> ExitEvent:
    return ExitEvent.objects.create(
        case=case,
        act=act,
        source=source,
        target=case.state,
        officer=by,
        organ_id=by.organ_id,
        in_place_of_id=case.in_place_of_id,
        reason=reason,
    )


def _take_up(case: ExitCase, by: User, right: str, place: Place) -> None:
    """The right at the place, and in whose place he uses it where it was lent to him."""
    rights.require(by, right, place)
    lenders = rights.lenders(by, right, str(place.pk))
    case.in_place_of_id = lenders[0] if lenders else None


def _desk_of(case: ExitCase, by: User) -> ExitDesk:
    mine = case.desks.filter(organ__pk__in=rights.places(by, {rights.SUBMIT})).select_related("organ", "done_by")
    waiting = mine.filter(done_at__isnull=True).first()
    if waiting:
        return waiting
    done = mine.first()
    if done is None:
        organ = case.desks.filter(organ__isnull=False).select_related("organ").first()
        rights.require(by, rights.SUBMIT, organ.organ if organ and organ.organ else case.region)
    raise NotNow(_since(case))


def _must_stand(entry: Entry) -> Entry:
    """The version of the thing that is in force now, locked."""
    rows = Entry.listed.select_for_update(of=("self",)).select_related("region", "organ")
    row = rows.get(pk=found_exits.version_now(entry).pk)
    if row.left_on is not None:
        raise NotNow(_("《%(entry)s》已于%(day)s退出或者变更。") % {"entry": row.title, "day": row.left_on.isoformat()})
    return row


def _open_review(review: ExitReview) -> ExitReview:
    rows = ExitReview.objects.select_for_update(of=("self",)).select_related("entry__region", "entry__organ", "case")
    row = rows.get(pk=review.pk)
    if row.case_id:
        raise NotNow(_("《%(entry)s》已提请退出：%(case)s。") % {"entry": row.entry.title, "case": row.case})
    if row.closed_at:
        raise NotNow(_("本项已于%(time)s核查：%(reason)s") % {"time": _moment(row.closed_at), "reason": row.reason})
    return row


def _not_closed(entry: Entry, ground: str, occasion: str) -> str:
    """Reported again after the last report was looked at, it is a new occasion."""
    told = ExitReview.objects.filter(entry=entry, ground=ground, occasion__startswith=occasion)
    closed = told.filter(closed_at__isnull=False).count()
    return f"{occasion}-{closed + 1}" if closed else occasion


def _concerned(case: ExitCase) -> list[User]:
    organs = Organ.objects.filter(exit_desks__case=case)
    people = [officer for organ in organs for officer in rights.holders(rights.SUBMIT, organ)]
    return [*people, case.opened_by]


def _tell_keepers(review: ExitReview) -> None:
    outbox.tell(
        rights.holders(rights.KEEP_LIST, review.entry.region),
        "exit_review_queued",
        Told(review.pk, review.entry.number, review.entry.title),
        ground=review.get_ground_display(),
        note=review.note,
        page="exit_review",
    )


def _tell_of(case: ExitCase, event: str, people: Iterable[User]) -> None:
    outbox.tell(people, event, case, page="exit_case")


@dataclass(frozen=True)
class Told:
    """What a message of the queue is about, for the outbox."""

    pk: int
    number: str
    title: str
    revision: int = 0


ACTS = {
    "propose": pgettext_lazy("act", "提请退出"),
    "answer": pgettext_lazy("act", "陈述意见"),
    "submit_for_decision": pgettext_lazy("act", "呈报审定"),
    "rule": pgettext_lazy("act", "审定退出"),
    "drop": pgettext_lazy("act", "不再提请"),
    "urge": pgettext_lazy("act", "催办"),
    "issue_letter": pgettext_lazy("act", "签发文书"),
}


def act_label(name: str) -> str:
    return str(ACTS.get(name, name))


def _since(case: ExitCase) -> str:
    last = case.events.select_related("officer").last()
    if last is None:
        return _("页面已过时，请刷新后再办。")
    return _("页面已过时：“%(act)s”已由 %(officer)s 于 %(time)s 办理。请刷新后再办。") % {
        "act": act_label(last.act),
        "officer": last.officer,
        "time": _moment(last.at),
    }


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
