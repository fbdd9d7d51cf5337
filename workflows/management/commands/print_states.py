"""Print docs/states.md: what a request may become, by which act and whose, and the desks it lies on meanwhile."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django_fsm import Transition

from accounts import rights
from accounts.models import Function
from policy import procedure
from policy.choices import Kind
from policy.procedure import DeskTerms, Procedure
from workflows.flows import NODES
from workflows.models import CLOSED, AdmissionRequest, State
from workflows.services.acts import act_label

# Whose act it is where no desk says so. What is not named here is done at a desk of the state.
MACHINE = ""
WHO_DID_IT = "who did the last act 经办人本人"
AWAY_FROM_DESKS = {
    "submit": rights.SUBMIT,
    "withdraw": rights.SUBMIT,
    "ask_re_examination": rights.SUBMIT,
    "terminate": rights.SCREEN,
    "decline_by_rule": MACHINE,
    "run_at_once": rights.SUBMIT,
    "decline_extension": MACHINE,
    "revoke_order": rights.SCREEN,
}
PLACES = {"county": "the county 县（市、区）", "province": "the province 省", "department": "the applicant 申请单位"}
HEAD = """# States, acts and desks · 状态、行为和环节

Printed by `manage.py print_states` from `workflows/models/request.py` (what may follow what), `workflows/flows.py` (whose
turn it is) and `policy/procedures/` (working days; those of the procedure "{version}"). Do not edit; print again.

An opinion 审查意见 moves nothing by itself: `refer_…` follows from the last one of its stage. `admit` or `refuse` follows
from the rulings on the parts, which the authority gives all at once. Consultation is one desk for each township asked.
`take_back` 拿回 leads to the state in which the act that is taken back was done, before anybody has acted on it.

## What may follow what · 状态转换

| State 状态 | Act 行为 | Right 职责 | Leads to 转为 | Only if 条件 |
| --- | --- | --- | --- | --- |
"""
DESKS = """
## Desks and working days · 环节和工作日

| State 状态 | Desk 环节 | Who 由谁办理 | Working days 工作日 | Only for 仅限 | Basis 依据 |
| --- | --- | --- | --- | --- | --- |
"""
LIST = "\n## State by state · 逐个状态\n"


class Command(BaseCommand):
    help = "Print docs/states.md: manage.py print_states > docs/states.md"
    door = "whoever may run commands on the server; reads only, and nothing but the code and the procedure"

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            self.stdout.write(sheet(procedure.load("")), ending="")


def sheet(local: Procedure) -> str:
    """The whole document in Markdown, with the working days of that procedure."""
    parts = [HEAD.format(version=local.version)]
    parts += [_row(_name(state), *_act(state, each)) for state in State for each in acts(state)]
    parts += [DESKS, *(_row(_name(state), *_desk(local.desks[name])) for state in State for name in desks(state))]
    parts += [LIST, *(line for state in State for line in _told(state, local))]
    return "".join(parts)


def acts(state: State) -> list[Transition]:
    """The acts that may be done in `state`, in the order of models/request.py."""
    order = list(vars(AdmissionRequest))
    field: Any = AdmissionRequest._meta.get_field("state")
    found = field.get_all_transitions(AdmissionRequest)
    return sorted((each for each in found if each.source == state), key=lambda each: order.index(each.name))


def desks(state: State) -> list[str]:
    """The names of the desks on which a request in `state` may lie."""
    return [name for name, node in NODES.items() if node.state == state]


def whose(state: State, act: str) -> str:
    """The right that `act` asks for in `state`; MACHINE where nobody does it."""
    if act in AWAY_FROM_DESKS:
        return AWAY_FROM_DESKS[act]
    (right,) = {NODES[name].right for name in desks(state)}
    return right


def leads_to(act: Transition) -> list[State]:
    return [State(each) for each in getattr(act.target, "allowed_states", None) or [act.target]]


def _act(state: State, act: Transition) -> Iterator[str]:
    right = "" if act.name == "take_back" else whose(state, act.name)
    nobody = WHO_DID_IT if act.name == "take_back" else "the machine 系统"
    yield f"{act_label(act.name)} `{act.name}`"
    yield f"{rights.name_of(right)} `{right}`" if right else nobody
    yield " / ".join(_name(each) for each in leads_to(act))
    yield " and ".join(condition.__name__.replace("_", " ") for condition in act.conditions)


def _desk(terms: DeskTerms) -> Iterator[str]:
    yield f"{terms.title} `{terms.name}`" + ("" if terms.asked else " (only where a county sets it 由县设置)")
    yield "、".join(f"{Function(each).label} `{each}`" for each in terms.functions) or PLACES[terms.on]
    yield _days(terms)
    yield "" if terms.kinds == frozenset(Kind) else "、".join(kind.label for kind in Kind if kind in terms.kinds)
    yield "local 本地设定" if terms.basis == procedure.LOCAL else terms.basis


def _days(terms: DeskTerms) -> str:
    days = "unlimited 不限" if terms.working_days is None else str(terms.working_days)
    return days if terms.counted else f"{days} (not the office's 不计入办理时限)"


def _told(state: State, local: Procedure) -> Iterator[str]:
    yield f"\n### {_name(state)}" + (" · an end 办结" if state in CLOSED else "") + "\n\n"
    for name in desks(state):
        title, who, days, kinds, _basis = _desk(local.desks[name])
        yield (
            f"- lies on 环节 {title}: {who}; working days 工作日 {days}"
            + (f"; only for 仅限 {kinds}" if kinds else "")
            + "\n"
        )
    for act in acts(state):
        what, who, to, condition = _act(state, act)
        yield f"- {what}, by 由 {who} → {to}" + (f" (only if {condition})" if condition else "") + "\n"
    if not acts(state):
        yield "- nothing follows 不再变化\n"


def _name(state: State) -> str:
    return f"{state.label} `{state.value}`"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |\n"
