"""The province's list of cancelled certificates, as it will be once it is entered. No fixtures: bench/mutate.py runs this."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policy import certificates
from policy.assessment import Answer, assess
from policy.basis import Basis
from policy.choices import Kind
from policy.facts import Facts
from policy.legal.levels import Level

LISTED = '[[items]]\nnumber = 1\nname = "务农证明"\n'


@contextmanager
def the_list(text: str) -> Iterator[None]:
    before = certificates.LIAONING
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.toml"
        file.write_text(text, encoding="utf-8")
        certificates.LIAONING = str(file)
        try:
            yield
        finally:
            certificates.LIAONING = before


def answer(name: str, *bases: Basis) -> Answer:
    verdict = assess(Facts.from_answers(Kind.CERTIFICATION, name, {}, bases))
    return next(e.answer for e in verdict.findings if e.rule == "certification_is_not_cancelled_by_the_province")


def test_a_certificate_on_the_list_is_refused_unless_law_still_demands_it() -> None:
    with the_list(LISTED):
        assert answer("某村务农证明") is Answer.BROKEN
        assert answer("务农证明", Basis(title="某法", level=Level.LAW)) is Answer.KEPT
        assert answer("务农证明", Basis(title="不明文件")) is Answer.UNKNOWN


def test_a_certificate_not_on_a_list_known_as_a_whole_is_free() -> None:
    with the_list(LISTED):
        assert answer("居住证明") is Answer.KEPT


def test_a_certificate_not_on_a_list_known_in_part_is_not_known_to_be_free() -> None:
    with the_list(f"complete = false\n{LISTED}"):
        assert answer("居住证明") is Answer.UNKNOWN
        assert answer("务农证明") is Answer.BROKEN
