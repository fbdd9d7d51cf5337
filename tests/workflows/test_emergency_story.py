"""应急、临时: from the order to its end, told by the people who see it."""

import io
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from catalogues import register
from catalogues.models import Entry, Term
from policy import emergency as policy
from tests.requests import MEDIATION, draft
from tests.steps import lies
from workflows.models import AdmissionRequest, EmergencyOrder, RequestEvent, State
from workflows.services import escalation, sweeps

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
ORDER = {
    "title": "暴雪灾情排查",
    "kind": "work_affair",
    "number": "台政发〔2026〕15号",
    "authority": "台安县人民政府",
    "issued_on": "2026-11-25",
    "emergency": "2026年11月暴雪",
    "basis": "《中华人民共和国突发事件应对法》第七十七条",
    "content": "排查房屋和道路，转移受威胁人员",
    "village_is_responsible": "false",
    "ends_on": "2026-12-10",
}


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(NOON, tick=False):
        yield


def registers(office, **other):
    county = office.county
    office.client.force_login(county.clerk)
    sent = ORDER | {"department": county.department.pk, "county": county.region.pk, "key": str(uuid4())} | other
    office.answer = office.client.post(reverse("emergency_new"), sent)
    return AdmissionRequest.objects.order_by("pk").last()


def stands(request, on):
    return register.in_force(on).filter(request_number=request.number).exists()


def test_it_runs_at_once_is_filed_and_ends_by_itself(office, county):
    request = registers(office)
    assert office.answer.url == reverse("request", args=[request.pk])
    assert lies(request) == (State.EMERGENCY, {"supplement"})
    entry = Entry.objects.get()
    assert (entry.term, entry.valid_until) == (Term.EMERGENCY, date(2026, 12, 10))
    assert stands(request, date(2026, 11, 25))
    desk = request.process.task_set.get()
    assert (desk.budget, desk.due_on) == (3, date(2026, 11, 30))
    assert "应急施行" in office.sees(county.clerk, "request", request.pk)

    office.does(county.clerk, "supplement", request, text="命令印发，已排查12个村，附照片清单目录")
    assert lies(request) == (State.EMERGENCY_CHECK, {"check_order"})
    office.does(county.screener, "confirm_order", request, receipt="应急备2026-1")
    assert lies(request) == (State.EMERGENCY_FILED, set())

    assert stands(request, date(2026, 12, 10))
    assert not stands(request, date(2026, 12, 11))
    assert sweeps.disagreements() == []


def test_the_checking_desk_reads_order_basis_papers_and_burden_and_may_file_or_revoke(office, county):
    request = registers(office)
    office.does(county.clerk, "supplement", request, text="命令印发，已排查12个村")

    pages = [office.sees(county.screener, "act", request.pk, act) for act in ("confirm_order", "revoke_order")]
    for page in pages:
        for shown in (
            "台政发〔2026〕15号",
            "台安县人民政府",
            "2026-11-25",
            "2026年11月暴雪",
            "2026-12-10",
            "《中华人民共和国突发事件应对法》",
            "第七十七条",
            "排查房屋和道路，转移受威胁人员",
            "已排查12个村",
            "没有填写用时或者次数",
        ):
            assert shown in page
        for act in ("confirm_order", "revoke_order"):
            assert reverse("act", args=[request.pk, act]) in page
        assert "该项已有结果，不在本环节办理" not in page


