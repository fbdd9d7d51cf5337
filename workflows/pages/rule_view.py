"""One rule as a jurist reads it: the sentence, the clause, what follows, what it looks at, and how it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.answers import slots
from policy.choices import Kind
from policy.facts import Facts
from policy.looked_at import looked_at
from policy.notice import Clause
from policy.questions import Source
from policy.rulebook import Breach, Consequence, Rule, Step
from policy.terms import Terms
from workflows.pages.read_as import ReadAs, of_rule
from workflows.services.firing import Fired

Words = str | Promise
STEPS: Mapping[Step, Words] = {
    Step.COMPLETENESS: gettext_lazy("填报是否完整"),
    Step.BANS: gettext_lazy("禁止性规定"),
    Step.CITATION: gettext_lazy("所引依据是否真实、有效"),
    Step.LEVEL: gettext_lazy("依据的层级是否足够"),
    Step.CONTENT: gettext_lazy("内容与式样"),
    Step.DUPLICATION: gettext_lazy("是否重复"),
    Step.LIMITS: gettext_lazy("数量与期限"),
    Step.FUNDING: gettext_lazy("经费与工作条件"),
    Step.CONSULTATION: gettext_lazy("征求意见"),
}
MARKS: Mapping[Breach, tuple[str, str]] = {
    Breach.FORBIDDEN: ("stop", "no-symbol"),
    Breach.TO_CORRECT: ("soon", "arrow-uturn-left"),
    Breach.TO_JUDGE: ("active", "scale"),
}
_SOURCES: Mapping[Source, Words] = {
    Source.ANSWER: gettext_lazy("申请单位填报"),
    Source.RECORD: gettext_lazy("登记簿"),
}
_APART: Mapping[str, tuple[Words, Words]] = {
    "name": (gettext_lazy("事项名称"), gettext_lazy("申请单位填报")),
    "bases": (gettext_lazy("设立依据"), gettext_lazy("申请单位填报，与法律登记簿核对")),
}
# What else the sentences of rules are filled with, by the names that rules give it.
_FILLED: Mapping[str, Words] = {
    "absent": gettext_lazy("所缺标识"),
    "candidates": gettext_lazy("可能的全称"),
    "count": gettext_lazy("数目"),
    "excerpt": gettext_lazy("条文摘录"),
    "form": gettext_lazy("在用报表"),
    "found": gettext_lazy("所引依据"),
    "instead": gettext_lazy("替代办法"),
    "items": gettext_lazy("重合的指标"),
    "level": gettext_lazy("文件层级"),
    "listed": gettext_lazy("清单中的名称"),
    "needed": gettext_lazy("应达到的数"),
    "next": gettext_lazy("下次可变更日期"),
    "number": gettext_lazy("序号"),
    "percent": gettext_lazy("百分比"),
    "proposed": gettext_lazy("规范的名称"),
    "remarks": gettext_lazy("用字问题"),
    "short": gettext_lazy("所差面积"),
    "unwanted": gettext_lazy("不得设置的功能"),
    "wanted": gettext_lazy("规定的颜色"),
    "which": gettext_lazy("具体情形"),
}
NEVER = Fired()
CASES = settings.BASE_DIR / "tests" / "policy" / "cases"


@dataclass(frozen=True)
class Cases:
    """How many worked cases try a rule: in which it must fire, must not, and must say that it does not know."""

    broken: int
    kept: int
    unknown: int

    @property
    def total(self) -> int:
        return self.broken + self.kept + self.unknown


@lru_cache(maxsize=1)
def cases() -> Mapping[str, Cases]:
    """By rule; empty where the case files are not installed. They come with the source and change with it alone."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.toml"))]
    return {
        rule: Cases(*(len(table.get(answer, ())) for answer in ("broken", "kept", "unknown")))
        for each in tables
        for rule, table in each.items()
        if isinstance(table, dict)
    }


class _Places(dict[str, str]):
    """Fills the named places of a sentence with what will stand there."""

    def __missing__(self, name: str) -> str:
        return f"〔{_named(name)}〕"


@dataclass(frozen=True)
class RuleView:
    """A rule by the terms of the place of whoever reads. `fired`: how often it did."""

    rule: Rule
    by: Terms
    fired: Fired = NEVER

    @property
    def says(self) -> str:
        return _(self.rule.says)

    @property
    def reason(self) -> str:
        """What the applicant is told of a breach; what differs from case to case stands in brackets."""
        return _(self.rule.reason) % _Places()

    @property
    def cure(self) -> str:
        return _(self.rule.cure) % _Places() if self.rule.cure else ""

    @property
    def clause(self) -> Clause:
        return self.by.edition.clause(self.rule.key) or self.rule.clause

    @property
    def consequence(self) -> Consequence:
        """What follows a breach as things are read here."""
        return self.by.consequence(self.rule)

    @property
    def follows(self) -> str:
        return _(self.consequence.label)

    @property
    def breach(self) -> str:
        return _(self.consequence.breach.label)

    @property
    def tone(self) -> str:
        return MARKS[self.consequence.breach][0]

    @property
    def icon(self) -> str:
        return MARKS[self.consequence.breach][1]

    @property
    def kinds(self) -> list[str]:
        return [_(kind.label) for kind in Kind if kind in self.rule.kinds]

    @property
    def step(self) -> Words:
        return STEPS[self.rule.step]

    @cached_property
    def doubts(self) -> list[ReadAs]:
        """The doubtful points that matter, the particular ones first."""
        return of_rule(self.rule, self.by.given, self.by.edition)

    @property
    def particular(self) -> list[ReadAs]:
        """The doubtful points that matter to this rule and not to all that forbid."""
        return [each for each in self.doubts if each.point.name in self.rule.doubts]

    @property
    def limits(self) -> list[tuple[str, str]]:
        """(clause, value) of the limits that it goes by."""
        known = self.by.edition.limits
        return [(known[name].clause, _plain(self.by.given[name])) for name in self.rule.given if name in known]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(fact, who says it) of all that it can look at."""
        return [(_named(name), str(_whence(name))) for name in looked_at(self.rule)]

    @property
    def dates(self) -> list[tuple[str, str]]:
        """Its first and last day, and those of its source; empty if it stands as long as the notice."""
        first = self.rule.in_force_from or self.clause.in_force_from or self.by.edition.edition.in_force_from
        days = ((_("自何日起"), first), (_("至何日止"), self.rule.until))
        return [(what, day.isoformat()) for what, day in days if day]

    @property
    def stands(self) -> bool:
        """Whether it is applied here today."""
        return self.by.stands(self.rule)

    @property
    def cases(self) -> Cases | None:
        return cases().get(self.rule.name)

    def holds_words(self, words: list[str]) -> bool:
        """Whether each of the words stands somewhere in what is shown of it."""
        clause = self.clause
        shown = (self.says, clause.key, clause.quote, clause.source, self.reason, self.cure)
        return all(any(word.casefold() in text.casefold() for text in shown) for word in words)


def _named(name: str) -> str:
    known = slots(Facts)
    if name in known:
        return _(known[name].mark.label)
    return str(_APART[name][0] if name in _APART else _FILLED.get(name, "…"))


def _whence(name: str) -> Words:
    return _APART[name][1] if name in _APART else _SOURCES[slots(Facts)[name].mark.source]


def _plain(value: object) -> str:
    return _("、").join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)
