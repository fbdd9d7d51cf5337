"""Deeds with an emergency order: 应急补办, 准予备案, 撤销, 解除. Registering one is a step of its own (`walk_urgent`)."""

from tests.workflows.walk_deeds import AT_DESK, Deed, reason
from workflows.services import emergency

DEEDS: dict[str, Deed] = {
    "supplement": lambda r, by, t, _: emergency.supplement(r, by=by, text=reason(t), seen=r.revision),
    "confirm_order": lambda r, by, t, _: emergency.confirm_order(r, by=by, receipt=reason(t), seen=r.revision),
    "revoke_order": lambda r, by, t, _: emergency.revoke_order(r, by=by, reason=reason(t), seen=r.revision),
    "lift_order": lambda r, by, t, _: emergency.lift_order(r, by=by, reason=reason(t), seen=r.revision),
}
AT_DESK.update({"supplement": ("supplement", "lift_order"), "check_order": ("confirm_order", "revoke_order")})
AT_ANY_DESK: tuple[str, ...] = ()
WRITING: set[str] = set()
OF_RECORD: dict[str, set[str]] = {}
UNSEEN: set[str] = set()