def test_files_are_handed_in_with_the_papers_until_they_are_confirmed(office, county, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    request = registers(office)
    files = reverse("attachments", args=[request.pk])
    assert "上传附件" in office.sees(county.clerk, "act", request.pk, "supplement")
    assert f'href="{files}"' in office.answer.content.decode()
    assert hands_in(office, files, "命令.png") == 302

    office.does(county.clerk, "supplement", request, text="命令印发，附命令原件")
    assert "命令.png" in office.sees(county.screener, "act", request.pk, "confirm_order")
    assert hands_in(office, files, "照片.png", shade=1) == 302
    office.client.force_login(county.screener)
    assert office.client.post(files, {"file": picture("别的.png", 2)}).status_code in (403, 409)

    office.does(county.screener, "confirm_order", request, receipt="应急备2026-1")
    assert hands_in(office, files, "迟到.png", shade=3) == 409
    assert list(request.attachments.values_list("name", flat=True)) == ["命令.png", "照片.png"]
    assert request.events.filter(act="attach").count() == 2


def picture(name, shade):
    file = io.BytesIO()
    Image.new("L", (20, 20), shade).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")


def hands_in(office, files, name, shade=0):
    office.client.force_login(office.county.clerk)
    return office.client.post(files, {"file": picture(name, shade)}).status_code


def test_an_order_may_be_revoked_alone_before_its_papers_are_in(office, county):
    request = registers(office)
    page = office.sees(county.screener, "act", request.pk, "revoke_order")

    assert "台政发〔2026〕15号" in page
    assert reverse("act", args=[request.pk, "confirm_order"]) not in page


def test_the_catalogue_shows_what_is_there_for_a_while(office, county):
    request = registers(office)

    page = office.sees(county.township_officers[0], "catalogue", term="emergency")
    assert ORDER["title"] in page
    assert "应急" in page
    entry = Entry.objects.get(request_number=request.number)
    assert "到期自动失效，不转为长期事项" in office.sees(county.township_officers[0], "entry", entry.pk)
    assert ORDER["title"] not in office.sees(county.township_officers[0], "catalogue", term="temporary")


def test_a_form_sent_twice_registers_once(office):
    key = str(uuid4())
    first, second = registers(office, key=key), registers(office, key=key)

    assert first == second
    assert EmergencyOrder.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"authority": "台安县市场监督管理局"}, "authority", "应急命令须由县级以上党委、政府"),
        ({"authority": "台安县桑林镇人民政府"}, "authority", "应急命令须由县级以上党委、政府"),
        ({"authority": "岫岩满族自治县人民政府"}, "authority", "应急命令须由县级以上党委、政府"),
        ({"ends_on": "2026-12-25"}, "ends_on", "应急事项至多施行30天，最后一天须在2026-11-25至2026-12-24之间。"),
        ({"ends_on": "2026-11-24"}, "ends_on", "应急事项至多施行30天"),
        ({"ends_on": "明天"}, "ends_on", "请按“年-月-日”填写日期。"),
        ({"issued_on": "2026-11-26"}, "issued_on", "发布日期不能晚于今天。"),
        ({"issued_on": "2020-01-01"}, "issued_on", "发布日期不能早于2026-10-26"),
        ({"issued_on": "2026-10-25"}, "issued_on", "请按普通程序申请"),
        ({"basis": "领导要求"}, "basis", "“领导要求”不是文件名称"),
        ({"basis": "上级口头通知"}, "basis", "名称写在《》内"),
        ({"basis": "上级口头规定第三条"}, "basis", "“上级口头规定”不是文件名称"),
        ({"basis": "《中华人民共和国突发事件应对法》第九百条"}, "basis", "不存在或者今天不在施行"),
        ({"basis": ""}, "basis", "请写明应急命令所据的法律法规。"),
        ({"kind": "signboard"}, "kind", "请从所列类别中选择。"),
        ({"number": "台\x00政"}, "number", "含有看不见的控制字符"),
        ({"key": "x"}, "key", ""),
    ],
)
def test_what_is_no_order_is_answered_at_its_field_and_changes_nothing(office, wrong, field, sentence):
    registers(office, **wrong)

    assert office.answer.status_code == 422
    assert field in office.answer.context["form"].errors
    assert sentence in office.answer.content.decode()
    assert not AdmissionRequest.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "basis",
    [
        "突发事件应对法第七十七条",
        "突发事件应对法",
        "《台安县防汛应急预案》",
        "根据《 台安县防汛应急预案 》第三条",
        "台政发〔2025〕3号",
    ],
)
def test_a_basis_is_a_law_of_the_register_or_a_document_named_as_one(office, basis):
    assert registers(office, basis=basis, issued_on="2026-10-26").state == State.EMERGENCY


