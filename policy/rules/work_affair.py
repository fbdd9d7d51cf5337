"""二（一）（二）、五（二）: work affairs 工作事务"""

from policy.choices import Kind, Payer, Relation, ServiceClass
from policy.facts import Facts
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import any_of, negate
from policy.words import gettext_noop as _


@rule(
    "二（一）分级清单", Consequence.JUDGE, Step.DUPLICATION, Kind.WORK_AFFAIR,
    reason=_("上级清单已有“%(name)s”，请核对是否还需另行准入。"),
    cure=_("按上级清单执行，撤回本项；或者说明不同之处。"),
)  # fmt: skip
def affair_is_not_in_the_higher_list_already(facts: Facts) -> Holds:
    """上级清单已有的事务不重复准入。"""
    return negate(facts.in_higher_list)


@rule(
    "二（二）事务分流", Consequence.RETURN, Step.COMPLETENESS, Kind.WORK_AFFAIR,
    reason=_("未填事务分流类别，退回补正。"),
    cure=_("选明政府基本公共服务、村级公共事务和公益服务或者村民群众个人事项。"),
)  # fmt: skip
def affair_is_classed(facts: Facts) -> Holds:
    """工作事务须分类办理，申请时写明类别。"""
    return facts.service_class is not None


@rule(
    "二（二）事务分流", Consequence.REDIRECT, Step.BANS, Kind.WORK_AFFAIR,
    reason=_("“%(name)s”属村民群众个人事项，不得列为村级组织工作事务。"),
    cure=_("由村民群众自行办理，村级组织可便民代办，不列入清单。"),
)  # fmt: skip
def affair_is_no_personal_matter(facts: Facts) -> Holds:
    """村民群众个人事项不作为村级组织工作事务准入。"""
    return None if facts.service_class is None else facts.service_class is not ServiceClass.PERSONAL


@rule(
    "二（二）工作条件", Consequence.RETURN, Step.FUNDING, Kind.WORK_AFFAIR,
    reason=_("交由村级组织代办公共服务，未写明提供的必要工作条件，退回补正。"),
    cure=_("写明由谁提供哪些工作条件。"),
)  # fmt: skip
def entrusted_affair_comes_with_working_conditions(facts: Facts) -> Holds:
    """交由村级组织代办公共服务事项的，须提供必要工作条件。"""
    concerned = facts.service_class is ServiceClass.GOVERNMENT or facts.relation is Relation.ENTRUSTED
    return not concerned or facts.conditions is not None


@rule(
    "二（二）购买服务", Consequence.REDIRECT, Step.BANS, Kind.WORK_AFFAIR,
    reason=_("“%(name)s”属于政府职责范围且适合通过市场化方式提供，应依法购买服务，不交村级组织承担。"),
    cure=_("征求村级组织意见后，纳入政府购买服务指导性目录。"),
)  # fmt: skip
def affair_is_not_fit_for_purchase(facts: Facts) -> Holds:
    """属于政府职责范围且适合市场化提供的，依法购买服务。"""
    return negate(facts.fit_for_purchase)


@rule(
    "三（二）一站式服务", Consequence.JUDGE, Step.CONSULTATION, Kind.WORK_AFFAIR,
    reason=_("“%(name)s”在综合服务设施以外办理，请说明理由。"),
    cure=_("改在综合服务设施内办理。"),
)  # fmt: skip
def service_is_given_in_the_facility(facts: Facts) -> Holds:
    """村级组织能够承接的公共服务，原则上在综合服务设施中提供。"""
    return negate(facts.served_elsewhere)


@rule(
    "五（二）协助委托", Consequence.RETURN, Step.COMPLETENESS, Kind.WORK_AFFAIR,
    reason=_("要求村级组织协助或者受托办理，须写明制度依据、职责范围、运行流程，所填不全，退回补正。"),
    cure=_("补齐制度依据、职责范围、运行流程。"),
)  # fmt: skip
def help_is_described(facts: Facts) -> Holds:
    """协助或者委托的事务，须明确制度依据、职责范围、运行流程。"""
    if facts.relation not in {Relation.ASSISTANCE, Relation.ENTRUSTED}:
        return None if facts.relation is None else True
    return facts.bases != () and facts.scope is not None and facts.procedure is not None


@rule(
    "五（四）自身权责", Consequence.REJECT, Step.BANS, Kind.WORK_AFFAIR,
    reason=_("未见县级党委、政府统一部署，不得将自身权责事项“%(name)s”派交村级组织承担。"),
    cure=_("停止派交；确需协助的，报县级统一部署后再申请。"),
)  # fmt: skip
def own_duty_is_not_handed_down_already(facts: Facts) -> Holds:
    """未经县级统一部署，不得将自身权责事项派交村级组织承担。

    Read as: handing it down is what the notice forbids; to ask the county for its deployment is not.
    """
    return any_of((negate(facts.own_duty), facts.county_deployed, negate(facts.already_demanded)))


@rule(
    "五（四）自身权责", Consequence.JUDGE, Step.BANS, Kind.WORK_AFFAIR,
    reason=_("“%(name)s”属申请单位自身权责事项，是否部署村级组织协助，请县级研判。"),
    cure=_("由申请单位自行办理，或者只保留协助内容。"),
)  # fmt: skip
def own_duty_stays_with_the_organ(facts: Facts) -> Holds:
    """自身权责事项由申请单位自行办理，经县级统一部署的除外。"""
    return any_of((negate(facts.own_duty), facts.county_deployed))


@rule(
    "村民委员会组织法第四十三条第二款", Consequence.RETURN, Step.FUNDING, Kind.WORK_AFFAIR,
    reason=_("委托村级组织协助开展工作，所需经费由委托部门承担；所填为“%(payer)s”，退回补正。"),
    cure=_("改由申请单位承担经费。"),
)  # fmt: skip
def whoever_entrusts_pays(facts: Facts) -> Holds:
    """委托协助的事项，经费由委托部门承担。"""
    return facts.payer is not Payer.VILLAGE


@rule(
    "乡镇履职事项清单 收回", Consequence.JUDGE, Step.BANS, Kind.WORK_AFFAIR,
    reason=_("“%(name)s”已列为由上级部门收回的乡镇事项，不宜再交村级组织承担。"),
    cure=_("由收回的部门自行办理。"),
)  # fmt: skip
def affair_was_not_taken_back_from_townships(facts: Facts) -> Holds:
    """由上级部门收回的乡镇事项，不再交村级组织承担。"""
    return negate(facts.reclaimed_from_township)
