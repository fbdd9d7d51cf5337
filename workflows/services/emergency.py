"""应急: what runs at once on an order, its papers afterwards, and its end. It ends by its date; nothing prolongs it.

A thing registered again for the same emergency would be a renewal: the registration is declined, on record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import rights
from accounts.models import Level, Organ, Region, User
from catalogues import register
from catalogues.models import Term
from catalogues.terms import end
from notifications import outbox
from policy import emergency
from policy.answers import WrongAnswer
from policy.choices import Application, Kind
from policy.facts import Facts
from policy.legal import titles
from policy.legal.citations import titles_in_brackets
from policy.procedure import TermLimits
from policy.sameness import core
from workflows import flows, recusal, seats
from workflows.errors import NotComplete, NotNow, required
from workflows.facts import basis_of
from workflows.flows import AdmissionFlow
from workflows.models import (
    RUNNING_AT_ONCE,
    AdmissionRequest,
    Citation,
    Decision,
    EmergencyOrder,
    NumberSeries,
    State,
)
from workflows.models.county_procedure import terms_on
from workflows.services import drafting, judgement, numbers
from workflows.services.acts import at_desk, locked, perform, put_on_record
from workflows.services.entering import enter

# A post, a signboard, a mechanism or a certificate outlives its emergency; so they go the ordinary way.
KINDS = (Kind.WORK_AFFAIR, Kind.REPORT_FORM)
ENDED = "lift_order"


@dataclass(frozen=True)
class Order:
    """应急命令 as it is registered; days are local."""

    number: str
    authority: str
    issued_on: date
    emergency: str
    ends_on: date


@dataclass(frozen=True)
class Item:
    """What the order asks of villages. `answers` by the names of `Facts`; `citations` unsaved, in their order.

    `basis`: the text from which they were read, for what the register does not hold.
    """

    title: str
    kind: str
    content: str
    answers: Mapping[str, Any]
    citations: Iterable[Citation]
    scope: Region | None = None
    basis: str = ""


@transaction.atomic
def run_at_once(
    *, by: User, department: Organ, county: Region, order: Order, item: Item, key: UUID
) -> AdmissionRequest:
    """应急施行: register the order; the item stands from this moment. `key` is that of the form: sent twice, done once.

    What the notice forbids, and what would prolong an earlier emergency item, is declined on record instead.
    """
    rights.require(by, rights.SUBMIT, department)
    NumberSeries.hold(f"emergency-{county.pk}")
    if known := EmergencyOrder.objects.filter(key=key).select_related("request__department").first():
        rights.require(by, rights.SUBMIT, known.request.department)
        return known.request
    _must_be_an_order(order, county)
    request = drafting.begin(by=by, department=department, county=county, title=item.title, kind=item.kind)
    recusal.require_judges(request, by)
    _write(request, order, item)
    kept = _keep(request, order, key)
    with locked(request) as row:
        recusal.require_right(row, by, rights.SUBMIT)
        row.number, row.submitted_at = numbers.next_request(row), timezone.now()
        judged = judgement.judge_pending(row)
        judgement.decline_forbidden(judged)
        _let_run_or_not(row, by, kept, judged)
        flows.open_case(row, seats.before_a_case(row, by))
    return row


def _let_run_or_not(request: AdmissionRequest, by: User, kept: EmergencyOrder, judged: list[judgement.Judged]) -> None:
    if request.some_part_was_declined_by_machine():
        _decline(request, by, judged)
    elif kept.extends and is_a_renewal(kept):
        _decline_extension(request, kept.extends)
    else:
        _run(request, by, kept)


def supplement(request: AdmissionRequest, *, by: User, text: str, seen: int | None = None) -> None:
    """应急补办: the papers of what already runs. `text`: what was ordered, how it is carried out, what is handed in."""
    required(text, _("请写明命令要点、执行情况和所附材料。"), field="text")
    with at_desk(AdmissionFlow.supplement, request, by, seen=seen) as row:
        perform(row.supplement, by, text)
        outbox.tell(rights.holders(rights.SCREEN, row.county), "emergency_supplemented", row)


def confirm_order(request: AdmissionRequest, *, by: User, receipt: str, seen: int | None = None) -> None:
    """应急准予备案: order, basis and papers were checked. It prolongs nothing."""
    required(receipt, _("请填写备案回执编号。"), field="receipt")
    with at_desk(AdmissionFlow.check_order, request, by, seen=seen) as row:
        register.publish(row.number or "", on=localdate())
        register.file(row.number or "", on=localdate(), receipt=receipt)
        perform(row.confirm_order, by, receipt)
        outbox.tell([row.applicant], "emergency_confirmed", row)


def revoke_order(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """应急撤销: the lead organ ends an item whose order does not bear it, before its papers are in or after."""
    required(reason, _("请写明理由。"))
    with locked(request, seen=seen) as row:
        recusal.require_right(row, by, rights.SCREEN)
        perform(row.revoke_order, by, reason)
        end(row.number or "", on=localdate())
        flows.route(row.process)
        outbox.tell([row.applicant], "emergency_revoked", row)


def lift_order(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """解除应急: the response is over before the item's last day. Papers that are still owed stay owed."""
    required(reason, _("请写明理由。"))
    with locked(request, seen=seen) as row:
        require_liftable(row, by)
        for right, place in ((rights.SUBMIT, str(row.department_id)), (rights.SCREEN, row.county_id)):
            if lenders := rights.lenders(by, right, place):
                row.in_place_of_id = lenders[0]
        end(row.number or "", on=localdate())
        row.revision += 1
        row.save(update_fields=["revision"])
        put_on_record(row, ENDED, by, reason)
        outbox.tell([row.applicant], "emergency_lifted", row)


