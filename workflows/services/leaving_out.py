"""减签 by the machine: who left office or lost the post is not asked to sign any more, so that no desk waits for him.

The last one who would sign at a desk is left to people: `sweeps.unattended` names it, and the counter asks another.
"""

import logging

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import rights
from workflows import seats
from workflows.errors import ActRefused
from workflows.models import Desk
from workflows.services import signers
from workflows.services.acts import locked, put_on_record
from workflows.signing import Member

log = logging.getLogger(__name__)


def leave_out() -> int:
    """Take who is gone out of the signers of every desk kept for him. Returns how many desks; a second time none."""
    return sum(_leave_out(desk) for desk in kept_for_the_gone())


def kept_for_the_gone() -> QuerySet[Desk]:
    """The open desks kept for an officer who is out of office, or whose own posts do not carry the right any more."""
    holds = rights.holds(OuterRef("signer"), OuterRef("owner_permission"), OuterRef("owner_permission_obj_pk"))
    desks = Desk.objects.filter(~Q(holds), finished__isnull=True, signer__isnull=False)
    return desks.select_related("process__request", "signer__organ").order_by("pk")


def _leave_out(found: Desk) -> bool:
    """Whether it was done. Where the request cannot go on, for want of an organ, it stays, and is tried again next time."""
    try:
        return _take_out(found)
    except ActRefused as hindrance:
        log.warning("%s stays at %s: %s", found.process.request.number, found.name, hindrance)
        return False


def _take_out(found: Desk) -> bool:
    with locked(found.process.request) as row, override(settings.LANGUAGE_CODE):
        lying = seats.lying_of(row)
        desk = next((each for each in lying if each.pk == found.pk), None)
        if desk is None or row.is_suspended:
            return False
        member = Member.at(desk).key
        shorter = signers.full_sheet(desk.process, desk.name).without(member)
        if not shorter.members:
            return False
        record = {"desk": desk.name, "member": member, "who": signers.names_of([member])[member]}
        put_on_record(row, "remove_signer", None, _("签署人已不在职，或者不再任此职。"), **record)
        signers.settle(desk.process, desk.name, shorter, lying, None)
    return True
