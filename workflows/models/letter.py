"""文书: letters as they were issued, the templates they are written by, and in whose name an office writes."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Function, Organ
from catalogues.models import ExitCase
from workflows.models.order import SupervisionOrder
from workflows.models.request import AdmissionRequest


class LetterKind(models.TextChoices):
    ACCEPTANCE = "acceptance", _("受理通知书")
    CORRECTION = "correction", _("补正通知书")
    DECLINE = "decline", _("不予受理决定书")
    CONSULTATION = "consultation", _("征求意见函")
    LEGALITY = "legality", _("合法性审查意见")
    SUBMISSION_SHEET = "submission_sheet", _("呈批表")
    PETITION = "petition", _("报省级请示")
    APPROVAL = "approval", _("准入批复")
    REFUSAL = "refusal", _("不予准入决定书")
    PUBLICATION = "publication", _("准入公布")
    FILING_REPORT = "filing_report", _("备案报告")
    SUPERVISION_ORDER = "supervision_order", _("督办通知书")
    ORDER_OVER = "order_over", _("督办了结通知书")
    EXIT = "exit", _("退出决定书")


# What only the Party committee, the government or their offices may say: never an organ, never a leading group (ADR 0011).
OF_THE_AUTHORITY = (
    LetterKind.PETITION,
    LetterKind.APPROVAL,
    LetterKind.REFUSAL,
    LetterKind.PUBLICATION,
    LetterKind.EXIT,
)
# What does not hang on a request.
OF_AN_ORDER = (LetterKind.SUPERVISION_ORDER, LetterKind.ORDER_OVER)
OF_AN_EXIT = (LetterKind.EXIT,)


def _hangs_rightly() -> models.Q:
    """Each letter hangs on one thing, and on the thing that its kind is of."""

    def on(field: str) -> models.Q:
        return models.Q(**{f"{each}__isnull": each != field for each in ("request", "order", "exit_case")})

    of_order, of_exit = ([kind.value for kind in kinds] for kinds in (OF_AN_ORDER, OF_AN_EXIT))
    return (
        models.Q(on("order"), kind__in=of_order)
        | models.Q(on("exit_case"), kind__in=of_exit)
        | models.Q(on("request"), ~models.Q(kind__in=[*of_order, *of_exit]))
    )


class Body(models.TextChoices):
    """In whose name a letter is written."""

    COMMITTEE_AND_GOVERNMENT = "committee_and_government", _("县委、县政府联合")
    COMMITTEE = "committee", _("县委")
    GOVERNMENT = "government", _("县政府")
    COMMITTEE_OFFICE = "committee_office", _("县委办公室")
    GOVERNMENT_OFFICE = "government_office", _("县政府办公室")
    ORGAN = "organ", _("机构本身")


AUTHORITIES = tuple(body for body in Body if body is not Body.ORGAN)


class Letterhead(models.Model):
    """发文设置: the word before the year in the numbers of an office (机关代字), and how the county authority signs."""

    organ = models.OneToOneField(Organ, models.CASCADE, verbose_name=_("机构"), related_name="letterhead")
    code = models.CharField(
        _("机关代字"),
        max_length=12,
        validators=[RegexValidator(r"^[\u4e00-\u9fff]{1,12}$", _("机关代字只用汉字，例如“台政准”。"))],
    )
    signs_as = models.CharField(
        _("署名"),
        max_length=30,
        choices=[(body.value, body.label) for body in AUTHORITIES],
        default=Body.COMMITTEE_AND_GOVERNMENT,
        help_text=_("只用于县委县政府的文书；其他机构以本机构名义发文。"),
    )

    class Meta:
        verbose_name = _("发文设置")
        verbose_name_plural = _("发文设置")

    def __str__(self) -> str:
        return f"{self.organ} {self.code}"

    @property
    def is_of_the_authority(self) -> bool:
        return self.organ.function == Function.AUTHORITY


class LetterTemplate(models.Model):
    """文书模板: one version of a template. Rows are added, never changed: the newest of a kind holds."""

    kind = models.CharField(_("文书"), max_length=20, choices=LetterKind.choices)
    text = models.TextField(_("模板"))
    note = models.CharField(_("修改说明"), max_length=200, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("设置人"), related_name="+", null=True, editable=False
    )
    set_at = models.DateTimeField(_("设置时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")
        ordering = ["kind", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class IssuedLetter(models.Model):
    """签发的文书: one letter with its number and its files. Rows are added, never changed: the database refuses.

    It hangs on one of three: a request, a supervision order, an exit case.

    `name`: kind, and for one of several its position (correction-2). `version`: how often it was issued, from 1.
    `office`: whose numbers it took; `paper`: what it says, as it was set.
    """

    request = models.ForeignKey(
        AdmissionRequest, models.PROTECT, verbose_name=_("准入申请"), related_name="letters", null=True
    )
    order = models.ForeignKey(
        SupervisionOrder, models.PROTECT, verbose_name=_("督办单"), related_name="letters", null=True
    )
    exit_case = models.ForeignKey(ExitCase, models.PROTECT, verbose_name=_("退出案"), related_name="letters", null=True)
    kind = models.CharField(_("文书"), max_length=20, choices=LetterKind.choices)
    name = models.CharField(_("文书名称"), max_length=30)
    version = models.PositiveSmallIntegerField(_("版次"))
    body = models.CharField(_("署名"), max_length=30, choices=Body.choices)
    office = models.CharField(_("发文机关"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("发文字号"), max_length=60)
    title = models.CharField(_("标题"), max_length=300)
    paper = models.JSONField(_("内容"))
    template = models.ForeignKey(LetterTemplate, models.PROTECT, verbose_name=_("模板"), null=True, related_name="+")
    pdf = models.BinaryField()
    docx = models.BinaryField()
    pdf_digest = models.CharField(_("PDF 摘要（SHA-256）"), max_length=64)
    docx_digest = models.CharField(_("DOCX 摘要（SHA-256）"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("页数"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("签发人"), related_name="+")
    at = models.DateTimeField(_("签发时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("签发的文书")
        verbose_name_plural = _("签发的文书")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "name", "version"], name="one_letter_a_version"),
            models.UniqueConstraint(fields=["order", "name", "version"], name="one_letter_of_an_order_a_version"),
            models.UniqueConstraint(fields=["exit_case", "name", "version"], name="one_letter_of_an_exit_a_version"),
            models.CheckConstraint(condition=_hangs_rightly(), name="a_letter_hangs_on_one_thing"),
            models.UniqueConstraint(fields=["office", "year", "serial"], name="one_letter_a_number"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=[kind.value for kind in OF_THE_AUTHORITY])
                | models.Q(body__in=[body.value for body in AUTHORITIES]),
                name="authority_letters_are_the_authoritys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
