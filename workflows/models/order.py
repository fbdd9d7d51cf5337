"""督办单, and the law of its life: a problem that an organ must put right, until it is closed (销号).

As with a request, this file is the only place that says what may follow what. Whoever is responsible answers;
whoever supervises looks into the answer. An order names what is wrong, never how one organ compares with another.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from accounts.models import Organ, Region, User
from workflows.models.request import AdmissionRequest


class OrderState(models.TextChoices):
    ISSUED = "issued", _("待反馈")
    ANSWERED = "answered", _("待核查")
    RECTIFYING = "rectifying", _("整改中")
    CLOSED = "closed", _("已销号")
    CANCELLED = "cancelled", _("已撤销")


S = OrderState
AWAITING_ANSWER = (S.ISSUED, S.RECTIFYING)
OPEN_ORDERS = (*AWAITING_ANSWER, S.ANSWERED)


class Cause(models.TextChoices):
    """督办事由: the alarms of the supervision, and what comes from elsewhere."""

    OVERDUE = "overdue", _("逾期未办")
    BASIS_LOST = "basis_lost", _("依据变动未处理")
    REFUSED = "refused", _("被拒仍索要")
    STILL_DEMANDED = "still_demanded", _("未准入仍要求")
    STILL_RUNNING = "still_running", _("到期仍执行")
    NOT_PUBLISHED = "not_published", _("清单未公布、未备案")
    TOO_OFTEN = "too_often", _("超过准入频次")
    UNFUNDED = "unfunded", _("经费未到位")
    SIGNBOARDS = "signboards", _("牌子超额或者名称不符")
    OTHER = "other", _("其他")


class SupervisionOrderQuerySet(models.QuerySet["SupervisionOrder"]):
    def open(self) -> SupervisionOrderQuerySet:
        return self.filter(state__in=OPEN_ORDERS)

    def addressed_to(self, officer: User) -> SupervisionOrderQuerySet:
        """What the organ of `officer` has to answer for."""
        return self.filter(organ=officer.organ_id)


class SupervisionOrder(ConcurrentTransitionMixin, models.Model):
    """督办单: one problem, the organ responsible, what it must do, and until when.

    `subject_key` names the thing that is wrong ("desk-12"); of one thing there is one open order for one cause.
    `evidence` holds what was known when it was issued, label by label. `budget`: working days to answer in.
    """

    number = models.CharField(_("督办编号"), max_length=40, unique=True)
    county = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"), related_name="+")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("责任单位"), related_name="supervision_orders")
    cause = models.CharField(_("事由"), max_length=20, choices=Cause.choices)
    subject_key = models.CharField(_("对象"), max_length=60)
    request = models.ForeignKey(
        AdmissionRequest, models.PROTECT, verbose_name=_("准入申请"), related_name="supervision_orders", null=True
    )
    title = models.CharField(_("问题"), max_length=200)
    demand = models.TextField(_("要求"))
    evidence = models.JSONField(_("证据"), default=list)
    state = FSMField(_("状态"), choices=OrderState.choices, default=OrderState.ISSUED, protected=True)
    budget = models.PositiveSmallIntegerField(_("反馈期限（工作日）"))
    due_on = models.DateField(_("反馈期限"), null=True)
    due_is_provisional = models.BooleanField(_("期限暂定"), default=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("签发人"), related_name="+")
    issued_at = models.DateTimeField(_("签发时间"), auto_now_add=True)
    closed_at = models.DateTimeField(_("销号时间"), null=True, editable=False)
    revision = models.PositiveIntegerField(_("办理版次"), default=0, editable=False)

    objects = SupervisionOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("督办单")
        verbose_name_plural = _("督办单")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["county", "-id"], name="open_order_by_county", condition=models.Q(state__in=OPEN_ORDERS)
            ),
            models.Index(fields=["organ", "-id"], name="order_by_organ"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=OrderState.values), name="order_state_is_known"),
            models.UniqueConstraint(
                fields=["cause", "subject_key"],
                condition=models.Q(state__in=OPEN_ORDERS),
                name="one_open_order_a_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    # What may follow what

    @transition(field=state, source=list(AWAITING_ANSWER), target=S.ANSWERED)
    def feed_back(self) -> None:
        """反馈"""

    @transition(field=state, source=S.ANSWERED, target=S.RECTIFYING)
    def demand_rectification(self) -> None:
        """责令整改"""

    @transition(field=state, source=list(OPEN_ORDERS), target=None)
    def interview(self) -> None:
        """约谈"""

    @transition(field=state, source=list(OPEN_ORDERS), target=None)
    def announce(self) -> None:
        """通报"""

    @transition(field=state, source=S.ANSWERED, target=S.CLOSED)
    def close_order(self) -> None:
        """销号"""

    @transition(field=state, source=list(OPEN_ORDERS), target=S.CANCELLED)
    def cancel_order(self) -> None:
        """撤销督办"""


class OrderEvent(models.Model):
    """督办记录: one act on an order, chained to the one before. Rows are added, never changed: the database refuses."""

    order = models.ForeignKey(SupervisionOrder, models.PROTECT, related_name="events")
    act = models.CharField(_("行为"), max_length=40)
    source = models.CharField(_("原状态"), max_length=20, choices=OrderState.choices, blank=True)
    target = models.CharField(_("现状态"), max_length=20, choices=OrderState.choices)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"), related_name="+", null=True)
    at = models.DateTimeField(_("时间"))
    text = models.TextField(_("内容"), blank=True)
    record = models.JSONField(_("附记"), default=dict)
    # SHA-256 of the digest before and of what this row says: a row changed behind the program's back breaks the chain.
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("督办记录")
        verbose_name_plural = _("督办记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.act}"
