"""二（二）（三）: forms, ledgers, materials, apps and chat groups 报表材料"""

from collections.abc import Mapping

from policy.choices import Application, Demand, Evidence, FormType, Frequency, Kind
from policy.facts import Facts
from policy.form_fields import FormField
from policy.rulebook import Consequence, Holds, Step, rule
from policy.standing_forms import StandingForm, plain
from policy.three_valued import all_of, any_of, known, negate
from policy.words import gettext_noop as _

OFTEN = frozenset({Frequency.DAILY, Frequency.WEEKLY, Frequency.ON_CALL})
REPORTED = frozenset({FormType.FORM, FormType.LEDGER, FormType.MATERIAL})
STANDING = frozenset({Application.CHANGE, Application.EXTENSION})
ONCE_A_YEAR = _("列入年初统一报送安排，按规定的频次报送。")


def is_not_reported(facts: Facts) -> Holds:
    """An app or a chat group: nothing is sent in on a day."""
    return None if facts.form_type is None else facts.form_type not in REPORTED


def overlap(facts: Facts, *, own: bool) -> tuple[StandingForm | None, tuple[FormField, ...]]:
    """The standing form, of the applicant or of another organ, that holds most of the indicators, and which."""
    forms = [each for each in known(facts.standing_forms) if (each.organ == facts.applicant) is own]
    held = [(each, each.holds(known(facts.indicators))) for each in forms]
    return max(held, key=lambda pair: len(pair[1]), default=(None, ()))


def _can_be_compared(facts: Facts) -> bool:
    return facts.standing_forms is not None and facts.indicators is not None and facts.applicant is not None


def own_overlap(facts: Facts) -> Mapping[str, object]:
    form, held = overlap(facts, own=True)
    return {"form": form, "count": len(held)}


def other_overlap(facts: Facts) -> Mapping[str, object]:
    form, held = overlap(facts, own=False)
    return {"form": form, "count": len(held), "items": held[:8]}


@rule(
    "二（二）数据资源", Consequence.JUDGE, Step.DUPLICATION, Kind.REPORT_FORM,
    reason=_("%(count)s项指标在县级村级数据资源中已有（%(items)s），请先取用。"),
    cure=_("删去已有指标，从村级数据资源取用。"),
    words=lambda facts: {"count": len(resources_held(facts)), "items": resources_held(facts)[:8]},
)  # fmt: skip
def data_resources_do_not_hold_the_indicators(facts: Facts) -> Holds:
    """村级数据资源已有的指标，不再要求村级组织报送。"""
    if facts.data_resources is None or facts.indicators is None:
        return None
    return not resources_held(facts)


def resources_held(facts: Facts) -> tuple[FormField, ...]:
    held = {plain(each) for each in known(facts.data_resources)}
    return tuple(each for each in known(facts.indicators) if plain(each.name) in held)


@rule(
    "二（三）杜绝三种做法", Consequence.RETURN, Step.CONTENT,
    Kind.WORK_AFFAIR, Kind.MECHANISM, Kind.REPORT_FORM, Kind.ASSESSMENT,
    reason=_("事项附带要求“%(demands)s”，属以设机制、挂牌子、填表格安排工作或者以留痕印证实绩，退回补正。"),
    cure=_("删去附带要求；确有依据的，另列一项单独申请。"),
)  # fmt: skip
def nothing_is_demanded_in_passing(facts: Facts) -> Holds:
    """不得简单以设机制、挂牌子、填表格安排工作，不得以是否留痕印证实绩。"""
    if facts.demands is None:
        return None
    return not set(facts.demands) - ({Demand.FORM} if facts.kind is Kind.REPORT_FORM else set())


@rule(
    "二（三）系统整合", Consequence.JUDGE, Step.DUPLICATION, Kind.REPORT_FORM,
    reason=_("“%(name)s”尚未纳入县级系统整合、统筹安排，请研判能否并入现有系统。"),
    cure=_("并入县级现有系统。"),
)  # fmt: skip
def form_is_integrated_by_the_county(facts: Facts) -> Holds:
    """台账、报表、网络工作群、应用程序由县级系统整合、统筹安排。"""
    return facts.integrated


@rule(
    "二（三）统一报送", Consequence.RETURN, Step.COMPLETENESS, Kind.REPORT_FORM,
    reason=_("未填报送频次，退回补正。"),
    cure=ONCE_A_YEAR,
)  # fmt: skip
def form_names_its_frequency(facts: Facts) -> Holds:
    """报表须写明报送频次。"""
    return any_of((is_not_reported(facts), facts.frequency is not None))


