"""国办函〔2026〕12号: government apps and mini-programs 政务应用程序"""

from policy.choices import Developer, Feature, FormType, Kind
from policy.facts import Facts
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import any_of, known, negate
from policy.words import gettext_noop as _

APPS = frozenset({FormType.APP, FormType.MINI_PROGRAM})
UNWANTED = frozenset(Feature) - {Feature.REPORTING}


def is_no_app(facts: Facts) -> Holds:
    return None if facts.form_type is None else facts.form_type not in APPS


@rule(
    "国办函〔2026〕12号 备案", Consequence.REJECT, Step.BANS, Kind.REPORT_FORM,
    reason=_("未提供政务应用程序备案编号，依据国办函〔2026〕12号不得要求下载、安装或使用。"),
    cure=_("先办理备案，取得备案编号。"),
)  # fmt: skip
def app_is_filed(facts: Facts) -> Holds:
    """未备案的政务应用程序，不得要求下载、安装或者使用。"""
    return any_of((is_no_app(facts), facts.app_filed))


@rule(
    "国办函〔2026〕12号 备案", Consequence.RETURN, Step.COMPLETENESS, Kind.REPORT_FORM,
    reason=_("称政务应用程序已经备案，但未填备案编号，退回补正。"),
    cure=_("填写备案编号。"),
)  # fmt: skip
def filing_is_shown_by_its_number(facts: Facts) -> Holds:
    """称政务应用程序已经备案的，须填写备案编号。"""
    return any_of((is_no_app(facts), not facts.app_filed or facts.app_filing_number is not None))


@rule(
    "国办函〔2026〕12号 安装使用率", Consequence.REJECT, Step.BANS, Kind.REPORT_FORM,
    reason=_("对村级组织考核或者通报安装率、注册量、活跃度，依据国办函〔2026〕12号不予受理。"),
    cure=_("删去安装率、注册量、活跃度的指标、考核和通报。"),
)  # fmt: skip
def app_use_is_not_assessed(facts: Facts) -> Holds:
    """不得考核、通报应用程序的安装和使用情况。"""
    return any_of((is_no_app(facts), negate(facts.usage_assessed)))


@rule(
    "国办函〔2026〕12号 功能", Consequence.RETURN, Step.CONTENT, Kind.REPORT_FORM,
    reason=_("应用程序设有%(unwanted)s功能，非安保、应急需要不得设置，退回补正。"),
    cure=_("关闭这些功能：%(unwanted)s。"),
    words=lambda facts: {"unwanted": tuple(each for each in known(facts.app_features) if each in UNWANTED)},
)  # fmt: skip
def app_does_not_watch_its_users(facts: Facts) -> Holds:
    """应用程序不得设打卡签到、积分排名、在线时长、轨迹和强制上传照片、视频，安保、应急需要的除外。"""
    harmless = None if facts.app_features is None else not UNWANTED & set(facts.app_features)
    return any_of((is_no_app(facts), harmless, facts.emergency))


@rule(
    "国办函〔2026〕12号 建设主体", Consequence.REJECT, Step.BANS, Kind.REPORT_FORM,
    reason=_("应用程序由%(developer)s建设，依据国办函〔2026〕12号，县以下单位原则上不得开发。"),
    cure=_("使用县级以上统一建设的应用程序。"),
)  # fmt: skip
def app_is_built_by_the_county_or_above(facts: Facts) -> Holds:
    """县以下（不含县级）单位原则上不得开发政务应用程序。"""
    high = None if facts.developer is None else facts.developer is not Developer.BELOW_COUNTY
    return any_of((is_no_app(facts), high))
