"""拒绝用语: what a village may say, word by word, to a demand that is not admitted. Each rests on a clause that is quoted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from policy.choices import Kind
from policy.notice import Clause, clause
from policy.words import gettext_noop as _


class Standing(StrEnum):
    """How a demand stands where it is made."""

    ADMITTED = "admitted"
    NOT_YET = "not_yet"
    CHANGED = "changed"
    EXPIRED = "expired"
    LEFT = "left"
    ELSEWHERE = "elsewhere"
    NOT_ADMITTED = "not_admitted"


@dataclass(frozen=True)
class Refusal:
    """A sentence to say, and the clauses it rests on."""

    says: str
    clauses: tuple[Clause, ...]


_ANY = ("五（四）自身权责", "五（二）准入制")
CLAUSES: Mapping[Kind | None, tuple[str, ...]] = {
    None: ("五（四）自身权责", "二（三）统一部署"),
    Kind.WORK_AFFAIR: _ANY,
    Kind.MECHANISM: ("三（一）新设机制",),
    Kind.DEDICATED_POST: ("三（一）专人专岗",),
    Kind.SIGNBOARD: ("三（三）外部标牌", "三（三）内部标牌数量"),
    Kind.REPORT_FORM: ("二（三）统一部署", "二（三）不得重复、多头、突击报送"),
    Kind.CERTIFICATION: ("四（一）证明依据", "四（一）其他方式采信"),
    Kind.ASSESSMENT: ("二（三）考核清单",),
    Kind.FACILITY: _ANY,
}
SAYS: Mapping[Standing, str] = {
    Standing.NOT_YET: _("贵单位所提事项虽经准入，但尚未开始实施。实施之日以前，我村暂不办理。"),
    Standing.CHANGED: _("贵单位所提事项已经变更。请按现行版本办理，超出现行版本的，我村不予办理。"),
    Standing.EXPIRED: _("贵单位所提事项的准入有效期已满，未见延期。在重新准入以前，我村不再办理，请先按程序申请。"),
    Standing.LEFT: _("贵单位所提事项已经退出清单。我村不再办理；确需继续的，请重新申请准入。"),
    Standing.ELSEWHERE: _("贵单位所提事项的准入不及于我村。请先按程序取得在本地的准入，再作安排。"),
    Standing.NOT_ADMITTED: _(
        "经查，贵单位所提事项不在已公布的准入清单内，未见准入编号。在准入以前，我村不予办理，请先按程序申请。"
    ),
}


def refusal(standing: Standing, kind: Kind | None = None) -> Refusal | None:
    """What to say to a demand of this kind that stands so; None where it is admitted, as there is nothing to refuse."""
    if standing is Standing.ADMITTED:
        return None
    return Refusal(SAYS[standing], tuple(clause(key) for key in CLAUSES[kind]))
