"""依据复查: what rests on a place of the law that changed, and what the lead organ made of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogues.models import Entry
from laws.models import LawChange
from workflows.models.part import RequestPart
from workflows.models.request import AdmissionRequest


class ReviewConclusion(models.TextChoices):
    STANDS = "stands", _("依据仍然成立")
    REPLACED = "replaced", _("须更新依据")
    LOST = "lost", _("依据不再成立，须按程序处理")


class LawReview(models.Model):
    """One thing that rests on one change: a part that is still open, or an entry that stands. It is queued once.

    `request` is where the basis was cited; `cited` is the place as cited there.
    """

    change = models.ForeignKey(LawChange, models.PROTECT, verbose_name=_("法律变动"), related_name="reviews")
    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="law_reviews")
    part = models.ForeignKey(RequestPart, models.CASCADE, related_name="law_reviews", null=True)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="law_reviews", null=True)
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
        indexes = [
            models.Index(fields=["request"], name="open_review_by_request", condition=models.Q(closed_at__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(fields=["change", "part"], name="one_review_a_change_and_part"),
            models.UniqueConstraint(fields=["change", "entry"], name="one_review_a_change_and_entry"),
            models.CheckConstraint(
                condition=models.Q(part__isnull=True, entry__isnull=False)
                | models.Q(part__isnull=False, entry__isnull=True),
                name="a_review_is_of_a_part_or_an_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(conclusion="", closed_at__isnull=True)
                | models.Q(conclusion__in=ReviewConclusion.values, closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_review_has_a_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing}：{self.change}"

    @property
    def thing(self) -> RequestPart | Entry | None:
        """The part or the entry."""
        return self.entry or self.part

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
