"""申请事项的一项: each thing a request asks for is judged and decided by itself (split decisions are normal)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from policy.assessment import Answer, Consequence, Verdict
from policy.facts import Kind
from policy.legal.citations import Citation as Written
from policy.legal.places import Place
from workflows.models.request import AdmissionRequest, State


class Decision(models.TextChoices):
    PENDING = "pending", _("办理中")
    DECLINED_BY_RULE = "declined_by_rule", _("自动不予受理")
    DECLINED = "declined", _("不予受理")
    SENT_BACK = "sent_back", _("退回另报")
    ADMITTED = "admitted", _("准予准入")
    REFUSED = "refused", _("不予准入")


# What was not let in, whoever said so.
NOT_LET_IN = (Decision.DECLINED_BY_RULE, Decision.DECLINED, Decision.REFUSED)


class RequestPart(models.Model):
    """One thing asked for. `answers` are what the applicant said, by the names of `policy.facts.Facts`."""

    request = models.ForeignKey(AdmissionRequest, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField(_("序号"))
    kind = models.CharField(_("类别"), max_length=20)
    title = models.CharField(_("名称"), max_length=100)
    answers = models.JSONField(_("填报内容"), default=dict)
    # Empty: the whole county. Otherwise a township or a village of it.
    scope = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("实施范围"), null=True, blank=True, related_name="+"
    )
    decision = models.CharField(_("办理结果"), max_length=20, choices=Decision.choices, default=Decision.PENDING)
    reason = models.TextField(_("理由"), blank=True)
    admission_number = models.CharField(_("准入编号"), max_length=40, unique=True, null=True)
    province_consents = models.BooleanField(_("省级同意"), null=True)
    consent_number = models.CharField(_("省级同意文号"), max_length=60, blank=True)
    _judged: PartVerdict | None = None

    class Meta:
        verbose_name = _("申请事项")
        verbose_name_plural = _("申请事项")
        ordering = ["request", "position"]
        indexes = [
            GinIndex(
                OpClass("title", name="gin_trgm_ops"),
                name="refused_part_by_title",
                condition=models.Q(decision__in=[each.value for each in NOT_LET_IN]),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="one_part_a_position"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in Kind]), name="part_kind_is_known"),
            models.CheckConstraint(condition=models.Q(decision__in=Decision.values), name="part_decision_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> Region:
        """The region in whose villages it is to apply: its scope, or the whole county."""
        return self.scope or self.request.county

    @property
    def is_pending(self) -> bool:
        return self.decision == Decision.PENDING

    @property
    def fell_with_its_request(self) -> bool:
        """Whether nothing was ever decided of it, because the request was withdrawn or ended."""
        return self.is_pending and self.request.state in (State.WITHDRAWN, State.TERMINATED)

    @property
    def is_admitted(self) -> bool:
        return self.decision == Decision.ADMITTED

    @property
    def was_declined_by_machine(self) -> bool:
        return self.decision == Decision.DECLINED_BY_RULE

    @property
    def latest_verdict(self) -> PartVerdict | None:
        """The verdict of the last judgement, or None before submission."""
        return self._judged if self._judged is not None else self.verdicts.last()

    def was_judged(self, verdict: PartVerdict | None) -> None:
        """Let `latest_verdict` know what has just been written or read."""
        self._judged = verdict

    @property
    def needs_province(self) -> bool:
        """三（一）: whether this part is still open and only the consent of the province would let it in.

        A basis of which nothing is known is none: where the rule cannot be answered, the province is asked.
        """
        latest = self.latest_verdict
        return self.is_pending and not self.province_consents and latest is not None and latest.asks_province


class Citation(models.Model):
    """设立依据: one place in one legal source, as the applicant cites it."""

    part = models.ForeignKey(RequestPart, models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("文件名称"), max_length=200)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    article = models.PositiveIntegerField(_("条"), null=True, blank=True)
    suffix = models.PositiveSmallIntegerField(_("之"), null=True, blank=True)
    paragraph = models.PositiveSmallIntegerField(_("款"), null=True, blank=True)
    item = models.PositiveSmallIntegerField(_("项"), null=True, blank=True)
    claimed_level = models.CharField(_("自报层级"), max_length=40, blank=True)
    claimed_text = models.TextField(_("原文摘录"), blank=True)

    class Meta:
        verbose_name = _("设立依据")
        verbose_name_plural = _("设立依据")
        ordering = ["part", "position"]
        constraints = [models.UniqueConstraint(fields=["part", "position"], name="one_citation_a_position")]

    def __str__(self) -> str:
        return self.title

    @property
    def written(self) -> Written:
        """The citation as officials write it."""
        place = Place(article=self.article, suffix=self.suffix, paragraph=self.paragraph, item=self.item)
        return Written(self.title, self.document_number, place=place)


class BrokenRules(models.Func):
    """The names of the rules that are broken in `findings`, as a JSON list."""

    output_field = models.JSONField()
    template = """jsonb_path_query_array("findings", '$.findings[*] ? (@.answer == "broken").rule')"""


class PartVerdict(models.Model):
    """判定: what the notice said of a part at one moment, on which facts. Rows are added, never changed.

    `readings`: how the doubtful points were read. `broken`: the names of the rules that it broke.
    """

    part = models.ForeignKey(RequestPart, models.PROTECT, related_name="verdicts")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    edition = models.CharField(_("通知版本"), max_length=200)
    readings = models.JSONField(_("读法"), default=dict)
    outcome = models.CharField(_("结论"), max_length=20)
    facts = models.JSONField(_("事实"), encoder=DjangoJSONEncoder)
    findings = models.JSONField(_("逐条判定"), encoder=DjangoJSONEncoder)
    # Kept by the database itself, so that counting which rules fire does not read every finding.
    broken = models.GeneratedField(expression=BrokenRules(), output_field=models.JSONField(), db_persist=True)

    class Meta:
        verbose_name = _("判定")
        verbose_name_plural = _("判定")
        ordering = ["pk"]
        indexes = [GinIndex(fields=["broken"], name="verdict_by_broken_rule")]

    def __str__(self) -> str:
        return f"{self.part} {self.outcome}"

    @property
    def verdict(self) -> Verdict:
        return Verdict.from_json(self.findings)

    @property
    def asks_province(self) -> bool:
        """Whether the rule that leaves it to the province is broken, or cannot be answered."""
        return any(
            finding.consequence == Consequence.PROVINCE and finding.answer != Answer.KEPT
            for finding in self.verdict.findings
        )
