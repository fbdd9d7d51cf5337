"""What people call the keys and values of a procedure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rights
from accounts.models import Function, Level
from policy import procedure
from policy.choices import Kind
from policy.procedure import Decision, DeskTerms
from policy.procedure_check import Difference
from policy.procedure_file import DEFAULT
from policy.signing import LABELS, Rule, Way, written
from workflows.flows import NODES

LEVELS = {"county": Level.COUNTY, "city": Level.CITY, "province": Level.PROVINCE}
KEYS: Mapping[str, str | Promise] = {
    "function": gettext_lazy("牵头单位"),
    "closes_at": gettext_lazy("下班时间"),
    "due_soon_working_days": gettext_lazy("临期提醒（工作日）"),
    "very_overdue_working_days": gettext_lazy("严重逾期（工作日）"),
    "urge_again_working_days": gettext_lazy("再次催办间隔（工作日）"),
    "emergency_days": gettext_lazy("应急事项最长（天）"),
    "emergency_again_days": gettext_lazy("同一突发事件不得续期（天）"),
    "emergency_order_days": gettext_lazy("应急命令发布后至迟登记（天）"),
    "temporary_days": gettext_lazy("临时事项最长（天）"),
    "temporary_renewals": gettext_lazy("临时事项再次申请（次）"),
    "functions": gettext_lazy("由谁签署"),
    "asked": gettext_lazy("设置"),
    "signing": gettext_lazy("签署方式"),
    "share": gettext_lazy("通过比例"),
    "members": gettext_lazy("签署人"),
    "working_days": gettext_lazy("工作日"),
    "counted": gettext_lazy("计入办理时限"),
    "remind_every_days": gettext_lazy("提醒间隔（天）"),
    "kinds": gettext_lazy("仅限"),
    "title": gettext_lazy("名称"),
    "basis": gettext_lazy("依据"),
    "source": gettext_lazy("说明"),
    "by": gettext_lazy("由谁审定"),
}
MEMBERS = {
    procedure.ORGANS: gettext_lazy("每个机构由一名经办人签署"),
    procedure.OFFICERS: gettext_lazy("每名经办人逐个签署"),
}


@dataclass(frozen=True)
class DeskRow:
    """One desk as the table has it."""

    terms: DeskTerms

    @property
    def who(self) -> str:
        return _("、").join(function_label(each) for each in self.terms.functions) or _right(self.terms)

    @property
    def signing(self) -> str:
        rule = rule_says(self.terms.signing)
        return (
            _("%(rule)s；%(members)s") % {"rule": rule, "members": MEMBERS[procedure.OFFICERS]} if self.each else rule
        )

    @property
    def each(self) -> bool:
        return self.terms.members == procedure.OFFICERS

    @property
    def signs(self) -> bool:
        """Whether more than one may have to sign."""
        return self.each or len(self.terms.functions) > 1 or "township" in self.terms.functions

    @property
    def days(self) -> str:
        limit = self.terms.working_days
        return _("不限") if limit is None else str(limit)

    @property
    def kinds(self) -> str:
        every = self.terms.kinds == frozenset(Kind)
        return "" if every else _("、").join(_(kind.label) for kind in Kind if kind in self.terms.kinds)

    @property
    def title(self) -> str:
        return _(self.terms.title)


def rule_says(rule: Rule) -> str:
    """The rule in words, with its share."""
    label = _(LABELS[rule.way])
    if rule.way is not Way.RATIO:
        return label
    share = _("过半数") if rule.share is None else written(rule.share)
    return _("%(rule)s（%(share)s）") % {"rule": label, "share": share}


def version_says(version: str) -> str:
    """The version in words: the county's own, else that of the general procedure."""
    *_general, last = version.split(" + ")
    whose, _space, name = last.partition(" ")
    return (
        _("通用办理程序 %(version)s") % {"version": name}
        if whose == DEFAULT
        else _("本县 %(version)s") % {"version": name}
    )


def decided_by(decision: Decision) -> str:
    return str(LEVELS[decision.by].label)


@dataclass(frozen=True)
class Changed:
    """A difference in words."""

    where: str
    what: str
    before: str
    after: str


def told(differences: Iterable[Difference]) -> list[Changed]:
    """The differences, as people read them."""
    return [
        Changed(_where(each.where), _key(each), _value(each, each.before), _value(each, each.after))
        for each in differences
    ]


def _where(name: str) -> str:
    table, _dot, below = name.partition(".")
    if table == "desks":
        return _(NODES[below].task_title) if below in NODES else below
    if table == "decisions":
        return _(Kind(below).label)
    return {"lead": _("牵头单位"), "clock": _("计时"), "reminders": _("提醒"), "terms": _("临时和应急")}.get(
        table, table
    )


def _key(each: Difference) -> str:
    return str(KEYS.get(each.what, each.what))


def _value(each: Difference, value: str) -> str:
    read = READ.get(each.what)
    if read and value:
        return read(value)
    if each.what == "kinds":
        return _("全部")
    named = {"unlimited": _("不限"), "majority": _("过半数"), "true": _("是"), "false": _("否")}
    return named.get(value, value) or "—"


def _functions(value: str) -> str:
    return _("、").join(function_label(name) for name in value.split("、"))


READ: Mapping[str, Callable[[str], str]] = {
    "function": _functions,
    "functions": _functions,
    "signing": lambda value: _(LABELS[Way(value)]),
    "members": lambda value: str(MEMBERS[value]),
    "by": lambda value: str(LEVELS[value].label),
    "kinds": lambda value: _("、").join(_(Kind(name).label) for name in value.split("、")),
}


def function_label(name: str) -> str:
    return str(Function(name).label)


def _right(terms: DeskTerms) -> str:
    where = {"province": _("省级"), "department": _("申请单位"), "city": _("市级")}.get(terms.on, "")
    return f"{where}{' · ' if where else ''}{rights.name_of(terms.right)}"