def require_liftable(request: AdmissionRequest, by: User) -> None:
    """Raise PermissionDenied or NotNow unless `by` can end the emergency item now."""
    if not rights.may(by, rights.SCREEN, request.county):
        rights.require(by, rights.SUBMIT, request.department)
    if request.state not in (*RUNNING_AT_ONCE, State.EMERGENCY_FILED):
        raise NotNow(_("《%(request)s》不是正在施行的应急事项。") % {"request": request})
    if not register.in_force(localdate()).filter(request_number=request.number).exists():
        raise NotNow(_("《%(request)s》的应急事项已经到期或者解除。") % {"request": request})


def limits_of(county: Region) -> TermLimits:
    """How long an emergency or temporary item may last in the county, today."""
    return terms_on(county.pk, localdate())[0].terms


def last_day(county: Region) -> date:
    """The latest day on which an emergency item registered today may end."""
    return localdate() + timedelta(days=limits_of(county).emergency_days - 1)


def first_day_of_issue(county: Region) -> date:
    """The earliest day of an order on which something may be registered today."""
    return localdate() - timedelta(days=limits_of(county).emergency_order_days)


def is_a_renewal(order: EmergencyOrder) -> bool:
    """Whether the item goes on for the same emergency, or on the same order, as the one it extends."""
    earlier = order.extends
    return earlier is not None and (core(earlier.emergency) == core(order.emergency) or earlier.number == order.number)


def _must_be_an_order(order: Order, county: Region) -> None:
    places = list(_names_above(county))
    if not emergency.may_order(order.authority, places):
        raise NotComplete(_("应急命令须由县级以上党委、政府或者其指挥机构发布，请写发布机关全称。"), field="authority")
    _must_be_recent(order, county)
    today, latest = localdate(), last_day(county)
    if not today <= order.ends_on <= latest:
        days = limits_of(county).emergency_days
        raise NotComplete(
            _("应急事项至多施行%(days)d天，最后一天须在%(first)s至%(last)s之间。")
            % {"days": days, "first": today.isoformat(), "last": latest.isoformat()},
            field="ends_on",
        )


def _must_be_recent(order: Order, county: Region) -> None:
    """What was ordered long ago had the time to go the ordinary way."""
    if order.issued_on > localdate():
        raise NotComplete(_("发布日期不能晚于今天。"), field="issued_on")
    if order.issued_on < (first := first_day_of_issue(county)):
        raise NotComplete(
            _("发布日期不能早于%(first)s：应急命令须在发布后%(days)d天内登记，更早的请按普通程序申请。")
            % {"first": first.isoformat(), "days": limits_of(county).emergency_order_days},
            field="issued_on",
        )


def _names_above(county: Region) -> Iterable[str]:
    codes = [county.pk, county.ancestor_code(Level.CITY), county.ancestor_code(Level.PROVINCE)]
    return Region.objects.filter(pk__in=codes).values_list("name", flat=True)


