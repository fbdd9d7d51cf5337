"""The pages of the attachments. Who sees the request sees them; what is uploaded is never run or shown as it is.

A PDF or picture is looked at as a PNG that the program has drawn; the file itself is only ever sent to be kept.
"""

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, Attachment
from workflows.pages.acting import DONE, attempt
from workflows.pages.sight import in_sight, officer_of
from workflows.papers import picture
from workflows.papers.filetypes import TYPES
from workflows.papers.picture import NoPicture
from workflows.services import attaching

DRAWN = ("pdf", "png", "jpg")
PAGES_SHOWN = 20


class AttachForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("文件"),
        max_length=None,
        help_text=_("PDF、PNG、JPEG、DOCX、XLSX 或者 OFD，每个不超过 20 MB。"),
        error_messages={
            "required": _("请选择文件。"),
            "empty": _("文件是空的，请重新选择。"),
            "missing": _("请选择文件。"),
        },
    )


@doors.signed_in
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of a request; on POST one more."""
    subject, officer = in_sight(request, pk), officer_of(request)
    form = AttachForm(request.POST or None, request.FILES or None) if request.method == "POST" else AttachForm()
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: _attach(request, subject, form), form)
        if status == DONE:
            messages.success(request, __("附件已上传。"))
            return redirect("attachments", pk)
    rows = subject.attachments.filter(removed_at__isnull=True).select_related("officer", "organ")
    may = attaching.may_attach(subject, officer)
    shown = {"subject": subject, "attachments": rows, "form": form, "may_attach": may, "officer": officer}
    return render(request, "attachments/attachments.html", shown, status=status)


@doors.signed_in
def attachment(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """One file, looked at."""
    row = _row(request, pk, attachment)
    shown: dict[str, object] = {"subject": row.request, "attachment": row, "pages": []}
    if row.kind in DRAWN:
        try:
            drawn = picture.of_page(attaching.path_of(row), row.kind, 1)
            shown["pages"] = range(1, min(drawn.pages, PAGES_SHOWN) + 1)
            shown["more"] = max(drawn.pages - PAGES_SHOWN, 0)
        except NotNow as refusal:
            shown["stopped"] = str(refusal)
        except NoPicture:
            shown["stopped"] = __("无法显示这个文件，请下载后查看。")
    return render(request, "attachments/attachment.html", shown)


@doors.signed_in
def attachment_picture(request: HttpRequest, pk: int, attachment: int, page: int) -> HttpResponse:
    """One page of a file, as the program has drawn it."""
    row = _row(request, pk, attachment)
    if row.kind not in DRAWN or page > PAGES_SHOWN:
        raise Http404
    try:
        drawn = picture.of_page(attaching.path_of(row), row.kind, page)
    except (NotNow, NoPicture) as missing:
        raise Http404 from missing
    answer = HttpResponse(drawn.png, content_type="image/png")
    _sandbox(answer)
    return answer


@doors.signed_in
def attachment_file(request: HttpRequest, pk: int, attachment: int) -> HttpResponseBase:
    """The file as it was handed in, to be kept."""
    row = _row(request, pk, attachment)
    try:
        path = attaching.path_of(row)
    except NotNow as refusal:
        shown = {"subject": row.request, "attachment": row, "stopped": str(refusal)}
        return render(request, "attachments/attachment.html", shown, status=409)
    sent = FileResponse(path.open("rb"), as_attachment=True, filename=row.name, content_type=TYPES[row.kind])
    _sandbox(sent)
    return sent


@doors.holding(rights.SUBMIT, rights.GIVE_OPINION)
def attachment_remove(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """移去附件, on POST."""
    row = _row(request, pk, attachment)
    if request.method == "POST":
        try:
            attaching.remove_attachment(row, by=officer_of(request))
            messages.success(request, __("附件已移去。"))
        except NotNow as refusal:
            messages.error(request, str(refusal))
    return redirect("attachments", pk)


def _attach(request: HttpRequest, subject: AdmissionRequest, form: AttachForm) -> None:
    given = form.cleaned_data["file"]
    attaching.attach(subject, by=officer_of(request), file=given.file, name=given.name)


def _row(request: HttpRequest, pk: int, attachment: int) -> Attachment:
    subject = in_sight(request, pk)
    return get_object_or_404(subject.attachments.filter(removed_at__isnull=True), pk=attachment)


def _sandbox(answer: HttpResponseBase) -> None:
    """`config.middleware` adds `sandbox` to the policy: whatever the bytes are, the browser runs nothing."""
    answer.sandboxed = True  # type: ignore[attr-defined]
