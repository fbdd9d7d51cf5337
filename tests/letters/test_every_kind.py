"""Every kind of letter, on whatever it hangs: it is set in both forms, measured, bears hostile words, shuts outsiders out."""

import io
import threading
from datetime import date
from urllib.parse import unquote

import docx as word
import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from docx.oxml.ns import qn

from accounts.models import Function, Organ, User
from catalogues import register
from catalogues.models import Entry, ExitCase, ExitReview, Ground, Outcome
from tests.letters.test_issuing import said
from tests.letters.test_layout import rows
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION
from workflows.models import (
    AdmissionRequest,
    Body,
    Cause,
    IssuedLetter,
    LetterKind,
    LetterTemplate,
    OrderEvent,
    RequestPart,
    SupervisionOrder,
)
from workflows.pages.letters.listed import address
from workflows.pages.letters.writing import write
from workflows.papers.measures import PAGE
from workflows.services import exits, issuing, ordering
from workflows.services.exits import Ruling
from workflows.services.matters import OfExit, OfOrder, OfRequest
from workflows.services.problem import Problem

HOSTILE = "=HYPERLINK(1)<script>{{督办编号}}\U0001f600\u202e甲|乙\n# 标题"


OUTSIDERS = ("n-screener", "n-supervisor", "n-decider", "n-keeper", "province-civil")

# What letters hang on


def admitted(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="职能明确")
    office.does(county.screener, "publish", request, where="县政府网站")
    return OfRequest(request)


def declined(office, county):
    return OfRequest(office.submits(OUTSIDE_BOARD))


def returned(office, county):
    request = office.submits(MEDIATION)
    office.does(county.screener, "return_for_correction", request, points="补充依据\n补充经费")
    return OfRequest(request)


def referred(office, county):
    return OfRequest(office.comes_to_decision(STATION))


def refused(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="refused", reason_1="职能重复")
    return OfRequest(request)


def ordered(office, county, title="要求各村每日上报照片", demand="停止要求。", key="own-1"):
    problem = Problem(
        Cause.STILL_DEMANDED, key, title, county.region, county.department, evidence=(("来源", "村级反映"),)
    )
    return OfOrder(ordering.issue(problem, by=county.supervisor, demand=demand, working_days_given=5))


def unmended(office, county):
    matter = ordered(office, county)
    ordering.feed_back(matter.row, by=county.clerk, text="正在整改。")
    ordering.demand_rectification(matter.row, by=county.supervisor, text="三日内撤下微信群通知。", working_days_given=3)
    return fresh(matter)


def closed(office, county):
    matter = unmended(office, county)
    ordering.feed_back(matter.row, by=county.clerk, text="已撤下。")
    ordering.close_order(matter.row, by=county.supervisor, text="抽查三个村，均未再要求。")
    return fresh(matter)


def cancelled(office, county):
    matter = ordered(office, county)
    ordering.cancel_order(matter.row, by=county.supervisor, text="并非该单位要求。")
    return fresh(matter)


def standing(county, title, kind="work_affair"):
    return register.enter(
        number=f"旧〔2020〕{register.Entry.listed.count() + 1}号",
        region=county.region,
        kind=kind,
        title=title,
        organ=county.department,
        answers={"content": "每日值守并上报"},
        on=date(2020, 6, 1),
    )


def left(office, county, title="防汛值守", note="三年没有使用", said="不同意，仍有需要"):
    for each in (title, "保留的事项"):
        exits.report(standing(county, each), by=county.keeper, ground=Ground.USE, note=note)
    case = exits.propose(ExitReview.objects.filter(case__isnull=True), by=county.keeper)
    exits.answer(case, by=county.clerk, agrees=False, said=said)
    first, second = case.items.order_by("pk")
    rulings = {first.pk: Ruling(Outcome.LEAVES, "没有实际效用"), second.pk: Ruling(Outcome.STAYS, "仍在使用")}
    exits.decide(case, by=county.decider, rulings=rulings)
    return OfExit(ExitCase.objects.get(pk=case.pk))


def fresh(matter):
    return type(matter)(type(matter.row).objects.get(pk=matter.row.pk))


