"""五（二）（四）: what holds for every kind"""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from policy import responsibility, sufficiency
from policy.choices import Kind, Matter, Opinion, Payer
from policy.facts import Facts
from policy.legal.levels import Level
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import all_of, any_of, known, negate
from policy.words import Phrase
from policy.words import gettext_noop as _

BURDENS = (Kind.WORK_AFFAIR, Kind.MECHANISM, Kind.DEDICATED_POST, Kind.REPORT_FORM, Kind.ASSESSMENT)
PAID = (Kind.WORK_AFFAIR, Kind.MECHANISM, Kind.DEDICATED_POST, Kind.SIGNBOARD)
NAMED_IN_THE_NOTICE = (*PAID, Kind.CERTIFICATION)
_LISTS = Path(__file__).parents[1] / "lists"
PARTY_BODIES = tuple(tomllib.loads((_LISTS / "party_bodies.toml").read_text(encoding="utf-8"))["names"])


def more_than_internal(level: Level) -> bool:
    return not level.is_internal


def law_or_policy(level: Level) -> bool:
    return level.is_law_or_regulation or level.is_policy


def is_of_a_listed_matter(facts: Facts) -> Holds:
    """行政执法、拆迁拆违、招商引资、安全生产, by the answer or by the words of the request."""
    answered = None if facts.matter is None else facts.matter is not Matter.OTHER
    return any_of((answered, _text_shows(facts, responsibility.is_of_a_listed_matter)))


def makes_the_village_responsible(facts: Facts) -> Holds:
    """责任主体, by the answer or by the words of the request: the words win over a no."""
    return any_of((facts.village_is_responsible, _text_shows(facts, responsibility.makes_responsible)))


def _text_shows(facts: Facts, shows: Callable[[str], bool]) -> Holds:
    if shows(facts.name):
        return True
    return None if facts.content is None else shows(facts.content)


def matter_words(facts: Facts) -> Mapping[str, object]:
    listed = facts.matter not in {None, Matter.OTHER}
    return {"which": facts.matter if listed else Phrase(_("行政执法、安全生产等事务"))}


@rule(
    "五（二）四项取消", Consequence.REJECT, Step.LEVEL, Kind.WORK_AFFAIR, Kind.MECHANISM,
    reason=_("“%(name)s”没有法律法规或政策依据（%(found)s），不予受理。"),
    cure=_("取消该事项；确有依据的，写明文件名称、文号、条款后重新申请。"),
    words=lambda facts: {"found": sufficiency.listed(known(facts.bases)) or Phrase(_("未列依据"))},
)  # fmt: skip
def there_is_a_basis(facts: Facts) -> Holds:
    """没有法律法规或者政策依据的，不得准入；责任书、会议纪要、讲话、内部规定不是依据。"""
    return sufficiency.levels(facts.bases, more_than_internal)


@rule(
    "五（二）四项取消", Consequence.JUDGE, Step.LEVEL, Kind.WORK_AFFAIR,
    reason=_("“%(name)s”的依据%(found)s低于省级，是否足以成为政策依据，请县级说明理由后决定。"),
    cure=_("补充法律法规或者省级以上政策依据。"),
    words=lambda facts: {"found": sufficiency.listed(known(facts.bases))}, when=("policy_basis_from", "province"),
)  # fmt: skip
def basis_is_of_the_province_or_above(facts: Facts) -> Holds:
    """工作事务的政策依据一般为省级以上文件，省级以下的由县级说明理由后决定。"""
    return any_of((negate(there_is_a_basis(facts)), sufficiency.levels(facts.bases, law_or_policy)))


@rule(
    "五（二）四项取消", Consequence.RETURN, Step.FUNDING, *PAID,
    reason=_("未落实经费来源，退回补正。"),
    cure=_("写明经费由谁承担、来源和标准；不产生经费的，选明。"),
)  # fmt: skip
def funding_is_assured(facts: Facts) -> Holds:
    """须有经费保障。"""
    return facts.payer is not None and facts.payer is not Payer.NOBODY


@rule(
    "二（三）统一部署", Consequence.RETURN, Step.COMPLETENESS, *BURDENS,
    reason=_("称已经县级党委和政府统一部署，但未填部署文号或者年度计划编号，退回补正。"),
    cure=_("填写部署文号或者年度计划编号。"),
)  # fmt: skip
def deployment_is_shown_by_its_number(facts: Facts) -> Holds:
    """称已经县级党委和政府统一部署的，须填写部署文号或者年度计划编号。"""
    return not facts.county_deployed or facts.county_deployment_number is not None


@rule(
    "五（二）四项取消", Consequence.JUDGE, Step.CONSULTATION, *NAMED_IN_THE_NOTICE,
    reason=_("“%(name)s”没有实际效用，请研判。"),
    cure=_("取消该事项。"),
)  # fmt: skip
def it_is_of_use(facts: Facts) -> Holds:
    """须有实际效用。"""
    return facts.effective


@rule(
    "五（二）四项取消", Consequence.JUDGE, Step.CONSULTATION, *NAMED_IN_THE_NOTICE,
    reason=_("村民群众不认可“%(name)s”，请研判。"),
    cure=_("取消该事项，或者修改后重新征求意见。"),
)  # fmt: skip
def villagers_do_not_object(facts: Facts) -> Holds:
    """村民群众须认可。"""
    return None if facts.villagers is None else facts.villagers is not Opinion.UNWELCOME


@rule(
    "五（四）责任主体", Consequence.REJECT, Step.BANS, *BURDENS,
    reason=_("事项将村级组织列为%(which)s责任主体，依据《通知》五（四）不予受理。"),
    cure=_("删去责任主体、责任状、考核指标等要求，只保留宣传、劝导、协助、报告的内容。"), words=matter_words,
)  # fmt: skip
def village_does_not_answer_for_enforcement(facts: Facts) -> Holds:
    """不得将村级组织作为行政执法、拆迁拆违、招商引资、安全生产等事务的责任主体。"""
    return negate(all_of((is_of_a_listed_matter(facts), makes_the_village_responsible(facts))))


@rule(
    "五（四）责任主体", Consequence.JUDGE, Step.BANS, *BURDENS,
    reason=_("事项将村级组织列为责任主体，是否属于“等事务”，请研判。"),
    cure=_("删去责任主体要求，改为协助。"),
)  # fmt: skip
def village_answers_for_nothing_else(facts: Facts) -> Holds:
    """其他事务将村级组织列为责任主体的，由人研判。"""
    return any_of((is_of_a_listed_matter(facts), negate(makes_the_village_responsible(facts))))


@rule(
    "一 指导思想", Consequence.JUDGE, Step.CONSULTATION, *NAMED_IN_THE_NOTICE, Kind.REPORT_FORM, Kind.ASSESSMENT,
    reason=_("申请单位“%(applicant)s”是党的机构，请县委研判。"),
    cure=_("由县委研判。"), when=("party_bodies", "judged"),
)  # fmt: skip
def party_body_is_left_to_the_committee(facts: Facts) -> Holds:
    """党的机构与其他党政群机构适用同一规则；县级另有规定的，由县委研判。"""
    return None if facts.applicant is None else not any(each in facts.applicant for each in PARTY_BODIES)
