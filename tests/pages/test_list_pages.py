"""Stories of the pages of lists: a newcomer finds them, keeps, publishes, files, imports and exports."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Level, Organ, Region, User
from catalogues import package, sheets, verify
from catalogues.lists import CatalogueList, ListName, all_of
from catalogues.models import Edition, Entry, Intake
from tests.requests import MEDIATION
from tests.ways import before_the_authority
from workflows.models import Decision
from workflows.services import decision, list_keeping
from workflows.services.decision import Ruling
from workflows.services.list_keeping import Content

CITY = "210300000000"
FORMS = ("210321000000", "report_forms")


@pytest.fixture
def keeper(county) -> User:
    return User.objects.get(username="city-keeper")


@pytest.fixture
def publisher(county) -> User:
    return User.objects.get(username="city-publisher")


def sends(office, officer, name, *args, **answers):
    office.client.force_login(officer)
    office.answer = office.client.post(reverse(name, args=args), answers)
    return office.answer.content.decode()


def test_a_list_is_kept_published_and_filed_through_the_pages(office, keeper, publisher):
    assert reverse("lists") in office.sees(keeper, "start")
    assert "村级组织和工作机制挂牌清单" in office.sees(keeper, "lists")
    page = office.sees(keeper, "list_page", CITY, "signboards")
    assert reverse("entry_enter", args=[CITY, "signboards"]) in page and "还没有" not in page[:200]

    said = {"kind": "signboard", "title": "便民服务站", "place": "inside", "sign_type": "service", "basis": "有关规定"}
    refused = sends(office, keeper, "entry_enter", CITY, "signboards", **said)
    assert office.answer.status_code == 422 and "依据须写明文件名称" in refused
    sends(office, keeper, "entry_enter", CITY, "signboards", **said | {"basis": "《村民委员会组织法》第八条"})
    assert office.answer.status_code == 302
    entry = Entry.objects.get()
    assert entry.answers == {"place": "inside", "sign_type": "service"}
    assert "尚未公布的变化" in office.sees(publisher, "list_page", CITY, "signboards")

    sends(office, publisher, "list_publish", CITY, "signboards", where="市政府门户网站", seen=0)
    edition = Edition.objects.get()
    assert office.answer.url == reverse("list_edition", args=[edition.pk])
    again = sends(office, publisher, "list_publish", CITY, "signboards", where="市政府门户网站", seen=0)
    assert office.answer.status_code == 409 and "页面已过时" in again
    page = office.sees(publisher, "list_edition", edition.pk)
    assert "便民服务站" in page and "辽宁省民政厅" in page and edition.package.digest in page

    filing = edition.filings.first()
    sends(office, publisher, "filing_send", filing.pk)
    receiver = User.objects.get(username="province-civil")
    assert reverse("filing_receive", args=[filing.pk]) in office.sees(receiver, "lists")
    blank = sends(office, receiver, "filing_receive", filing.pk, receipt=" ")
    assert office.answer.status_code == 422 and "请填写" in blank
    sends(office, receiver, "filing_receive", filing.pk, receipt="辽民备〔2026〕1号")
    assert "辽民备〔2026〕1号" in office.sees(publisher, "list_edition", edition.pk)
    assert "不再变更" in office.sees(keeper, "list_page", CITY, "signboards")


@pytest.mark.parametrize(
    "name", sorted({each.name for each in all_of([Region(code=CITY, level=Level.CITY)])} | {"report_forms"})
)
def test_no_field_of_a_list_is_marked_as_needed_and_as_optional_at_once(office, keeper, county, name):
    officer, code = (county.keeper, FORMS[0]) if name == "report_forms" else (keeper, CITY)
    page = office.sees(officer, "entry_enter", code, name)
    form = office.answer.context["form"]
    assert "必填" not in page
    assert page.count("选填") == sum(not field.required for field in form.fields.values())


def test_a_signboard_is_not_entered_without_the_place_where_it_hangs(office, keeper):
    said = {"kind": "signboard", "title": "便民服务站", "sign_type": "service"}
    refused = sends(office, keeper, "entry_enter", CITY, "signboards", **said)
    assert office.answer.status_code == 422 and "请填写“悬挂位置”" in refused
    assert office.answer.context["form"].errors.keys() == {"place"}

    office.client.force_login(keeper)
    for content in (csv_of("名称,牌子类别", "便民服务站,"), csv_of("名称,悬挂位置", "便民服务站,")):
        office.client.post(
            reverse("intake_new", args=[CITY, "signboards"]), {"file": SimpleUploadedFile("清单.csv", content)}
        )
        (fault,) = Intake.objects.latest("pk").faults
        assert (fault["column"], fault["row"]) == ("悬挂位置", 2) and "请填写“悬挂位置”" in fault["says"]
    assert not Entry.objects.exists()


def test_on_a_list_that_may_not_change_the_form_opens_only_what_is_missing(office, keeper, publisher):
    which = CatalogueList(Region.objects.get(pk=CITY), "signboards")
    content = Content("便民服务站", "signboard", answers={"place": "inside", "sign_type": "service"}, source="市定")
    entry = list_keeping.enter(which, content, by=keeper)
    Entry.objects.update(answers={"sign_type": "service"})
    list_keeping.publish(which, by=publisher, where="网站", seen=0)
    page = office.sees(keeper, "entry_change", entry.pk)
    form = office.answer.context["form"]
    assert "不再变更" in page and "补填" in page
    assert {name for name in form.fields if not form.fields[name].disabled} == {"organ", "basis", "content", "place"}
    sends(office, keeper, "entry_change", entry.pk, place="inside", title="便民服务室")
    assert office.answer.status_code == 422 and office.answer.context["form"].errors.keys() == {"title"}
    sends(office, keeper, "entry_change", entry.pk, place="inside")
    assert Entry.objects.get(left_on__isnull=True).answers == {"place": "inside", "sign_type": "service"}
    assert "不再变更" not in office.sees(publisher, "list_publish", CITY, "signboards")


def test_two_editions_are_compared(office, county):
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    first = list_keeping.enter(which, Content("防汛值守", "work_affair"), by=county.keeper)
    list_keeping.publish(which, by=county.screener, where="网站", seen=0)
    list_keeping.change(first, Content("防汛抗旱值守", "work_affair"), by=county.keeper)
    second = list_keeping.publish(which, by=county.screener, where="网站", seen=1)
    page = office.sees(county.clerk, "list_edition", second.pk)
    assert "相对于第1版" in page and "变更" in page and "名称" in page
    backwards = office.sees(county.clerk, "list_edition", Edition.objects.get(number=1).pk, against="2")
    assert "相对于第2版" in backwards
    assert office.sees(county.clerk, "list_edition", second.pk, against="九十九") and office.answer.status_code == 200


def test_an_entry_is_changed_and_struck_on_its_own_page(office, keeper, county):
    which = CatalogueList(county.region, ListName.CERTIFICATIONS)
    entry = list_keeping.enter(
        which,
        Content("亲属关系证明", "certification", answers={"certificate_use": "公证", "issuer": "village"}),
        by=county.keeper,
    )
    page = office.sees(county.keeper, "entry", entry.pk)
    assert reverse("entry_change", args=[entry.pk]) in page
    form = office.sees(county.keeper, "entry_change", entry.pk)
    assert "公证" in form
    said = {"kind": "certification", "title": "亲属关系证明", "certificate_use": "公证、继承"}
    sends(office, county.keeper, "entry_change", entry.pk, **said)
    new = Entry.objects.get(supersedes=entry)
    assert new.answers == {"certificate_use": "公证、继承", "issuer": "village"}
    assert new.number in office.sees(county.keeper, "entry", entry.pk)
    refused = sends(office, county.keeper, "entry_strike", new.pk, reason=" ")
    assert office.answer.status_code == 422 and "请写明理由" in refused
    sends(office, county.keeper, "entry_strike", new.pk, reason="法律已取消")
    new.refresh_from_db()
    assert (new.left_on, new.left_because) == (date.today(), "法律已取消")
    stale = sends(office, county.keeper, "entry_strike", new.pk, reason="法律已取消")
    assert office.answer.status_code == 409 and "已于" in stale


def test_the_form_of_what_was_admitted_shows_as_fixed_what_only_a_decision_changes(office, county):
    request = before_the_authority(county)
    decision.decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
    entry = Entry.objects.get()
    page = office.sees(county.keeper, "entry_change", entry.pk)
    assert "重新申请准入" in page and entry.answers["content"] in page
    form = office.answer.context["form"]
    assert {name for name in form.fields if not form.fields[name].disabled} == {"organ", "source", "valid_until"}

    kept = {"organ": entry.organ_id, "source": "", "valid_until": ""}
    refused = sends(office, county.keeper, "entry_change", entry.pk, **kept, content="每天报送两次")
    assert office.answer.status_code == 422 and "重新申请准入" in refused
    assert office.answer.context["form"].errors.keys() == {"content"}
    sends(office, county.keeper, "entry_change", entry.pk, **kept | {"valid_until": date.today().isoformat()})
    new = Entry.objects.get(supersedes=entry)
    assert (new.title, new.answers, new.valid_until) == (entry.title, entry.answers, date.today())
    assert (new.scope, new.organ, new.request_number) == (entry.scope, entry.organ, entry.request_number)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("entry_enter", (CITY, "signboards")),
        ("list_publish", (CITY, "signboards")),
        ("intake_new", (CITY, "signboards")),
    ],
)
def test_the_pages_of_another_region_are_closed(office, county, name, args):
    for officer in (county.keeper, county.screener, county.clerk):
        office.sees(officer, name, *args)
        assert office.answer.status_code == 403


@pytest.mark.parametrize(("code", "name"), [(CITY, "assessments"), (CITY, "nonsense"), ("999999999999", "signboards")])
def test_a_list_that_nobody_keeps_is_not_found(office, county, code, name):
    office.sees(county.clerk, "list_page", code, name)
    assert office.answer.status_code == 404


def test_the_overview_asks_as_much_however_many_lists_there_are(office, county, keeper):
    def asked():
        office.client.force_login(county.clerk)
        with CaptureQueriesContext(connection) as queries:
            office.client.get(reverse("lists"))
        return len(queries)

    list_keeping.enter(
        CatalogueList(county.region, "work_affairs"), Content("防汛值守", "work_affair"), by=county.keeper
    )
    few = asked()
    for name, kind in (("certifications", "certification"), ("seal_use", "seal_use")):
        list_keeping.enter(CatalogueList(Region.objects.get(pk=CITY), name), Content(name, kind), by=keeper)
    assert asked() == few


def test_the_list_page_asks_as_much_however_long_the_list_is(office, county):
    which = CatalogueList(county.region, "work_affairs")

    def asked():
        office.client.force_login(county.keeper)
        with CaptureQueriesContext(connection) as queries:
            office.client.get(reverse("list_page", args=[county.region.pk, "work_affairs"]))
        return len(queries)

    list_keeping.enter(which, Content("甲", "work_affair"), by=county.keeper)
    few = asked()
    for title in ("乙", "丙", "丁"):
        list_keeping.enter(which, Content(title, "work_affair", basis="《村民委员会组织法》第八条"), by=county.keeper)
    assert asked() == few


# -- import and export ------------------------------------------------------------------------------------------------


def upload(office, officer, content: bytes, name: str = "清单.csv"):
    office.client.force_login(officer)
    file = SimpleUploadedFile(name, content)
    office.answer = office.client.post(reverse("intake_new", args=FORMS), {"file": file})
    return office.answer.content.decode()


def csv_of(*rows: str, coding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(rows).encode(coding)


def test_a_list_is_previewed_then_imported_once(office, county):
    upload(office, county.keeper, csv_of("名称,报送频次", "农业普查表,每年", "防汛台账,每月", coding="gbk"))
    taken = Intake.objects.get()
    assert taken.faults == []
    page = office.sees(county.keeper, "intake", taken.pk)
    assert "农业普查表" in page and "没有发现错误" in page and not Entry.objects.exists()
    sends(office, county.keeper, "intake", taken.pk)
    assert office.answer.status_code == 302 and Entry.objects.count() == 2
    assert Entry.objects.get(title="农业普查表").answers == {"frequency": "yearly"}
    again = sends(office, county.keeper, "intake", taken.pk)
    assert office.answer.status_code == 409 and "没有重复导入" in again and Entry.objects.count() == 2
    number = Entry.objects.get(title="农业普查表").number
    assert number == f"准〔{date.today().year}〕210321-0001号"


def test_one_fault_and_nothing_is_imported(office, county):
    upload(office, county.keeper, csv_of("名称,列入日期", "好的,2026-01-01", "坏的,不是日期"))
    taken = Intake.objects.get()
    page = office.sees(county.keeper, "intake", taken.pk)
    assert "第3行" in page and "列入日期" in page and "请按“年-月-日”填写日期。" in page
    sends(office, county.keeper, "intake", taken.pk)
    assert office.answer.status_code == 409 and not Entry.objects.exists()


def test_what_entered_since_the_preview_stops_the_whole_import(office, county):
    upload(office, county.keeper, csv_of("名称", "甲表", "乙表"))
    which = CatalogueList(county.region, "report_forms")
    list_keeping.enter(which, Content("乙表", "report_form"), by=county.keeper)
    refused = sends(office, county.keeper, "intake", Intake.objects.get().pk)
    assert office.answer.status_code == 409 and "乙表" in refused
    assert [entry.title for entry in Entry.objects.all()] == ["乙表"]


def test_a_number_of_another_list_stops_the_whole_import(office, county):
    upload(office, county.keeper, csv_of("编号,名称", "老1号,甲表", "老2号,乙表"))
    which = CatalogueList(county.region, "work_affairs")
    entry = list_keeping.enter(which, Content("别的", "work_affair"), by=county.keeper)
    Entry.objects.filter(pk=entry.pk).update(number="老2号")
    refused = sends(office, county.keeper, "intake", Intake.objects.get().pk)
    assert office.answer.status_code == 409 and "编号已被其他清单使用" in refused
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空的"), (b"PK\x03\x04x", "已损坏"), (csv_of("名称"), "表头以下没有内容"), (csv_of("\x07\x00"), "另存为")],
)
def test_a_file_that_cannot_be_read_is_said_at_its_field(office, county, content, sentence):
    assert sentence in upload(office, county.keeper, content)
    assert office.answer.status_code == 422 and not Intake.objects.exists()


def test_the_preview_of_another_county_is_not_found(office, county):
    upload(office, county.keeper, csv_of("名称", "甲表"))
    office.sees(User.objects.get(username="n-keeper"), "intake", Intake.objects.get().pk)
    assert office.answer.status_code == 404
    office.sees(county.clerk, "intake", Intake.objects.get().pk)
    assert office.answer.status_code == 403


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_is_imported_elsewhere_the_same(office, county, form):
    which = CatalogueList(county.region, "report_forms")
    answers = {
        "frequency": "monthly",
        "indicators": [{"name": "户数", "period": "yearly"}, {"name": "=人数"}],
        "content": "+填报",
    }
    organ = Organ.objects.get(name="台安县民政局")
    basis = "《中华人民共和国统计法》第七条"
    scope = county.townships[0].region
    list_keeping.enter(
        which, Content("农业普查表", "report_form", organ, scope, basis, "存量", None, answers), by=county.keeper
    )
    office.client.force_login(county.clerk)
    content = office.client.get(reverse("list_export", args=[*FORMS, form])).content
    before = sheets.table(which, Entry.objects.all())
    Entry.objects.all().delete()
    upload(office, county.keeper, content, f"清单.{form}")
    assert Intake.objects.get().faults == []
    sends(office, county.keeper, "intake", Intake.objects.get().pk)
    entry = Entry.objects.get()
    assert (entry.answers, entry.organ, entry.scope) == (answers, organ, scope)
    assert sheets.table(which, [entry]) == before


def test_an_exported_workbook_holds_no_formula(office, county):
    which = CatalogueList(county.region, "report_forms")
    list_keeping.enter(which, Content("=1+1", "report_form"), by=county.keeper)
    office.client.force_login(county.clerk)
    content = office.client.get(reverse("list_export", args=[*FORMS, "xlsx"])).content
    cells = [cell.value for cell in load_workbook(io.BytesIO(content)).active[2]]
    assert "'=1+1" in cells
    assert office.client.get(reverse("list_export", args=[*FORMS, "pdf"])).status_code == 404


# -- the package ------------------------------------------------------------------------------------------------------


def test_packages_follow_one_another_and_hold_the_decision_with_its_clauses(office, county):
    request = before_the_authority(county)
    decision.decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意设立")})
    which = CatalogueList(county.region, ListName.MECHANISMS)
    first = list_keeping.publish(which, by=county.screener, where="网站", seen=0)
    list_keeping.enter(which, Content("妇女儿童之家", "mechanism"), by=county.keeper)
    second = list_keeping.publish(which, by=county.screener, where="网站", seen=1)

    office.client.force_login(county.clerk)
    files = []
    for edition in (first, second):
        answer = office.client.get(reverse("list_package", args=[edition.pk]))
        assert answer["Content-Type"] == "application/zip" and "attachment" in answer["Content-Disposition"]
        files.append(answer.content)
    assert [verify.faults(content) for content in files] == [[], []]
    assert verify.chain_faults(files) == []
    assert verify.about(files[1])["previous"] == first.package.digest

    with zipfile.ZipFile(io.BytesIO(files[0])) as packed:
        (decided,) = [verify.json.loads(line) for line in packed.read("decisions.jsonl").splitlines()]
    assert (decided["organ"], decided["reason"]) == ("台安县委县政府", "同意设立")
    assert "三（一）新设机制" in decided["clauses"]
    with zipfile.ZipFile(io.BytesIO(files[1])) as packed:
        (differs,) = [verify.json.loads(line) for line in packed.read("difference.jsonl").splitlines()]
    assert (differs["what"], differs["row"]["title"]) == ("entered", "妇女儿童之家")


def test_no_person_and_nothing_that_is_not_listed_leaves_in_a_package(office, county):
    request = before_the_authority(county)
    decision.decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
    edition = list_keeping.publish(
        CatalogueList(county.region, ListName.MECHANISMS), by=county.screener, where="网站", seen=0
    )
    content = bytes(edition.package.content).decode("utf-8", "ignore")
    for officer in User.objects.exclude(first_name=""):
        assert officer.first_name not in content and officer.username not in content
    assert MEDIATION["answers"]["funding"] not in content
    (row,) = edition.rows
    assert set(package.public_row(row)) == {*package.FIELDS, "answers"}
    assert set(package.public_row(row)["answers"]) <= package.ANSWERS
