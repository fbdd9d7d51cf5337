"""A verdict as people read it: each finding in a sentence, with the clause word for word, the facts used, and the cure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy import notice
from policy.answers import slots
from policy.assessment import Answer, Breach, Consequence, Finding, Outcome, Verdict
from policy.counterfactual import Cure
from policy.facts import Facts, Kind, questions
from policy.notice import Notice
from policy.rulebook import named
from workflows.pages.read_as import ReadAs, chosen_here, read_as
from workflows.pages.said import Pair, in_words

Words = Any


@dataclass(frozen=True)
class Group:
    """Findings of one weight; `tone` and `icon` only repeat the heading."""

    title: Words
    tone: str
    icon: str
    findings: list["ToldFinding"]
    folded: bool = False


@dataclass(frozen=True)
class ToldFinding:
    """One finding; `cures` are what was tried to heal it, `read` how the points it depends on were read."""

    finding: Finding
    kind: Kind
    cures: tuple[Cure, ...] = ()
    read: tuple[ReadAs, ...] = ()

    @property
    def says(self) -> str:
        return self.finding.told(_)

    @property
    def cure(self) -> str:
        if not self.finding.cure or self.finding.answer is not Answer.BROKEN:
            return ""
        return self.finding.remedy(_)

    @property
    def ways(self) -> list[str]:
        """The smallest changes after which the rule is kept; each was tried."""
        return [each.told(_) for each in self.cures if each.is_lawful_path]

    @property
    def no_way(self) -> str:
        """Said where trying found nothing that the applicant could change; empty otherwise.

        What was left empty cannot be tried, only filled in: the cure says so.
        """
        empty = [value in (None, [], "") for value in self.finding.facts_used.values()]
        to_fill_in = all(empty) or (self.finding.breach is Breach.TO_CORRECT and any(empty))
        return "" if not self.cures or self.ways or to_fill_in else self.cures[0].told(_)

    @property
    def proposed(self) -> str:
        """The name as it should be written, where the finding is about the name."""
        return self.finding.words.get("proposed", "") if self.finding.answer is Answer.BROKEN else ""

    @property
    def rule_url(self) -> str:
        """Where the rule is explained; empty for a rule that is no longer one."""
        return reverse("rule", args=[self.finding.rule]) if named(self.finding.rule) else ""

    @property
    def facts(self) -> list[Pair]:
        """(what, value) of the facts that the rule looked at."""
        return [(_label(name), _value(self.kind, name, value)) for name, value in self.finding.facts_used.items()]


@dataclass(frozen=True)
class Told:
    """All that is to be said of a verdict, the gravest first. What could only be put right is left out where nothing can
    be sent back."""

    verdict: Verdict
    kind: Kind
    cures: tuple[Cure, ...] = ()
    is_sent_back: bool = True

    @property
    def outcome(self) -> Outcome:
        return self.verdict.outcome

    @property
    def against(self) -> list[Group]:
        verdict = self.verdict
        asked = [each for each in verdict.unknown if each.asks_applicant and self.is_sent_back]
        to_correct = verdict.to_correct if self.is_sent_back else []
        groups = [
            self._group(_("禁止性规定"), "stop", "no-symbol", verdict.forbidden),
            self._group(_("须补正"), "active", "arrow-uturn-left", to_correct),
            self._group(_("须由人研判"), "active", "scale", verdict.to_judge),
            self._group(_("尚不清楚，请补充填写"), "soon", "question-mark-circle", asked),
        ]
        found = [group for group in groups if group.findings]
        # What is only open is looked at last, and would bury what is wrong.
        return found if len(found) < 2 or not asked else [*found[:-1], replace(found[-1], folded=True)]

    @property
    def not_connected(self) -> list[ToldFinding]:
        """Open questions that a register would answer; they hold nothing up."""
        return self._told(each for each in self.verdict.unknown if not each.asks_applicant)

    @property
    def kept(self) -> list[ToldFinding]:
        return self._told(each for each in self.verdict.findings if each.answer is Answer.KEPT)

    @property
    def forbidden(self) -> list[ToldFinding]:
        return self._told(self.verdict.forbidden)

    @property
    def provincial(self) -> list[ToldFinding]:
        """What only the consent of the province would let pass."""
        broken = (each for each in self.verdict.findings if each.answer is Answer.BROKEN)
        return self._told(each for each in broken if each.consequence is Consequence.PROVINCE)

    @property
    def is_forbidden(self) -> bool:
        return bool(self.verdict.broken(Breach.FORBIDDEN))

    def _group(self, title: Words, tone: str, icon: str, findings: Iterable[Finding]) -> Group:
        return Group(title, tone, icon, self._told(findings))

    def _told(self, findings: Iterable[Finding]) -> list[ToldFinding]:
        return [self._told_one(each) for each in findings]

    def _told_one(self, finding: Finding) -> ToldFinding:
        rule = named(finding.rule)
        read = read_as(rule.doubts, self.verdict.readings, self._edition) if rule and self.verdict.readings else []
        cures = tuple(each for each in self.cures if each.rule == finding.rule)
        return ToldFinding(finding, self.kind, cures, tuple(read))

    @cached_property
    def _edition(self) -> Notice:
        return notice.edition_called(self.verdict.edition)

    @cached_property
    def read_here(self) -> list[ReadAs]:
        """How the county reads what matters to things of this kind, where it is not read as usual."""
        return chosen_here(self.verdict, self.kind)


def told(verdict: Verdict, kind: str, cures: tuple[Cure, ...] = ()) -> Told:
    """`cures`: what `policy.counterfactual.cures` found for the same facts under the same terms."""
    return Told(verdict, Kind(kind), cures)


_BASES, _NAME, _KIND = gettext_lazy("设立依据"), gettext_lazy("事项名称"), gettext_lazy("事项类别")


def _label(name: str) -> str:
    known = slots(Facts)
    if name in known:
        return _(known[name].mark.label)
    return str({"bases": _BASES, "name": _NAME, "kind": _KIND}.get(name, name))


def _value(kind: Kind, name: str, value: Any) -> str:
    if value is None:
        return _("不清楚")
    if name == "kind":
        return _(Kind(value).label)
    question = next((each for each in questions(kind) if each.name == name), None)
    if question:
        return in_words(question, value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return (_("、").join(str(each) for each in value) or _("无")) if isinstance(value, list) else str(value)
