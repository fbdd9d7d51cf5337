"""Local documents in the register: found again by their number, never mistaken for a namesake's, kept through an import."""

from datetime import date
from io import BytesIO

import pytest

from accounts.models import Organ, User
from laws import confirmations, importing, registry, scans
from laws.cited import Cited
from laws.confirmations import Occasion, Seen
from laws.models import Article
from policy.legal.levels import Level
from tests.laws.files import Collection

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 25)
TITLE, NUMBER = "关于做好村级防汛工作的通知", "台办发〔2026〕7号"
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def occasion(county, settings, tmp_path) -> Occasion:
    settings.MEDIA_ROOT = tmp_path
    return Occasion(
        User.objects.get(pk=county.justice.pk), Organ.objects.get(pk=county.justice.organ_id), "210321-2026-00001"
    )


def seen(text: str = "各村设立防汛工作站。", number: str = NUMBER) -> Seen:
    return Seen(TITLE, number, Level.COUNTY_DOCUMENT, "台安县人民政府办公室", date(2026, 5, 1), text, BytesIO(PDF))


def test_a_confirmed_passage_is_read_with_its_level_and_its_day(occasion):
    confirmations.confirm(Cited.read(TITLE, NUMBER), seen(), occasion)
    basis = registry.look_up(TITLE, document_number="台办发[2026]第007号", on=DAY)
    assert (basis.exists, basis.in_force, basis.text) == (True, True, "各村设立防汛工作站。")
    assert basis.level is Level.COUNTY_DOCUMENT
    assert registry.look_up("", document_number=NUMBER, on=DAY).title == TITLE
    assert registry.look_up(TITLE, document_number=NUMBER, on=date(2026, 4, 30)).in_force in {False, None}


def test_passages_and_articles_of_one_document_are_gathered(occasion):
    confirmations.confirm(Cited.read(TITLE, NUMBER), seen("第一段。"), occasion)
    confirmations.confirm(Cited.read(TITLE, NUMBER, 3), seen("第三条全文。"), occasion)
    confirmations.confirm(Cited.read(TITLE, NUMBER), seen("第二段。"), occasion)
    assert registry.look_up(TITLE, document_number=NUMBER, on=DAY).text == "第一段。\n第二段。"
    assert registry.look_up(TITLE, document_number=NUMBER, article=3, on=DAY).text == "第三条全文。"
    assert registry.look_up(TITLE, document_number=NUMBER, article=4, on=DAY).exists is None


@pytest.mark.parametrize("number", ["", "岫办发〔2026〕3号"])
def test_a_namesake_of_another_county_is_not_taken_for_it(occasion, number):
    confirmations.confirm(Cited.read(TITLE, NUMBER), seen(), occasion)
    basis = registry.look_up(TITLE, document_number=number, on=DAY)
    assert (basis.exists, basis.text) == (None, "")
    assert NUMBER in basis.replaced_by_note


def test_two_documents_of_one_name_both_stand_in_the_register(occasion):
    confirmations.confirm(Cited.read(TITLE, NUMBER), seen("甲文。"), occasion)
    other = "岫办发〔2026〕3号"
    confirmations.confirm(Cited.read(TITLE, other), seen("乙文。", other), occasion)
    assert registry.look_up(TITLE, document_number=NUMBER, on=DAY).text == "甲文。"
    assert registry.look_up(TITLE, document_number=other, on=DAY).text == "乙文。"


def test_a_number_nobody_found_does_not_exist_and_a_mere_name_stays_open(occasion):
    confirmations.refuse(Cited.read(TITLE, NUMBER), occasion, note="公文库没有")
    confirmations.refuse(Cited.read("关于规范村级台账的通知"), occasion, note="公文库没有")
    assert registry.look_up(TITLE, document_number=NUMBER, on=DAY).exists is False
    named = registry.look_up("关于规范村级台账的通知", on=DAY)
    assert named.exists is None and "核验未找到该文件" in named.replaced_by_note
    assert registry.look_up(TITLE, document_number="台办发〔2026〕8号", on=DAY).replaced_by_note == ""


def test_what_was_confirmed_outlives_an_import_and_gives_way_to_the_whole_text(occasion, tmp_path):
    confirmations.confirm(Cited.read("村务管理办法", "", 1), Seen(
        "村务管理办法", "", Level.CITY_DOCUMENT, "市政府", date(2020, 1, 1), "村务公开。", BytesIO(PDF)), occasion)  # fmt: skip
    collection = Collection(tmp_path / "laws.db")
    collection.add("另一部法", "2019-10-01", "2020-01-01", {"第一条": "本法自2020年1月1日起施行。"})
    importing.import_laws(collection.path)
    assert registry.look_up("村务管理办法", article=1, on=DAY).text == "村务公开。"

    collection.add(
        "村务管理办法", "2020-01-01", "2020-01-01", {"第一条": "村务应当公开。", "第二条": "自2020年1月1日起施行。"}
    )
    importing.import_laws(collection.path)
    assert registry.look_up("村务管理办法", article=1, on=DAY).text == "村务应当公开。"
    assert not Article.objects.filter(confirmation__isnull=False).exists()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"%PDF-1.7 cut off", ""),
        (b"\xff\xd8\xff\xe0 picture \xff\xd9", "jpg"),
        (b"\xff\xd8\xff\xe0 cut off", ""),
        (b"GIF89a", ""),
        (b"", ""),
        (b"PK\x03\x04 a document of an office suite", ""),
        (b"  %PDF-1.7\n%%EOF", ""),
    ],
    ids=str,
)
def test_a_scan_is_known_by_its_bytes(content, kind):
    assert scans.type_of(BytesIO(content)) == kind
