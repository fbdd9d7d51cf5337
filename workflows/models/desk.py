"""Viewflow's book-keeping, in tables of our own: the case that is moved, and the desks it lies on.

A row of `Desk` is a viewflow task: `owner_permission` is the right it asks for (`accounts.rights`) and
`owner_permission_obj_pk` the organ or region on which. It says whose turn it is and until when; what the request is in law,
its state says.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask

from accounts.working_days import Version
from policy import procedure
from policy.procedure import Procedure
from workflows.models.county_procedure import CountyProcedure, text_of
from workflows.models.request import AdmissionRequest


class AdmissionProcess(AbstractProcess):
    """办理流程: which request it moves, by which version of the county's procedure, and who signs at its desks.

    `procedure` is what the county itself had set (empty: nothing), `procedure_on` a day on which the packaged one held.
    `signing` keeps, by desk, the sheets of those desks where not simply every organ asked signs (`workflows.signing`).
    """

    request = models.OneToOneField(AdmissionRequest, models.PROTECT, related_name="process")
    procedure = models.ForeignKey(
        CountyProcedure, models.PROTECT, verbose_name=_("办理程序"), related_name="+", null=True
    )
    procedure_on = models.DateField(_("办理程序生效日期"))
    signing = models.JSONField(_("签署单"), default=dict)
    # Of the working days, as read under the lock for the act under way.
    calendar_version: Version | None = None

    class Meta:
        verbose_name = _("办理流程")
        verbose_name_plural = _("办理流程")

    @property
    def terms(self) -> Procedure:
        """The procedure that the case follows, whatever the county has set since."""
        return procedure.load(self.request.county_id, self.procedure_on, own=text_of(self.procedure_id))


class Desk(AbstractTask):
    """环节: a request lies on it until somebody with the right acts. `due_on` ends at 24:00 Asia/Shanghai."""

    # viewflow reads `process.task_set`.
    process = models.ForeignKey(AdmissionProcess, models.CASCADE, related_name="task_set")
    name = models.CharField(_("环节"), max_length=30)
    county_code = models.CharField(_("县（市、区）代码"), max_length=12)
    budget = models.PositiveSmallIntegerField(_("办理时限（工作日）"), null=True)
    due_on = models.DateField(_("办理期限"), null=True)
    due_is_provisional = models.BooleanField(_("暂定"), default=False)
    # 指定经办人: one of those who may sit here, while he is present (`flows`); nobody in particular if empty.
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("指定经办人"), related_name="+", null=True
    )
    reminded_at = models.DateTimeField(_("上次提醒"), null=True)
    # The officer who is asked in person; empty where any officer with the right may sit.
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("签署人"), related_name="+", null=True
    )

    class Meta:
        verbose_name = _("环节")
        verbose_name_plural = _("环节")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["county_code", "due_on"],
                name="open_desk_by_county_and_due",
                condition=models.Q(finished__isnull=True),
            ),
            models.Index(
                fields=["owner_permission", "owner_permission_obj_pk", "due_on"],
                name="open_desk_by_right",
                condition=models.Q(finished__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "name", "owner_permission_obj_pk", "signer"],
                condition=models.Q(finished__isnull=True),
                nulls_distinct=False,
                name="a_request_lies_once_on_a_desk",
            )
        ]

    def __str__(self) -> str:
        return self.name
