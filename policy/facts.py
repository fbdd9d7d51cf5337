"""The facts a rule may look at: what is asked for, on what basis, and how things stand where it would be admitted.

Every field besides kind and name may be None: not known. Where a field comes from is said by its mark:
`asked` of the applicant, `cited` as a basis, or `recorded` in a register.
"""

# ruff: noqa: RUF009  asked, cited and recorded return dataclasses.field

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from policy import answers as reading
from policy.basis import Basis
from policy.burden import MOST_MINUTES, MOST_TIMES, TAKES_TIME
from policy.choices import (
    Application,
    Approver,
    Colours,
    Demand,
    Developer,
    Document,
    Evidence,
    Feature,
    FormType,
    Frequency,
    Handling,
    Issuer,
    Kind,
    Mark,
    Matter,
    Opinion,
    Orientation,
    OtherWay,
    Payer,
    Place,
    Relation,
    ServiceClass,
    SignType,
)
from policy.form_fields import FormField
from policy.questions import AnswerType, Group, Power, Question, asked, cited, recorded, stated
from policy.standing_forms import StandingForm
from policy.words import gettext_noop as _

__all__ = ["AnswerType", "Basis", "Facts", "Group", "Kind", "Question", "StandingForm", "questions"]

AFFAIR, MECHANISM, POST, SIGN = Kind.WORK_AFFAIR, Kind.MECHANISM, Kind.DEDICATED_POST, Kind.SIGNBOARD
FORM, CERTIFICATE, TEST, FACILITY = Kind.REPORT_FORM, Kind.CERTIFICATION, Kind.ASSESSMENT, Kind.FACILITY
OWN, OBTAINED = Power.OWN, Power.OBTAINED
DUTIES = (AFFAIR, MECHANISM, POST)
BURDENS = (AFFAIR, MECHANISM, POST, FORM, TEST)
ALL_BUT_FACILITY = (*BURDENS, SIGN, CERTIFICATE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """One part of a request, as far as it is known."""

    kind: Kind = stated(_("事项类别"))
    name: str = stated(_("事项名称"))

    bases: tuple[Basis, ...] | None = cited(_("设立依据"))

    # 各类事项
    application: Application | None = asked(_("申请类型"), *ALL_BUT_FACILITY, group=Group.WHAT, required=True)
    content: str | None = asked(
        _("事项内容和村级需做的具体动作"), *ALL_BUT_FACILITY, group=Group.WHAT, power=OWN, required_for=BURDENS
    )
    matter: Matter | None = asked(_("事务领域"), *BURDENS, group=Group.WHAT)
    village_is_responsible: bool | None = asked(
        _("是否将村级组织列为责任主体"), *BURDENS, group=Group.BURDEN, power=OWN,
        help=_("包括签订责任状、列为第一责任人、包保、下达指标、一票否决")
    )  # fmt: skip
    county_deployed: bool | None = asked(
        _("是否已经县级党委和政府统一部署"), *BURDENS, group=Group.BASIS, power=OBTAINED
    )
    county_deployment_number: str | None = asked(_("部署文号或者年度计划编号"), *BURDENS, group=Group.BASIS, power=OWN)
    already_demanded: bool | None = asked(_("是否已经在要求村级组织办理"), *BURDENS, group=Group.BURDEN, power=OWN)
    ends_on: date | None = asked(
        _("临时事项的结束日期"), *ALL_BUT_FACILITY, group=Group.WHAT, power=OWN,
        help=_("申请类型为“临时”的必填；到期自动失效，不转为长期事项")
    )  # fmt: skip
    emergency: bool | None = asked(_("是否为突发事件应急需要"), *BURDENS, group=Group.WHAT)
    demands: tuple[Demand, ...] | None = asked(
        _("随事项附带的要求"), AFFAIR, MECHANISM, FORM, TEST, group=Group.BURDEN, power=OWN
    )
    evidence: tuple[Evidence, ...] | None = asked(
        _("要求上传的佐证"), AFFAIR, FORM, TEST, group=Group.BURDEN, power=OWN
    )
    judged_by_evidence: bool | None = asked(
        _("是否以上传的佐证评价是否落实工作"), AFFAIR, FORM, TEST, group=Group.BURDEN, power=OWN
    )
    counted_in_assessment: bool | None = asked(
        _("是否纳入对村级组织的考核"), *DUTIES, FORM, group=Group.BURDEN, power=OWN
    )
    minutes_each_time: int | None = asked(
        _("每村每次用时（分钟）"), *TAKES_TIME, group=Group.BURDEN, power=OWN, within=(1, MOST_MINUTES),
        help=_("准备、填写、开会、走访、跑路都算在内，按一般的村估计")
    )  # fmt: skip
    times_a_year: int | None = asked(
        _("每村每年次数"), *TAKES_TIME, group=Group.BURDEN, power=OWN, within=(1, MOST_TIMES),
        help=_("已选定报送频次的按频次计算，不必填；随要随报的填预计次数")
    )  # fmt: skip
    payer: Payer | None = asked(_("经费由谁承担"), *DUTIES, SIGN, group=Group.SUPPORT, power=OWN)
    funding: str | None = asked(_("经费来源和标准"), *DUTIES, SIGN, group=Group.SUPPORT, power=OWN)
    effective: bool | None = asked(_("是否有实际效用"), *ALL_BUT_FACILITY, group=Group.OPINION)
    villagers: Opinion | None = asked(_("村民群众是否认可"), *ALL_BUT_FACILITY, group=Group.OPINION)

    # 工作事务
    service_class: ServiceClass | None = asked(_("事务分流类别"), AFFAIR, group=Group.WHAT)
    relation: Relation | None = asked(_("履职性质"), AFFAIR, group=Group.WHAT)
    scope: str | None = asked(_("职责范围"), AFFAIR, group=Group.BURDEN, power=OWN)
    procedure: str | None = asked(_("运行流程"), AFFAIR, group=Group.BURDEN, power=OWN)
    conditions: str | None = asked(_("提供的必要工作条件"), *DUTIES, group=Group.SUPPORT, power=OWN)
    own_duty: bool | None = asked(_("是否属于申请单位自身权责事项"), AFFAIR, FORM, group=Group.BASIS)
    fit_for_purchase: bool | None = asked(
        _("是否属于政府职责范围且适合通过市场化方式提供"), AFFAIR, group=Group.SUPPORT
    )
    served_elsewhere: bool | None = asked(_("是否在综合服务设施以外办理"), AFFAIR, group=Group.BURDEN, power=OWN)

    # 工作机制、专人专岗
    dedicated_post_demanded: bool | None = asked(
        _("是否要求专人专岗"), AFFAIR, MECHANISM, group=Group.BURDEN, power=OWN
    )
    provincial_consent: bool | None = asked(
        _("是否已经省级党委和政府同意"), MECHANISM, POST, group=Group.BASIS, power=OBTAINED
    )
    provincial_consent_number: str | None = asked(_("省级同意文号"), MECHANISM, POST, group=Group.BASIS, power=OBTAINED)
    village_can_bear_it: bool | None = asked(
        _("可否由村级组织、基层群团组织承担相应职责"), MECHANISM, POST, group=Group.BASIS
    )
    separate_office: bool | None = asked(_("是否要求单独办公用房"), MECHANISM, POST, group=Group.BURDEN, power=OWN)

    # 牌子
    place: Place | None = asked(_("悬挂位置"), SIGN, group=Group.WHAT, power=OWN, required=True)
    sign_type: SignType | None = asked(_("牌子类别"), SIGN, group=Group.WHAT, required=True)
    official_name: str | None = asked(_("机构设置文件规定的名称"), SIGN, group=Group.BASIS)
    orientation: Orientation | None = asked(_("横写或者竖写"), SIGN, group=Group.WHAT, power=OWN)
    colours: Colours | None = asked(_("底色和字色"), SIGN, group=Group.WHAT, power=OWN)
    serves_villagers_directly: bool | None = asked(_("工作内容是否与直接服务群众密切相关"), SIGN, group=Group.WHAT)
    another_removed: bool | None = asked(_("是否同时摘除一块内部标牌"), SIGN, group=Group.BURDEN, power=OWN)

    # 报表、台账、材料、应用程序、工作群
    form_type: FormType | None = asked(_("报表材料的种类"), FORM, group=Group.WHAT, required=True)
    frequency: Frequency | None = asked(_("报送频次"), FORM, group=Group.BURDEN, power=OWN)
    in_annual_schedule: bool | None = asked(_("是否已列入年初统一报送安排"), FORM, group=Group.BASIS, power=OBTAINED)
    notice_hours: int | None = asked(_("从通知到报送截止的小时数"), FORM, group=Group.BURDEN, power=OWN)
    indicators: tuple[FormField, ...] | None = asked(
        _("指标清单"), FORM, group=Group.BURDEN, power=OWN,
        help=_("一张表就是它的各项指标：名称、口径、周期、范围。逐项与在用报表比对")
    )  # fmt: skip
    integrated: bool | None = asked(_("是否已纳入县级系统整合、统筹安排"), FORM, group=Group.BASIS, power=OBTAINED)
    is_statistical_survey: bool | None = asked(_("是否属于统计调查"), FORM, group=Group.WHAT)
    marks: tuple[Mark, ...] | None = asked(_("表上标明的法定标识"), FORM, group=Group.BASIS, power=OBTAINED)
    valid_until: date | None = asked(_("有效期限截止日"), FORM, group=Group.BASIS, power=OBTAINED)
    survey_approver: Approver | None = asked(_("统计调查由谁审批"), FORM, group=Group.BASIS, power=OBTAINED)
    survey_change_approved: bool | None = asked(
        _("变更的调查内容是否已经原审批机关批准"), FORM, group=Group.BASIS, power=OBTAINED
    )
    app_filed: bool | None = asked(_("政务应用程序是否已经备案"), FORM, group=Group.BASIS, power=OBTAINED)
    app_filing_number: str | None = asked(_("政务应用程序备案编号"), FORM, group=Group.BASIS, power=OWN)
    app_features: tuple[Feature, ...] | None = asked(_("应用程序的功能"), FORM, group=Group.BURDEN, power=OWN)
    usage_assessed: bool | None = asked(
        _("是否考核或者通报安装率、注册量、活跃度"), FORM, group=Group.BURDEN, power=OWN
    )
    developer: Developer | None = asked(_("应用程序由哪一级建设"), FORM, group=Group.WHAT, power=OWN)

    # 证明事项
    certificate_use: str | None = asked(_("办理用途"), CERTIFICATE, group=Group.WHAT, required=True)
    issuer: Issuer | None = asked(_("由谁出具"), CERTIFICATE, group=Group.WHAT)
    time_limit: str | None = asked(_("出具时限"), CERTIFICATE, group=Group.BURDEN, power=OWN)
    steps: str | None = asked(_("具体流程"), CERTIFICATE, group=Group.BURDEN, power=OWN)
    handling: Handling | None = asked(_("办理方式"), CERTIFICATE, group=Group.BURDEN, power=OWN)
    provincial_template: bool | None = asked(_("是否采用全省统一式样"), CERTIFICATE, group=Group.BURDEN, power=OWN)
    other_ways: tuple[OtherWay, ...] | None = asked(_("能够采信的其他方式"), CERTIFICATE, group=Group.BASIS)
    other_documents: tuple[Document, ...] | None = asked(_("可以代替证明的凭证"), CERTIFICATE, group=Group.BASIS)
    village_can_verify: bool | None = asked(_("村级组织能否核实"), CERTIFICATE, group=Group.BURDEN)
    risky: bool | None = asked(_("是否涉及重大问题或者存在法律风险"), CERTIFICATE, group=Group.BURDEN)

    # 考核评比
    assessment_listed: bool | None = asked(
        _("是否已列入县级村级组织综合考核评比项目清单"), *DUTIES, FORM, TEST, group=Group.BASIS, power=OBTAINED
    )
    listing_sought: bool | None = asked(_("本次是否申请列入该清单"), TEST, group=Group.WHAT, power=OWN)
    assessment_method: str | None = asked(_("考核办法及实施细则"), TEST, group=Group.BASIS, power=OWN)
    assessment_plan_number: str | None = asked(_("年度考核计划文号"), TEST, group=Group.BASIS, power=OWN)

    # 综合服务设施
    households: int | None = asked(_("户数"), FACILITY, group=Group.WHAT, required=True)
    floor_area: Decimal | None = asked(_("总建筑面积（平方米）"), FACILITY, group=Group.WHAT, required=True)
    activity_area: Decimal | None = asked(_("群众活动区域面积（平方米）"), FACILITY, group=Group.WHAT, required=True)

    # 登记簿
    today: date | None = recorded(_("申请日期"))
    applicant: str | None = recorded(_("申请单位"))
    in_higher_list: bool | None = recorded(_("上级清单是否已有同一事项"))
    reclaimed_from_township: bool | None = recorded(_("是否属于由上级部门收回的乡镇事项"))
    same_function: tuple[str, ...] | None = recorded(_("清单内职能相同的机制"))
    signboards_outside: tuple[str, ...] | None = recorded(_("该村外部已悬挂的标牌"))
    signboards_inside: int | None = recorded(_("该村已悬挂的内部标牌块数"))
    guide_boards: int | None = recorded(_("其中集合式指引标牌块数"))
    in_city_list: bool | None = recorded(_("是否在市定挂牌清单"))
    city_list_changed_on: date | None = recorded(_("市定挂牌清单上次变更日期"))
    signboard_changed_on: date | None = recorded(_("该牌子上次变更日期"))
    registered_name: str | None = recorded(_("本县机构登记的名称"))
    place_names: tuple[str, ...] | None = recorded(_("名称中的登记地名"))
    standing_forms: tuple[StandingForm, ...] | None = recorded(_("在用的报表"))
    data_resources: tuple[str, ...] | None = recorded(_("村级数据资源已有的指标"))
    in_seal_list: bool | None = recorded(_("是否在印章使用范围清单"))

    @classmethod
    def from_answers(
        cls,
        kind: Kind,
        name: str,
        answers: Mapping[str, Any],
        bases: Iterable[Basis] | None = (),
        records: Mapping[str, Any] | None = None,
    ) -> Self:
        """Read `answers` (plain JSON values by field name), `bases` and `records`.

        Empty strings and None are not known; an empty list says "none of them". Raises `WrongAnswer` (a ValueError
        with `.field`) for an unknown field and for a value that the field cannot hold.
        """
        given = reading.read(cls, answers, records or {})
        return cls(kind=Kind(kind), name=name, bases=None if bases is None else tuple(bases), **given)


def questions(kind: Kind) -> tuple[Question, ...]:
    """What the form asks in a request of this kind, in the order of the form."""
    return reading.questions(Facts, kind)
