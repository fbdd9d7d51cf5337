"""批量办理: one wish for many requests or problems, and what became of each. The act itself is done one by one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows.models.order import SupervisionOrder
from workflows.models.request import AdmissionRequest


class BatchAct(models.TextChoices):
    DECIDE = "decide", _("审定")
    ACCEPT = "accept", _("受理")
    ORDER = "order", _("督办")


class Batch(models.Model):
    """One batch. `key` is that of the page it was chosen on, so that a double click makes one.

    Chosen → `act` and ruling are set and each item is looked at (`previewed_at`) → `confirmed_at` → `finished_at`.
    """

    key = models.UUIDField(_("幂等键"), unique=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="batches"
    )
    act = models.CharField(_("行为"), max_length=10, choices=BatchAct.choices, blank=True)
    decision = models.CharField(_("决定"), max_length=20, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    demand = models.TextField(_("要求"), blank=True)
    working_days = models.PositiveSmallIntegerField(_("反馈期限（工作日）"), null=True)
    # Of whoever chose it: he alone reads what is said of its items, which the worker writes.
    language = models.CharField(_("语言"), max_length=10, default=settings.LANGUAGE_CODE)
    townships = models.ManyToManyField(Organ, verbose_name=_("征求意见的乡镇（街道）"), related_name="+")
    chosen_at = models.DateTimeField(_("选定时间"), auto_now_add=True)
    asked_at = models.DateTimeField(_("预览要求时间"), null=True)
    previewed_at = models.DateTimeField(_("预览完成时间"), null=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    finished_at = models.DateTimeField(_("办完时间"), null=True)

    class Meta:
        verbose_name = _("批量办理")
        verbose_name_plural = _("批量办理")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(previewed_at__isnull=False),
                name="a_batch_is_looked_at_before_it_is_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.key}"

    @property
    def is_under_way(self) -> bool:
        """Whether items are being looked at or done."""
        looking = self.asked_at is not None and self.previewed_at is None
        return looking or (self.confirmed_at is not None and self.finished_at is None)


class Outcome(models.TextChoices):
    WAITING = "waiting", _("待办理")
    DONE = "done", _("已办理")
    REFUSED = "refused", _("未办理")
    TOO_LATE = "too_late", _("已由他人办理或者已有变化")


class BatchItem(models.Model):
    """One request of a batch, or one problem on which an order is to be issued (`subject_key`, and how it is called).

    `seen`: the request's revision when it was chosen. `hindrance`: what the preview found, or nothing.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="+", null=True)
    subject_key = models.CharField(_("对象"), max_length=60, blank=True)
    title = models.CharField(_("问题"), max_length=200, blank=True)
    # Who would be ordered, as the preview found it.
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("责任单位"), related_name="+", null=True)
    order = models.ForeignKey(SupervisionOrder, models.PROTECT, verbose_name=_("督办单"), related_name="+", null=True)
    seen = models.PositiveIntegerField(_("办理版次"), default=0)
    hindrance = models.TextField(_("预览"), null=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    says = models.TextField(_("说明"), blank=True)
    done_at = models.DateTimeField(_("办理时间"), null=True)

    class Meta:
        verbose_name = _("批量办理事项")
        verbose_name_plural = _("批量办理事项")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "request"], name="a_request_stands_once_in_a_batch"),
            models.UniqueConstraint(
                fields=["batch", "subject_key"],
                condition=~models.Q(subject_key=""),
                name="a_problem_stands_once_in_a_batch",
            ),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, subject_key="")
                | models.Q(~models.Q(subject_key=""), request__isnull=True),
                name="an_item_is_a_request_or_a_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request or self.title} {self.outcome}"
