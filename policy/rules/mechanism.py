"""三（一）（二）: mechanisms 工作机制 and dedicated posts 专人专岗"""

from collections.abc import Mapping
from functools import partial

from policy import sufficiency
from policy.choices import Application, Kind, Payer
from policy.facts import Facts
from policy.legal import modality
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import any_of, known, negate
from policy.words import gettext_noop as _

STANDING = frozenset({Application.CHANGE, Application.EXTENSION})
ASK_THE_PROVINCE = _("按程序报省级党委和政府同意；或者由现有村级组织承担，不另设机制。")


def excerpt(facts: Facts) -> Mapping[str, object]:
    texts = [each.text for each in known(facts.bases) if each.text]
    return {"excerpt": texts[0][:60] if texts else "—"}


def post_has_a_basis(facts: Facts, consent_counts: bool) -> Holds:
    """Whether a dedicated post is ordered from above, or the province has consented, where that counts."""
    ordered = sufficiency.says(facts.bases, sufficiency.central_or_law_or_regulation, modality.orders_dedicated_post)
    return any_of((ordered, facts.provincial_consent)) if consent_counts else ordered


@rule(
    "三（一）新设机制", Consequence.PROVINCE, Step.LEVEL, Kind.MECHANISM,
    reason=_("拟设机制无党中央、国务院明确要求或法律法规明确规定，县级无权批准；如确需设立，请按程序报省级党委和政府同意。"),
    cure=ASK_THE_PROVINCE,
)  # fmt: skip
def new_mechanism_is_ordered_or_consented_to(facts: Facts) -> Holds:
    """新设村级工作机制，须有党中央、国务院明确要求或者法律法规明确规定，否则须经省级党委和政府同意。

    Read as: a text that only allows (可以、鼓励), does not reach the village, or names another body does not order it.
    """
    standing = None if facts.application is None else facts.application in STANDING
    orders = partial(modality.orders_body, name=facts.name)
    ordered = sufficiency.says(facts.bases, sufficiency.central_or_law_or_regulation, orders)
    return any_of((standing, ordered, facts.provincial_consent))


@rule(
    "三（一）新设机制", Consequence.RETURN, Step.COMPLETENESS, Kind.MECHANISM, Kind.DEDICATED_POST,
    reason=_("称已经省级党委和政府同意，但未填同意文号，退回补正。"),
    cure=_("填写省级同意文号并附原件。"),
)  # fmt: skip
def consent_is_shown_by_its_number(facts: Facts) -> Holds:
    """称已经省级党委和政府同意的，须填写同意文号。"""
    return not facts.provincial_consent or facts.provincial_consent_number is not None


@rule(
    "三（一）新设机制", Consequence.JUDGE, Step.LEVEL, Kind.MECHANISM, Kind.DEDICATED_POST,
    reason=_("申请单位称已经省级党委和政府同意（%(provincial_consent_number)s），请核验原件。"),
    cure=_("附省级同意文件原件。"),
)  # fmt: skip
def consent_claimed_is_seen_by_a_person(facts: Facts) -> Holds:
    """申请单位自称的省级同意，须由人核验原件。"""
    return negate(facts.provincial_consent) if facts.provincial_consent_number is not None else True


@rule(
    "三（一）专人专岗", Consequence.REJECT, Step.LEVEL, Kind.DEDICATED_POST,
    reason=_("所引条款未规定专人专岗（原文为“%(excerpt)s”），请删除专人专岗要求。"),
    cure=_("删除专人专岗要求。"), words=excerpt, when=("dedicated_post_without_basis", "reject"),
)  # fmt: skip
def dedicated_post_is_ordered_or_consented_to(facts: Facts, provincial_consent_covers_posts: str) -> Holds:
    """要求专人专岗，须有党中央、国务院明确要求或者法律法规明确规定，或者经省级党委和政府同意。"""
    return post_has_a_basis(facts, provincial_consent_covers_posts == "yes")


