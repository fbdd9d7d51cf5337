"""核验文件: at the desk of the legality review a document that the register does not hold is seen, or not found."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Organ, User
from laws import confirmations, registry, scans
from laws.cited import Cited
from laws.confirmations import Occasion, Seen
from laws.models import Confirmation
from notifications import outbox
from policy.legal import document_numbers, paragraphs, titles
from policy.legal.levels import of_document_number
from workflows import flows, seats
from workflows.errors import NotComplete, NotNow, required
from workflows.models import AdmissionRequest, Citation, RequestEvent
from workflows.services import judgement
from workflows.services.acts import locked

DESK = "legality"


@dataclass(frozen=True)
class AtTheDesk:
    """The locked request, the citation under the lock, and who looks at it."""

    request: AdmissionRequest
    citation: Citation
    cited: Cited
    occasion: Occasion


def confirm(citation: Citation, *, by: User, document: Seen) -> Confirmation:
    """核验属实: the officer has the document before his eyes; the place cited goes into the register, and all is judged anew."""
    with _at_the_desk(citation, by) as desk:
        _must_be_the_one_cited(desk.cited, document)
        _must_be_of_its_level(document)
        _must_hold_the_place(desk.cited, document)
        _must_be_a_scan(document)
        confirmation = confirmations.confirm(desk.cited, document, desk.occasion)
        judgement.judge_pending(desk.request)
        _record(desk, "confirm_citation", _("《%(title)s》原件已核验。") % {"title": document.title})
    return confirmation


def note_missing(citation: Citation, *, by: User, note: str) -> Confirmation:
    """未找到: nobody could find the document; `note` says where it was looked for. The name is remembered."""
    required(note, _("请写明在哪里查找过。"), field="note")
    with _at_the_desk(citation, by) as desk:
        refused = confirmations.refuse(desk.cited, desk.occasion, note=note.strip())
        judgement.judge_pending(desk.request)
        said = {"title": desk.cited.title or desk.cited.number, "note": refused.note}
        _record(desk, "refuse_citation", _("《%(title)s》未找到：%(note)s") % said)
        outbox.tell(
            [desk.request.applicant],
            "citation_not_found",
            desk.request,
            occasion=str(refused.pk),
            document=said["title"],
        )
    return refused


def require_open(citation: Citation, by: User) -> None:
    """Raise NotNow or PermissionDenied unless `by` could confirm or refuse it now. For pages, before they ask."""
    seats.seat(flows.NODES[DESK], citation.part.request, by)
    _must_be_unread(citation, cited_by(citation))


def cited_by(citation: Citation) -> Cited:
    """The citation in the register's terms."""
    read = Cited.read(
        citation.title,
        citation.document_number,
        citation.article,
        suffix=citation.suffix,
        paragraph=citation.paragraph,
        item=citation.item,
    )
    return read if citation.article else read.taken_apart()


@contextmanager
def _at_the_desk(citation: Citation, by: User) -> Iterator[AtTheDesk]:
    with locked(citation.part.request) as request:
        desk = seats.seat(flows.NODES[DESK], request, by)
        row = Citation.objects.filter(pk=citation.pk, part__request=request).first()
        if row is None:
            raise NotNow(_("这条依据已被申请单位修改，请刷新页面。"))
        cited = cited_by(row)
        _must_be_unread(row, cited)
        organ = Organ.objects.get(pk=desk.owner_permission_obj_pk)
        yield AtTheDesk(request, row, cited, Occasion(by, organ, request.number or ""))


def _must_be_unread(citation: Citation, cited: Cited) -> None:
    """A place that the register reads needs nobody; what it says does not exist, only if a legal desk said so before."""
    found = registry.look_up(
        cited.title,
        article=cited.article,
        suffix=cited.suffix,
        paragraph=cited.paragraph,
        item=cited.item,
        on=localdate(),
        document_number=cited.number,
    )
    if found.level and found.level.is_law:
        raise NotNow(_("国家法律由登记库统一收录，不在此核验。"))
    if found.exists and found.text:
        raise NotNow(_("登记库已载有所引原文，无须核验。"))
    if found.exists is False and confirmations.last_refusal(cited) is None:
        raise NotNow(_("登记库已载明查无所引文件或者条款，请申请单位更正，不在此核验。"))


def _must_be_the_one_cited(cited: Cited, document: Seen) -> None:
    number = document_numbers.normalise(document.document_number)
    if cited.number and number != cited.number:
        raise NotComplete(
            _("申请单位所引文号为%(number)s，与此不符；原件确为另一文号的，请按未找到处理，由申请单位更正。")
            % {"number": cited.number},
            field="document_number",
        )
    wanted, given = cited.key, titles.key(document.title)
    if wanted and wanted not in given and given not in wanted:
        raise NotComplete(_("申请单位所引为《%(title)s》，与此不符。") % {"title": cited.title}, field="title")


def _must_be_of_its_level(document: Seen) -> None:
    """Of the levels that may carry a decision, none is taken on trust where the number says otherwise."""
    level = document.level
    if level.is_law:
        raise NotComplete(_("国家法律由登记库统一收录，不能在此登记。"), field="level")
    said = of_document_number(document.document_number)
    decisive = level.is_law_regulation_or_state_council_decision or level.is_central
    if decisive and said is not None and said is not level:
        raise NotComplete(
            _("文号%(number)s属于“%(said)s”，不能登记为“%(level)s”。")
            % {"number": document.document_number, "said": _(said.label), "level": _(level.label)},
            field="level",
        )


def _must_hold_the_place(cited: Cited, document: Seen) -> None:
    """The text is the whole article, so that the paragraph and the item cited can be counted in it."""
    if not document.text.strip():
        raise NotComplete(_("请录入所引条款的原文。"), field="text")
    if cited.article is None:
        return
    split = paragraphs.split(document.text)
    if cited.paragraph and cited.paragraph > len(split):
        raise NotComplete(
            _("所引为第%(paragraph)d款，录入的原文只有%(found)d款；请录入该条全文，每款一段。")
            % {"paragraph": cited.paragraph, "found": len(split)},
            field="text",
        )
    within = split[cited.paragraph - 1 : cited.paragraph] if cited.paragraph else split
    if cited.item and not any(paragraphs.item(one, cited.item) for one in within):
        raise NotComplete(
            _("录入的原文中没有所引第%(item)d项；请录入该条全文，每项一行。") % {"item": cited.item}, field="text"
        )


def _must_be_a_scan(document: Seen) -> None:
    size = document.scan.seek(0, 2)
    document.scan.seek(0)
    if size == 0:
        raise NotComplete(_("扫描件是空文件，请重新选择。"), field="scan")
    if size > scans.LARGEST:
        raise NotComplete(
            _("扫描件有 %(size).1f MB，不能超过 %(most)d MB。")
            % {"size": size / 1024**2, "most": scans.LARGEST // 1024**2},
            field="scan",
        )
    if not scans.type_of(document.scan):
        raise NotComplete(_("扫描件须为完整的 PDF、PNG 或者 JPEG 文件；改名的其他文件不受理。"), field="scan")


def _record(desk: AtTheDesk, act: str, reason: str) -> None:
    by = desk.occasion.officer
    RequestEvent.objects.create(
        request=desk.request,
        act=act,
        source=desk.request.state,
        target=desk.request.state,
        officer=by,
        organ=desk.occasion.organ,
        reason=reason,
        record={"part": desk.citation.part_id, "document": str(desk.cited.basis())},
    )
