"""《整治形式主义为基层减负若干规定》: forms too often, photographs as proof, orders in a name that may not give them"""

from collections.abc import Mapping

from policy.choices import Evidence, Frequency, Kind
from policy.facts import Facts
from policy.legal.levels import Level, of_document_number
from policy.rulebook import Consequence, Holds, Step, rule
from policy.rules.every_kind import BURDENS
from policy.three_valued import all_of, negate
from policy.words import Phrase
from policy.words import gettext_noop as _

DAILY = frozenset({Frequency.DAILY, Frequency.ON_CALL})
WEEKLY = DAILY | {Frequency.WEEKLY}
FREQUENT = {"daily": DAILY, "weekly": WEEKLY, "monthly": WEEKLY | {Frequency.MONTHLY}}
PROOF_OF_PRESENCE = frozenset({Evidence.PHOTO, Evidence.TRACK})
WITHOUT_AUTHORITY = frozenset({Level.DEPARTMENT_DOCUMENT, Level.INTERNAL})


@rule(
    "若干规定 频繁填表", Consequence.JUDGE, Step.LIMITS, Kind.REPORT_FORM,
    reason=_("%(frequency)s报送，属频繁要求基层填表格、报材料，请研判能否降低频次。"),
    cure=_("降低报送频次；或者由系统自动取数。"),
)  # fmt: skip
def form_is_not_asked_for_often(facts: Facts, frequent_from: str) -> Holds:
    """不得频繁要求基层填表格、报材料。"""
    return None if facts.frequency is None else facts.frequency not in FREQUENT[frequent_from]


@rule(
    "若干规定 拍照留痕", Consequence.JUDGE, Step.CONTENT, Kind.WORK_AFFAIR, Kind.REPORT_FORM, Kind.ASSESSMENT,
    reason=_("要求上传%(evidence)s并据此评价工作，请研判是否属以拍照留痕评判。"),
    cure=_("不以上传情况评价工作。"),
)  # fmt: skip
def work_is_not_judged_by_photographs(facts: Facts) -> Holds:
    """不以拍照留痕、行动轨迹等评判工作。"""
    uploads = None if facts.evidence is None else bool(PROOF_OF_PRESENCE & set(facts.evidence))
    return negate(all_of((uploads, facts.judged_by_evidence)))


def issuer_words(facts: Facts) -> Mapping[str, object]:
    levels = [of_document_number(str(facts.county_deployment_number))]
    return {"level": tuple(Phrase(each.label) for each in levels if each)}


@rule(
    "若干规定 指令性公文", Consequence.JUDGE, Step.CITATION, *BURDENS,
    reason=_("部署文号“%(county_deployment_number)s”属%(level)s，不是县级党委和政府（办公室）的部署，请研判。"),
    cure=_("改填县委、县政府或者其办公室的部署文号。"), words=issuer_words,
)  # fmt: skip
def deployment_is_of_the_county_itself(facts: Facts) -> Holds:
    """向下级部署须以党委、政府（办公室）名义，部门和议事协调机构不得发布指令性公文。"""
    if not facts.county_deployed or facts.county_deployment_number is None:
        return True
    level = of_document_number(facts.county_deployment_number)
    return None if level is None else level not in WITHOUT_AUTHORITY
