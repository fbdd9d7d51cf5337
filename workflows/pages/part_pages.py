"""Writing one part: save, look up a basis, check while typing. What is only typed is never lost and never stored."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import doors, rights
from workflows.errors import ActRefused
from workflows.models import AdmissionRequest, RequestPart
from workflows.pages import citation_form, field_rows, part_desk
from workflows.pages.acting import DONE, NOT_COMPLETE, NOT_NOW, attempt
from workflows.pages.corrections import to_put_right
from workflows.pages.draft_forms import PartBeginForm
from workflows.pages.drafting.typed import desk_of, keep_typed
from workflows.pages.part_desk import PartDesk
from workflows.pages.sight import in_sight, officer_of
from workflows.services import drafting, keeping

# The parts just saved: the pages after it let the browser forget its own copy of them.
SAVED, MOST_SAVED = "saved_parts", 50


@doors.holding(rights.SUBMIT)
def part_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one thing more."""
    subject = own(request, pk)
    form = PartBeginForm(request.POST or None)
    made: list[RequestPart] = []
    status = DONE
    if request.method == "POST":
        officer = officer_of(request)
        status = attempt(lambda: made.append(drafting.add_part(subject, by=officer, **form.cleaned_data)), form)
        if status == DONE:
            return redirect("part_edit", subject.pk, made[0].position)
    return render(request, "applying/part_new.html", {"subject": subject, "form": form}, status=status)


@doors.holding(rights.SUBMIT)
def part_edit(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Write a part. Every button of the form comes here with all that is typed; only 保存 stores it.

    It opens with what was typed last and not saved (`drafting.keeping`).
    """
    part = own_part(request, pk, position)
    if request.method != "POST":
        if part.request.state not in drafting.WRITABLE or not part.is_pending:
            messages.warning(request, _("“%(part)s”现在不能修改。") % {"part": part})
            return redirect("request", pk)
        return _opened(request, part)
    if _stores(request.POST):
        return _save(request, part_desk.typed(part, request.POST))
    if "drop_field" in request.POST or request.POST.get("do") == "more_fields":
        return _change_rows(request, part)
    return _look_up(request, part)


@doors.holding(rights.SUBMIT)
@require_POST
def part_check(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """What the notice would say of what is typed. With htmx the panel alone; without, the page as it was typed."""
    part = own_part(request, pk, position)
    if "pick" in request.POST:
        return _look_up(request, part)
    desk = part_desk.typed(part, request.POST)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "applying/check.html", {"desk": desk})
    return part_page(request, desk)


@doors.holding(rights.SUBMIT)
def part_remove(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Ask for one thing less: the question, and the answer."""
    part = own_part(request, pk, position)
    form = PartBeginForm({"title": part.title, "kind": part.kind})
    if request.method == "POST" and attempt(lambda: drafting.remove_part(part, by=officer_of(request)), form) == DONE:
        messages.success(request, _("已删除“%(part)s”。") % {"part": part})
        return redirect("request_edit", pk)
    refused = [str(wrong) for wrong in form.non_field_errors()]
    return render(
        request, "applying/part_remove.html", {"part": part, "refused": refused}, status=409 if refused else 200
    )


def own(request: HttpRequest, pk: int) -> AdmissionRequest:
    """A request of an organ for which the officer may write; else 404 or 403."""
    subject = in_sight(request, pk)
    rights.require(request.user, rights.SUBMIT, subject.department)
    return subject


def own_part(request: HttpRequest, pk: int, position: int) -> RequestPart:
    subject = own(request, pk)
    part = get_object_or_404(subject.parts, position=position)
    part.request = subject
    return part


def _opened(request: HttpRequest, part: RequestPart) -> HttpResponse:
    """What the officer last typed and has not saved, if there is any and he does not ask for what is saved."""
    kept = None if "stored" in request.GET else keeping.kept_of(part, officer_of(request))
    if kept is None:
        return part_page(request, part_desk.stored(part))
    kept.part = part
    return part_page(request, desk_of(kept), reopened=kept, changed_since=kept.seen != part.request.revision)


def _stores(data: QueryDict) -> bool:
    """Whether the form was sent to be stored. The enter key in the search box seeks instead."""
    chosen = data.get("do", "")
    return chosen == "save" or (chosen == "enter" and not data.get("law_q", "").strip())


def _save(request: HttpRequest, desk: PartDesk) -> HttpResponse:
    officer, form = officer_of(request), desk.form
    rows_are_well = desk.rows.is_valid()
    status = NOT_COMPLETE
    if form.is_valid() and rows_are_well:
        status = attempt(
            lambda: drafting.write_part(
                desk.part,
                by=officer,
                title=form.cleaned_data["title"],
                answers=form.cleaned_answers,
                citations=desk.citations,
                scope=desk.where,
                seen=_seen(request),
            ),
            form,
        )
    if status != DONE:
        with suppress(ActRefused):
            keep_typed(request, desk.part)
        # The page goes on from what it had seen: pressed once more, it is refused once more.
        seen = request.POST.get("seen", "") if status == NOT_NOW else ""
        return part_page(request, desk, status=status, seen=seen)
    request.session[SAVED] = [*request.session.get(SAVED, []), desk.part.pk][-MOST_SAVED:]
    messages.success(request, _("已保存“%(part)s”。") % {"part": form.cleaned_data["title"]})
    return redirect("request_edit", desk.part.request_id)


def _seen(request: HttpRequest) -> int | None:
    """The revision that the page showed, so that two who write at once do not undo each other; None where he says
    that what he typed is to stand instead of what was saved meanwhile."""
    sent = "" if "instead" in request.POST else request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def _look_up(request: HttpRequest, part: RequestPart) -> HttpResponse:
    """Rows and search: what is typed comes back, with what was asked for."""
    data: QueryDict = request.POST
    if "pick" in data:
        data = citation_form.with_one_more(data, str(data["pick"])[:400])
    elif "drop" in data:
        data = citation_form.without(data, str(data["drop"]))
    elif data.get("do") == "more":
        data = citation_form.with_one_more(data)
    desk = part_desk.typed(part, data)
    if data.get("do") in ("search", "enter"):
        desk.sought = data.get("law_q", "").strip()
        desk.hits = part_desk.seek(desk.sought)
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "applying/citations.html", {"desk": desk})
        answer["HX-Trigger"] = "rowschanged"
        return answer
    return part_page(request, desk)


def _change_rows(request: HttpRequest, part: RequestPart) -> HttpResponse:
    """One field more, one less, or those that were pasted: what is typed comes back."""
    number = request.POST.get("drop_field")
    data = field_rows.with_more(request.POST) if number is None else field_rows.without(request.POST, number)
    desk = part_desk.typed(part, data)
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "applying/fields.html", {"desk": desk, "form": desk.form})
        answer["HX-Trigger"] = "rowschanged"
        return answer
    return part_page(request, desk)


def part_page(request: HttpRequest, desk: PartDesk, status: int = DONE, **more: Any) -> HttpResponse:
    """The form of the part with what is typed or stored. `more` is shown beside it."""
    shown: dict[str, Any] = {"desk": desk, "part": desk.part, "subject": desk.part.request, "form": desk.form}
    shown["store_tried"] = status != DONE
    shown["wanted"] = to_put_right(desk.part.request)
    shown["kept"] = keeping.kept_of(desk.part, officer_of(request))
    shown |= more
    return render(request, "applying/part.html", shown, status=status)
