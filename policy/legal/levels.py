"""How high a document stands: 法律、行政法规 … down to a school's own notice (domain report §4.1)."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from policy.legal import document_numbers
from policy.legal.document_numbers import DocumentNumber, Order
from policy.words import gettext_noop

PREFIXES = Path(__file__).with_name("prefixes.toml")


class Level(StrEnum):
    """The level of a document, the highest first; `label` is what people read."""

    CONSTITUTION = "constitution"
    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    STATE_COUNCIL_DECISION = "state_council_decision"
    LOCAL_REGULATION = "local_regulation"
    DEPARTMENTAL_RULE = "departmental_rule"
    LOCAL_GOVERNMENT_RULE = "local_government_rule"
    NORMATIVE_DOCUMENT = "normative_document"
    PARTY_REGULATION = "party_regulation"
    CENTRAL_DOCUMENT = "central_document"
    STATE_COUNCIL_OFFICE_DOCUMENT = "state_council_office_document"
    PROVINCIAL_DOCUMENT = "provincial_document"
    CITY_DOCUMENT = "city_document"
    COUNTY_DOCUMENT = "county_document"
    DEPARTMENT_DOCUMENT = "department_document"
    INTERNAL = "internal"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def is_law(self) -> bool:
        """法律, the constitution included; 法规 are not meant."""
        return self in {Level.CONSTITUTION, Level.LAW}

    @property
    def is_law_or_regulation(self) -> bool:
        """法律法规: 规章 are not among them."""
        return self.is_law or self in {Level.ADMINISTRATIVE_REGULATION, Level.LOCAL_REGULATION}

    @property
    def is_law_regulation_or_state_council_decision(self) -> bool:
        """法律法规或国务院决定, what a certification needs (notice, 四（一）)."""
        return self.is_law_or_regulation or self is Level.STATE_COUNCIL_DECISION

    @property
    def is_central(self) -> bool:
        """党中央、国务院 themselves speak. The State Council's office alone does not count."""
        return self in {Level.CENTRAL_DOCUMENT, Level.STATE_COUNCIL_DECISION}

    @property
    def is_policy(self) -> bool:
        """政策依据: a document of province or above that is neither law nor regulation."""
        return self.is_central or self in {
            Level.PARTY_REGULATION,
            Level.STATE_COUNCIL_OFFICE_DOCUMENT,
            Level.PROVINCIAL_DOCUMENT,
        }

    @property
    def is_internal(self) -> bool:
        """Minutes, speeches, pledges, an enterprise's rules: never enough."""
        return self is Level.INTERNAL


LABELS = {
    Level.CONSTITUTION: gettext_noop("宪法"),
    Level.LAW: gettext_noop("法律"),
    Level.ADMINISTRATIVE_REGULATION: gettext_noop("行政法规"),
    Level.STATE_COUNCIL_DECISION: gettext_noop("国务院决定"),
    Level.LOCAL_REGULATION: gettext_noop("地方性法规"),
    Level.DEPARTMENTAL_RULE: gettext_noop("部门规章"),
    Level.LOCAL_GOVERNMENT_RULE: gettext_noop("地方政府规章"),
    Level.NORMATIVE_DOCUMENT: gettext_noop("行政规范性文件"),
    Level.PARTY_REGULATION: gettext_noop("党内法规"),
    Level.CENTRAL_DOCUMENT: gettext_noop("党中央、国务院文件"),
    Level.STATE_COUNCIL_OFFICE_DOCUMENT: gettext_noop("国务院办公厅文件"),
    Level.PROVINCIAL_DOCUMENT: gettext_noop("省委省政府文件"),
    Level.CITY_DOCUMENT: gettext_noop("市委市政府文件"),
    Level.COUNTY_DOCUMENT: gettext_noop("县委县政府文件"),
    Level.DEPARTMENT_DOCUMENT: gettext_noop("部门文件"),
    Level.INTERNAL: gettext_noop("内部文件"),
    Level.UNKNOWN: gettext_noop("层级不明"),
}


def of_document_number(number: str) -> Level | None:
    """The level that a document's number shows; None where the number says nothing. Never raises."""
    if any(word in number for word in prefix_table()["internal"]["words"]):
        return Level.INTERNAL
    match document_numbers.read(number):
        case DocumentNumber(head=head):
            return _of_head(head)
        case Order(issuer=issuer):
            return _of_issuer(issuer)
    return None


def _of_head(head: str) -> Level | None:
    known = [(prefix, level) for level, prefixes in prefix_table()["prefixes"].items() for prefix in prefixes]
    matching = [(len(prefix), level) for prefix, level in known if head.startswith(prefix)]
    if matching:
        return Level[max(matching)[1]]
    heads = prefix_table()["heads"]
    speaks_for_all = head[1:2] in heads["authority"]
    if head[0] in heads["province"]:
        return Level.PROVINCIAL_DOCUMENT if speaks_for_all else Level.DEPARTMENT_DOCUMENT
    if head[0] in heads["city"] + heads["county"]:
        return Level.DEPARTMENT_DOCUMENT
    return None


def _of_issuer(issuer: str) -> Level | None:
    for level, endings in prefix_table()["orders"].items():
        if issuer.endswith(tuple(endings)):
            return Level[level]
    return None


@cache
def prefix_table() -> dict[str, Any]:
    """The table of prefixes as it stands in prefixes.toml."""
    return tomllib.loads(PREFIXES.read_text(encoding="utf-8"))