@rule(
    "三（一）专人专岗", Consequence.PROVINCE, Step.LEVEL, Kind.DEDICATED_POST,
    reason=_("所引条款未规定专人专岗（原文为“%(excerpt)s”），县级无权批准；如确需设立，请按程序报省级党委和政府同意。"),
    cure=ASK_THE_PROVINCE, words=excerpt, when=("dedicated_post_without_basis", "province"),
)  # fmt: skip
def dedicated_post_goes_to_the_province(facts: Facts, provincial_consent_covers_posts: str) -> Holds:
    """无中央要求或者法律法规规定而要求专人专岗的，须经省级党委和政府同意。"""
    return post_has_a_basis(facts, provincial_consent_covers_posts == "yes")


@rule(
    "三（一）专人专岗", Consequence.RETURN, Step.CONTENT, Kind.WORK_AFFAIR, Kind.MECHANISM,
    reason=_("“%(name)s”附带专人专岗要求，专人专岗须单独申请，退回补正。"),
    cure=_("删除专人专岗要求，或者将其另列一项申请。"),
)  # fmt: skip
def dedicated_post_is_asked_for_by_itself(facts: Facts) -> Holds:
    """专人专岗须另列一项申请，不得随事务或者机制带入。"""
    return negate(facts.dedicated_post_demanded)


@rule(
    "三（一）整合机制", Consequence.RETURN, Step.DUPLICATION, Kind.MECHANISM,
    reason=_("清单内已有职能相同的机制：%(same_function)s，请合并。"),
    cure=_("并入已有机制，不另设。"),
)  # fmt: skip
def no_mechanism_does_the_same(facts: Facts) -> Holds:
    """职能相同的村级工作机制应当整合。"""
    if facts.application in STANDING:
        return True
    return None if facts.same_function is None else not facts.same_function


@rule(
    "三（一）可由村级组织承担的", Consequence.JUDGE, Step.CONTENT, Kind.MECHANISM, Kind.DEDICATED_POST,
    reason=_("申请单位认为可由村级组织、基层群团组织承担，原则上不设专门机制或者专人专岗，请研判。"),
    cure=_("改由村级组织或者群团组织承担，由县级保障工作条件。"),
)  # fmt: skip
def nobody_in_the_village_can_bear_it(facts: Facts) -> Holds:
    """可由村级组织、群团组织承担的，原则上不设专门机制、不要求专人专岗。"""
    return negate(facts.village_can_bear_it)


@rule(
    "三（一）县级保障", Consequence.RETURN, Step.FUNDING, Kind.MECHANISM, Kind.DEDICATED_POST,
    reason=_("职责由村级组织、群团组织承担，未写明县级统筹保障的工作条件，退回补正。"),
    cure=_("写明县级统筹保障的工作条件。"),
)  # fmt: skip
def county_provides_for_what_the_village_bears(facts: Facts) -> Holds:
    """由村级组织、群团组织承担的职责，必要工作条件由县级统筹保障。"""
    return not facts.village_can_bear_it or facts.conditions is not None


@rule(
    "三（一）机构保障", Consequence.REJECT, Step.FUNDING, Kind.MECHANISM, Kind.DEDICATED_POST,
    reason=_("经费由“%(payer)s”承担，属将保障责任转嫁给村级组织。"),
    cure=_("改由申请单位协调提供人员、经费。"),
)  # fmt: skip
def burden_is_not_shifted_to_the_village(facts: Facts) -> Holds:
    """人员、经费由设立机制的党政群机构协调提供，不得转嫁给村级组织。"""
    return None if facts.payer is None else facts.payer is not Payer.VILLAGE


@rule(
    "三（二）在设施内办公", Consequence.RETURN, Step.CONTENT, Kind.MECHANISM, Kind.DEDICATED_POST,
    reason=_("要求单独办公用房，原则上应在综合服务设施中办公，退回补正。"),
    cure=_("删去单独办公用房要求。"),
)  # fmt: skip
def mechanism_works_in_the_facility(facts: Facts) -> Holds:
    """村级组织和工作机制原则上全部在综合服务设施中办公。"""
    return negate(facts.separate_office)
