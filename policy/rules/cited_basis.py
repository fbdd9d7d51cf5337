"""The bases cited: whether they are in force, and whether they say what is claimed"""

from collections.abc import Mapping

from policy import sufficiency
from policy.basis import Basis
from policy.choices import Kind
from policy.facts import Facts
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import all_of
from policy.words import gettext_noop as _

CITING = tuple(each for each in Kind if each is not Kind.FACILITY)


def lapsed(facts: Facts) -> Mapping[str, object]:
    return {"found": "；".join(_trouble(each) for each in facts.bases or () if _stands(each) is False)}


def _trouble(basis: Basis) -> str:
    if basis.exists is False:
        return f"{basis}查无此文件或者条款"
    day = f"已于{basis.repealed_on.isoformat()}废止或者修改" if basis.repealed_on else "现已失效"
    return f"{basis}{day}" + (f"（{basis.replaced_by_note}）" if basis.replaced_by_note else "")


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
    "立法技术 条文原意", Consequence.JUDGE, Step.CONTENT, Kind.WORK_AFFAIR,
    reason=_("所引条文只是允许或者鼓励，并未要求（原文为“%(excerpt)s”），请研判。"),
    cure=_("改为由村级组织自愿办理，或者改引有明确要求的条文。"),
    words=lambda facts: {"excerpt": next((each.text[:60] for each in facts.bases or () if each.text), "")}, asks=False,
)  # fmt: skip
def some_basis_demands_it(facts: Facts) -> Holds:
    """所引条文须有要求（应当），只写可以、鼓励的由人研判。"""
    if not facts.bases:
        return None if facts.bases is None else True
    answers = [sufficiency.demands(each.text) for each in facts.bases]
    return True if True in answers else None if None in answers else False
