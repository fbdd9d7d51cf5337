"""退出: what speaks for an entry's leaving, the case in which that is heard, and the law of the case's life."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from accounts.models import Organ, Region
from catalogues.models.entry import Entry


class Ground(models.TextChoices):
    """五（二）: the four reasons for cancelling, and the end of the term."""

    BASIS = "basis", _("没有法律法规或政策依据")
    FUNDS = "funds", _("没有经费保障")
    USE = "use", _("没有实际效用")
    SUPPORT = "support", _("村民群众不认可")
    EXPIRY = "expiry", _("有效期届满")


class ExitState(models.TextChoices):
    HEARING = "hearing", _("听取意见")
    DECIDING = "deciding", _("待审定")
    DECIDED = "decided", _("已审定")
    DROPPED = "dropped", _("不再提请")


class ExitCase(ConcurrentTransitionMixin, models.Model):
    """退出案: one or several entries of one region, heard and decided together, each by itself."""

    number = models.CharField(_("退出编号"), max_length=40, unique=True)
    title = models.CharField(_("事由"), max_length=100)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("清单所属区划"), related_name="exit_cases")
    state = FSMField(_("状态"), choices=ExitState.choices, default=ExitState.HEARING, protected=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("提请人"), related_name="+")
    opened_at = models.DateTimeField(_("提请时间"), auto_now_add=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    revision = models.PositiveIntegerField(_("办理版次"), default=0, editable=False)
    # Whose post is used in the act under way, where it was lent; noted on its events.
    in_place_of_id: int | None = None

    class Meta:
        verbose_name = _("退出案")
        verbose_name_plural = _("退出案")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ExitState.values), name="exit_state_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @transition(state, ExitState.HEARING, ExitState.DECIDING)
    def submit_for_decision(self) -> None:
        """呈报审定"""

    @transition(state, ExitState.DECIDING, ExitState.DECIDED)
    def rule(self) -> None:
        """审定退出"""

    @transition(state, [ExitState.HEARING, ExitState.DECIDING], ExitState.DROPPED)
    def drop(self) -> None:
        """不再提请"""


class Outcome(models.TextChoices):
    PENDING = "pending", _("待审定")
    LEAVES = "leaves", _("退出")
    STAYS = "stays", _("保留")


class ExitItem(models.Model):
    """One entry of a case, and what was decided of it."""

    case = models.ForeignKey(ExitCase, models.CASCADE, verbose_name=_("退出案"), related_name="items")
    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("清单条目"), related_name="exit_items")
    outcome = models.CharField(_("决定"), max_length=10, choices=Outcome.choices, default=Outcome.PENDING)
    reason = models.TextField(_("理由"), blank=True)
    leaves_on = models.DateField(_("退出日期"), null=True)

    class Meta:
        verbose_name = _("退出案条目")
        verbose_name_plural = _("退出案条目")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "entry"], name="an_entry_once_a_case"),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.LEAVES, leaves_on__isnull=False)
                | models.Q(outcome__in=[Outcome.PENDING, Outcome.STAYS], leaves_on__isnull=True),
                name="who_leaves_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}：{self.get_outcome_display()}"


class ExitReview(models.Model):
    """退出核查: one thing that speaks for an entry's leaving, queued once. `occasion` tells one from the next.

    `case`: it was brought before the authority; otherwise `closed_at` and `reason` say why the entry stays.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("清单条目"), related_name="exit_reviews")
    ground = models.CharField(_("情形"), max_length=10, choices=Ground.choices)
    occasion = models.CharField(_("缘由"), max_length=60)
    note = models.TextField(_("说明"))
    effective_on = models.DateField(_("自何日起"), null=True)
    found_at = models.DateTimeField(_("列入时间"), auto_now_add=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("提出人"), related_name="+", null=True
    )
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("提出单位"), related_name="+", null=True)
    case = models.ForeignKey(ExitCase, models.PROTECT, verbose_name=_("退出案"), related_name="reviews", null=True)
    closed_at = models.DateTimeField(_("核查时间"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("核查人"), related_name="+", null=True
    )
    reason = models.TextField(_("核查意见"), blank=True)

    class Meta:
        verbose_name = _("退出核查")
        verbose_name_plural = _("退出核查")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "ground", "occasion"], name="one_exit_review_an_occasion"),
            models.CheckConstraint(condition=models.Q(ground__in=Ground.values), name="exit_ground_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}：{self.get_ground_display()}"


class ExitDesk(models.Model):
    """退出案的一个环节: heard at an organ, or decided by the authority of the region. `organ` empty: the authority."""

    case = models.ForeignKey(ExitCase, models.CASCADE, verbose_name=_("退出案"), related_name="desks")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("单位"), related_name="exit_desks", null=True)
    due_on = models.DateField(_("办理期限"), null=True)
    due_is_provisional = models.BooleanField(_("暂定"), default=False)
    laid_at = models.DateTimeField(_("送达时间"), auto_now_add=True)
    done_at = models.DateTimeField(_("办结时间"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+", null=True
    )
    agrees = models.BooleanField(_("同意退出"), null=True)
    said = models.TextField(_("意见"), blank=True)

    class Meta:
        verbose_name = _("退出环节")
        verbose_name_plural = _("退出环节")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "organ"], nulls_distinct=False, name="one_exit_desk_an_organ")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.organ or self.case.region}"


class ExitEvent(models.Model):
    """退出案办理记录: every act, in order. Rows are added, never changed: the database refuses."""

    case = models.ForeignKey(ExitCase, models.PROTECT, related_name="events")
    act = models.CharField(_("行为"), max_length=40)
    source = models.CharField(_("原状态"), max_length=20, blank=True)
    target = models.CharField(_("现状态"), max_length=20)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"), related_name="+", null=True)
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("代何人办理"), related_name="+", null=True
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    reason = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("退出案办理记录")
        verbose_name_plural = _("退出案办理记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act}"
