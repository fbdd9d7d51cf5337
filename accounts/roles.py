"""角色: what an office post carries. A role is held in an organ; the rights follow from it."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import Appointment, Organ, User
from accounts.rights import Place


class Role(TextChoices):
    APPLICANT = "applicant", _("申请经办")
    SCREENER = "screener", _("受理")
    RE_EXAMINER = "re_examiner", _("复核")
    REVIEWER = "reviewer", _("审查")
    DECIDER = "decider", _("审定")
    CONSENTER = "consenter", _("省级同意")
    SUPERVISOR = "supervisor", _("监督")
    CONFIDANT = "confidant", _("保密联系")
    LIST_KEEPER = "list_keeper", _("清单维护")
    PUBLISHER = "publisher", _("公布与备案")
    FILING_RECEIVER = "filing_receiver", _("备案接收")


@dataclass(frozen=True)
class Carries:
    """The rights of a role: those on the organ itself, and those on the region it stands for."""

    on_organ: tuple[str, ...] = ()
    on_region: tuple[str, ...] = ()


RIGHTS = {
    Role.APPLICANT: Carries(on_organ=(rights.SUBMIT,)),
    Role.SCREENER: Carries(on_region=(rights.SCREEN, rights.PUBLISH)),
    Role.RE_EXAMINER: Carries(on_region=(rights.RE_EXAMINE,)),
    Role.REVIEWER: Carries(on_organ=(rights.GIVE_OPINION,)),
    Role.DECIDER: Carries(on_region=(rights.DECIDE,)),
    Role.CONSENTER: Carries(on_region=(rights.CONSENT,)),
    Role.SUPERVISOR: Carries(on_region=(rights.SUPERVISE,)),
    Role.CONFIDANT: Carries(on_region=(rights.REACH_REPORTER,)),
    Role.LIST_KEEPER: Carries(on_region=(rights.KEEP_LIST,)),
    Role.PUBLISHER: Carries(on_region=(rights.PUBLISH,)),
    Role.FILING_RECEIVER: Carries(on_organ=(rights.RECEIVE_FILING,)),
}


@transaction.atomic
def appoint(officer: User, role: Role, organ: Organ) -> Appointment:
    """任职: give `officer` the role in `organ`, and the rights it carries. Twice is harmless."""
    appointment, _created = Appointment.objects.get_or_create(officer=officer, role=role, organ=organ)
    for right, place in _carried(role, organ):
        rights.grant(officer, right, place)
    return appointment


@transaction.atomic
def dismiss(appointment: Appointment) -> None:
    """免职: take the role, and those of its rights that no other role of the officer still carries."""
    officer = appointment.officer
    lost = _carried(Role(appointment.role), appointment.organ)
    appointment.delete()
    kept = {
        (right, str(place.pk))
        for other in officer.appointments.select_related("organ__region")
        for right, place in _carried(Role(other.role), other.organ)
    }
    for right, place in lost:
        if (right, str(place.pk)) not in kept:
            rights.revoke(officer, right, place)


def _carried(role: Role, organ: Organ) -> list[tuple[str, Place]]:
    carries = RIGHTS[role]
    on_organ: list[tuple[str, Place]] = [(right, organ) for right in carries.on_organ]
    return on_organ + [(right, organ.region) for right in carries.on_region]
