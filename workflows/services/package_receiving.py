"""接收备案包: an officer of an organ with which a list is filed takes in its package; what is wrong is told at the file."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Organ, User
from catalogues import receiving
from catalogues.lists import CatalogueList
from catalogues.receiving import PackageRefused, Received
from workflows.errors import NotComplete


@transaction.atomic
def receive(content: bytes, *, by: User) -> Received:
    """接收: verify, compare and keep. Raises NotComplete at `file`, and then nothing is kept."""
    try:
        found = receiving.receive(content, by=by)
    except PackageRefused as refused:
        raise NotComplete(" ".join(refused.faults), field="file") from refused
    if not receives(found.which, by):
        raise NotComplete(_("%(list)s不向您所在的单位备案，没有接收。") % {"list": found.which.title}, field="file")
    return found


def receives(which: CatalogueList, officer: User) -> bool:
    """Whether the list is filed with an organ for which the officer gives receipts (二（一）, 三（三）, 四（一）)."""
    if not which.files_to:
        return False
    above = Organ.objects.filter(region=which.superior_code, function__in=which.files_to)
    return above.filter(pk__in=rights.places(officer, {rights.RECEIVE_FILING})).exists()
