"""清单: enter, change and strike what a list owner itself keeps, publish an edition, file it upwards, receive a filing.

What a county admits enters its lists by decision. What stands on the lists of city and province, on the lists of
reference and in what was there before the procedure began is entered here, by the keeper of the list.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Organ, Region, User
from catalogues import editions, register
from catalogues.lists import LIST_OF_KIND, CatalogueList, says_wanting, wanting
from catalogues.models import Edition, Entry, ListFiling, Term
from notifications import outbox
from policy.legal import citations
from workflows.errors import NotComplete, NotNow, required
from workflows.models import NumberSeries
from workflows.services import changing, clocks, filing_packages, oversight, standing_waits
from workflows.services.readings import chosen_by

FILE = "file"
"""The desk of the procedure whose working days hold for the filing of lists too."""


@dataclass(frozen=True)
class Content:
    """What a keeper says of an entry. `basis` is written as officials cite: 《…法》第八条."""

    title: str
    kind: str
    organ: Organ | None = None
    scope: Region | None = None
    basis: str = ""
    source: str = ""
    valid_until: date | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def row(self) -> editions.Row:
        """What it says, as a row of an edition says it."""
        return {
            "title": self.title.strip(),
            "kind": str(self.kind),
            "organ": self.organ.name if self.organ else "",
            "scope": self.scope.pk if self.scope else "",
            "valid_until": self.valid_until.isoformat() if self.valid_until else "",
            "source": self.source.strip(),
            "bases": [str(each) for each in citations.parse(self.basis)],
            "answers": dict(self.answers),
        }


@contextmanager
def held(which: CatalogueList, by: User, right: str) -> Iterator[None]:
    """The list's lock, for somebody who holds the right on its region. All or nothing."""
    with transaction.atomic():
        NumberSeries.hold(f"list-{which.region.pk}-{which.name}")
        rights.require(by, right, which.region)
        yield


def enter(which: CatalogueList, content: Content, *, by: User) -> Entry:
    """列入: put a thing on a list under the next number."""
    with held(which, by, rights.KEEP_LIST):
        require_changeable(which)
        _must_be_told(which, content)
        return enter_one(which, content, on=localdate())


def change(entry: Entry, content: Content, *, by: User) -> Entry:
    """变更: the entry leaves today and the changed one takes its place, under its number with 变更 and how often.

    What was admitted asks no more of villages afterwards: that takes a decision. What is missing may be filled in although
    the list may not change.
    """
    which = list_of(entry)
    with held(which, by, rights.KEEP_LIST):
        row = _standing(entry)
        if row.term != Term.STANDING:
            raise NotNow(_("《%(entry)s》为临时或者应急事项，到期自行退出，不能变更。") % {"entry": row.title})
        changing.require_no_exit(row)
        before, after = editions.row_of(row), content.row
        if row.request_number:
            changing.require_decided_kept(before, after)
        if not editions.completes(before, after):
            require_changeable(which, row)
        _must_be_told(which, content, but=row)
        today = localdate()
        row.left_on, row.left_because = today, _("变更")
        row.save(update_fields=["left_on", "left_because"])
        return enter_one(which, content, on=today, number=_next_number(row), supersedes=row)


def strike(entry: Entry, *, by: User, reason: str) -> None:
    """删除: take from a list of city, province or reference what its owner set himself. What was admitted leaves by an exit
    decision."""
    which = list_of(entry)
    required(reason, _("请写明删除理由。"))
    with held(which, by, rights.KEEP_LIST):
        row = _standing(entry)
        if row.request_number:
            raise NotNow(_("《%(entry)s》经准入列入，须经退出审定。") % {"entry": row.title})
        changing.require_no_exit(row)
        require_changeable(which, row)
        row.left_on = localdate()
        row.left_because = reason.strip()
        row.save(update_fields=["left_on", "left_because"])


