"""Deeds of a draft that is not saved yet: 暂存, 放弃暂存. They are no acts: they leave no event, and what is kept is not handed in."""

from collections.abc import Sequence

from accounts.models import Organ, User
from tests.workflows.walk_deeds import Deed, a_part, pick
from workflows.models import AdmissionRequest
from workflows.services import keeping

TYPED = ("村级防汛", "村级防汛\0值守", "", "长" * (keeping.MOST + 1))


def keep(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    """Mostly by the window that kept last; now and then by one that knows of nothing."""
    part, typed = a_part(request, turn), {"title": [pick(TYPED, turn // 4)]}
    kept = keeping.kept_of(part, by)
    version = kept.version if kept and turn % 3 else 0
    return keeping.keep(part, by=by, typed=typed, version=version, seen=request.revision, instead=turn % 7 == 6)


def let_go(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    return keeping.throw_away(a_part(request, turn), by=by)


DEEDS: dict[str, Deed] = {"keep": keep, "let_go": let_go}
AT_ANY_DESK: tuple[str, ...] = ()
WRITING = {"keep", "let_go"}
OF_RECORD: dict[str, set[str]] = {}
# What is kept already is kept: the same sent again, by whatever window, changes nothing and is no refusal.
UNSEEN = {"keep", "let_go"}
