"""What waits outside requests: the desks of exits and the filings of lists. Whose turn it is, until when, on which page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from accounts import rights
from accounts.models import Region, User
from accounts.rights import Place
from catalogues.models import ExitDesk, ListFiling
from notifications import outbox
from notifications.outbox import About

HEAR, DECIDE = gettext_noop("陈述意见"), gettext_noop("审定退出")
SEND, RECEIVE = gettext_noop("报送备案"), gettext_noop("出具备案回执")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `step`: what is to be done, in Chinese, for the message to translate; `key` as in `alarms`."""

    key: str
    step: str
    right: str
    place: Place
    region: Region
    due_on: date | None
    about: About
    page: str


def of_exit_desk(desk: ExitDesk) -> Waiting:
    """A desk of an exit: with the organ that is heard, or with whoever decides in the region."""
    case = desk.case
    step, right, place = (HEAR, rights.SUBMIT, desk.organ) if desk.organ else (DECIDE, rights.DECIDE, case.region)
    about = About(case.pk, case.number, case.title)
    return Waiting(f"exit-desk-{desk.pk}", step, right, place, case.region, desk.due_on, about, "exit_case")


def step_of(filing: ListFiling) -> tuple[str, date | None]:
    """What is to be done with it next, and until when: whoever's turn it is."""
    return (RECEIVE, filing.receipt_due_on) if filing.sent_at else (SEND, filing.due_on)


def of_filing(filing: ListFiling) -> Waiting:
    """A filing: with whoever publishes, until it is handed in; then with the organ above, if anybody is there."""
    region, edition = filing.edition.region, filing.edition
    above = filing.organ if filing.sent_at else None
    attended = above is not None and rights.holders(rights.RECEIVE_FILING, above).exists()
    right, place = (rights.RECEIVE_FILING, above) if above and attended else (rights.PUBLISH, region)
    about = About(edition.pk, str(edition.number), edition.catalogue_list.title)
    step, due = step_of(filing)
    return Waiting(f"filing-{filing.pk}", step, right, place, region, due, about, "list_edition")


def tell_urged(waiting: Waiting, by: User, reason: str, occasion: str) -> None:
    """催办: whoever's turn it is hears who presses, for what, and why; once each `occasion`."""
    told = {"desk": waiting.step, "organ": str(by.organ or by), "reason": reason, "page": waiting.page}
    outbox.tell(rights.holders(waiting.right, waiting.place), "urged", waiting.about, occasion=occasion, **told)


def all_open() -> Iterator[Waiting]:
    """Everything of this kind that waits and has a date."""
    desks = ExitDesk.objects.filter(done_at__isnull=True, due_on__isnull=False)
    for desk in desks.select_related("case__region", "organ").order_by("pk").iterator():
        yield of_exit_desk(desk)
    filings = ListFiling.objects.filter(received_at__isnull=True).defer("edition__rows")
    for filing in filings.select_related("edition__region", "organ").order_by("pk").iterator():
        waiting = of_filing(filing)
        if waiting.due_on:
            yield waiting