def _write(request: AdmissionRequest, order: Order, item: Item) -> None:
    """The one part, with what follows from the order itself; its law must be there today."""
    if item.kind not in KINDS:
        raise NotComplete(_("应急期间只能先行工作事务和报表材料，其他事项请按普通程序申请。"), field="kind")
    cited = list(item.citations)
    _must_rest_on_a_document(cited, item.basis)
    answers = dict(item.answers) | {
        "application": Application.EMERGENCY.value,
        "content": item.content,
        "emergency": True,
        "county_deployed": True,
        "county_deployment_number": order.number,
    }
    part = request.parts.get()
    try:
        Facts.from_answers(Kind(item.kind), request.title, answers)
    except WrongAnswer as wrong:
        raise NotComplete(_(wrong.message), field=wrong.field) from wrong
    part.answers, part.scope = answers, item.scope
    part.save(update_fields=["answers", "scope"])
    drafting.cite(part, cited)


def _must_rest_on_a_document(cited: list[Citation], basis: str) -> None:
    """A law that is in force, or what no register holds and yet is written as a document: in 《》, or by its number."""
    if not cited:
        raise NotComplete(_("请写明应急命令所据的法律法规。"), field="basis")
    written = titles_in_brackets(basis)
    for citation in cited:
        found = basis_of(citation, on=localdate())
        if found.exists is False or found.in_force is False:
            raise NotComplete(_("%(basis)s不存在或者今天不在施行。") % {"basis": found}, field="basis")
        held = found.exists is not None or found.in_force is not None
        if not held and not citation.document_number and titles.key(citation.title) not in written:
            raise NotComplete(
                _(
                    "“%(title)s”不是文件名称。请写法律法规或者文件的全名，名称写在《》内，并写到条款，如“《中华人民共和国突发事件应对法》第七十七条”。"
                )
                % {"title": citation.title},
                field="basis",
            )


def _keep(request: AdmissionRequest, order: Order, key: UUID) -> EmergencyOrder:
    about, today = core(request.title)[:100], localdate()
    near = today - timedelta(days=limits_of(request.county).emergency_again_days)
    known = EmergencyOrder.objects.filter(county=request.county, core=about, ends_on__gte=near)
    ran = known.exclude(request__state=State.DECLINED)
    return EmergencyOrder.objects.create(
        request=request,
        county=request.county,
        key=key,
        number=order.number,
        authority=order.authority,
        issued_on=order.issued_on,
        emergency=order.emergency,
        core=about,
        starts_on=today,
        ends_on=order.ends_on,
        extends=ran.select_related("request").last(),
    )


def _decline(request: AdmissionRequest, by: User, judged: list[judgement.Judged]) -> None:
    perform(request.decline_by_rule, None, clauses=judgement.clauses(judged), ordered_by=by.pk)
    outbox.tell([request.applicant], "declined_by_rule", request)


def _decline_extension(request: AdmissionRequest, earlier: EmergencyOrder) -> None:
    with override(settings.LANGUAGE_CODE):  # the record is in one language, whoever registers
        reason = _(
            "“%(item)s”已凭%(number)s作为应急事项施行（%(first)s至%(last)s）。应急事项到期自动失效，不得续期；确需继续的，按普通程序另行申请。"
        ) % {
            "item": earlier.request.title,
            "number": earlier.number,
            "first": earlier.starts_on.isoformat(),
            "last": earlier.ends_on.isoformat(),
        }
    for part in request.live_parts():
        part.decision, part.reason = Decision.DECLINED_BY_RULE, reason
        part.save(update_fields=["decision", "reason"])
    perform(request.decline_extension, None, reason, extends=earlier.request.number)
    outbox.tell([request.applicant], "extension_declined", request, earlier=earlier.request.number or "")


def _run(request: AdmissionRequest, by: User, order: EmergencyOrder) -> None:
    (part,) = request.live_parts()
    ordered = f"{order.authority} {order.number}"
    number = numbers.next_admission(request)
    enter(request, part, number, term=Term.EMERGENCY, valid_until=order.ends_on, source=ordered)
    part.decision = Decision.ADMITTED
    part.save(update_fields=["decision", "admission_number"])
    perform(request.run_at_once, by, ordered, ends_on=order.ends_on.isoformat())
    told = [request.applicant, *rights.holders(rights.SCREEN, request.county)]
    outbox.tell(told, "emergency_runs", request, order=order.number, ends_on=order.ends_on.isoformat())
