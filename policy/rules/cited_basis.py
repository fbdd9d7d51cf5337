"""The bases cited: whether they are in force, and whether they say what is claimed"""

from collections.abc import Mapping
from functools import partial

from policy import sufficiency
from policy.basis import Basis
from policy.choices import Kind
from policy.facts import Facts
from policy.legal import modality
from policy.rulebook import Consequence, Holds, Step, rule
from policy.rules.certification import on_law
from policy.three_valued import all_of, known
from policy.words import Phrase
from policy.words import gettext_noop as _

CITING = tuple(each for each in Kind if each is not Kind.FACILITY)


def lapsed(facts: Facts) -> Mapping[str, object]:
    return {"found": tuple(_trouble(each) for each in known(facts.bases) if _stands(each) is False)}


def _trouble(basis: Basis) -> Phrase:
    if basis.exists is False:
        return Phrase(_("%(basis)s查无此文件或者条款"), {"basis": basis})
    note = Phrase(_("（%(note)s）"), {"note": basis.replaced_by_note}) if basis.replaced_by_note else ""
    if basis.repealed_on is None:
        return Phrase(_("%(basis)s现已失效%(note)s"), {"basis": basis, "note": note})
    words = {"basis": basis, "day": basis.repealed_on.isoformat(), "note": note}
    return Phrase(_("%(basis)s已于%(day)s废止或者修改%(note)s"), words)


def _stands(basis: Basis) -> Holds:
    return all_of((basis.exists, basis.in_force))


@rule(
    "立法技术 依据有效", Consequence.RETURN, Step.CITATION, *CITING,
    reason=_("所引%(found)s，请更新依据。"),
    cure=_("改引现行有效的条款。"), words=lapsed, asks=False,
)  # fmt: skip
def every_basis_is_in_force(facts: Facts) -> Holds:
    """所列依据须为现行有效的文件和条款。"""
    return None if facts.bases is None else all_of(_stands(each) for each in facts.bases)


@rule(
    "立法技术 依据有效", Consequence.JUDGE, Step.CITATION,
    Kind.MECHANISM, Kind.DEDICATED_POST, Kind.SIGNBOARD, Kind.CERTIFICATION,
    reason=_("所引%(found)s未在依据登记簿中读到原文，请核验原件。"),
    cure=_("附文件原件；或者改引登记簿中有原文的条款。"),
    words=lambda facts: {"found": sufficiency.listed(each for each in known(facts.bases) if not _was_read(each))},
    asks=False,
)  # fmt: skip
def decisive_basis_was_read(facts: Facts) -> Holds:
    """足以支持准入的依据，须在依据登记簿中读到原文，否则由人核验原件。

    Read as: what an applicant types is a claim; it can keep a request going, not decide it.
    """
    if facts.bases is None:
        return None
    decisive = [each for each in facts.bases if _decides(facts, each)]
    return not decisive or any(_was_read(each) for each in decisive)


def _decides(facts: Facts, basis: Basis) -> Holds:
    """Whether this basis alone would let the part through: by its text, or for a certification by its level."""
    law_or_regulation = sufficiency.central_or_law_or_regulation
    match facts.kind:
        case Kind.MECHANISM:
            return sufficiency.says((basis,), law_or_regulation, partial(modality.orders_body, name=facts.name))
        case Kind.DEDICATED_POST:
            return sufficiency.says((basis,), law_or_regulation, modality.orders_dedicated_post)
        case Kind.SIGNBOARD:
            return sufficiency.says((basis,), law_or_regulation, partial(modality.orders_hanging, name=facts.name))
    return sufficiency.levels((basis,), on_law)


def _was_read(basis: Basis) -> bool:
    return basis.exists is True and bool(basis.text) and not basis.text_is_claimed


@rule(
    "立法技术 条文原意", Consequence.JUDGE, Step.CONTENT, Kind.WORK_AFFAIR,
    reason=_("所引条文只是允许或者鼓励，并未要求（原文为“%(excerpt)s”），请研判。"),
    cure=_("改为由村级组织自愿办理，或者改引有明确要求的条文。"),
    words=lambda facts: {"excerpt": next((each.text[:60] for each in known(facts.bases) if each.text), "")}, asks=False,
)  # fmt: skip
def some_basis_demands_it(facts: Facts) -> Holds:
    """所引条文须有要求（应当），只写可以、鼓励的由人研判。"""
    if not facts.bases:
        return None if facts.bases is None else True
    answers = [sufficiency.demands(each.text) for each in facts.bases]
    return True if True in answers else None if None in answers else False
