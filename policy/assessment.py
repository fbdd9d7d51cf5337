"""审查: the one question that the rest of the system asks of the policy — what does the notice say of these facts?"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Self, cast

from policy import rules  # noqa: F401  registers the rules
from policy.answers import slots
from policy.choices import Choice
from policy.facts import Facts
from policy.questions import Source
from policy.rulebook import Breach, Consequence, Holds, Rule
from policy.terms import Limits, Readings, Terms, terms
from policy.witness import Witness, plain, shown, shown_facts
from policy.words import Translate, gettext_noop, told
from policy.words import gettext_noop as _
from policy.words import plain as plainly

__all__ = ["Answer", "Breach", "Consequence", "Finding", "Outcome", "Verdict", "assess", "judge", "outcome_of"]


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

    `words` are in Chinese; those of them that have a translation stand in `words_to_translate` too, as `policy.words`
    keeps them. `cure` is the remedy in Chinese, `cure_template` its key. `says`, `told` and `remedy` put all together.
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
    cure_template: str = ""
    words_to_translate: dict[str, Any] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """The sentence in Chinese, with the facts filled in."""
        return self.told()

    def told(self, translate: Translate = gettext_noop) -> str:
        """The sentence in the language of `translate`, for example django.utils.translation.gettext."""
        return self._filled(self.template, translate)

    def remedy(self, translate: Translate = gettext_noop) -> str:
        """How to heal the breach, in the language of `translate`."""
        return self._filled(self.cure_template, translate) if self.cure_template else self.cure

    def _filled(self, template: str, translate: Translate) -> str:
        return told({"template": template, "words": {**self.words, **self.words_to_translate}}, translate)


@dataclass(frozen=True)
class Verdict:
    """All findings on one part, in the order in which the rules are tried, under the edition and the readings named."""

    edition: str
    findings: tuple[Finding, ...]
    readings: dict[str, str | int] = field(default_factory=dict)

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
        broken = {each.consequence for each in self.findings if each.answer is Answer.BROKEN}
        return _gravest(broken, any(each.asks_applicant for each in self.unknown))

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists and strings; `says` and `outcome` are added for those who only read."""
        findings = [{**asdict(each), "missing": list(each.missing), "says": each.says} for each in self.findings]
        return {
            "edition": self.edition,
            "readings": dict(self.readings),
            "outcome": self.outcome.value,
            "findings": findings,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Raises KeyError or ValueError for what `as_json` did not write."""
        findings = tuple(_finding_from_json(each) for each in stored["findings"])
        return cls(stored["edition"], findings, dict(stored.get("readings", {})))


def assess(
    facts: Facts, readings: Readings | None = None, limits: Limits | None = None, *, on: date | None = None
) -> Verdict:
    """Try every rule for this kind of request, by the edition and the rules of the day `on`: that of the submission.

    `readings` and `limits` hold what differs from the edition's own. Raises ValueError for one that it does not have.
    """
    return judge(facts, terms(readings, limits, on))


def judge(facts: Facts, by: Terms) -> Verdict:
    """The verdict on these facts under these terms."""
    findings = tuple(_told(*each, facts, by) for each in _answers(facts, by))
    return Verdict(by.edition.edition.title, findings, by.held)


def outcome_of(facts: Facts, by: Terms) -> Outcome:
    """The outcome of `judge` alone, in a third of the time: for many requests at once."""
    answers = list(_answers(facts, by))
    broken = {by.consequence(rule) for rule, holds, _seen in answers if holds is False}
    return _gravest(broken, any(holds is None and _asks(rule, _missing(seen)) for rule, holds, seen in answers))


def _gravest(broken: set[Consequence], is_open: bool) -> Outcome:
    against = {each.value for each in broken} | ({Outcome.JUDGE.value} if is_open else set())
    return next((each for each in Outcome if each.value in against), Outcome.COUNTY)


def _answers(facts: Facts, by: Terms) -> Iterator[tuple[Rule, Holds, dict[str, Any]]]:
    """What each rule answers, and the facts that it looked at."""
    given = by.given
    for rule in by.rules(facts.kind):
        witness = Witness(facts)
        yield rule, rule.holds(cast(Facts, witness), *(given[name] for name in rule.given)), witness.seen


def _told(rule: Rule, holds: Holds, seen: dict[str, Any], facts: Facts, by: Terms) -> Finding:
    if holds is None:
        return _unknown(rule, seen, by)
    if holds:
        return _finding(rule, seen, by, Answer.KEPT, rule.says)
    words = shown_facts(seen) | {"name": facts.name}
    if rule.words:
        words |= rule.words(facts, *(by.given[name] for name in rule.words_given))
    spoken = {name: plainly(shown(each)) for name, each in words.items()}
    return _finding(
        rule, seen, by, Answer.BROKEN, rule.reason,
        words={name: told(each) for name, each in spoken.items()},
        words_to_translate={name: each for name, each in spoken.items() if not isinstance(each, str)},
        cure=told({"template": rule.cure, "words": spoken}),
        cure_template=rule.cure,
    )  # fmt: skip


def _unknown(rule: Rule, seen: dict[str, Any], by: Terms) -> Finding:
    missing, known = _missing(seen), slots(Facts)
    labels = [known[name].mark.label if name in known else _("设立依据") for name in missing]
    template = _("尚不清楚：%(facts)s。%(rule)s") if missing else _("尚不清楚。%(rule)s")
    return _finding(
        rule, seen, by, Answer.UNKNOWN, template,
        words={"facts": "、".join(labels), "rule": rule.says},
        words_to_translate={"facts": [_key(each) for each in labels], "rule": _key(rule.says)},
        missing=missing,
        asks_applicant=_asks(rule, missing),
    )  # fmt: skip


def _missing(seen: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that are not known; of a basis that is cited its level or its text may be what is missing."""
    return tuple(name for name, value in seen.items() if value is None or (name == "bases" and value))


def _asks(rule: Rule, missing: tuple[str, ...]) -> bool:
    known = slots(Facts)
    return rule.asks and any(name == "bases" or known[name].mark.source is Source.ANSWER for name in missing)


def _key(template: str) -> dict[str, Any]:
    return {"template": template, "words": {}}


def _finding(rule: Rule, seen: Mapping[str, Any], by: Terms, answer: Answer, template: str, **more: Any) -> Finding:
    clause = by.clause(rule)
    consequence = by.consequence(rule)
    return Finding(
        rule=rule.name,
        citation=clause.key,
        quote=clause.quote,
        source=clause.source,
        breach=consequence.breach,
        answer=answer,
        consequence=consequence,
        template=template,
        facts_used={name: plain(value) for name, value in seen.items()},
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
