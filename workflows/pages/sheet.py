"""呈批表: all that an officer must know of one part before he acts, gathered once and shown beside every act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogues import register
from catalogues.models import Entry
from policy.assessment import Answer, Finding, Verdict
from policy.basis import Basis
from policy.choices import Kind
from policy.facts import Group, questions
from policy.legal import modality
from policy.legal.places import Place
from policy.terms import Terms
from workflows.facts import basis_of
from workflows.models import AdmissionRequest, Citation, RequestPart
from workflows.pages import said
from workflows.pages.emergency import shown as emergency
from workflows.pages.recalled import Recalled, recalled
from workflows.pages.reported import Reported, Standing
from workflows.pages.said import Pair, Said
from workflows.pages.told import ToldFinding
from workflows.services import judgement
from workflows.services.readings import terms_for

# What a village would have to do or bear stands first, whatever group of the form it is asked in.
FOR_THE_VILLAGE = (
    "content", "frequency", "minutes_each_time", "times_a_year", "scope", "procedure",
    "place", "sign_type", "certificate_use", "time_limit",
)  # fmt: skip
FOR_THE_PURSE = ("payer", "funding", "conditions")


@dataclass(frozen=True)
class Cited:
    """One basis: what the applicant claims, and beside it what the register of laws knows."""

    citation: Citation
    basis: Basis

    @property
    def title(self) -> str:
        """Cited by its number alone, a document has the title under which the register holds it, or none."""
        title = self.citation.title or self.basis.title
        return f"《{title}》" if title else ""

    @property
    def place(self) -> str:
        cited = self.citation
        return str(Place(article=cited.article, suffix=cited.suffix, paragraph=cited.paragraph, item=cited.item))

    @property
    def level(self) -> str:
        return _(self.basis.level.label) if self.basis.level else _("层级不明")

    @property
    def standing(self) -> tuple[str, str, str]:
        """(words, tone, icon): whether the register holds the document and the place, and whether it is in force."""
        if self.basis.exists is None:
            return _("未收录，按申请单位所填"), "soon", "question-mark-circle"
        if not self.basis.exists:
            return _("查无此文件或者条款"), "stop", "x-circle"
        if self.basis.in_force is None:
            return _("已收录，效力待核"), "soon", "question-mark-circle"
        return (_("现行有效"), "admitted", "check-circle") if self.basis.in_force else (_("已失效"), "stop", "x-circle")

    @property
    def speaks(self) -> str:
        """应当设立, 应当, 可以, 鼓励: how strongly the text of the place speaks, "" where no text is held."""
        return _(modality.of(self.basis.text).label) if self.basis.text else ""

    @property
    def to_be_checked(self) -> bool:
        """Whether only the document itself can tell what it says: no register reads it, or nobody found it so far."""
        return self.basis.text_is_claimed or self.basis.exists is False

    @property
    def text_differs(self) -> bool:
        """Whether the applicant quotes a text that does not stand in the place he cites."""
        claimed = "".join(self.citation.claimed_text.split())
        return bool(claimed and self.basis.exists and claimed not in "".join(self.basis.text.split()))


@dataclass(frozen=True)
class Marked:
    """What one rule found, and how it is marked."""

    told: ToldFinding
    tone: str
    icon: str

    @property
    def weight(self) -> str:
        """不得准入, 须补正, 须研判: what the finding asks for; 待查明 for an open question."""
        finding = self.told.finding
        return _("待查明") if finding.answer is Answer.UNKNOWN else _(finding.breach.label)


@dataclass(frozen=True)
class Sheet:
    """One part. For a part that is still open the verdict is that of today: what a decision would be held to."""

    part: RequestPart
    verdict: Verdict | None
    bases: Sequence[Basis]
    same_title: Sequence[Entry] = ()
    reported: Reported | None = None
    is_sent_back: bool = True

    @property
    def kind(self) -> str:
        return _(Kind(self.part.kind).label)

    @cached_property
    def recalled(self) -> list[Recalled]:
        """What was refused before and seems to come back."""
        return recalled(self.part)

    @property
    def where(self) -> str:
        """In which villages it would apply."""
        return self.part.where.name

    @property
    def term(self) -> str:
        """Until when, for what is temporary; empty for what lasts."""
        return said.term(self.part.kind, self.part.answers)

    @cached_property
    def citations(self) -> list[Cited]:
        return [Cited(*each) for each in zip(self.part.citations.all(), self.bases, strict=True)]

    @cached_property
    def groups(self) -> dict[Group, Said]:
        return {each.group: each for each in said.said(self.part.kind, self.part.answers)}

    @property
    def village(self) -> list[Pair]:
        """村里要做什么: content and frequency, then every burden that is not a plain no."""
        first = self._answers(FOR_THE_VILLAGE)
        labels = {label for label, _words in first}
        burdens = [pair for pair in self.groups[Group.BURDEN].pairs if pair[0] not in labels]
        return first + [pair for pair in burdens if pair[1] not in self._none]

    @property
    def not_demanded(self) -> list[str]:
        """The burdens that the applicant says do not come with it."""
        return [label for label, words in self.groups[Group.BURDEN].pairs if words in self._none]

    @property
    def purse(self) -> list[Pair]:
        return self._answers(FOR_THE_PURSE)

    @property
    def everything(self) -> list[Said]:
        return [each for each in self.groups.values() if each.pairs or each.open]

    @property
    def against(self) -> list[Marked]:
        """Broken rules, the gravest first, then what only the applicant could tell and did not: all that is to be weighed."""
        if self.verdict is None:
            return []
        asked = [each for each in self.verdict.unknown if each.asks_applicant and self.is_sent_back]
        to_correct = self.verdict.to_correct if self.is_sent_back else []
        return [
            *self._marked(self.verdict.forbidden, "stop", "no-symbol"),
            *self._marked(to_correct, "soon", "arrow-uturn-left"),
            *self._marked(self.verdict.to_judge, "active", "scale"),
            *self._marked(asked, "soon", "question-mark-circle"),
        ]

    @property
    def forbidding(self) -> list[Marked]:
        """What the notice forbids, where the program declined the part for it."""
        return [each for each in self.against if each.tone == "stop"] if self.part.was_declined_by_machine else []

    @property
    def not_connected(self) -> list[Marked]:
        """Open questions that a register would answer; they hold nothing up."""
        unknown = self.verdict.unknown if self.verdict else ()
        return self._marked((each for each in unknown if not each.asks_applicant), "quiet", "minus-circle")

    @property
    def kept(self) -> int:
        """How many rules were tried and found kept."""
        if self.verdict is None:
            return 0
        return sum(each.answer is Answer.KEPT for each in self.verdict.findings)

    @property
    def _none(self) -> set[str]:
        return {_("否"), _("无")}

    def _marked(self, findings: Iterable[Finding], tone: str, icon: str) -> list[Marked]:
        return [Marked(ToldFinding(each, Kind(self.part.kind)), tone, icon) for each in findings]

    def _answers(self, names: Sequence[str]) -> list[Pair]:
        asked = {each.name: each for each in questions(Kind(self.part.kind))}
        pairs = [
            (_(asked[name].label), said.in_words(asked[name], self.part.answers.get(name)))
            for name in names
            if name in asked
        ]
        return [pair for pair in pairs if pair[1]]


def sheets(request: AdmissionRequest) -> list[Sheet]:
    """The sheets of all parts of a request, in their order."""
    parts, today = request.live_parts(), localdate()
    titles = register.same_titles(request.county, [part.title for part in parts], today)
    by, standing = terms_for(request), Standing(request.county)
    sent_back = emergency.is_sent_back(request)
    made = [_sheet(part, [entry for entry in titles if entry.title == part.title], standing, by) for part in parts]
    return [replace(each, is_sent_back=sent_back) for each in made]


def _sheet(part: RequestPart, same_title: list[Entry], standing: Standing, by: Terms) -> Sheet:
    today = localdate()
    if part.is_pending:
        judged = judgement.judge(part, by)
        return Sheet(part, judged.verdict, judged.facts.bases or (), same_title, standing.reported(part))
    kept = part.latest_verdict
    bases = [basis_of(citation, on=today) for citation in part.citations.all()]
    return Sheet(part, kept.verdict if kept else None, bases, same_title)
