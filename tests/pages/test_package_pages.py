"""A body above takes in a package through the page: what differs is shown by row, what was altered is told at the file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from catalogues import verify
from catalogues.lists import CatalogueList, ListName
from catalogues.models import ReceivedPackage
from catalogues.verify import ENTRIES
from tests.catalogues.standing_things import two_filed_editions
from workflows.services import package_receiving


@pytest.fixture
def receiver(county) -> User:
    return User.objects.get(username="city-civil")


@pytest.fixture
def filed(county) -> list[bytes]:
    return two_filed_editions(county)


def hands_in(office, officer, content: bytes | None, name: str = "备案包 <1>.zip") -> str:
    office.client.force_login(officer)
    sent = {} if content is None else {"file": SimpleUploadedFile(name, content)}
    office.answer = office.client.post(reverse("package_receive"), sent)
    return office.answer.content.decode()


def test_a_receiver_finds_the_page_takes_two_editions_in_and_reads_what_differs(office, receiver, filed):
    assert reverse("packages") in office.sees(receiver, "lists")
    assert reverse("package_receive") in office.sees(receiver, "packages")

    for content in filed:
        hands_in(office, receiver, content)
        assert office.answer.status_code == 302

    first, second = ReceivedPackage.objects.order_by("number")
    assert (second.received_by, bytes(second.content)) == (receiver, filed[1])
    page = office.sees(receiver, "package_received", second.pk)
    for words in ("相对于第1版", "农业普查", "防汛值守", "来源、设立依据", second.digest, first.digest, str(receiver)):
        assert words in page
    assert "此前没有接收过" in office.sees(receiver, "package_received", first.pk)
    listed = office.sees(receiver, "packages")
    assert listed.count("台安县村级组织工作事务清单") == 2
    office.client.force_login(receiver)
    fetched = office.client.get(reverse("package_file", args=[second.pk]))
    assert fetched.content == filed[1] and "attachment" in fetched["Content-Disposition"]


def test_an_altered_row_is_named_at_the_file_and_nothing_is_kept(office, receiver, filed):
    number = verify.rows(filed[0], ENTRIES)[1]["number"]

    page = hands_in(office, receiver, filed[0].replace("防汛".encode(), "防旱".encode(), 1))

    assert office.answer.status_code == 422
    assert f"{ENTRIES} 第2行" in page and number in page
    assert not ReceivedPackage.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "请选择文件"),
        (b"", "文件是空的"),
        (b"PK\x03\x04 no package", "不是完好的备案包"),
        ("名称,编号\n".encode(), "不是完好的备案包"),
    ],
)
def test_what_is_no_package_is_told_at_the_file(office, receiver, content, says):
    page = hands_in(office, receiver, content)

    assert office.answer.status_code == 422
    assert says in page
    assert not ReceivedPackage.objects.exists()


def test_a_second_click_takes_nothing_in_twice(office, receiver, filed):
    hands_in(office, receiver, filed[0])
    page = hands_in(office, receiver, filed[0])

    assert office.answer.status_code == 422 and "没有重复接收" in page
    assert ReceivedPackage.objects.count() == 1


def test_what_is_filed_with_others_is_not_taken_in(office, county, filed):
    above = User.objects.get(username="province-civil")

    page = hands_in(office, above, filed[0])

    assert office.answer.status_code == 422 and "不向您所在的单位备案" in page
    assert not ReceivedPackage.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "screener", "supervisor", "decider", "keeper"])
def test_who_receives_no_filings_takes_in_none(office, county, filed, who):
    hands_in(office, getattr(county, who), filed[0])

    assert office.answer.status_code == 403
    assert not ReceivedPackage.objects.exists()


def test_only_the_three_organs_above_receive_and_only_what_is_filed(county, receiver):
    assert package_receiving.receives(CatalogueList(county.region, ListName.WORK_AFFAIRS), receiver)
    assert not package_receiving.receives(CatalogueList(county.region, ListName.REPORT_FORMS), receiver)
    assert not package_receiving.receives(CatalogueList(county.region, ListName.WORK_AFFAIRS), county.civil)


def test_the_list_is_searched_filtered_sorted_and_exported(office, receiver, filed):
    for content in filed:
        hands_in(office, receiver, content)

    def listed(**query):
        office.client.force_login(receiver)
        return b"".join(office.client.get(reverse("packages"), query)).decode()

    digest = ReceivedPackage.objects.get(number=1).digest
    assert listed(q=digest).count("台安县村级组织工作事务清单") == 1
    assert "没有接收的备案包" in listed(list="certifications")
    for column in ("title", "region", "number", "rows", "at", "by"):
        assert "台安县" in listed(sort=column)
    assert digest in listed(export="csv")
