"""审查: the one question that the rest of the system asks of the policy — what does the notice say of these facts?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Self, cast

from policy import rules  # noqa: F401  registers the rules
from policy.answers import slots
from policy.choices import Choice
from policy.facts import Facts
from policy.notice import DEFAULT_READINGS, EDITION
from policy.questions import Source
from policy.rulebook import Breach, Consequence, Rule, rules_for
from policy.witness import Witness, plain, shown_facts
from policy.words import gettext_noop as _

__all__ = ["Answer", "Breach", "Consequence", "Finding", "Outcome", "Verdict", "assess"]


class Answer(Choice):
    """What a rule answers."""

    KEPT = "kept", _("符合")
    BROKEN = "broken", _("不符合")
    UNKNOWN = "unknown", _("尚不清楚")


class Outcome(Choice):
    """What becomes of the part, the gravest first. COUNTY: nothing stands against it, the county decides."""

    REJECT = "reject", _("不予受理")
    REDIRECT = "redirect", _("改走其他渠道")
    CAP = "cap", _("数量已满")
    RETURN = "return", _("退回补正")
    PROVINCE = "province", _("报省级同意")
    JUDGE = "judge", _("人工研判")
    COUNTY = "county", _("进入县级审批")


@dataclass(frozen=True)
class Finding:
    """What one rule answers. `template` % `words` is the sentence for the people, so that it can be translated first.

    `missing`: the facts that were not known, by name. `asks_applicant`: one of them only the applicant can give.
    """

    rule: str
    citation: str
    quote: str
    source: str
    breach: Breach
    answer: Answer
    consequence: Consequence
    template: str
    words: dict[str, str] = field(default_factory=dict)
    facts_used: dict[str, Any] = field(default_factory=dict)
    cure: str = ""
    missing: tuple[str, ...] = ()
    asks_applicant: bool = False

    @property
    def says(self) -> str:
        """The sentence in Chinese, with the facts filled in."""
        return self.template % self.words if self.words else self.template


@dataclass(frozen=True)
class Verdict:
    """All findings on one part, in the order in which the rules are tried, under the edition named."""

    edition: str
    findings: tuple[Finding, ...]

    def broken(self, breach: Breach) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.answer is Answer.BROKEN and each.breach is breach)

    @cached_property
    def forbidden(self) -> tuple[Finding, ...]:
        return self.broken(Breach.FORBIDDEN)

    @cached_property
    def to_correct(self) -> tuple[Finding, ...]:
        return self.broken(Breach.TO_CORRECT)

    @cached_property
    def to_judge(self) -> tuple[Finding, ...]:
        return self.broken(Breach.TO_JUDGE)

    @cached_property
    def unknown(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.answer is Answer.UNKNOWN)

    @cached_property
    def outcome(self) -> Outcome:
        """The gravest consequence. An open question that only the applicant can answer is for a person to judge;
        a register that is not connected is shown among the unknown and holds nothing up.
        """
        against = {each.consequence.value for each in self.findings if each.answer is Answer.BROKEN}
        if any(each.asks_applicant for each in self.unknown):
            against.add(Outcome.JUDGE.value)
        return next((each for each in Outcome if each.value in against), Outcome.COUNTY)

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists and strings; `says` and `outcome` are added for those who only read."""
        findings = [{**asdict(each), "missing": list(each.missing), "says": each.says} for each in self.findings]
        return {"edition": self.edition, "outcome": self.outcome.value, "findings": findings}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Raises KeyError or ValueError for what `as_json` did not write."""
        return cls(stored["edition"], tuple(_finding_from_json(each) for each in stored["findings"]))


def assess(facts: Facts, readings: Mapping[str, str | int] = DEFAULT_READINGS) -> Verdict:
    """Try every rule for this kind of request. `readings` answers the doubtful points (see READINGS), all of them."""
    standing = (each for each in _rules(facts.kind) if each.when is None or readings[each.when[0]] == each.when[1])
    return Verdict(EDITION.title, tuple(_try(each, facts, readings) for each in standing))


_rules = lru_cache(rules_for)


def _try(rule: Rule, facts: Facts, readings: Mapping[str, str | int]) -> Finding:
    witness = Witness(facts)
    seen = cast(Facts, witness)
    holds = rule.holds(seen, readings[rule.reading]) if rule.reading else rule.holds(seen)
    if holds is None:
        return _unknown(rule, witness)
    if holds:
        return _finding(rule, witness, Answer.KEPT, rule.says)
    words = shown_facts(witness.seen) | {"name": facts.name}
    if rule.words:
        words |= {name: str(value) for name, value in rule.words(facts).items()}
    return _finding(rule, witness, Answer.BROKEN, rule.reason, words=words, cure=rule.cure % words)


def _unknown(rule: Rule, witness: Witness) -> Finding:
    missing = tuple(name for name, value in witness.seen.items() if value is None or (name == "bases" and value))
    known = slots(Facts)
    asks = rule.asks and any(name == "bases" or known[name].mark.source is Source.ANSWER for name in missing)
    labels = "、".join(known[name].mark.label if name in known else "设立依据" for name in missing)
    words = {"facts": labels, "rule": rule.says}
    template = _("尚不清楚：%(facts)s。%(rule)s") if missing else _("尚不清楚。%(rule)s")
    return _finding(rule, witness, Answer.UNKNOWN, template, words=words, missing=missing, asks_applicant=asks)


def _finding(rule: Rule, witness: Witness, answer: Answer, template: str, **more: Any) -> Finding:
    return Finding(
        rule=rule.name,
        citation=rule.clause.key,
        quote=rule.clause.quote,
        source=rule.clause.source,
        breach=rule.breach,
        answer=answer,
        consequence=rule.consequence,
        template=template,
        facts_used={name: plain(value) for name, value in witness.seen.items()},
        **more,
    )


def _finding_from_json(stored: Mapping[str, Any]) -> Finding:
    kept = {name: value for name, value in stored.items() if name != "says"}
    return Finding(
        **kept | {
            "breach": Breach(stored["breach"]),
            "answer": Answer(stored["answer"]),
            "consequence": Consequence(stored["consequence"]),
            "missing": tuple(stored["missing"]),
        }
    )  # fmt: skip
