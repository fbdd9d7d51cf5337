"""导入、导出: a file is shown row by row with its faults before anything is taken over, and a table goes out as a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as __

from catalogues import sheets
from catalogues.models import Intake
from workflows.pages.acting import DONE, attempt

SHOWN = 200
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Words = str | Promise


@dataclass(frozen=True)
class Preview:
    """What the preview says. `of`, `back`: the page it came from; `again`: where another file is chosen; `heads` and
    `cells`: the table, without the number of the row; `base`: the template that it extends."""

    of: Words
    back: str
    again: str
    heads: Sequence[Words]
    cells: Callable[[dict[str, Any]], Sequence[Any]]
    base: str


def preview(request: HttpRequest, taken: Intake, page: Preview, enter: Callable[[], int]) -> HttpResponse:
    """The preview; on POST all rows are taken over, and the answer is the page it came from."""
    form, status = forms.Form(request.POST if request.method == "POST" else None), DONE
    if request.method == "POST":
        entered: list[int] = []
        status = attempt(lambda: entered.append(enter()), form)
        if status == DONE:
            messages.success(request, __("已导入%(count)d条。") % {"count": entered[0]})
            return redirect(page.back)
    shown = {
        "taken": taken,
        "page": page,
        "form": form,
        "faults": taken.faults,
        "rows": [(row["row"], zip(page.heads, page.cells(row), strict=True)) for row in taken.rows[:SHOWN]],
        "more": max(0, len(taken.rows) - SHOWN),
    }
    return render(request, "components/intake.html", shown, status=status)


def as_file(rows: Iterable[Sequence[str]], *, title: str, name: str, form: str) -> HttpResponse:
    """The table as xlsx or csv, whichever `form` says; 404 for another one."""
    if form == "xlsx":
        content, content_type = sheets.to_xlsx(rows, title), EXCEL
    elif form == "csv":
        content, content_type = sheets.to_csv(rows), "text/csv; charset=utf-8"
    else:
        raise Http404
    said = f'attachment; filename="{name}.{form}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": said})