def publish(which: CatalogueList, *, by: User, where: str, seen: int) -> Edition:
    """公布: the list as it stands becomes its next edition, with its filing package; the filings upwards begin.

    `seen` is the number of the newest edition that the page showed.
    """
    required(where, _("请写明在哪里公布。"), field="where")
    with held(which, by, rights.PUBLISH):
        before = editions.newest(which)
        if (before.number if before else 0) != seen:
            raise NotNow(_published_since(before))
        today = localdate()
        rows = editions.rows_on(which, today)
        if before and not editions.difference(before.rows, rows):
            raise NotNow(_("清单自第%(number)d版以来没有变化，无须另行公布。") % {"number": before.number})
        if before is None and not rows:
            raise NotNow(_("清单上还没有条目，不能公布。"))
        require_publishable(which)
        made = editions.publish(which, by=by, organ=_organ_of(by), where=where.strip(), on=today)
        entries = which.entries().filter(number__in=[row["number"] for row in rows], published_on__isnull=True)
        entries.update(published_on=today)
        filing_packages.make(made)
        _lay_filings(which, made)
    return made


def send(filing: ListFiling, *, by: User) -> None:
    """报送: hand the edition and its package to the organ above; its clock begins."""
    with _filing(filing) as row:
        rights.require(by, rights.PUBLISH, row.edition.region)
        if row.sent_at:
            raise NotNow(_sent_already(row))
        row.sent_at, row.sent_by = timezone.now(), by
        row.receipt_due_on = clocks.due_like(row.edition.region, FILE).due_on
        row.save(update_fields=["sent_at", "sent_by", "receipt_due_on"])
        if row.organ:
            _tell(rights.holders(rights.RECEIVE_FILING, row.organ), "list_sent", row)


def receive(filing: ListFiling, *, by: User, receipt: str) -> None:
    """出具回执: the organ above has the edition; `receipt` is the number of its receipt. With the last, all is filed.

    Where nobody of that organ works in the program, the publisher notes the receipt that came on paper.
    """
    required(receipt, _("请填写备案回执编号。"), field="receipt")
    with _filing(filing) as row:
        _may_receive(row, by)
        if not row.sent_at:
            raise NotNow(_("清单尚未报送，不能出具回执。"))
        if row.received_at:
            raise NotNow(
                _("回执已由 %(officer)s 于 %(time)s 出具：%(receipt)s。")
                % {"officer": row.received_by, "time": _moment(row.received_at), "receipt": row.receipt}
            )
        row.received_at, row.received_by, row.receipt = timezone.now(), by, receipt.strip()
        row.save(update_fields=["received_at", "received_by", "receipt"])
        _note_on_entries(row)
        if row.sent_by:
            _tell([row.sent_by], "list_received", row)


def require_changeable(which: CatalogueList, entry: Entry | None = None) -> None:
    """Raise NotNow while the list, or this signboard, may not change yet (三（三）)."""
    today = localdate()
    readings = chosen_by(which.region, today)
    until = editions.frozen_until(which, today, readings)
    if until is None and entry is not None:
        until = editions.entry_frozen_until(entry, today, readings)
    if until:
        raise NotNow(
            _("挂牌清单原则上每2年可以变更1次，%(until)s前不再变更（三（三））。") % {"until": until.isoformat()}
        )


def require_publishable(which: CatalogueList) -> None:
    """Raise NotNow while the list may not change, unless nothing was done but to fill in what was missing."""
    before = editions.newest(which)
    differs = editions.difference(before.rows if before else [], editions.rows_on(which, localdate()))
    if not differs or not differs.only_completes:
        require_changeable(which)


def list_of(entry: Entry) -> CatalogueList:
    """The list on which an entry stands. Raises NotNow for what stands on none, such as a facility."""
    name = LIST_OF_KIND.get(entry.kind)
    if name is None:
        raise NotNow(_("《%(entry)s》不在任何清单上。") % {"entry": entry.title})
    return CatalogueList(entry.region, name)


