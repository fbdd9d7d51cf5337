"""依据复查: what rests on a place of the law that changed, and what the lead organ made of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from laws.models import LawChange
from workflows.models.part import RequestPart


class ReviewConclusion(models.TextChoices):
    STANDS = "stands", _("依据仍然成立")
    REPLACED = "replaced", _("须更新依据")
    LOST = "lost", _("依据不再成立，须按程序处理")


class LawReview(models.Model):
    """One part that rests on one change of law, queued once; an entry of the catalogue is reviewed as the part it came of.

    `cited` is the place as the part cites it.
    """

    change = models.ForeignKey(LawChange, models.PROTECT, verbose_name=_("法律变动"), related_name="reviews")
    part = models.ForeignKey(RequestPart, models.CASCADE, verbose_name=_("事项"), related_name="law_reviews")
    cited = models.CharField(_("所引依据"), max_length=300)
    queued_at = models.DateTimeField(_("列入时间"), auto_now_add=True)
    conclusion = models.CharField(_("复查结论"), max_length=12, choices=ReviewConclusion.choices, blank=True)
    reason = models.TextField(_("说明"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+", null=True
    )
    closed_at = models.DateTimeField(_("复查时间"), null=True)

    class Meta:
        verbose_name = _("依据复查")
        verbose_name_plural = _("依据复查")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "part"], name="one_review_a_change_and_part"),
            models.CheckConstraint(
                condition=models.Q(conclusion="", closed_at__isnull=True)
                | models.Q(conclusion__in=ReviewConclusion.values, closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_review_has_a_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}：{self.change}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
