"""二（三）: assessments 考核评比"""

from policy.choices import Kind
from policy.facts import Facts
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import any_of, negate
from policy.words import gettext_noop as _


@rule(
    "二（三）考核清单", Consequence.REJECT, Step.BANS, Kind.ASSESSMENT,
    reason=_("“%(name)s”未列入县级村级组织综合考核评比项目清单，不得考核村级组织。"),
    cure=_("取消该项考核；确有必要的，申请列入县级清单。"),
)  # fmt: skip
def assessment_is_in_the_county_list(facts: Facts) -> Holds:
    """对村级组织的考核评比，须列入县级综合考核评比项目清单。

    Read as: to ask for a place in the list is not to assess outside it.
    """
    return any_of((facts.assessment_listed, facts.listing_sought))


@rule(
    "二（三）考核清单", Consequence.RETURN, Step.CONTENT,
    Kind.WORK_AFFAIR, Kind.MECHANISM, Kind.DEDICATED_POST, Kind.REPORT_FORM,
    reason=_("“%(name)s”附带对村级组织的考核，该考核未列入县级清单，退回补正。"),
    cure=_("删去考核要求，或者另列一项申请列入县级清单。"),
)  # fmt: skip
def no_unlisted_assessment_comes_along(facts: Facts) -> Holds:
    """事项附带的考核，须在县级综合考核评比项目清单之内。"""
    return any_of((negate(facts.counted_in_assessment), facts.assessment_listed))


@rule(
    "二（三）考核办法", Consequence.RETURN, Step.COMPLETENESS, Kind.ASSESSMENT,
    reason=_("未提供考核办法及实施细则或者年度考核计划文号，退回补正。"),
    cure=_("补交考核办法及实施细则，写明年度考核计划文号。"),
)  # fmt: skip
def assessment_has_method_and_plan(facts: Facts) -> Holds:
    """考核须有考评办法及实施细则，纳入考核计划管理。"""
    return facts.assessment_method is not None and facts.assessment_plan_number is not None
