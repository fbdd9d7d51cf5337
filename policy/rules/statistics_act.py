"""统计法第十七条: what a statistical form must show"""

from policy.choices import Kind, Mark
from policy.facts import Facts
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import any_of, negate
from policy.words import gettext_noop as _


@rule(
    "统计法第十七条第一款", Consequence.REJECT, Step.BANS, Kind.REPORT_FORM,
    reason=_("表上未标明%(absent)s，依据统计法第十七条，村级组织有权拒绝填报。"),
    cure=_("依法报批或者备案，在表上标明表号、制定机关、批准或者备案文号、有效期限。"),
    words=lambda facts: {"absent": "、".join(each.label for each in Mark if each not in (facts.marks or ()))},
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
