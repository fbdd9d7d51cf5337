"""A county in which one of everything lies: what a test of every address begins with. All of it by the services."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.utils.timezone import localdate
from fpdf import FPDF

from accounts.models import AllowedSubstitute, Region, User
from catalogues import receiving, register, walls
from catalogues.lists import CatalogueList, ListName
from catalogues.models import Entry, ExitCase, ExitReview, ListFiling
from laws import confirmations
from laws.cited import Cited
from laws.confirmations import Occasion, Seen
from laws.models import ChangeKind, LawChange, LegalSource
from notifications.outbox import deliver_waiting
from policy.choices import Place
from policy.legal import citations
from policy.legal.levels import Level
from tests.cast import CODE, County
from tests.catalogues.standing_things import VILLAGE
from tests.requests import AFFAIR, MEDIATION, OUTSIDE_BOARD, STATION, draft
from tests.ways import before_the_authority
from workflows.models import (
    AdmissionRequest,
    Cause,
    CountyProcedure,
    CountyReading,
    Decision,
    Desk,
    Export,
    Letterhead,
    LetterKind,
    LetterTemplate,
)
from workflows.pages.letters.writing import write
from workflows.seats import inbox
from workflows.services import (
    attaching,
    batches,
    copying,
    decision,
    delegating,
    exits,
    issuing,
    keeping,
    law_review,
    list_intake,
    list_keeping,
    ordering,
    publication,
    saved_filters,
    screening,
    submission,
    templates,
    wall_intake,
)
from workflows.services.decision import Ruling
from workflows.services.letter_templates import shipped
from workflows.services.list_keeping import Content
from workflows.services.matters import Matter, OfExit, OfOrder, OfRequest
from workflows.services.problem import Problem

TODAY = localdate()
BATCH = UUID("5f0c7e0e-8a65-4a3c-9a52-0c5a6c1d7e11")


def one_of_everything(county: County) -> None:
    """Lay it all out; MEDIA_ROOT must be a folder of the test's own."""
    _drafts(county)
    _under_review(county)
    _decided(county)
    _lists(county)
    _exits(county)
    _walls(county)
    _supervision(county)
    _persons(county)
    _administration(county)
    deliver_waiting()


def _drafts(county: County) -> None:
    written = draft(county, MEDIATION, title="起草中的申请")
    keeping.keep(written.parts.get(), by=county.clerk, typed={"title": ["写了一半"]}, version=0, seen=written.revision)
    templates.save_as(written, by=county.clerk, name="常用")


def _under_review(county: County) -> None:
    """Cites a document of the county whose original the legal desk has seen; with a file, a copy and a letter."""
    request = draft(county, STATION, MEDIATION)
    attaching.attach(request, by=county.clerk, file=io.BytesIO(_pdf()), name="方案.pdf")
    submission.submit(request, by=county.clerk)
    screening.accept(request, by=county.screener, townships=county.townships)
    copying.copy(request, by=county.screener, organs=[county.supervisor.organ], officers=[county.statistics])
    issuing.issue_letter(OfRequest(request), by=county.screener, name="acceptance", write=write, issued=0)
    number = AdmissionRequest.objects.get(pk=request.pk).number
    assert number
    occasion = Occasion(county.justice, county.justice.organ, number)
    title, cited = STATION["citations"][0]["title"], STATION["citations"][0]["document_number"]
    seen = Seen(title, cited, Level.COUNTY_DOCUMENT, "台安县", date(2026, 3, 1), "各村设立。", io.BytesIO(_pdf()))
    confirmations.confirm(Cited.read(title, cited), seen, occasion)


def _decided(county: County) -> None:
    """One that was let in and is published, one before the authority in a batch, one that rests on a changed law."""
    admitted = before_the_authority(county, "防火检查", AFFAIR)
    decision.decide(admitted, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "群众需要")})
    publication.publish(AdmissionRequest.objects.get(pk=admitted.pk), by=county.screener, where="县政府网站")
    waiting = before_the_authority(county, "巡查", AFFAIR)
    desks = inbox(county.decider).filter(process__request=waiting)
    batches.choose(county.decider, Desk.objects.filter(pk__in=desks.values("pk")), key=BATCH)
    submission.submit(draft(county, OUTSIDE_BOARD), by=county.clerk)
    resting = draft(county, MEDIATION, title="调解")
    submission.submit(resting, by=county.clerk)
    source = LegalSource.objects.get(title="中华人民共和国人民调解法")
    LawChange.objects.create(
        source=source, version="2010年文本", article=8, kind=ChangeKind.AMENDED, before="设立", after="可以设立",
        provenance="测试",
    )  # fmt: skip
    law_review.queue()


