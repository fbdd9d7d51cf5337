"""Stories of the pages of the law: what must be looked at again, and documents that only the legal desk can see."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laws.models import Article, ChangeKind, LawChange, LegalSource
from notifications.models import Outgoing
from tests.requests import MEDIATION, STATION
from tests.steps import Office
from workflows.models import Citation, LawReview, RequestPart
from workflows.services import law_review

MEDIATION_LAW = "中华人民共和国人民调解法"


@pytest.fixture
def review(office, county) -> LawReview:
    """The mediation law's article 8 was changed after a request that rests on it was handed in."""
    office.submits(MEDIATION)
    LawChange.objects.create(
        source=LegalSource.objects.get(title=MEDIATION_LAW),
        version="2010年文本",
        article=8,
        kind=ChangeKind.AMENDED,
        before="村民委员会设立人民调解委员会。",
        after="村民委员会可以设立人民调解委员会。",
        provenance="测试",
    )
    (queued,) = law_review.queue()
    return queued


def test_the_lead_organ_finds_in_its_menu_what_rests_on_a_changed_law(office, county, review):
    assert reverse("law_reviews") in office.sees(county.screener, "start")
    listed = office.sees(county.screener, "law_reviews", state="open")
    assert "人民调解委员会" in listed and f"《{MEDIATION_LAW}》第八条" in listed and "待复查" in listed

    page = office.sees(county.screener, "law_review", review.pk)
    assert "村民委员会<ins>可以</ins>设立人民调解委员会。" in page


def test_the_lead_organ_closes_a_review_with_a_conclusion(office, county, review):
    office.sees(county.screener, "law_review", review.pk)
    answer = office.client.post(reverse("law_review", args=[review.pk]), {"conclusion": "replaced", "reason": ""})
    assert answer.status_code == 422 and "请写明如何处理" in answer.content.decode()

    office.client.post(reverse("law_review", args=[review.pk]), {"conclusion": "replaced", "reason": "请补引新条文"})
    review.refresh_from_db()
    assert (review.conclusion, review.closed_by) == ("replaced", county.screener)
    assert "待复查" not in office.sees(county.screener, "law_reviews", state="closed").split("<tbody")[1]

    again = office.client.post(reverse("law_review", args=[review.pk]), {"conclusion": "stands"})
    assert again.status_code == 409 and "须更新依据" in again.content.decode()


def test_other_counties_and_other_offices_do_not_see_a_review(office, county, review):
    office.sees(county.neighbour_screener, "law_review", review.pk)
    assert office.answer.status_code == 404
    office.sees(county.neighbour_screener, "law_reviews")
    assert office.answer.context["listing"].page.paginator.count == 0
    office.sees(county.clerk, "law_reviews")
    assert office.answer.status_code == 403


def test_the_list_of_reviews_asks_as_much_of_the_database_however_long_it_is(office, county, review):
    office.client.force_login(county.screener)
    with CaptureQueriesContext(connection) as one:
        office.client.get(reverse("law_reviews"))
    for title in ("甲", "乙", "丙"):
        office.submits(MEDIATION | {"title": title})
        part = RequestPart.objects.get(title=title)
        LawReview.objects.create(change=review.change, part=part, cited="")
    office.client.force_login(county.screener)
    with CaptureQueriesContext(connection) as four:
        office.client.get(reverse("law_reviews"))
    assert len(four) == len(one)


# -- documents that only the legal desk can see ----------------------------------------------------------------------

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 20 + b"\xff\xd9"


class Upload:
    """A file as a browser sends it: bytes under a name that the sender chooses."""

    def __init__(self, content: bytes, name: str) -> None:
        self.file = BytesIO(content)
        self.file.name = name


def document(content: bytes = PDF, name: str = "扫描件.pdf", **changed) -> dict:
    return {
        "do": "confirm",
        "title": "关于加强村级食品安全工作的意见",
        "document_number": "台食安委〔2026〕1号",
        "level": "county_document",
        "issuer": "台安县食品安全委员会",
        "effective_on": "2026-03-01",
        "text": "各村设立食品安全工作站。",
        "scan": Upload(content, name).file,
    } | changed


