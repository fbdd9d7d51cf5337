"""案: what letters hang on — a request, a supervision order, an exit — each with its own lock, letters, issuer and record."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from catalogues.models import ExitCase
from workflows import recusal
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, IssuedLetter, LetterKind, OrderState, SupervisionOrder
from workflows.services import acts, exits, issuers, letters, ordering
from workflows.services.issuers import Issuer
from workflows.services.letters import Letter


@dataclass(frozen=True)
class Matter(ABC):
    """What letters hang on. `field`: the column of the issued letter that says so."""

    field: ClassVar[str]
    row: AdmissionRequest | SupervisionOrder | ExitCase

    @abstractmethod
    def letters(self) -> list[Letter]:
        """The letters that it bears out as it stands."""

    @abstractmethod
    def issuer_of(self, letter: Letter) -> Issuer:
        """In whose name the letter is lawfully written. Raises NotNow if there is no such organ."""

    @abstractmethod
    def require(self, letter: Letter, issuer: Issuer, by: User) -> None:
        """Raise PermissionDenied or NotNow unless `by` may issue the letter; for locked rows."""

    @abstractmethod
    def record(self, kept: IssuedLetter, by: User) -> None:
        """Write down on the row that the letter was issued."""

    def named(self, name: str) -> Letter | None:
        return next((each for each in self.letters() if each.name == name), None)

    def issued(self) -> QuerySet[IssuedLetter]:
        """The letters issued on it, the earliest first, without their files."""
        return IssuedLetter.objects.filter(**{self.field: self.row.pk}).defer("pdf", "docx")

    def numbers(self) -> dict[str, str]:
        """The newest number of each letter that was issued, by the letter's name."""
        return dict(self.issued().order_by("version").values_list("name", "number"))

    def may_issue(self, letter: Letter, issuer: Issuer, by: User) -> bool:
        try:
            self.require(letter, issuer, by)
        except (PermissionDenied, NotNow):
            return False
        return True


@dataclass(frozen=True)
class OfRequest(Matter):
    field = "request"
    row: AdmissionRequest

    def letters(self) -> list[Letter]:
        return letters.of_request(self.row)

    def issuer_of(self, letter: Letter) -> Issuer:
        return issuers.issuer_of(letter.kind, self.row)

    def require(self, letter: Letter, issuer: Issuer, by: User) -> None:
        rights.require(by, issuer.right, issuer.place)
        recusal.take_up(self.row, by, issuer.right, str(issuer.place.pk))

    def record(self, kept: IssuedLetter, by: User) -> None:
        more = {"letter": kept.name, "version": kept.version, "number": kept.number, "digest": kept.pdf_digest}
        acts.put_on_record(self.row, "issue_letter", by, _said(kept), **more)


@dataclass(frozen=True)
class OfOrder(Matter):
    field = "order"
    row: SupervisionOrder

    def letters(self) -> list[Letter]:
        return letters.of_order(self.row)

    def issuer_of(self, letter: Letter) -> Issuer:
        return issuers.supervising(self.row)

    def require(self, letter: Letter, issuer: Issuer, by: User) -> None:
        """Who watches the county, and belongs to the organ that issued the order, or sits in the place of one who does."""
        ordering.require_watcher(self.row, by)
        if issuer.names[0] not in _organs_spoken_for(by):
            raise PermissionDenied(
                _("这份文书以“%(organ)s”名义签发，须由该机构的人员办理。") % {"organ": issuer.names[0]}
            )
        if letter.kind == LetterKind.SUPERVISION_ORDER and self.row.state == OrderState.CANCELLED:
            raise NotNow(_("督办单已撤销，不再签发督办通知书。"))

    def record(self, kept: IssuedLetter, by: User) -> None:
        more = {"letter": kept.name, "version": kept.version, "number": kept.number, "digest": kept.pdf_digest}
        ordering.put_on_record(self.row, "issue_letter", by, _said(kept), **more)


@dataclass(frozen=True)
class OfExit(Matter):
    field = "exit_case"
    row: ExitCase

    def letters(self) -> list[Letter]:
        return letters.of_exit(self.row)

    def issuer_of(self, letter: Letter) -> Issuer:
        return issuers.authority(self.row.region, rights.DECIDE)

    def require(self, letter: Letter, issuer: Issuer, by: User) -> None:
        exits.require_decider(self.row, by)

    def record(self, kept: IssuedLetter, by: User) -> None:
        exits.put_on_record(self.row, "issue_letter", by, _said(kept))


@contextmanager
def locked(matter: Matter) -> Iterator[Matter]:
    """The matter with its row locked and read anew, by the lock that every act on it takes first."""
    match matter.row:
        case AdmissionRequest() as request:
            with acts.locked(request) as row:
                yield OfRequest(row)
        case SupervisionOrder() as order:
            with ordering.locked(order) as row_of_order:
                yield OfOrder(row_of_order)
        case ExitCase() as case:
            with exits.locked(case) as row_of_exit:
                yield OfExit(row_of_exit)


def _said(kept: IssuedLetter) -> str:
    return f"{kept.get_kind_display()} {kept.number}"


def _organs_spoken_for(by: User) -> set[str]:
    """The names of his own organ and of those of whoever has lent him the supervision."""
    lenders = [
        person for person, held in rights.lent(by).items() if any(each.right == rights.SUPERVISE for each in held)
    ]
    people = User.objects.filter(pk__in=[by.pk, *lenders], organ__isnull=False)
    return set(people.values_list("organ__name", flat=True))
