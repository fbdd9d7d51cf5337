"""依据 in law: sources, their versions by date, and the articles of each version.

`manage.py import_laws` writes it, a legal desk adds the local documents it has seen (laws/confirming.py), and
laws/registry.py answers from it. Other apps may point at a LegalSource; versions and articles are written anew when
their text changes.
"""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from policy.legal import numerals, paragraphs
from policy.legal.levels import Level

LONGEST_WAIT = timedelta(days=400)
"""No ordinary law of the corpus waited longer between adoption and effect (契税法 and 印花税法: 386 days)."""


class LegalSource(models.Model):
    """A law, regulation or document under its title, whatever its versions."""

    key = models.CharField(_("检索名"), max_length=200, unique=True, editable=False)
    short_keys = ArrayField(models.CharField(max_length=200), default=list, editable=False)
    title = models.CharField(_("名称"), max_length=200)
    short_titles = ArrayField(models.CharField(max_length=200), verbose_name=_("简称"), default=list, blank=True)
    level = models.CharField(
        _("层级"),
        max_length=40,
        choices=[(level.value, _(level.label)) for level in Level],
        default=Level.UNKNOWN.value,
    )
    issuer = models.CharField(_("制定机关"), max_length=100, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True, db_index=True)

    class Meta:
        verbose_name = _("法律法规和文件")
        verbose_name_plural = _("法律法规和文件")
        ordering = ["title"]

    def __str__(self) -> str:
        return f"《{self.title}》"


class Ending(models.TextChoices):
    """How a version stopped being the law."""

    NONE = "", _("未终止")
    SUPERSEDED = "superseded", _("已被新文本取代")
    AMENDED = "amended", _("已被修改，新文本未收录")
    REPEALED = "repealed", _("已废止")


class LegalVersion(models.Model):
    """A source as it reads from one day to another. A date that is None is not verified."""

    source = models.ForeignKey(LegalSource, models.CASCADE, verbose_name=_("法律法规和文件"), related_name="versions")
    label = models.CharField(_("版本"), max_length=60)
    adopted_on = models.DateField(_("通过或者公布日期"), null=True)
    stated_effective_on = models.DateField(_("资料所载施行日期"), null=True)
    effective_from = models.DateField(_("施行日期（已核实）"), null=True)
    effective_to = models.DateField(_("终止日期（不含当日）"), null=True)
    uncertain_from = models.DateField(_("自该日起不能确定"), null=True)
    ending = models.CharField(_("终止方式"), max_length=12, choices=Ending.choices, default=Ending.NONE, blank=True)
    ended_by = models.CharField(_("由何文件终止"), max_length=200, blank=True)
    has_text = models.BooleanField(_("收录条文"), default=False)
    last_article = models.PositiveSmallIntegerField(_("末条条号"), null=True)
    unreadable = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("条文有误的条号"), default=list, blank=True
    )
    status = models.CharField(_("资料所载效力状态"), max_length=20, blank=True)
    provenance = models.TextField(_("出处"))
    remark = models.TextField(_("核实说明"), blank=True)
    digest = models.CharField(_("内容摘要值"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("版本")
        verbose_name_plural = _("版本")
        ordering = ["source", "-adopted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "adopted_on"], nulls_distinct=False, name="one_version_a_source_and_day"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__gt=models.F("effective_from")), name="version_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}（{self.label}）"

    def in_force(self, on: date) -> bool | None:
        """Whether this text is the law on `on`; None where the dates known do not tell."""
        if self.effective_to and on >= self.effective_to:
            return False
        if self.uncertain_from and on >= self.uncertain_from:
            return None
        if self.effective_from:
            return on >= self.effective_from
        if self.adopted_on is None:
            return None
        if on < self.adopted_on:
            return False
        return True if on >= self.adopted_on + LONGEST_WAIT else None


class Corpus(models.Model):
    """Which collection of laws was imported last, and whether all of it: only then a law not found does not exist."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    newest_adoption = models.DateField(_("资料截至"))
    complete = models.BooleanField(_("全部导入"))

    class Meta:
        verbose_name = _("法律资料")
        verbose_name_plural = _("法律资料")

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """条: one article of a version, its text as promulgated; paragraphs are its lines."""

    version = models.ForeignKey(LegalVersion, models.CASCADE, verbose_name=_("版本"), related_name="articles")
    position = models.PositiveSmallIntegerField(_("顺序"))
    label = models.CharField(_("条"), max_length=40)
    number = models.PositiveSmallIntegerField(_("条号"), null=True)
    suffix = models.PositiveSmallIntegerField(_("之几"), default=0)
    chapter = models.CharField(_("章节"), max_length=200, blank=True)
    text = models.TextField(_("条文"))
    moved = models.CharField(_("条号变动"), max_length=500, blank=True)
    confirmation = models.ForeignKey(
        "laws.Confirmation", models.PROTECT, verbose_name=_("核验"), related_name="articles", null=True, blank=True
    )

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_article_a_version_and_position")
        ]
        indexes = [
            models.Index(fields=["version", "number", "suffix"], name="article_by_number"),
            GinIndex(OpClass(models.F("text"), name="gin_trgm_ops"), name="article_text_trigrams"),
        ]

    def __str__(self) -> str:
        return f"{self.version.source}{self.label}"

    @property
    def paragraphs(self) -> list[str]:
        """款: natural paragraphs, unnumbered; the items （一） belong to the paragraph that announces them."""
        return paragraphs.split(self.text)

    @staticmethod
    def label_of(number: int, suffix: int = 0) -> str:
        """第八条, 第一百二十条之一."""
        return f"第{numerals.to_chinese(number)}条" + (f"之{numerals.to_chinese(suffix)}" if suffix else "")