def enter_one(
    which: CatalogueList, content: Content, *, on: date, number: str = "", supersedes: Entry | None = None
) -> Entry:
    """One row onto the list, whose lock is held. Without a `number` it gets the next one of this year."""
    return register.enter(
        number=number or _new_number(which.region),
        region=which.region,
        kind=content.kind,
        title=content.title.strip(),
        organ=content.organ,
        scope=content.scope,
        answers=dict(content.answers),
        on=on,
        source=content.source.strip(),
        valid_until=content.valid_until,
        request_number=supersedes.request_number if supersedes else "",
        supersedes=supersedes,
        bases=citations.parse(content.basis),
    )


def _new_number(region: Region) -> str:
    year = localdate().year
    return register.admission_number(region, year, NumberSeries.next(f"admission-{region.pk}-{year}"))


def urge(filing: ListFiling, *, by: User, reason: str = "") -> None:
    """催办: press for a filing that is not handed in or has no receipt; once a day. It stops no clock.

    By supervision, by the list's keeper or publisher for a receipt, by the organ above for what it has to receive.
    """
    with _filing(filing) as row:
        if not may_urge(row, by):
            raise PermissionDenied(_("%(officer)s不能催办这一备案。") % {"officer": by})
        if row.received_at:
            raise NotNow(_("已由 %(officer)s 出具回执。") % {"officer": row.received_by})
        if not is_urgeable(row):
            raise NotNow(_("今天已由 %(officer)s 催办。") % {"officer": row.urged_by})
        row.urged_at, row.urged_by = timezone.now(), by
        row.save(update_fields=["urged_at", "urged_by"])
        waiting = standing_waits.of_filing(row)
        standing_waits.tell_urged(waiting, by, reason.strip(), f"{waiting.key}-{localdate()}")


def is_urgeable(filing: ListFiling) -> bool:
    """Whether it waits, and was not urged today."""
    urged = filing.urged_at is not None and timezone.localdate(filing.urged_at) == localdate()
    return filing.received_at is None and not urged


def may_urge(filing: ListFiling, officer: User) -> bool:
    """Whether the officer may press for it: whose turn it is, he does not urge himself."""
    waiting, region = standing_waits.of_filing(filing), filing.edition.region
    if rights.may(officer, waiting.right, waiting.place):
        return False
    above = filing.organ is not None and rights.may(officer, rights.RECEIVE_FILING, filing.organ)
    own = any(rights.may(officer, right, region) for right in (rights.KEEP_LIST, rights.PUBLISH))
    return above or own or oversight.watches(officer, region)


def filings_of(officer: User) -> QuerySet[ListFiling]:
    """待报送、待接收: the filings that wait for this officer, the earliest due first."""
    regions = rights.places(officer, {rights.PUBLISH})
    organs = rights.places(officer, {rights.RECEIVE_FILING})
    to_send = Q(sent_at__isnull=True, edition__region__in=regions)
    to_receive = Q(sent_at__isnull=False, received_at__isnull=True, organ__in=organs)
    return shown_filings().filter(to_send | to_receive).order_by("receipt_due_on", "due_on", "pk")


def shown_filings() -> QuerySet[ListFiling]:
    rows = ListFiling.objects.select_related("edition__region", "organ", "sent_by", "received_by", "urged_by")
    return rows.defer("edition__rows")


def may_receive(filing: ListFiling, officer: User) -> bool:
    """Whether the officer gives the receipt: for the organ above, or for one in which nobody does."""
    if filing.organ and rights.may(officer, rights.RECEIVE_FILING, filing.organ):
        return True
    attended = filing.organ is not None and rights.holders(rights.RECEIVE_FILING, filing.organ).exists()
    return not attended and rights.may(officer, rights.PUBLISH, filing.edition.region)


def _may_receive(filing: ListFiling, by: User) -> None:
    if may_receive(filing, by):
        return
    if filing.organ:
        rights.require(by, rights.RECEIVE_FILING, filing.organ)
    rights.require(by, rights.PUBLISH, filing.edition.region)