# Letter -> (on what, by whom it is issued, what must stand in it).
LETTERS = {
    "acceptance": (admitted, "screener", "符合受理条件"),
    "consultation": (admitted, "screener", "不视为同意"),
    "legality": (admitted, "justice", "审查结论"),
    "submission_sheet": (admitted, "screener", "审定意见"),
    "approval": (admitted, "decider", "准予准入的事项"),
    "publication": (admitted, "screener", "现予公布"),
    "filing_report": (admitted, "screener", "特此报告"),
    "decline": (declined, "screener", "不予受理"),
    "correction-1": (returned, "screener", "补充经费"),
    "petition": (referred, "decider", "妥否，请批示"),
    "refusal": (refused, "decider", "书面反映"),
    "supervision_order": (ordered, "supervisor", "停止要求。"),
    "supervision_order-2": (unmended, "supervisor", "三日内撤下微信群通知。"),
    "order_over": (closed, "supervisor", "抽查三个村"),
    "exit": (left, "decider", "没有实际效用"),
}
EACH = pytest.mark.parametrize("name", LETTERS)


def made(office, county, name):
    make, post, says = LETTERS[name]
    return make(office, county), getattr(county, post), says


def issues(office, officer, matter, name, issued=0):
    office.client.force_login(officer)
    office.answer = office.client.post(address(matter, "document_issue", name), {"issued": issued})
    return office.answer.status_code


def reads(office, officer, matter, page, *args):
    office.client.force_login(officer)
    office.answer = office.client.get(address(matter, page, *args))
    return office.answer.status_code


def test_the_table_has_every_kind():
    assert {name.partition("-")[0] for name in LETTERS} == set(LetterKind.values)


@EACH
def test_each_letter_is_issued_in_both_forms_by_its_office_and_no_line_is_too_long(office, county, name):
    matter, officer, says = made(office, county, name)

    assert reads(office, officer, matter, "document", name) == 200
    assert issues(office, officer, matter, name) == 302

    letter = IssuedLetter.objects.get()
    assert letter.number in office.sees(officer, *listed_on(matter))
    assert says in said(letter.pdf)
    assert letter.number in said(letter.pdf)
    document = pypdfium2.PdfDocument(bytes(letter.pdf))
    assert len(document) == letter.pages
    for page in range(letter.pages):
        assert document[page].get_size() == pytest.approx(PAGE, abs=0.1)
        assert len(rows(bytes(letter.pdf), page)) <= 22
    text = word.Document(io.BytesIO(letter.docx))
    words = "".join(each.text for each in [*text.paragraphs, *cells(text)])
    assert "".join(says.split()) in "".join(words.split())
    grid = text.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"


def cells(text):
    return [cell for table in text.tables for row in table.rows for cell in row.cells]


def listed_on(matter):
    return {"request": "request", "order": "order", "exit_case": "exit_case"}[matter.field], matter.row.pk


@EACH
def test_a_full_page_of_each_letter_has_22_lines_of_28_signs(office, county, name):
    matter, officer, _says = made(office, county, name)
    text = "标题：关于此事的文书\n\n" + "准" * 28 * 60
    LetterTemplate.objects.create(kind=name.partition("-")[0], text=text)

    assert issues(office, officer, matter, name) == 302

    assert [*map(len, rows(bytes(IssuedLetter.objects.get().pdf), 1))] == [28] * 22


@EACH
def test_hostile_words_stay_words_in_each_letter(office, county, name):
    matter, officer, _says = made(office, county, name)
    poison(matter)
    matter = fresh(matter)

    for page in (listed_on(matter), ("document", name)):
        shown = office.sees(officer, *page) if page[0] != "document" else opened(office, officer, matter, name)
        assert "<script>{" not in shown
    assert issues(office, officer, matter, name) == 302
    letter = IssuedLetter.objects.get()
    printed = said(letter.pdf)
    assert "<script>{{督办编号}}" in printed
    assert "\u202e" not in printed
    text = word.Document(io.BytesIO(letter.docx))
    assert any("<script>{{督办编号}}" in each.text for each in [*text.paragraphs, *cells(text)])
    for ending in ("pdf", "docx"):
        assert reads(office, officer, matter, "document_file", letter.pk, ending) == 200
        assert not set('\n\r<>"') & set(office.answer["Content-Disposition"].partition("filename*")[2])