def _lists(county: County) -> None:
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    list_keeping.enter(which, Content("防汛值守", "work_affair"), by=county.keeper)
    edition = list_keeping.publish(which, by=county.screener, where="网站", seen=0)
    receiving.receive(bytes(edition.package.content))
    for filing in ListFiling.objects.order_by("pk")[:1]:
        list_keeping.send(filing, by=county.screener)
    forms = CatalogueList(county.region, ListName.REPORT_FORMS)
    rows = "名称,报送频次\r\n农业普查表,每年".encode("gbk")
    list_intake.read(forms, by=county.keeper, name="清单.csv", content=rows)


def _exits(county: County) -> None:
    given: dict[str, Any] = {"region": county.region, "kind": "work_affair", "organ": county.department, "answers": {}}
    bases = citations.parse("《中华人民共和国人民调解法》第八条")
    for number, title in (("旧〔2020〕1号", "秸秆巡查"), ("旧〔2020〕2号", "夜间巡逻"), ("旧〔2020〕3号", "护林值守")):
        register.enter(number=number, title=title, on=date(2020, 1, 1), bases=bases, **given)
    first, second, third = Entry.objects.filter(number__startswith="旧").order_by("number")
    exits.report(first, by=county.finance, ground="funds", note="预算没有安排")
    review = exits.report(second, by=county.finance, ground="funds", note="预算没有安排")
    exits.propose([review], by=county.keeper)
    _left(county, exits.report(third, by=county.finance, ground="funds", note="预算没有安排"))


def _left(county: County, review: ExitReview) -> None:
    """A second case: heard, decided, and told by a letter."""
    case = exits.propose([review], by=county.keeper)
    exits.answer(case, by=county.clerk, agrees=True, said="")
    case = ExitCase.objects.get(pk=case.pk)
    exits.decide(case, by=county.decider, rulings={case.items.get().pk: exits.Ruling("leaves", "没有经费")})
    _issue(OfExit(ExitCase.objects.get(pk=case.pk)), county.decider)


def _issue(matter: Matter, officer: User) -> None:
    issuing.issue_letter(matter, by=officer, name=matter.letters()[0].name, write=write, issued=0)


def _walls(county: County) -> None:
    village = Region.objects.get(pk=VILLAGE)
    walls.hang(village, by=county.screener, place=Place.INSIDE, title="助餐点", on=TODAY)
    file = f"村（区划代码）,名称,悬挂位置\r\n{VILLAGE},图书室,内部标牌".encode("gbk")
    wall_intake.read(county.region, by=county.screener, name="牌子.csv", content=file)
    walls.measure(village, by=county.screener, households=300, floor=400, activity=200, on=TODAY)


def _supervision(county: County) -> None:
    problem = Problem(Cause.OTHER, "own-1", "要求各村每日上报照片", county.region, county.department)
    order = ordering.issue(problem, by=county.supervisor, demand="停止要求。", working_days_given=5)
    _issue(OfOrder(order), county.supervisor)


def _persons(county: County) -> None:
    """Who stands in for whom, what each keeps for himself, and a file that was written for one of them."""
    AllowedSubstitute.objects.create(organ=county.screener.organ, by=county.justice.organ)
    delegating.delegate(
        by=county.reexaminer, substitute=county.civil, starts_on=TODAY, ends_on=TODAY + timedelta(days=7), reason="培训"
    )
    saved_filters.save(county.screener, path="/requests/", query="kind=signboard", name="牌子")
    Export.objects.create(
        owner=county.supervisor, title="反映", path="/demands/", query="export=xlsx", ending="xlsx", language="zh-hans",
        expires_at=f"{TODAY + timedelta(days=1)} 00:00+08:00",
    )  # fmt: skip


def _administration(county: County) -> None:
    Group.objects.create(name="一组")
    Letterhead.objects.create(organ=county.screener.organ, code="台民准")
    LetterTemplate.objects.create(kind="acceptance", text=shipped(LetterKind.ACCEPTANCE))
    CountyReading.objects.create(county=county.region, name="x", choice="y", effective_from=TODAY)
    head = f'county = "{CODE}"\nversion = "2026-9"\neffective_from = {TODAY.isoformat()}\n'
    CountyProcedure.objects.create(
        county=county.region, version="2026-9", effective_from=TODAY, text=head + "[desks.screen]\nworking_days = 4\n"
    )


def _pdf() -> bytes:
    made = FPDF()
    made.add_page()
    return bytes(made.output())
