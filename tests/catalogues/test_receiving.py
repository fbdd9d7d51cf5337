"""A body above takes in what a body below filed: verified, chained, compared by row; altered, it is refused by its row."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogues import receiving, verify
from catalogues.lists import CatalogueList, ListName
from catalogues.models import ReceivedPackage
from catalogues.receiving import PackageRefused, receive
from catalogues.verify import ABOUT, CONTENT, DIFFERENCE, ENTRIES, archive, canonical, manifest_of
from tests.catalogues.standing_things import two_filed_editions

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(county) -> list[bytes]:
    return two_filed_editions(county)


def resealed(content: bytes, file: str, change) -> bytes:
    """The package with the lines of one file changed and everything sealed anew, as a forger would."""
    files = {name: b"".join(canonical(line) for line in verify.rows(content, name)) for name in CONTENT}
    files[file] = b"".join(canonical(line) for line in change(verify.rows(content, file)))
    return archive(files, manifest_of(files))


def refused(content: bytes) -> str:
    with pytest.raises(PackageRefused) as told:
        receive(content)
    return str(told.value)


def test_editions_are_taken_in_one_after_the_other_and_compared_by_row(filed):
    first, second = (receive(content) for content in filed)

    assert (first.since, second.since) == (0, 1)
    assert second.package.previous == first.package
    assert [row["title"] for row in second.differs.entered] == ["农业普查"]
    assert [row["title"] for row in second.differs.left] == ["防汛值守\n台账"]
    assert [(each.after["title"], each.what) for each in second.differs.changed] == [("人口登记", ("source", "bases"))]


def test_the_first_is_compared_with_what_is_kept_here(filed):
    differs = receive(filed[0]).differs

    assert [row["title"] for row in differs.left] == ["农业普查"]
    assert [row["title"] for row in differs.entered] == ["防汛值守\n台账"]


def test_the_altered_row_is_named_and_nothing_is_kept(filed):
    number = verify.rows(filed[0], ENTRIES)[1]["number"]
    altered = filed[0].replace("防汛".encode(), "防旱".encode(), 1)

    assert f"{ENTRIES} 第2行" in refused(altered) and number in refused(altered)
    assert not ReceivedPackage.objects.exists()


def test_out_of_turn_twice_and_from_another_chain_are_refused(filed):
    assert "未接上已接收的第0版" in refused(filed[1])
    receive(filed[0])
    assert "没有重复接收" in refused(filed[0])
    forged = resealed(filed[1], ABOUT, lambda lines: [lines[0] | {"previous": "0" * 64}])
    assert "未接上已接收的第1版" in refused(forged)
    receive(filed[1])
    assert receiving.held(CatalogueList(ReceivedPackage.objects.first().region, ListName.WORK_AFFAIRS)).number == 2


def test_who_hides_a_row_from_the_difference_is_found_out(filed):
    receive(filed[0])
    number = verify.rows(filed[1], DIFFERENCE)[0]["number"]

    assert number in refused(resealed(filed[1], DIFFERENCE, lambda lines: lines[1:]))
    quietly = resealed(filed[1], ENTRIES, lambda lines: [lines[0] | {"title": "另一件事"}, *lines[1:]])
    assert "所附差别与上一版不符" in refused(quietly)


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        (ABOUT, {"region": "999999999999"}, "没有这样的区划或者清单"),
        (ABOUT, {"list": "seal_use"}, "没有这样的区划或者清单"),
        (ABOUT, {"edition": "一"}, "没有这样的区划或者清单"),
        (ABOUT, {"format": "other"}, "不是本系统能读取的"),
        (ENTRIES, {"title": None}, "第1行缺少"),
        (ENTRIES, {"officer": "某人"}, "第1行缺少"),
    ],
)
def test_what_is_well_sealed_and_means_nothing_here_is_refused(filed, file, change, says):
    assert says in refused(resealed(filed[0], file, lambda lines: [lines[0] | change, *lines[1:]]))


@given(place=st.integers(0, 10**6), flip=st.integers(1, 255))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_package_with_a_flipped_byte_is_taken_in(filed, place, flip):
    altered = bytearray(filed[0])
    altered[place % len(altered)] ^= flip

    assert refused(bytes(altered))


def test_what_was_taken_in_is_never_changed(filed):
    kept = receive(filed[0]).package
    for act in (lambda: ReceivedPackage.objects.update(rows=[]), kept.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_command_tells_row_by_row_and_fails_where_one_is_refused(filed, tmp_path):
    files = [tmp_path / name for name in ("1.zip", "2.zip", "altered.zip", "none.zip")]
    for file, content in zip(files, [*filed, filed[1].replace(b"2026", b"2025", 1)], strict=False):
        file.write_bytes(content)
    said = io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("receive_packages", *map(str, files), stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[-1] == "packages: 2 received, 2 refused"
    assert any(line.strip().startswith("变更") and "人口登记（来源、设立依据）" in line for line in lines)
    assert any("altered.zip: about.jsonl 第1行" in line or "altered.zip: entries.jsonl 第1行" in line for line in lines)
    assert any("none.zip" in line and "无法读取" in line for line in lines)