def opened(office, officer, matter, name):
    reads(office, officer, matter, "document", name)
    return office.answer.content.decode()


def poison(matter):
    """Hostile words wherever somebody could have typed them."""
    if isinstance(matter, OfRequest):
        AdmissionRequest.objects.update(title=HOSTILE)
        RequestPart.objects.update(title=HOSTILE)
    elif isinstance(matter, OfOrder):
        SupervisionOrder.objects.update(title=HOSTILE, demand=HOSTILE, evidence=[[HOSTILE, HOSTILE]])
    else:
        ExitCase.objects.update(title=HOSTILE)
        matter.row.items.update(reason=HOSTILE)
        matter.row.reviews.update(note=HOSTILE)
        matter.row.desks.update(said=HOSTILE)


@EACH
def test_outsiders_neither_read_nor_preview_nor_issue_nor_fetch(office, county, name):
    matter, officer, _says = made(office, county, name)
    issues(office, officer, matter, name)
    letter = IssuedLetter.objects.get()

    for stranger in User.objects.filter(username__in=OUTSIDERS):
        assert issues(office, stranger, matter, name, issued=1) in (403, 404), stranger
        for page, *args in (("document", name), ("document_preview", name), ("document_file", letter.pk, "pdf")):
            assert reads(office, stranger, matter, page, *args) == 404, (stranger, page)
    assert IssuedLetter.objects.count() == 1


# Orders


def test_an_order_tells_what_was_found_what_is_demanded_and_by_when(office, county):
    matter = ordered(office, county)
    issues(office, county.supervisor, matter, "supervision_order")

    letter = IssuedLetter.objects.get()
    text, due = said(letter.pdf), matter.row.due_on
    for words in (
        matter.row.number,
        "未准入仍要求",
        "来源：村级反映",
        f"{due.year}年{due.month}月{due.day}日前",
        "认为所列问题与事实不符",
        "五（二）监管",
        county.supervisor.organ.name,
    ):
        assert words in text
    assert letter.number == "台安督准〔2026〕1号"
    assert letter.paper["check"] == matter.row.number
    event = OrderEvent.objects.last()
    assert (event.act, event.record["number"]) == ("issue_letter", letter.number)
    assert ordering.is_unbroken(list(OrderEvent.objects.all()))


def test_a_title_with_quotation_marks_is_quoted_with_single_ones_wherever_it_is_read(office, county):
    title = "黑鱼沟村委会“农家书屋”不在挂牌清单而悬挂"
    matter, single = ordered(office, county, title), title.replace("“", "‘").replace("”", "’")
    shown = opened(office, county.supervisor, matter, "supervision_order")
    assert f"关于“{single}”的督办通知书" in shown
    assert f"{title}（事由" in shown
    issues(office, county.supervisor, matter, "supervision_order")

    letter = IssuedLetter.objects.get()
    words = "".join(each.text for each in word.Document(io.BytesIO(letter.docx)).paragraphs)
    for text in (said(letter.pdf), words):
        assert f"关于“{single}”的督办通知书" in "".join(text.split())
    reads(office, county.supervisor, matter, "document_file", letter.pk, "pdf")
    assert f"“{single}”" in unquote(office.answer["Content-Disposition"])


def test_an_order_asks_for_nothing_that_cannot_be_handed_in(office, county):
    shown = opened(office, county.supervisor, ordered(office, county), "supervision_order")

    assert "证明材料由你单位留存备查" in shown
    assert "并附依据" not in shown


def test_the_first_order_keeps_its_own_term_after_a_second_was_set(office, county):
    matter = unmended(office, county)
    first, second = (each for each in matter.letters() if each.kind == LetterKind.SUPERVISION_ORDER)
    days = [event.record["due_on"] for event in OrderEvent.objects.filter(record__has_key="due_on")]

    for name, due, demand in ((first.name, days[0], "停止要求。"), (second.name, days[1], "三日内")):
        reads(office, county.clerk, matter, "document_preview", name)
        day = date.fromisoformat(due)
        text = said(office.answer.content)
        assert f"{day.year}年{day.month}月{day.day}日前" in text
        assert demand in text
    assert "正在整改。" in text


