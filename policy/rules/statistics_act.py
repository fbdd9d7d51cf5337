"""统计法第十四条、第十六条、第十七条: who approves a survey, and what its form must show"""

from policy.choices import Application, Approver, Kind, Mark
from policy.facts import Facts
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import any_of, known, negate
from policy.words import gettext_noop as _

STATISTICAL_ORGAN = "统计局"


@rule(
    "统计法第十七条第一款", Consequence.REJECT, Step.BANS, Kind.REPORT_FORM,
    reason=_("表上未标明%(absent)s，依据统计法第十七条，村级组织有权拒绝填报。"),
    cure=_("依法报批或者备案，在表上标明表号、制定机关、批准或者备案文号、有效期限。"),
    words=lambda facts: {"absent": tuple(each for each in Mark if each not in known(facts.marks))},
)  # fmt: skip
def statistical_form_bears_its_marks(facts: Facts) -> Holds:
    """统计调查表须标明表号、制定机关、批准或者备案文号、有效期限。"""
    shown = None if facts.marks is None else set(facts.marks) == set(Mark)
    return any_of((negate(facts.is_statistical_survey), shown))


@rule(
    "统计法第十七条第二款", Consequence.REJECT, Step.BANS, Kind.REPORT_FORM,
    reason=_("统计调查表已过有效期%(valid_until)s，依据统计法第十七条，村级组织有权拒绝填报。"),
    cure=_("依法重新报批或者备案。"),
)  # fmt: skip
def statistical_form_has_not_expired(facts: Facts) -> Holds:
    """超过有效期限的统计调查表，村级组织有权拒绝填报。"""
    valid = None
    if facts.valid_until and facts.today:
        valid = facts.today <= facts.valid_until
    return any_of((negate(facts.is_statistical_survey), valid))


@rule(
    "统计法第十四条第三款", Consequence.RETURN, Step.LEVEL, Kind.REPORT_FORM,
    reason=_("统计调查项目“%(name)s”为“%(survey_approver)s”，未经有权的统计机构审批，退回补正。"),
    cure=_("部门制定的，报本级人民政府统计机构审批；统计机构制定的，报省级人民政府统计机构审批。"),
)  # fmt: skip
def survey_is_approved_by_the_right_organ(facts: Facts) -> Holds:
    """统计调查项目由部门制定的，报本级统计机构审批；由省级以下统计机构制定的，报省级统计机构审批。"""
    return any_of((negate(facts.is_statistical_survey), _approver_suffices(facts)))


def _approver_suffices(facts: Facts) -> Holds:
    if facts.survey_approver is not Approver.SAME_LEVEL:
        return None if facts.survey_approver is None else facts.survey_approver is Approver.PROVINCE
    return None if facts.applicant is None else STATISTICAL_ORGAN not in facts.applicant


@rule(
    "统计法第十六条第三款", Consequence.RETURN, Step.LEVEL, Kind.REPORT_FORM,
    reason=_("变更统计调查制度的内容，未报经原审批机关批准或者原备案机关备案，退回补正。"),
    cure=_("将变更报原审批机关批准或者原备案机关备案。"),
)  # fmt: skip
def change_of_a_survey_is_approved(facts: Facts) -> Holds:
    """变更统计调查制度的内容，须报经原审批机关批准或者原备案机关备案。"""
    changes = None if facts.application is None else facts.application is Application.CHANGE
    return any_of((negate(facts.is_statistical_survey), negate(changes), facts.survey_change_approved))