@pytest.mark.parametrize(
    ("authority", "may"),
    [
        ("台安县人民政府", True),
        ("中共台安县委", True),
        ("鞍山市防汛抗旱指挥部", True),
        ("辽宁省人民政府", True),
        ("国务院", True),
        ("台安县应急管理局", False),
        ("台安县高力房镇人民政府", False),
        ("人民政府", False),
    ],
)
def test_whose_order_it_may_be(authority, may):
    assert policy.may_order(authority, ["台安县", "鞍山市", "辽宁省"]) is may


def test_nobody_else_registers_files_or_ends_it(office, county):
    office.client.force_login(county.screener)
    assert office.client.get(reverse("emergency_new")).status_code == 403
    request = registers(office)

    for officer, act, said in (
        (county.neighbour_clerk, "supplement", {"text": "x"}),
        (county.decider, "lift_order", {"reason": "x"}),
        (county.clerk, "revoke_order", {"reason": "x"}),
        (county.justice, "confirm_order", {"receipt": "x"}),
    ):
        office.does(officer, act, request, **said)
        assert office.answer.status_code in (403, 404, 409), (officer, act)
    assert lies(request) == (State.EMERGENCY, {"supplement"})


def test_a_registration_that_the_notice_forbids_is_declined_on_record_and_stands_nowhere(office, county):
    request = registers(office, village_is_responsible="true", matter="demolition")

    assert request.state == State.DECLINED
    assert not Entry.objects.exists()
    office.does(county.clerk, "ask_re_examination", request, reason="另有依据")
    office.does(county.reexaminer, "overturn", request, reason="按普通程序审查")
    assert lies(request) == (State.SCREENING, {"screen"})


@pytest.mark.parametrize("same", [{"number": "台政发〔2026〕30号"}, {"emergency": "2026年12月寒潮"}])
def test_it_cannot_be_renewed(office, county, same):
    first = registers(office)
    with time_machine.travel(NOON + timedelta(days=20), tick=False):
        again = registers(office, ends_on="2026-12-31", issued_on="2026-12-14", **same)

        assert again.state == State.DECLINED
        assert not stands(again, date(2026, 12, 16))
        page = office.sees(county.clerk, "request", again.pk)
        assert "应急事项到期自动失效，不得续期" in page
        listed = office.sees(county.supervisor, "supervision_list", "extended-orders")
        assert again.number in listed
        assert first.number in listed
    assert RequestEvent.objects.get(act="decline_extension").record["extends"] == first.number


def test_who_was_declined_as_a_renewal_and_who_re_examines_it_read_why(office, county):
    registers(office)
    again = registers(office, ends_on="2026-12-20", number="台政发〔2026〕30号")
    why = "应急事项到期自动失效，不得续期"

    page = office.sees(county.clerk, "request", again.pk)
    assert page.index(why) < page.index("对照通知") < page.index("办理记录")
    office.does(county.clerk, "ask_re_examination", again, reason="另有命令")
    for act in ("overturn", "uphold"):
        page = office.sees(county.reexaminer, "act", again.pk, act)
        assert why in page
        assert "须补正" not in page
    office.does(county.reexaminer, "overturn", again, reason="按普通程序审查")
    assert "须补正" in office.sees(county.screener, "act", again.pk, "return_for_correction")


def test_nothing_advises_to_correct_what_cannot_be_sent_back(office, county):
    running = registers(office)
    declined = registers(office, number="台政发〔2026〕30号")

    for request in (running, declined):
        page = office.sees(county.clerk, "request", request.pk)
        assert not [word for word in ("须补正", "退回补正", "请补充填写") if word in page]
    office.does(county.clerk, "supplement", running, text="命令印发")
    page = office.sees(county.screener, "act", running.pk, "confirm_order")
    assert not [word for word in ("须补正", "退回补正") if word in page]


def test_another_emergency_by_another_order_runs_and_is_shown_to_the_supervisors(office, county):
    registers(office)
    with time_machine.travel(NOON + timedelta(days=20), tick=False):
        again = registers(
            office, ends_on="2026-12-31", issued_on="2026-12-14", emergency="河冰决口", number="台政发〔2026〕30号"
        )
        assert again.state == State.EMERGENCY
        assert again.number in office.sees(county.supervisor, "supervision_list", "extended-orders")


