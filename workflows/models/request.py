"""准入申请, and the law of its life: which act may be done in which state.

This file is the only place that says what may follow what; `docs/states.md` is drawn from it.
Whose turn it is stands in `workflows/flows.py`; what the notice demands stands in `policy/`.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, ConcurrentTransitionMixin, FSMField, transition

from accounts import rights
from accounts.models import Function, Organ, Region, User
from accounts.models.region import inside
from workflows.models.rows import Rows

if TYPE_CHECKING:
    from workflows.models.part import RequestPart


class State(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SCREENING = "screening", _("形式审查")
    RETURNED = "returned", _("退回补正")
    RE_EXAMINATION = "re_examination", _("复核")
    UNDER_REVIEW = "under_review", _("并行审查")
    JOINT_REVIEW = "joint_review", _("联合审核")
    PROVINCIAL_CONSENT = "provincial_consent", _("省级同意")
    AWAITING_DECISION = "awaiting_decision", _("审定")
    PUBLICATION = "publication", _("待公布")
    FILING = "filing", _("待备案")
    EMERGENCY = "emergency", _("应急施行，待补办")
    EMERGENCY_CHECK = "emergency_check", _("应急备案核对")
    ADMITTED = "admitted", _("准予准入")
    REFUSED = "refused", _("不予准入")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    TERMINATED = "terminated", _("已终止")
    EMERGENCY_FILED = "emergency_filed", _("应急已备案")
    EMERGENCY_REVOKED = "emergency_revoked", _("应急已撤销")


ASK = """
WITH gone AS (
  DELETE FROM workflows_admissionrequest_consulted WHERE admissionrequest_id = %s AND organ_id <> ALL(%s)
)
INSERT INTO workflows_admissionrequest_consulted (admissionrequest_id, organ_id)
SELECT %s, unnest(%s) ON CONFLICT DO NOTHING
"""
ORGANS = Rows(Organ)
_rows_of = cache(Rows)
S = State
BEFORE_DECISION = (
    S.SCREENING,
    S.RETURNED,
    S.RE_EXAMINATION,
    S.UNDER_REVIEW,
    S.JOINT_REVIEW,
    S.PROVINCIAL_CONSENT,
    S.AWAITING_DECISION,
)
AFTER_DECISION = (S.PUBLICATION, S.FILING)
# 应急: what runs at once on an order. It stands while its entry does; the state says how far its papers have come.
RUNNING_AT_ONCE = (S.EMERGENCY, S.EMERGENCY_CHECK)
OPEN = (*BEFORE_DECISION, *AFTER_DECISION, *RUNNING_AT_ONCE)
CLOSED = (
    S.ADMITTED,
    S.REFUSED,
    S.DECLINED,
    S.WITHDRAWN,
    S.TERMINATED,
    S.EMERGENCY_FILED,
    S.EMERGENCY_REVOKED,
)
# Where the office's own clock runs before the decision: there a request can be put off (暂缓).
SUSPENDABLE = (S.SCREENING, S.RE_EXAMINATION, S.UNDER_REVIEW, S.JOINT_REVIEW, S.AWAITING_DECISION)


class RequestQuerySet(models.QuerySet["AdmissionRequest"]):
    def visible_to(self, officer: User) -> RequestQuerySet:
        """What `officer` may see: his organ's own, and what the posts he holds have to deal with.

        Drafts are seen by the applying organ alone; a township sees what it was consulted on;
        the province sees what was referred to it. Whoever was sent a copy (抄送) sees that request.
        """
        own = models.Q(department__in=rights.places(officer, {rights.SUBMIT}))
        return self.filter(own | (~models.Q(state=S.DRAFT) & (_dealt_with_by(officer) | _copied_to(officer))))

    def open(self) -> RequestQuerySet:
        return self.filter(state__in=OPEN)


def _dealt_with_by(officer: User) -> models.Q:
    seen = inside("county__code", rights.regions(officer, rights.ON_REGIONS - {rights.CONSENT, rights.KEEP_LIST}))
    referred = models.Q(referred_to_province_at__isnull=False)
    seen |= referred & inside("county__code", rights.regions(officer, {rights.CONSENT}))
    organs = Organ.objects.filter(pk__in=rights.places(officer, {rights.GIVE_OPINION}))
    for organ in organs:
        if organ.function == Function.TOWNSHIP:
            consulted = AdmissionRequest.consulted.through.objects.filter(organ=organ)
            seen |= models.Q(pk__in=consulted.values("admissionrequest")) | _handed_on_by(organ)
        else:
            seen |= models.Q(county=organ.region_id)
    return seen


def _copied_to(officer: User) -> models.Q:
    mine = models.Q(officer=officer.pk)
    if officer.organ_id:
        mine |= models.Q(organ=officer.organ_id)
    copies = apps.get_model("workflows", "Copy").objects.filter(mine)
    return models.Q(pk__in=copies.order_by().values("request"))


def _handed_on_by(organ: Organ) -> models.Q:
    """What the organ was asked on and has handed on to another."""
    events = apps.get_model("workflows", "RequestEvent").objects.filter(act="hand_on", organ=organ)
    return models.Q(pk__in=events.order_by().values("request"))


def going_back(request: AdmissionRequest) -> State | None:
    """Where 拿回 leads."""
    return request.back_to


class AdmissionRequest(ConcurrentTransitionMixin, models.Model):
    """One application of one organ to one county. What it asks for stands in its parts."""

    number = models.CharField(_("申请编号"), max_length=30, unique=True, null=True, editable=False)
    title = models.CharField(_("申请事项"), max_length=100)
    state = FSMField(_("状态"), choices=State.choices, default=State.DRAFT, protected=True)
    department = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("申请单位"), related_name="requests")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="requests"
    )
    county = models.ForeignKey(Region, models.PROTECT, verbose_name=_("受理县（市、区）"), related_name="requests")
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("照此另拟"), related_name="+", null=True, editable=False
    )
    consulted = models.ManyToManyField(Organ, verbose_name=_("征求意见的乡镇（街道）"), related_name="consultations")
    created_at = models.DateTimeField(_("起草时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("受理时间"), null=True, editable=False)
    referred_to_province_at = models.DateTimeField(_("报省级时间"), null=True, editable=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    suspended_until = models.DateField(_("暂缓至"), null=True, editable=False)
    revision = models.PositiveIntegerField(_("办理版次"), default=0, editable=False)

    objects = RequestQuerySet.as_manager()
    # Whose post the officer uses who acts on this row under its lock; None where it is his own (`recusal.take_up`).
    in_place_of_id: int | None = None
    # Where 拿回 leads: the state in which the act that is taken back was done (`services.taking_back`).
    back_to: State | None = None
    _live_parts: list[RequestPart] | None = None
    _organs: dict[str, Organ] | None = None
    _townships_asked: list[Organ] | None = None

    class Meta:
        verbose_name = _("准入申请")
        verbose_name_plural = _("准入申请")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["county", "-id"], name="open_request_by_county", condition=models.Q(state__in=OPEN)),
            models.Index(fields=["county", "state", "-id"], name="request_by_county_and_state"),
            models.Index(fields=["department", "-id"], name="request_by_department"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="request_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT) | models.Q(number__isnull=False),
                name="a_submitted_request_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_suspended(self) -> bool:
        """暂缓: until the end of that day nobody acts at its desks. It ends by the calendar."""
        until = self.suspended_until
        return until is not None and timezone.localdate() <= until and self.state in SUSPENDABLE

    def some_part_is_undecided(self) -> bool:
        """Whether the machine left anything for people to decide."""
        return any(part.is_pending for part in self.live_parts())

    def some_part_was_declined_by_machine(self) -> bool:
        return any(part.was_declined_by_machine for part in self.live_parts())

    def some_part_is_admitted(self) -> bool:
        return any(part.is_admitted for part in self.live_parts())

    def every_part_is_decided(self) -> bool:
        return not self.some_part_is_undecided()

    def is_ordered(self) -> bool:
        """Whether an emergency order stands behind it; no ordinary request runs before it is decided."""
        return hasattr(self, "order")

    def no_part_is_admitted(self) -> bool:
        return self.every_part_is_decided() and not self.some_part_is_admitted()

    def live_parts(self) -> list[RequestPart]:
        """The parts, read once for the life of this object (`services.acts` reads them under the lock)."""
        if self._live_parts is None:
            self._live_parts = _rows_of(self.parts.model).found("t.request_id = %s ORDER BY t.position", self.pk)
            scopes = {part.scope_id for part in self._live_parts} - {None}
            known = Region.objects.in_bulk(scopes) if scopes else {}
            for part in self._live_parts:
                part.request, part.scope = self, known.get(part.scope_id)
        return self._live_parts

    def organ_of(self, function: Function) -> Organ | None:
        """The county's organ of that function. All of them are read once for the life of this object."""
        if self._organs is None:
            organs = ORGANS.found("t.region_id = %s AND t.function <> %s", self.county_id, Function.DEPARTMENT)
            self._organs = {organ.function: organ for organ in organs}
        return self._organs.get(function)

    def townships_asked(self) -> list[Organ]:
        """征求意见的乡镇（街道）, read once for the life of this object."""
        if self._townships_asked is None:
            self._townships_asked = list(self.consulted.all())
        return self._townships_asked

    def ask(self, townships: list[Organ]) -> None:
        """Let these townships be consulted, and no others: one statement."""
        keys = [organ.pk for organ in townships]
        with connection.cursor() as cursor:
            cursor.execute(ASK, [self.pk, keys, self.pk, keys])
        self._townships_asked = townships

    # -- the applicant ------------------------------------------------------------------------------------------

    @transition(state, S.DRAFT, S.SCREENING)
    def submit(self) -> None:
        """提交"""

    @transition(state, [S.SCREENING, S.DRAFT], S.DECLINED, conditions=[every_part_is_decided])
    def decline_by_rule(self) -> None:
        """自动不予受理"""

    @transition(state, S.RETURNED, S.SCREENING)
    def resubmit(self) -> None:
        """补正重报"""

    @transition(state, [S.DECLINED, S.SCREENING], S.RE_EXAMINATION, conditions=[some_part_was_declined_by_machine])
    def ask_re_examination(self) -> None:
        """申请复核"""

    @transition(state, list(BEFORE_DECISION), S.WITHDRAWN)
    def withdraw(self) -> None:
        """撤回"""

    # -- the lead organ -----------------------------------------------------------------------------------------

    @transition(state, S.SCREENING, S.UNDER_REVIEW, conditions=[some_part_is_undecided])
    def accept(self) -> None:
        """受理"""

    @transition(state, S.SCREENING, S.RETURNED)
    def return_for_correction(self) -> None:
        """退回补正"""

    @transition(state, S.SCREENING, S.DECLINED)
    def decline(self) -> None:
        """不予受理"""

    @transition(state, S.RE_EXAMINATION, S.SCREENING)
    def overturn(self) -> None:
        """复核撤销"""

    @transition(
        state,
        S.RE_EXAMINATION,
        GET_STATE(
            lambda request: S.SCREENING if request.some_part_is_undecided() else S.DECLINED,
            states=[S.SCREENING, S.DECLINED],
        ),
    )
    def uphold(self) -> None:
        """复核维持"""

    @transition(state, list(BEFORE_DECISION), S.TERMINATED)
    def terminate(self) -> None:
        """终止"""

    # -- the reviewing organs -----------------------------------------------------------------------------------

    @transition(state, S.UNDER_REVIEW, S.JOINT_REVIEW)
    def refer_to_joint_review(self) -> None:
        """转联合审核"""

    @transition(state, S.JOINT_REVIEW, S.AWAITING_DECISION)
    def refer_for_decision(self) -> None:
        """呈报审定"""

    @transition(state, S.JOINT_REVIEW, S.PROVINCIAL_CONSENT)
    def refer_to_province(self) -> None:
        """报省级同意"""

    # -- the province -------------------------------------------------------------------------------------------

    @transition(state, S.PROVINCIAL_CONSENT, S.AWAITING_DECISION)
    def consent(self) -> None:
        """省级同意"""

    @transition(
        state,
        S.PROVINCIAL_CONSENT,
        GET_STATE(
            lambda request: S.AWAITING_DECISION if request.some_part_is_undecided() else S.REFUSED,
            states=[S.AWAITING_DECISION, S.REFUSED],
        ),
    )
    def withhold_consent(self) -> None:
        """省级不同意"""

    # -- the county authority -----------------------------------------------------------------------------------

    @transition(state, S.AWAITING_DECISION, S.PUBLICATION, conditions=[every_part_is_decided, some_part_is_admitted])
    def admit(self) -> None:
        """准予准入"""

    @transition(state, S.AWAITING_DECISION, S.REFUSED, conditions=[no_part_is_admitted])
    def refuse(self) -> None:
        """不予准入"""

    @transition(state, S.PUBLICATION, S.FILING)
    def publish(self) -> None:
        """公布"""

    @transition(state, S.FILING, S.ADMITTED)
    def file(self) -> None:
        """备案"""

    # -- what runs at once on an order --------------------------------------------------------------------------

    @transition(state, S.DRAFT, S.EMERGENCY, conditions=[is_ordered, some_part_is_admitted])
    def run_at_once(self) -> None:
        """应急施行"""

    @transition(state, S.DRAFT, S.DECLINED, conditions=[is_ordered, some_part_was_declined_by_machine])
    def decline_extension(self) -> None:
        """应急续期不予登记"""

    @transition(state, S.EMERGENCY, S.EMERGENCY_CHECK)
    def supplement(self) -> None:
        """应急补办"""

    @transition(state, S.EMERGENCY_CHECK, S.EMERGENCY_FILED)
    def confirm_order(self) -> None:
        """应急准予备案"""

    @transition(state, [S.EMERGENCY, S.EMERGENCY_CHECK], S.EMERGENCY_REVOKED)
    def revoke_order(self) -> None:
        """应急撤销"""

    def is_written(self) -> None:
        """What is in memory now stands in the database: a later `save` compares with this state."""
        self._update_initial_state()

    # -- whoever did the last act, before anybody acted on it ---------------------------------------------------

    @transition(state, S.SCREENING, GET_STATE(going_back, states=[S.DRAFT, S.RETURNED]))
    @transition(state, S.RETURNED, S.SCREENING)
    @transition(state, S.RE_EXAMINATION, GET_STATE(going_back, states=[S.SCREENING, S.DECLINED]))
    @transition(state, S.UNDER_REVIEW, GET_STATE(going_back, states=[S.SCREENING, S.UNDER_REVIEW]))
    @transition(state, S.JOINT_REVIEW, GET_STATE(going_back, states=[S.UNDER_REVIEW, S.JOINT_REVIEW]))
    @transition(state, S.PROVINCIAL_CONSENT, S.JOINT_REVIEW)
    @transition(state, S.AWAITING_DECISION, S.JOINT_REVIEW)
    def take_back(self) -> None:
        """拿回"""

    def stamp(self, at: datetime) -> None:
        """Keep the dates that follow from the state just entered; after 拿回, undo those of the state just left."""
        if self.back_to is not None:
            self._unstamp()
            return
        if self.state == S.PROVINCIAL_CONSENT:
            self.referred_to_province_at = at
        if self.state == S.UNDER_REVIEW:
            self.accepted_at = at
        self.closed_at = at if self.state in CLOSED else None

    def _unstamp(self) -> None:
        self.referred_to_province_at = None
        if self.state in (S.DRAFT, S.SCREENING, S.RETURNED, S.DECLINED):
            self.accepted_at = None
        if self.state == S.DRAFT:
            self.submitted_at = None