def _must_be_told(which: CatalogueList, content: Content, but: Entry | None = None) -> None:
    if not content.title.strip():
        raise NotComplete(_("请填写名称。"), field="title")
    if content.kind not in which.terms.kinds:
        raise NotComplete(_("请从所列类别中选择。"), field="kind")
    if content.valid_until and content.valid_until < localdate():
        raise NotComplete(_("有效期已过，请核对。"), field="valid_until")
    if content.basis.strip() and not citations.parse(content.basis):
        raise NotComplete(_("依据须写明文件名称，如《中华人民共和国村民委员会组织法》第八条。"), field="basis")
    if but is None or (but.title, but.scope) != (content.title.strip(), content.scope):
        _must_be_new(which, content)
    # What was admitted answered all that was asked, and answers nothing more here.
    if but is None or not but.request_number:
        for question in wanting(content.kind, content.answers):
            raise NotComplete(says_wanting(question), field=question.name)


def _must_be_new(which: CatalogueList, content: Content) -> None:
    same = which.entries().in_force(localdate()).filter(title=content.title.strip(), scope=content.scope)
    if found := same.first():
        raise NotComplete(_("清单已有同名条目：%(number)s。") % {"number": found.number}, field="title")


def _standing(entry: Entry) -> Entry:
    """The entry, locked, if it still stands."""
    rows = Entry.listed.select_for_update(of=("self",)).select_related("region", "organ")
    row = rows.get(pk=entry.pk)
    if row.left_on is not None:
        raise NotNow(_("《%(entry)s》已于%(day)s退出或者变更。") % {"entry": row.title, "day": row.left_on.isoformat()})
    return row


def _next_number(entry: Entry) -> str:
    times = Entry.listed.filter(number__startswith=f"{entry.root}（变更").count()
    return f"{entry.root}（变更{times + 1}）"


def _organ_of(officer: User) -> Organ:
    if officer.organ is None:
        raise NotNow(_("您还没有所在机构，请管理员先登记。"))
    return officer.organ


def _lay_filings(which: CatalogueList, edition: Edition) -> None:
    due = clocks.due_like(which.region, FILE)
    above = Organ.objects.filter(region=which.superior_code) if which.files_to else Organ.objects.none()
    organs = {organ.function: organ for organ in above}
    ListFiling.objects.bulk_create(
        ListFiling(
            edition=edition,
            function=function,
            organ=organs.get(function),
            due_on=due.due_on,
            due_is_provisional=due.provisional,
        )
        for function in which.files_to
    )


@contextmanager
def _filing(filing: ListFiling) -> Iterator[ListFiling]:
    with transaction.atomic():
        rows = ListFiling.objects.select_for_update(of=("self",))
        yield rows.select_related("edition__region", "organ", "sent_by", "received_by", "urged_by").get(pk=filing.pk)


def _note_on_entries(filing: ListFiling) -> None:
    """With the last receipt every entry of the edition counts as filed."""
    edition = filing.edition
    if edition.filings.filter(received_at__isnull=True).exists():
        return
    numbers = [row["number"] for row in edition.rows]
    entries = edition.catalogue_list.entries().filter(number__in=numbers, filed_on__isnull=True)
    entries.update(filed_on=localdate(), filing_receipt=filing.receipt[:100])


def _tell(people: Any, event: str, filing: ListFiling) -> None:
    edition = filing.edition
    outbox.tell(
        people,
        event,
        Told(edition.pk, str(edition.number), edition.catalogue_list.title),
        occasion=str(filing.pk),
        organ=str(filing.organ or filing.get_function_display()),
        receipt=filing.receipt,
        page="list_edition",
    )


@dataclass(frozen=True)
class Told:
    """What a message of a list is about, for the outbox."""

    pk: int
    number: str
    title: str
    revision: int = 0


def _published_since(newest: Edition | None) -> str:
    if newest is None:
        return _("页面已过时，请刷新后再办。")
    return _("页面已过时：第%(number)d版已由 %(officer)s 于 %(time)s 公布。请刷新后再办。") % {
        "number": newest.number,
        "officer": newest.published_by,
        "time": _moment(newest.at),
    }


def _sent_already(filing: ListFiling) -> str:
    return _("已由 %(officer)s 于 %(time)s 报送。") % {"officer": filing.sent_by, "time": _moment(filing.sent_at)}


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
