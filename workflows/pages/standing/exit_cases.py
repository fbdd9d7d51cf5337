"""退出案: one case with what speaks for it, what was said, and the acts that are open to the officer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import doors, rights
from accounts.models import User
from catalogues.models import ExitCase, ExitEvent, ExitState
from workflows.pages.letters.listed import listed
from workflows.pages.sight import officer_of
from workflows.pages.standing.asking import Asking, ask
from workflows.pages.standing.exits import CONCERNED
from workflows.pages.standing.forms import AnswerForm, CaseForm, CaseReasonForm, RulingForm, UrgeCaseForm
from workflows.services import exits as service
from workflows.services import oversight
from workflows.services.matters import OfExit

Words = str | Promise


@dataclass(frozen=True)
class CaseAct:
    """One act on a case: what it asks, which service does it, and in which states it is offered."""

    name: str
    title: Words
    says: Words
    form: type[CaseForm]
    does: Callable[..., None]
    states: tuple[ExitState, ...]
    may: Callable[[ExitCase, User], bool]
    tone: str = "primary"


def _is_heard(case: ExitCase, officer: User) -> bool:
    return service.waiting_for(officer).filter(case=case, organ__isnull=False).exists()


def _decides(case: ExitCase, officer: User) -> bool:
    return rights.may(officer, rights.DECIDE, case.region)


def _keeps(case: ExitCase, officer: User) -> bool:
    return rights.may(officer, rights.KEEP_LIST, case.region)


def _may_go_on(case: ExitCase, officer: User) -> bool:
    late = case.desks.filter(done_at__isnull=True, organ__isnull=False, due_on__lt=localdate())
    return _keeps(case, officer) and late.exists()


def _may_urge(case: ExitCase, officer: User) -> bool:
    watches = _keeps(case, officer) or oversight.watches(officer, case.region)
    return watches and bool(service.desks_to_urge(case, officer))


ACTS = {
    act.name: act
    for act in (
        CaseAct(
            "answer",
            _("陈述意见"),
            _("意见提交后不能修改；各责任单位都答复后自动呈报审定。"),
            AnswerForm,
            service.answer,
            (ExitState.HEARING,),
            _is_heard,
        ),
        CaseAct(
            "go_on",
            _("逾期呈报"),
            _("只用于期限已满仍未答复的；不视为同意，由审定机关一并考虑。"),
            CaseReasonForm,
            service.go_on,
            (ExitState.HEARING,),
            _may_go_on,
        ),
        CaseAct(
            "decide",
            _("审定退出"),
            _("逐项决定，一次提交；退出的自退出日期起不得再向村级组织提出。"),
            RulingForm,
            service.decide,
            (ExitState.DECIDING,),
            _decides,
        ),
        CaseAct(
            "urge",
            _("催办"),
            _("提醒该环节的经办人；期限不变，并列入办理记录。"),
            UrgeCaseForm,
            service.urge,
            (ExitState.HEARING, ExitState.DECIDING),
            _may_urge,
            tone="secondary",
        ),
        CaseAct(
            "drop",
            pgettext_lazy("act", "不再提请"),
            _("本案就此办结，所列条目保留。"),
            CaseReasonForm,
            service.drop,
            (ExitState.HEARING, ExitState.DECIDING),
            _keeps,
            tone="danger",
        ),
    )
}


@doors.holding(*CONCERNED)
def exit_case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case."""
    officer = officer_of(request)
    case = get_object_or_404(service.visible_to(officer), pk=pk)
    matter = OfExit(case)
    open_acts = [act for act in ACTS.values() if case.state in act.states and act.may(case, officer)]
    shown = {
        "case": case,
        "items": case.items.select_related("entry__organ"),
        "reviews": case.reviews.select_related("entry", "organ"),
        "desks": case.desks.select_related("organ", "done_by"),
        "acts": [(act, reverse("exit_act", args=[case.pk, act.name])) for act in open_acts],
        "timeline": _timeline(case),
        "documents": listed(matter, matter.letters()),
    }
    return render(request, "standing/case.html", shown)


def _timeline(case: ExitCase) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            what=service.act_label(event.act),
            who=_who(event),
            at=event.at,
            says=event.reason,
            icon="check",
            tone="",
        )
        for event in case.events.select_related("officer", "organ", "in_place_of")
    ]


def _who(event: ExitEvent) -> str:
    name = str(event.officer)
    if event.in_place_of:
        name = __("%(officer)s（代%(principal)s）") % {"officer": name, "principal": event.in_place_of}
    return f"{name} · {event.organ}" if event.organ else name


@doors.holding(*CONCERNED)
def exit_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act on a case; who may do it, the service asks."""
    officer = officer_of(request)
    case = get_object_or_404(service.visible_to(officer), pk=pk)
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    form = chosen.form(case, request.POST or None)
    return ask(
        request,
        _asking(case, chosen),
        form,
        lambda _said: chosen.does(case, by=officer, **form.arguments()),
        lambda _none: (_back(case, officer), __("“%(act)s”已办理。") % {"act": chosen.title}),
    )


def _asking(case: ExitCase, chosen: CaseAct) -> Asking:
    return Asking(
        title=chosen.title,
        label=chosen.title,
        says=chosen.says,
        lead=str(case),
        back=(reverse("exit_case", args=[case.pk]), case.title),
        tone=chosen.tone,
        known=[*_reasons(case), *_said(case)],
    )


def _reasons(case: ExitCase) -> Iterator[tuple[Words, Any]]:
    """What speaks for the exit, entry by entry."""
    for review in case.reviews.select_related("entry"):
        yield review.entry.title, f"{review.get_ground_display()}：{review.note}"


def _said(case: ExitCase) -> Iterator[tuple[Words, Any]]:
    """What each responsible organ answered."""
    for desk in case.desks.select_related("organ"):
        if desk.organ:
            yield desk.organ.name, _spoken(desk.said or desk.agrees)


def _back(case: ExitCase, officer: User) -> str:
    """The case, if he may still see it."""
    seen = service.visible_to(officer).filter(pk=case.pk).exists()
    return reverse("exit_case", args=[case.pk]) if seen else reverse("exits")


def _spoken(words: object) -> str:
    if words is None or words == "":
        return __("尚未陈述意见")
    if isinstance(words, bool):
        return __("同意退出") if words else __("不同意退出")
    return str(words)