@pytest.fixture
def at_the_legal_desk(office: Office, county, settings, tmp_path) -> Citation:
    """A request that cites a document of the county, under review."""
    settings.MEDIA_ROOT = tmp_path / "media"
    request = office.submits(STATION)
    office.accepts(request)
    office.client.force_login(county.justice)
    return Citation.objects.get(part__request=request)


def address(citation: Citation) -> str:
    return reverse("citation", args=[citation.part.request_id, citation.pk])


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_legality_page_leads_to_the_document_that_no_register_holds(office, county, at_the_legal_desk):
    page = office.sees(county.justice, "act", at_the_legal_desk.part.request_id, "give_opinion")
    assert address(at_the_legal_desk) in page
    shown = office.client.get(address(at_the_legal_desk)).content.decode()
    assert "台食安委〔2026〕1号" in shown and "各村设立食品安全工作站。" in shown
    assert address(at_the_legal_desk) not in office.sees(
        county.finance, "act", at_the_legal_desk.part.request_id, "give_opinion"
    )


def test_the_legality_page_says_how_strongly_an_article_speaks(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    assert "条文用语：应当设立" in office.sees(county.justice, "act", request.pk, "give_opinion")


@pytest.mark.parametrize(
    ("content", "name"), [(PDF, "a.pdf"), (PNG, "b.png"), (JPEG, "c.jpeg"), (PDF, "../../etc/x.exe")]
)
def test_a_document_that_was_seen_is_found_from_then_on(office, county, at_the_legal_desk, settings, content, name):
    answer = office.client.post(address(at_the_legal_desk), document(content, name))
    assert answer.status_code == 302
    (kept,) = stored(settings)
    assert re.fullmatch(r"[0-9a-f]{32}\.(pdf|png|jpg)", kept.name) and kept.read_bytes() == content

    page = office.sees(county.justice, "act", at_the_legal_desk.part.request_id, "give_opinion")
    assert "登记库所载原文" in page and "现行有效" in page
    again = office.submits(STATION | {"title": "另一个食品安全工作站"})
    (basis,) = again.parts.get().latest_verdict.facts["bases"]
    assert (basis["exists"], basis["in_force"], basis["text_is_claimed"]) == (True, True, False)
    event = at_the_legal_desk.part.request.events.get(act="confirm_citation")
    assert event.officer == county.justice and "原件已核验" in event.reason


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"scan": ""}, "请上传原件扫描件。"),
        ({"content": b"", "name": "空.pdf"}, "扫描件是空文件，请重新选择。"),
        ({"content": b"MZ\x90\x00", "name": "扫描件.pdf"}, "扫描件须为完整的 PDF、PNG 或者 JPEG 文件"),
        ({"content": b"<html><script>", "name": "x.png"}, "扫描件须为完整的 PDF、PNG 或者 JPEG 文件"),
        ({"content": PNG[:-4], "name": "torn.png"}, "扫描件须为完整的 PDF、PNG 或者 JPEG 文件"),
        ({"content": PDF + b"0" * (10 * 1024 * 1024), "name": "big.pdf"}, "不能超过 10 MB"),
        ({"text": "  "}, "请录入所引条款的原文。"),
        ({"title": "另一份文件"}, "与此不符"),
        ({"document_number": "台食安委〔2026〕2号"}, "与此不符"),
        ({"level": "law"}, "请从所列层级中选择。"),
        ({"effective_on": "2026-02-30"}, "请填写日期"),
        ({"effective_on": "0001-01-01"}, "不在合理范围内"),
        ({"issuer": "台安县\x00"}, "控制字符"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_with_an_upload_is_said_at_its_field_and_nothing_is_kept(
    office, at_the_legal_desk, settings, wrong, sentence
):
    answer = office.client.post(address(at_the_legal_desk), document(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert stored(settings) == []
    assert not LegalSource.objects.filter(document_number="台食安委〔2026〕1号").exists()


def test_a_number_of_a_department_is_not_taken_for_a_central_document(office, at_the_legal_desk):
    Citation.objects.filter(pk=at_the_legal_desk.pk).update(document_number="民发〔2026〕99号")
    forged = document(document_number="民发〔2026〕99号", level="central_document")
    answer = office.client.post(address(at_the_legal_desk), forged)
    assert answer.status_code == 422 and "属于“部门文件”" in answer.content.decode()


def test_the_paragraph_cited_must_be_in_the_text_that_is_entered(office, at_the_legal_desk):
    Citation.objects.filter(pk=at_the_legal_desk.pk).update(article=3, paragraph=2)
    answer = office.client.post(address(at_the_legal_desk), document(text="各村设立食品安全工作站。"))
    assert answer.status_code == 422 and "录入的原文只有1款" in answer.content.decode()

    whole = document(text="县里统筹。\r\n各村设立食品安全工作站。")
    assert office.client.post(address(at_the_legal_desk), whole).status_code == 302
    assert Article.objects.get(confirmation__isnull=False).paragraphs[1] == "各村设立食品安全工作站。"


def test_a_name_that_nobody_found_is_remembered_and_the_applicant_is_told(office, county, at_the_legal_desk):
    answer = office.client.post(address(at_the_legal_desk), {"do": "refuse", "lost-note": " "})
    assert answer.status_code == 422 and "请写明在哪里查找过。" in answer.content.decode()
    answer = office.client.post(address(at_the_legal_desk), {"do": "refuse", "lost-note": "县政府公文库没有此文号"})
    assert answer.status_code == 302

    again = office.submits(STATION | {"title": "另一个食品安全工作站"})
    (basis,) = again.parts.get().latest_verdict.facts["bases"]
    assert basis["exists"] is False and "核验未找到该文件" in basis["replaced_by_note"]
    assert Outgoing.objects.get(event="citation_not_found").recipient == county.clerk


def test_a_document_that_turns_up_later_can_still_be_confirmed(office, at_the_legal_desk):
    office.client.post(address(at_the_legal_desk), {"do": "refuse", "lost-note": "公文库没有"})
    assert office.client.post(address(at_the_legal_desk), document()).status_code == 302
    answer = office.client.post(address(at_the_legal_desk), document())
    assert answer.status_code == 409 and "登记库已载有所引原文" in answer.content.decode()


def test_only_the_legal_desk_confirms_and_only_while_it_is_asked(office, county, at_the_legal_desk, settings):
    office.client.force_login(county.finance)
    assert office.client.post(address(at_the_legal_desk), document()).status_code == 403
    office.client.force_login(county.clerk)
    assert office.client.post(address(at_the_legal_desk), document()).status_code == 403
    office.does(county.justice, "give_opinion", at_the_legal_desk.part.request, conclusion="supports")
    assert office.client.post(address(at_the_legal_desk), document()).status_code == 409
    assert stored(settings) == []


def test_a_national_law_is_never_entered_by_hand(office, at_the_legal_desk):
    Citation.objects.filter(pk=at_the_legal_desk.pk).update(title=MEDIATION_LAW, document_number="")
    answer = office.client.post(address(at_the_legal_desk), document(title=MEDIATION_LAW, document_number=""))
    assert answer.status_code == 409 and "国家法律由登记库统一收录" in answer.content.decode()


def test_a_scan_is_a_download_for_those_who_may_see_its_request(office, county, at_the_legal_desk):
    office.client.post(address(at_the_legal_desk), document())
    page = office.client.get(address(at_the_legal_desk)).content.decode()
    (link,) = re.findall(r'href="(/law-scans/\d+/)"', page)
    for officer in (county.justice, county.clerk, county.decider):
        office.client.force_login(officer)
        answer = office.client.get(link)
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
    for stranger in (county.neighbour_clerk, county.neighbour_screener):
        office.client.force_login(stranger)
        assert office.client.get(link).status_code == 404
    office.client.logout()
    assert office.client.get(link).status_code == 302
