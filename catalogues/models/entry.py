"""清单条目: one row a thing that stands admitted, or that a superior list names."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ, Region
from catalogues.models import yearly
from policy.facts import Kind


class Term(models.TextChoices):
    """期限类别. What is temporary or an emergency has its last day from the start and never a later one."""

    STANDING = "standing", _("长期")
    TEMPORARY = "temporary", _("临时")
    EMERGENCY = "emergency", _("应急")


class ReferenceKind(models.TextChoices):
    """What stands on a list without being asked of a village: it says what others may ask."""

    SEAL_USE = "seal_use", _("印章使用事项")
    RECLAIMED = "reclaimed", _("收回的乡镇事项")


KINDS = [kind.value for kind in Kind]


def in_force_on(on) -> models.Q:  # type: ignore[no-untyped-def]
    """What stands on that day: entered, not yet left, not yet expired."""
    still = models.Q(left_on__isnull=True) | models.Q(left_on__gt=on)
    valid = models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=on)
    return still & valid & models.Q(entered_on__lte=on)


class EntryQuerySet(models.QuerySet["Entry"]):
    def in_force(self, on) -> "EntryQuerySet":  # type: ignore[no-untyped-def]
        """What stands on that day, as `in_force_on` says."""
        return self.filter(in_force_on(on))


_EveryEntry = models.Manager.from_queryset(EntryQuerySet)


class DemandManager(_EveryEntry["Entry"]):
    """What may be asked of villages; the lists of reference are left out."""

    def get_queryset(self) -> EntryQuerySet:
        return EntryQuerySet(self.model, using=self._db).filter(kind__in=KINDS)


class Entry(models.Model):
    """清单条目. Entered by an admission or with a list from above, left by 退出; what it says is never edited.

    `region` is whose list it stands on: the city owns the signboard list (三（三）), the county its own admissions.
    `answers` are what the applicant said, by the names of `policy.facts.Facts`.
    """

    number = models.CharField(_("准入编号"), max_length=40, unique=True)
    # The database makes it, however the row comes in; policy.check_codes says of what. It is the thing's, not the row's:
    # boards and calendars bear it, so what takes the row's place by 变更 keeps it, which a foreign key sees to.
    check_code = models.CharField(
        _("查验码"), max_length=8, editable=False, db_default=models.Func(function="new_check_code")
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("清单所属区划"), related_name="entries")
    # Empty: wherever the list holds. Otherwise a township or a village.
    scope = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("实施范围"), null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("类别"), max_length=20)
    title = models.CharField(_("名称"), max_length=100)
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("责任单位"), null=True, related_name="entries")
    answers = models.JSONField(_("内容"), default=dict)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    request_number = models.CharField(_("申请编号"), max_length=30, blank=True, db_index=True)
    entered_on = models.DateField(_("列入日期"))
    term = models.CharField(_("期限类别"), max_length=10, choices=Term.choices, default=Term.STANDING)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    filing_receipt = models.CharField(_("备案回执"), max_length=100, blank=True)
    left_on = models.DateField(_("退出日期"), null=True, blank=True)
    # Worked out by the database from the columns above.
    place = models.GeneratedField(
        verbose_name=_("适用区划"),
        expression=yearly.place(),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )
    minutes_a_year = models.GeneratedField(
        verbose_name=_("每村每年用时（分钟）"),
        expression=yearly.minutes(),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    left_because = models.TextField(_("退出理由"), blank=True, db_default="")

    # 变更: the entry whose place this one took; it left on the day on which this one entered.
    supersedes = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("变更自"), related_name="superseded_by", null=True, editable=False
    )

    objects = DemandManager()
    listed = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("清单条目")
        verbose_name_plural = _("清单条目")
        ordering = ["-entered_on", "-pk"]
        indexes = [
            models.Index(
                fields=["region", "kind"], name="standing_entry_by_region", condition=models.Q(left_on__isnull=True)
            ),
            models.Index(fields=["place", "kind"], name="entry_by_place"),
            models.Index(fields=["check_code", "-id"], name="entry_by_check_code"),
            # The order in which lists show them, and the words by which they are looked for.
            # `include`: what is asked of a row before it is counted among those that a far page leaves out.
            models.Index(
                models.F("entered_on").desc(nulls_last=True),
                models.F("id").desc(nulls_last=True),
                include=["kind", "left_on", "valid_until", "published_on", "source"],
                name="entry_newest",
            ),
            models.Index(fields=["title", "id"], name="entry_by_title"),
            # All that counting what stands has to read.
            models.Index(
                fields=["kind", "region"],
                include=["entered_on", "left_on", "valid_until", "published_on", "source"],
                name="entry_counted",
            ),
            GinIndex(
                OpClass(Upper("title"), name="gin_trgm_ops"),
                OpClass(Upper("number"), name="gin_trgm_ops"),
                name="entry_words",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["check_code"],
                condition=models.Q(supersedes__isnull=True),
                name="no_two_things_share_a_check_code",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[*KINDS, *ReferenceKind.values]), name="entry_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("entered_on")),
                name="an_entry_leaves_after_it_entered",
            ),
            models.CheckConstraint(
                condition=models.Q(term=Term.STANDING)
                | models.Q(term__in=Term.values, valid_until__gte=models.F("entered_on")),
                name="what_is_not_standing_has_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @property
    def root(self) -> str:
        """The number under which it first entered; changes append （变更1）, （变更2）."""
        return self.number.partition("（变更")[0]
