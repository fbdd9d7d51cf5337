"""半年、年度报告: choose county and period, read tables and charts, take it away as XLSX, DOCX or PDF."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from openpyxl import Workbook

from accounts import doors
from accounts.models import Region, User
from workflows.pages.bar_drawing import Bar, Bars
from workflows.pages.sight import officer_of
from workflows.pages.spreadsheet import cell
from workflows.papers import docx, pdf
from workflows.papers.paper import Line, Paper, Style
from workflows.services import reports as service
from workflows.services.reports import Period, Report, Section

FIRST_YEAR = 2020
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TO = gettext_lazy("市民政局、市委组织部、市委农办")


class PeriodForm(forms.Form):
    """Which county, which year, which half."""

    county = forms.ModelChoiceField(
        label=gettext_lazy("县（市、区）"),
        queryset=Region.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("请从所列县（市、区）中选择。")},
    )
    year = forms.IntegerField(
        label=gettext_lazy("年份"),
        min_value=FIRST_YEAR,
        max_value=2100,
        error_messages={"invalid": gettext_lazy("请填写四位年份。")},
    )
    half = forms.ChoiceField(
        label=gettext_lazy("期间"),
        required=False,
        choices=[("1", gettext_lazy("上半年")), ("2", gettext_lazy("下半年")), ("", pgettext_lazy("period", "全年"))],
    )

    def __init__(self, officer: User, data: Any = None) -> None:
        counties = service.counties_of(officer)
        today = timezone.localdate()
        usual = {"year": today.year, "half": "1" if today.month < 7 else "2", "county": counties.first()}
        super().__init__(data or None, initial=usual)
        self.fields["county"].queryset = counties  # type: ignore[attr-defined]


@doors.holding(*service.MAKERS)
def reports(request: HttpRequest) -> HttpResponse:
    """The report that the address asks for; before any is asked for, the form alone."""
    officer = officer_of(request)
    form = PeriodForm(officer, request.GET if "year" in request.GET else None)
    made = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        made = service.report(given["county"], Period(given["year"], given["half"]))
    taken = TAKEN.get(request.GET.get("as", ""))
    if made and taken:
        return taken(made, officer)
    status = 422 if form.is_bound and made is None else 200
    query = request.GET.copy()
    query.pop("as", None)
    shown = {"form": form, "report": made, "charts": _charts(made) if made else [], "query": query.urlencode()}
    return render(request, "offices/reports.html", shown, status=status)


def _charts(made: Report) -> list[tuple[Section, Bars | None]]:
    """Each section with its drawing; of one without rows, which may have no second column either, nothing is drawn."""
    return [(each, _bars(each) if each.rows else None) for each in made.sections]


def _bars(section: Section) -> Bars:
    bars = [Bar(str(row[0]), _number(row[section.drawn])) for row in section.rows]
    says = _("；").join(f"{bar.name} {bar.figure}" for bar in bars)
    return Bars(section.key, section.title, says, bars, section.heads[0], section.heads[section.drawn])


def _number(cell: str | int) -> float:
    return float(cell) if isinstance(cell, int) else 0.0


def _as_xlsx(made: Report, _officer: User) -> HttpResponse:
    """One sheet a section; no cell that a spreadsheet would run as a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for section in made.sections:
        sheet = book.create_sheet(section.title[:31])
        for row in (section.heads, *(section.rows or [[_none()]])):
            sheet.append([each if isinstance(each, int) else cell(each) for each in row])
    kept = BytesIO()
    book.save(kept)
    return _file(made, kept.getvalue(), XLSX, "xlsx")


def _as_docx(made: Report, officer: User) -> HttpResponse:
    return _file(made, docx.made(paper(made, officer)), DOCX, "docx")


def _as_pdf(made: Report, officer: User) -> HttpResponse:
    return _file(made, pdf.made(paper(made, officer)).file, "application/pdf", "pdf")


TAKEN: dict[str, Callable[[Report, User], HttpResponse]] = {"xlsx": _as_xlsx, "docx": _as_docx, "pdf": _as_pdf}


def paper(made: Report, officer: User) -> Paper:
    """The report as a letter of the organ of whoever makes it. Raises PermissionDenied for somebody of no organ."""
    if officer.organ is None:
        raise PermissionDenied(_("没有所在机构，不能出具报告。"))
    lines = [line for number, section in enumerate(made.sections, 1) for line in _lines(number, section)]
    lines.append(Line(Style.TEXT, _("以上数据截至%(day)s，由准入系统统计。") % {"day": made.made_on.isoformat()}))
    return Paper((officer.organ.name,), made.title, str(TO), tuple(lines), made.made_on)


def _none() -> str:
    return _("期内没有。")


def _lines(number: int, section: Section) -> list[Line]:
    """A heading, what is counted, and the table; a table without rows says so."""
    numeral = "一二三四五六七八九十"[number - 1]
    lines = [Line(Style.HEADING, f"{numeral}、{section.title}")]
    if section.says:
        lines.append(Line(Style.TEXT, section.says))
    if not section.rows:
        return [*lines, Line(Style.TEXT, _none())]
    table = [section.heads, *section.rows]
    return [*lines, *(Line(Style.ROW, cells=tuple(map(str, row))) for row in table)]


def _file(made: Report, content: bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, f"{made.title}.{ending}")
    return answer