def test_a_cancelled_order_is_not_issued_any_more_but_its_end_is(office, county):
    matter = cancelled(office, county)

    assert issues(office, county.supervisor, matter, "supervision_order") == 409
    assert "督办单已撤销" in office.answer.content.decode()
    assert issues(office, county.supervisor, matter, "order_over") == 302
    text = said(IssuedLetter.objects.get().pdf)
    assert "并非该单位要求。" in text
    assert "督办撤销的通知书" in text


@pytest.mark.parametrize("who", ["clerk", "screener", "decider", "keeper"])
def test_only_the_supervising_organ_issues_the_letter_of_an_order(office, county, who):
    matter = ordered(office, county)

    assert issues(office, getattr(county, who), matter, "supervision_order") in (403, 404)
    assert not IssuedLetter.objects.exists()


def test_who_watches_from_elsewhere_does_not_sign_for_the_organ_that_ordered(office, county):
    from accounts import rights

    matter = ordered(office, county)
    rights.grant(county.finance, rights.SUPERVISE, county.region)

    assert reads(office, county.finance, matter, "document", "supervision_order") == 200
    assert reverse("order_document_issue", args=[matter.row.pk, "supervision_order"]) not in said_on(office)
    assert issues(office, county.finance, matter, "supervision_order") == 403
    assert not IssuedLetter.objects.exists()


def said_on(office):
    return office.answer.content.decode()


# Exits


def test_an_exit_tells_what_leaves_on_which_ground_from_when_and_what_stops(office, county):
    matter = left(office, county)
    issues(office, county.decider, matter, "exit")

    letter = IssuedLetter.objects.get()
    item, text = matter.row.items.get(outcome=Outcome.LEAVES), said(letter.pdf)
    for words in (
        "防汛值守",
        item.entry.number,
        f"{item.leaves_on.year}年{item.leaves_on.month}月{item.leaves_on.day}日",
        "没有实际效用",
        "三年没有使用",
        "五（二）四项取消",
        "停止的内容：每日值守并上报",
        "村级组织不再承担这项工作",
        "“保留的事项”",
        "仍有需要",
        "牌子和张贴的表格一并清理",
        "书面反映",
    ):
        assert words in text
    assert "不再出具这项证明" not in text
    assert letter.paper["issuers"] == ["中共台安县委员会", "台安县人民政府"]
    assert letter.paper["check_label"].startswith("查验码")


HEARD = "并听取责任单位意见"


@pytest.mark.parametrize(
    ("whose", "says", "silent"),
    [
        ("keeper", "由责任单位台安县民政局自行提出", ("没有可以", "没有登记")),
        ("justice", "台安县司法局在提请时没有可以陈述意见的人员", ("自行提出", "没有登记")),
        ("", "“防汛‘值守’”没有登记责任单位", ("自行提出", "在提请时没有")),
    ],
)
def test_an_exit_says_who_was_heard_and_why_nobody_was(office, county, whose, says, silent):
    organ = getattr(county, whose).organ if whose else None
    text = exited(office, county, organ)

    assert HEARD not in text
    assert "经提请退出（退出编号" in text
    assert says in text
    assert [words for words in silent if words in text] == []


def test_an_exit_on_which_one_of_two_organs_was_heard_says_so_of_each(office, county):
    text = exited(office, county, county.department, county.keeper.organ)

    assert HEARD in text
    assert f"{county.department.name}：同意退出。" in text
    assert "由责任单位台安县民政局自行提出" in text


def exited(office, county, *organs):
    """What the letter says of an exit of one entry of each organ, proposed by the keeper."""
    for organ in organs:
        entry = standing(county, "防汛“值守”")
        Entry.objects.filter(pk=entry.pk).update(organ=organ)
        exits.report(entry, by=county.keeper, ground=Ground.USE, note="三年没有使用")
    case = exits.propose(ExitReview.objects.all(), by=county.keeper)
    for _desk in case.desks.filter(organ__isnull=False):
        exits.answer(case, by=county.clerk, agrees=True, said="")
    exits.decide(
        case, by=county.decider, rulings={each.pk: Ruling(Outcome.LEAVES, "没有用") for each in case.items.all()}
    )
    assert issues(office, county.decider, fresh(OfExit(case)), "exit") == 302
    return said(IssuedLetter.objects.get().pdf)