@rule(
    "二（三）统一报送", Consequence.RETURN, Step.LIMITS, Kind.REPORT_FORM,
    reason=_("%(frequency)s报送未列入年初统一报送安排，频次过密，退回补正。"),
    cure=ONCE_A_YEAR,
)  # fmt: skip
def frequent_form_is_in_the_annual_schedule(facts: Facts) -> Holds:
    """每周、每天或者随要随报的报表，须列入年初统一报送安排。"""
    seldom = None if facts.frequency is None else facts.frequency not in OFTEN
    return any_of((is_not_reported(facts), seldom, facts.in_annual_schedule))


@rule(
    "二（三）统一报送", Consequence.JUDGE, Step.LIMITS, Kind.REPORT_FORM,
    reason=_("“%(name)s”未列入年初统一报送安排，属年中新增，请研判是否确需今年报送。"),
    cure=ONCE_A_YEAR,
)  # fmt: skip
def form_is_in_the_annual_schedule(facts: Facts) -> Holds:
    """报表每年年初统一安排，年中新增须说明理由。"""
    return any_of((is_not_reported(facts), facts.in_annual_schedule))


@rule(
    "二（三）不得重复、多头、突击报送", Consequence.REJECT, Step.DUPLICATION, Kind.REPORT_FORM,
    reason=_("%(count)s项指标已由同一单位的%(form)s采集，属重复报送。"),
    cure=_("取用已报数据；口径确有变化的，变更原报表。"),
    words=own_overlap,
)  # fmt: skip
def form_does_not_repeat_one_of_the_same_organ(facts: Facts, duplicate_from_percent: int) -> Holds:
    """不得要求村级组织重复报送。

    Read as: a change or an extension of a standing form repeats nothing.
    """
    standing = None if facts.application is None else facts.application in STANDING
    if not _can_be_compared(facts):
        return True if standing else None
    repeated = len(overlap(facts, own=True)[1]) * 100 >= duplicate_from_percent * max(len(known(facts.indicators)), 1)
    return any_of((standing, not repeated))


@rule(
    "二（三）不得重复、多头、突击报送", Consequence.RETURN, Step.DUPLICATION, Kind.REPORT_FORM,
    reason=_("%(count)s项指标已由%(form)s采集（%(items)s），请共享使用。"),
    cure=_("删去这些指标，只保留无法共享取得的指标；或者与该报表合并。"),
    words=other_overlap,
)  # fmt: skip
def form_asks_nothing_that_another_organ_has(facts: Facts) -> Holds:
    """不得要求村级组织多头报送，其他单位已采集的指标应当共享。"""
    return not overlap(facts, own=False)[1] if _can_be_compared(facts) else None


@rule(
    "二（三）不得重复、多头、突击报送", Consequence.REJECT, Step.LIMITS, Kind.REPORT_FORM,
    reason=_("通知至截止仅%(notice_hours)s小时，属突击报送。"),
    cure=_("延长报送时间；属突发事件应急需要的，写明应急命令文号。"),
)  # fmt: skip
def form_leaves_time_to_report(facts: Facts, sudden_below_hours: int) -> Holds:
    """不得要求村级组织突击报送数据和材料，突发事件应急需要的除外。"""
    enough = None if facts.notice_hours is None else facts.notice_hours >= sudden_below_hours
    return any_of((is_not_reported(facts), enough, facts.emergency))


@rule(
    "二（三）截图录像", Consequence.REJECT, Step.BANS, Kind.WORK_AFFAIR, Kind.REPORT_FORM, Kind.ASSESSMENT,
    reason=_("要求上传%(evidence)s并据此评价是否落实工作，不得准入。"),
    cure=_("删去上传要求，或者不以上传情况评价工作。"),
)  # fmt: skip
def work_is_not_judged_by_screenshots(facts: Facts) -> Holds:
    """不得简单以上传工作场景截图或者录制视频等作为评价是否落实工作的依据。"""
    uploads = None if facts.evidence is None else bool({Evidence.SCREENSHOT, Evidence.VIDEO} & set(facts.evidence))
    return negate(all_of((uploads, facts.judged_by_evidence)))


@rule(
    "二（三）统一部署", Consequence.REJECT, Step.BANS, Kind.REPORT_FORM,
    reason=_("未见县级党委、政府统一部署，不得要求村级填报。"),
    cure=_("停止报送要求，报县级统一部署后再申请。"),
)  # fmt: skip
def form_in_use_was_deployed_by_the_county(facts: Facts) -> Holds:
    """未经县级党委和政府统一部署，不得要求村级组织填报表格、提供材料。

    Read as: to demand it already is what the notice forbids; to ask the county for its deployment is not.
    """
    return any_of((facts.county_deployed, negate(facts.already_demanded)))
