"""抄送, 已阅: send a request to others for information. It moves nothing, and nothing that happens to the request ends it."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Organ, User
from notifications import outbox
from workflows import recusal
from workflows.errors import NotComplete, NotNow
from workflows.models import AdmissionRequest, Copy, State
from workflows.services.acts import act_label, locked, put_on_record

RIGHTS = (rights.SCREEN, rights.DECIDE)


def copy(
    request: AdmissionRequest,
    *,
    by: User,
    organs: Sequence[Organ] = (),
    officers: Sequence[User] = (),
    note: str = "",
    seen: int | None = None,
) -> None:
    """抄送 to organs and officers of the county who have no copy yet. They may read the request from now on."""
    organs, officers = list(organs), list(officers)  # a form hands in queries, which would change with the act
    with locked(request, seen=seen) as row:
        require_possible(row, by)
        _must_be_candidates(row, organs, officers)
        sent = [Copy(request=row, organ=each, sent_by=by, note=note) for each in organs]
        sent += [Copy(request=row, officer=each, sent_by=by, note=note) for each in officers]
        Copy.objects.bulk_create(sent)
        event = put_on_record(row, "copy", by, note, to=[str(each) for each in sent])
        readers = User.objects.filter(Q(organ__in=organs) | Q(pk__in=[each.pk for each in officers]), is_active=True)
        outbox.tell(readers, "copied", row, occasion=str(event.pk), officer=str(by), reason=note)


def mark_read(sent: Copy, *, by: User) -> None:
    """已阅: by the officer, or by any officer of the organ, for all of it."""
    with locked(sent.request) as row:
        mine = Copy.objects.select_related("read_by", "organ", "officer").get(pk=sent.pk)
        if not is_for(mine, by):
            raise PermissionDenied(_("这份抄送不是给您的。"))
        if mine.read_at:
            said = {"officer": mine.read_by, "time": timezone.localtime(mine.read_at).strftime("%Y-%m-%d %H:%M")}
            raise NotNow(_("已由 %(officer)s 于 %(time)s 阅。") % said)
        mine.read_by, mine.read_at = by, timezone.now()
        mine.save(update_fields=["read_by", "read_at"])
        put_on_record(row, "mark_read", by, of=str(mine))


def is_for(sent: Copy, officer: User) -> bool:
    """Whether he is to read it: it is his, or his organ's, and he is in office."""
    his = sent.officer_id == officer.pk or (sent.organ_id is not None and sent.organ_id == officer.organ_id)
    return his and officer.is_active


def require_possible(request: AdmissionRequest, by: User) -> None:
    """Raise PermissionDenied or NotNow where `copy` would."""
    right = next((each for each in RIGHTS if rights.may(by, each, request.county)), None)
    if right is None:
        raise PermissionDenied(_("%(officer)s不能办理“%(desk)s”。") % {"officer": by, "desk": act_label("copy")})
    recusal.take_up(request, by, right, request.county_id)
    if request.state == State.DRAFT:
        raise NotNow(_("《%(request)s》尚未提交。") % {"request": request})


def organs_for(request: AdmissionRequest) -> QuerySet[Organ]:
    """The organs of the county, its townships' too, without a copy; the applying organ sees its request anyway."""
    sent = request.copies.filter(organ__isnull=False).values("organ")
    here = Organ.objects.filter(region__code__range=request.county.code_range)
    return here.exclude(pk=request.department_id).exclude(pk__in=sent).order_by("region", "function", "name")


def officers_for(request: AdmissionRequest) -> QuerySet[User]:
    """The active officers of the county's organs without a copy of their own."""
    sent = request.copies.filter(officer__isnull=False).values("officer")
    here = User.objects.filter(organ__region__code__range=request.county.code_range, is_active=True)
    here = here.exclude(organ=request.department_id).exclude(pk__in=sent)
    return here.select_related("organ").order_by("organ", "username")


def _must_be_candidates(request: AdmissionRequest, organs: Sequence[Organ], officers: Sequence[User]) -> None:
    if not organs and not officers:
        raise NotComplete(_("请选择抄送给谁。"), field="organs")
    if {each.pk for each in organs} - set(organs_for(request).values_list("pk", flat=True)):
        raise NotComplete(_("只能抄送本县（市、区）尚未抄送的单位。"), field="organs")
    if {each.pk for each in officers} - set(officers_for(request).values_list("pk", flat=True)):
        raise NotComplete(_("只能抄送本县（市、区）尚未抄送的人员。"), field="officers")
