"""设置本县办理程序: the text, what is wrong with it, and what it would change, before it is set."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import doors
from accounts.models import Region
from policy import procedure, procedure_check
from policy.procedure_file import read_text
from workflows.models import CountyProcedure
from workflows.pages.acting import DONE, NOT_COMPLETE, attempt
from workflows.pages.procedures import words
from workflows.pages.procedures.read import county_asked
from workflows.pages.sight import officer_of
from workflows.pages.written import long
from workflows.services import procedures

LARGEST = 100_000
SKELETON = """county = "{county}"
version = "{version}"
effective_from = {day}

# 只写与通用办理程序不同之处；不写的照旧。
"""


class ProcedureForm(forms.Form):
    """The text, typed or from a file; a file takes the place of what was typed."""

    text = long(
        gettext_lazy("办理程序（TOML）"),
        rows=22,
        most=LARGEST,
        help_text=gettext_lazy("只写与通用办理程序不同之处。先预览，再启用。"),
    )
    file = forms.FileField(
        label=gettext_lazy("或者上传文件"),
        required=False,
        help_text=gettext_lazy("TOML 文件，UTF-8 编码；上传的文件代替上面的文字。"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        upload = given.get("file")
        if upload is not None:
            given["text"] = self._read(upload)
        elif "text" not in self.errors and not given.get("text", "").strip():
            self.add_error("text", _("请填写办理程序，或者上传文件。"))
        return given

    def _read(self, upload: Any) -> str:
        if upload.size > LARGEST:
            self.add_error("file", _("文件过大，办理程序不应超过 %(most)d 字节。") % {"most": LARGEST})
            return ""
        try:
            return str(upload.read().decode("utf-8-sig")).replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.add_error("file", _("文件不是 UTF-8 编码的文本。"))
            return ""


@doors.signed_in
def procedure_new(request: HttpRequest) -> HttpResponse:
    """Preview a text, or set it: administrators only."""
    officer = officer_of(request)
    if not procedures.may_set(officer):
        raise PermissionDenied(_("本县办理程序由系统管理员设置。"))
    county, _known = county_asked(request)
    if county is None:
        raise Http404
    form = ProcedureForm(request.POST or None, request.FILES or None, initial={"text": _beginning(county)})
    status, shown = DONE, {"county": county, "form": form}
    if request.method == "POST" and "save" in request.POST:
        made: list[CountyProcedure] = []
        status = attempt(lambda: made.append(_set(county, form, officer)), form)
        if status == DONE:
            messages.success(request, _("办理程序“%(version)s”已启用设置。") % {"version": made[0].version})
            return redirect("procedure_version", pk=made[0].pk)
    elif request.method == "POST":
        status = DONE if form.is_valid() else NOT_COMPLETE
        shown |= _previewed(county, form) if status == DONE else {}
    return render(request, "procedures/set.html", shown, status=status)


def _set(county: Region, form: ProcedureForm, officer: Any) -> CountyProcedure:
    return procedures.set_procedure(county, form.cleaned_data["text"], by=officer)


def _previewed(county: Region, form: ProcedureForm) -> dict[str, Any]:
    """What is wrong, or what would change; an uploaded text is put into the form."""
    text = form.cleaned_data["text"]
    form.data = {**form.data.dict(), "text": text}  # type: ignore[attr-defined]
    if wrong := procedures.mistakes(county, text):
        for sentence in wrong:
            form.add_error("text", sentence)
        return {}
    edition = read_text(procedure.OWN, text)
    after = procedure.load(county.pk, edition.effective_from, own=text)
    before = procedures.before(county, edition.effective_from)
    changes = words.told(procedure_check.differences(before, after))
    return {"previewed": True, "coming": edition, "before": words.version_says(before.version), "changes": changes}


def _beginning(county: Region) -> str:
    """The newest text of the county, to be changed; or the head of a first one."""
    newest = CountyProcedure.objects.filter(county=county).first()
    if newest:
        return newest.text
    return SKELETON.format(county=county.pk, version=f"{localdate():%Y}-1", day=localdate().isoformat())
