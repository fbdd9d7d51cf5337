"""The acts that are done on a page of their own: what each asks, which service does it, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import User
from accounts.rights import Place
from workflows import flows, recusal, seats
from workflows.errors import NotNow
from workflows.flows import SIGNING_DESKS
from workflows.models import AdmissionRequest
from workflows.pages.act_forms import (
    AcceptForm,
    ActForm,
    ConsentForm,
    CorrectionForm,
    DecisionForm,
    FilingForm,
    FreeReasonForm,
    OpinionForm,
    PublicationForm,
    ReasonForm,
    SupplementForm,
)
from workflows.pages.procedures.signer_forms import AddSignerForm, RemoveSignerForm
from workflows.pages.urge_form import UrgeForm
from workflows.pages.verb_forms import CopyForm, HandOnForm, SuspendForm, TakeBackForm
from workflows.services import (
    copying,
    decision,
    emergency,
    handing,
    province,
    publication,
    re_examination,
    review,
    screening,
    signers,
    submission,
    suspending,
    taking_back,
    urging,
)
from workflows.services.acts import act_label, is_allowed, require_allowed

Words = str | Promise


@dataclass(frozen=True)
class Act:
    """One act. `says`: what follows from it. `desks`: where it is done; the acts of no desk ask for `right` itself.

    `beside`: the desks among whose acts one of no desk is offered, since it is the other answer there.
    """

    name: str
    form: type[ActForm]
    does: Callable[..., None]
    says: Words
    desks: tuple[str, ...] = ()
    right: str = ""
    tone: str = "primary"
    beside: tuple[str, ...] = ()
    # For an act whose right is not held at one place: raises NotNow or PermissionDenied where it cannot be done now.
    guard: Callable[[AdmissionRequest, User], object] | None = None

    @property
    def title(self) -> str:
        return act_label(self.name)

    def url(self, request: AdmissionRequest) -> str:
        if self.name == "decide":
            return reverse("decide", args=[request.pk])
        return reverse("act", args=[request.pk, self.name])

    def require_possible(self, request: AdmissionRequest, officer: User) -> None:
        """Raise what the service would raise if the act were tried now: NotNow, or PermissionDenied."""
        if self.guard:
            self.guard(request, officer)
        elif self.desks:
            desk = seats.desk_for(request, officer, self.desks)
            seats.seat(flows.NODES[desk], request, officer)
        else:
            recusal.require_right(request, officer, self.right)
            require_allowed(request, self.name)

    def is_open_to(self, request: AdmissionRequest, officer: User) -> bool:
        """For an act of no desk: whether right and state allow it, and he need not keep away."""
        if self.guard:
            return self._is_possible(request, officer)
        held = not self.desks and rights.may(officer, self.right, self._place(request))
        return held and is_allowed(request, self.name) and self._is_possible(request, officer)

    def _is_possible(self, request: AdmissionRequest, officer: User) -> bool:
        try:
            self.require_possible(request, officer)
        except (NotNow, PermissionDenied):
            return False
        return True

    def _place(self, request: AdmissionRequest) -> Place:
        return request.department if self.right in rights.ON_ORGANS else request.county


ACTS = {
    act.name: act
    for act in (
        Act(
            "submit",
            ActForm,
            submission.submit,
            _("提交后立即自动审查；违反禁止性规定的事项当场不予受理。"),
            right=rights.SUBMIT,
        ),
        Act(
            "resubmit",
            ActForm,
            submission.resubmit,
            _("补正后的内容重新自动审查，回到形式审查环节。"),
            desks=("correct",),
        ),
        Act(
            "accept",
            AcceptForm,
            screening.accept,
            _("受理后，各部门和所选乡镇（街道）同时开始审查。"),
            desks=("screen",),
        ),
        Act(
            "return_for_correction",
            CorrectionForm,
            screening.return_for_correction,
            _("退回申请单位补正，期间不计入办理时限。"),
            desks=("screen",),
        ),
        Act(
            "decline",
            ReasonForm,
            screening.decline,
            _("本申请就此办结，申请单位将收到理由。"),
            desks=("screen",),
            tone="danger",
        ),
        Act(
            "overturn",
            ReasonForm,
            re_examination.overturn,
            _("撤销自动不予受理，被拦下的事项进入形式审查。"),
            desks=("re_examine",),
        ),
        Act(
            "uphold",
            ReasonForm,
            re_examination.uphold,
            _("维持不予受理，并由您署名负责。"),
            desks=("re_examine",),
            tone="danger",
        ),
        Act(
            "give_opinion",
            OpinionForm,
            review.give_opinion,
            _(
                "意见由县委县政府审定时一并考虑。各方意见没有提齐之前可以拿回；最后一个提出的，下一步有人办理之前可以拿回。"
            ),
            desks=SIGNING_DESKS,
        ),
        Act("consent", ConsentForm, province.consent, _("同意后由县级继续审定。"), desks=("provincial_consent",)),
        Act(
            "withhold_consent",
            ReasonForm,
            province.withhold_consent,
            _("须省级同意的事项不予准入，其余事项由县级继续审定。"),
            desks=("provincial_consent",),
            tone="danger",
        ),
        Act(
            "decide",
            DecisionForm,
            decision.decide,
            _("逐项决定，一次提交；准予准入的即编号并列入清单。"),
            desks=("decide",),
        ),
        Act("publish", PublicationForm, publication.publish, _("公布后转入备案。"), desks=("publish",)),
        Act("file", FilingForm, publication.file, _("备案后本申请办结。"), desks=("file",)),
        Act(
            "supplement",
            SupplementForm,
            emergency.supplement,
            _("补办后由受理机关核对；期限不因此延长。"),
            desks=("supplement",),
        ),
        Act(
            "confirm_order",
            FilingForm,
            emergency.confirm_order,
            _("准予备案后办结；到期仍自动失效。"),
            desks=("check_order",),
        ),
        Act(
            "revoke_order",
            ReasonForm,
            emergency.revoke_order,
            _("应急事项即刻停止施行，本件办结。"),
            right=rights.SCREEN,
            tone="danger",
            beside=("check_order",),
        ),
        Act(
            "lift_order",
            ReasonForm,
            emergency.lift_order,
            _("应急响应终止，事项即日起不再有效；未补办的仍须补办。"),
            guard=emergency.require_liftable,
            tone="danger",
        ),
        Act(
            "urge",
            UrgeForm,
            urging.urge,
            _("提醒该环节的经办人尽快办理；期限不变，并列入办理记录。"),
            guard=urging.require_possible,
        ),
        Act(
            "hand_on",
            HandOnForm,
            handing.hand_on,
            _("转办后由所选的人员或者单位办理；办理期限不变，并列入办理记录。"),
            guard=handing.require_possible,
        ),
        Act(
            "take_back",
            TakeBackForm,
            taking_back.take_back,
            _("下一步还没有人办理的，可以拿回，回到您办理之前；办理记录保留。"),
            guard=taking_back.what,
        ),
        Act(
            "suspend",
            SuspendForm,
            suspending.suspend,
            _("暂缓期间各环节停止办理，不计入办理时限；到期自动恢复。"),
            guard=suspending.require_suspendable,
        ),
        Act(
            "resume",
            FreeReasonForm,
            suspending.resume,
            _("立即恢复办理，办理期限重新计算。"),
            guard=suspending.require_resumable,
        ),
        Act(
            "copy",
            CopyForm,
            copying.copy,
            _("抄送的单位和人员可以查看本申请，不参加办理。"),
            guard=copying.require_possible,
        ),
        Act(
            "add_signer",
            AddSignerForm,
            signers.add_signer,
            _("所加的一方也须签署，全部签完后本申请才往下办；列入办理记录。"),
            guard=signers.require_some_desk,
        ),
        Act(
            "remove_signer",
            RemoveSignerForm,
            signers.remove_signer,
            _("只能减去尚未签署的一方；已经签署的保留。列入办理记录。"),
            guard=signers.require_somebody,
        ),
        Act(
            "ask_re_examination",
            ReasonForm,
            submission.ask_re_examination,
            _("由指定的复核人员重新审查自动不予受理的事项。"),
            right=rights.SUBMIT,
        ),
        Act(
            "withdraw",
            FreeReasonForm,
            submission.withdraw,
            _("撤回后本申请办结，不能恢复；需要时另行申请。"),
            right=rights.SUBMIT,
            tone="danger",
        ),
        Act(
            "terminate",
            ReasonForm,
            screening.terminate,
            _("由受理机关终止办理，本申请就此办结。"),
            right=rights.SCREEN,
            tone="danger",
        ),
    )
}


def possible(request: AdmissionRequest, officer: User) -> list[Act]:
    """What `officer` could do with the request now, in the order of the table. For the links on the request's page."""
    waiting = set(seats.inbox(officer).filter(process__request=request).values_list("name", flat=True))
    return [act for act in ACTS.values() if waiting.intersection(act.desks) or act.is_open_to(request, officer)]


def at_desk(name: str) -> list[Act]:
    """The acts that may end a stay on that desk, the usual one first."""
    return [act for act in ACTS.values() if name in (*act.desks, *act.beside)]