def test_no_decision_is_written_where_nothing_leaves(office, county):
    exits.report(standing(county, "防汛值守"), by=county.keeper, ground=Ground.USE, note="没有使用")
    case = exits.propose(ExitReview.objects.all(), by=county.keeper)
    assert OfExit(case).letters() == []
    exits.answer(case, by=county.clerk, agrees=True, said="")
    exits.decide(case, by=county.decider, rulings={case.items.get().pk: Ruling(Outcome.STAYS, "仍在使用")})

    assert reads(office, county.decider, fresh(OfExit(case)), "document", "exit") == 404


def test_who_answers_for_an_entry_does_not_issue_the_decision_on_it(office, county):
    from accounts import rights

    matter = left(office, county)
    rights.grant(county.clerk, rights.DECIDE, county.region)

    assert issues(office, county.clerk, matter, "exit") == 409
    assert "须由其他单位的人员审定" in said_on(office)
    assert issues(office, county.keeper, matter, "exit") == 403
    assert not IssuedLetter.objects.exists()


def test_no_leading_group_signs_an_exit(office, county):
    Organ.objects.filter(region=county.region, function=Function.AUTHORITY).update(name="台安县减负工作领导小组")
    issues(office, county.decider, left(office, county), "exit")

    letter = IssuedLetter.objects.get()
    assert "领导小组" not in said(letter.pdf)
    letter.pk, letter.version, letter.serial, letter.body = None, 2, 2, Body.ORGAN
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save(force_insert=True)


# What holds for all


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": LetterKind.ACCEPTANCE, "body": Body.ORGAN},
        {"kind": LetterKind.EXIT},
        {"order": None},
        {"exit_case": True},
    ],
    ids=["a request's kind", "an exit's kind", "on nothing", "on two things"],
)
def test_the_database_refuses_a_letter_that_hangs_on_the_wrong_thing(office, county, wrong):
    case = left(office, county).row
    issues(office, county.supervisor, ordered(office, county), "supervision_order")
    letter = IssuedLetter.objects.get()
    letter.pk, letter.version, letter.serial, letter.body = None, 2, 2, Body.GOVERNMENT
    for field, value in wrong.items():
        setattr(letter, field, case if value is True else value)

    with pytest.raises(IntegrityError, match="hangs_on_one_thing"), transaction.atomic():
        letter.save(force_insert=True)


def test_an_office_counts_all_its_letters_in_one_series(office, county):
    request, case, order = admitted(office, county), left(office, county), ordered(office, county)
    for officer, matter, name in (
        (county.decider, request, "approval"),
        (county.supervisor, order, "supervision_order"),
        (county.decider, case, "exit"),
    ):
        assert issues(office, officer, matter, name) == 302
    assert issues(office, county.supervisor, order, "supervision_order", issued=1) == 302

    assert list(IssuedLetter.objects.values_list("number", flat=True)) == [
        "台安政准〔2026〕1号",
        "台安督准〔2026〕1号",
        "台安政准〔2026〕2号",
        "台安督准〔2026〕2号",
    ]


@pytest.mark.parametrize("name", ["supervision_order", "exit"])
def test_a_double_click_issues_once_and_says_who_did(office, county, name):
    matter, officer, _says = made(office, county, name)
    issues(office, officer, matter, name)

    assert issues(office, officer, matter, name) == 409
    assert str(officer) in said_on(office)
    assert IssuedLetter.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_letters_of_orders_issued_at_once_are_numbered_without_gaps_or_doubles(county):
    matters = [ordered(None, county, key=f"own-{n}") for n in range(4)]

    def issue(matter):
        issuing.issue_letter(matter, by=county.supervisor, name="supervision_order", write=write, issued=0)
        connection.close()

    threads = [threading.Thread(target=issue, args=[matter]) for matter in matters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(IssuedLetter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