def test_three_orders_of_a_department_in_a_quarter_are_shown_to_the_supervisors(office, county):
    things = (("暴雪灾情排查", "暴雪"), ("受威胁群众转移", "河冰决口"), ("取暖燃料核查", "寒潮"))
    made = []
    for at, (title, emergency) in enumerate(things):
        assert not any(each.number in often(office) for each in made)
        made.append(registers(office, title=title, emergency=emergency, number=f"台政发〔2026〕{40 + at}号"))
    assert all(each.number in often(office) for each in made)
    assert "2026年第4季度" in often(office)
    with time_machine.travel(NOON + timedelta(days=40), tick=False):
        later = registers(
            office,
            title="山火隐患排查",
            emergency="山火",
            number="台政发〔2027〕1号",
            issued_on="2027-01-04",
            ends_on="2027-01-20",
        )
        assert later.number not in often(office)


def often(office):
    return office.sees(office.county.supervisor, "supervision_list", "frequent-orders")


def test_unfiled_is_seen_and_told_up(office, county):
    request = registers(office)
    assert request.number in office.sees(county.supervisor, "supervision_list", "unfiled-orders")
    with time_machine.travel(NOON + timedelta(days=6), tick=False):
        assert request.number in office.sees(county.supervisor, "supervision_list", "overdue")
        assert escalation.escalate() == 1
    with time_machine.travel(NOON + timedelta(days=40), tick=False):
        assert not stands(request, date(2027, 1, 4))
        office.does(county.clerk, "supplement", request, text="迟到的补办")
        assert request.state == State.EMERGENCY_CHECK
        assert not stands(request, date(2027, 1, 4))


def test_it_is_ended_before_its_day_and_its_papers_stay_owed(office, county):
    request = registers(office)
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        office.does(county.clerk, "lift_order", request, reason="应急响应终止")
        assert not stands(request, date(2026, 11, 27))
        assert lies(request) == (State.EMERGENCY, {"supplement"})
        office.does(county.clerk, "lift_order", request, reason="再次")
        assert office.answer.status_code == 409
        assert "已经到期或者解除" in office.answer.content.decode()


def test_what_the_order_does_not_bear_is_revoked(office, county):
    request = registers(office)
    office.does(county.screener, "revoke_order", request, reason="命令未涉及村级组织")

    assert lies(request) == (State.EMERGENCY_REVOKED, set())
    assert not stands(request, date(2026, 11, 25))


def test_the_database_itself_prolongs_nothing(office):
    entry = Entry.objects.get(request_number=registers(office).number)
    for change in ({"valid_until": date(2027, 1, 1)}, {"valid_until": None}, {"term": Term.STANDING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=entry.pk).update(**change)


def temporary(**said):
    return MEDIATION | {"answers": MEDIATION["answers"] | {"application": "temporary"} | said}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "是临时事项，须写明结束日期，自今天起不超过183天（2027-05-27）"),
        ({"ends_on": "2026-11-24"}, "写的结束日期是 2026-11-24，结束日期须在 2026-11-25 至 2027-05-27 之间"),
        ({"ends_on": "2027-11-25"}, "写的结束日期是 2027-11-25，结束日期须在 2026-11-25 至 2027-05-27 之间"),
    ],
)
def test_a_temporary_item_says_when_it_ends(office, county, said, sentence):
    request = draft(county, temporary(**said))
    office.does(county.clerk, "submit", request)

    assert office.answer.status_code == 422
    assert sentence in office.answer.content.decode()
    assert request.state == State.DRAFT


def test_a_temporary_item_stands_until_its_day_and_is_renewed_once(office, county):
    for _time in range(2):
        request = office.comes_to_decision(temporary(ends_on="2027-01-31"))
        office.does(county.decider, "decide", request, decision_1="admitted", reason_1="同意")
        entry = Entry.objects.get(request_number=request.number)
        assert (entry.term, entry.valid_until) == (Term.TEMPORARY, date(2027, 1, 31))
        assert not stands(request, date(2027, 2, 1))
        entry.left_on = date(2026, 11, 25)
        entry.save()

    third = draft(county, temporary(ends_on="2027-01-31"))
    office.does(county.clerk, "submit", third)
    assert office.answer.status_code == 422
    assert "不能再以“临时”申请" in office.answer.content.decode()
