"""The models of laws: what the register holds, and what of it is only added to."""

from laws.models.record import ChangeKind, Confirmation, LawChange
from laws.models.source import LONGEST_WAIT, Article, Corpus, Ending, LegalSource, LegalVersion

__all__ = [
    "LONGEST_WAIT",
    "Article",
    "ChangeKind",
    "Confirmation",
    "Corpus",
    "Ending",
    "LawChange",
    "LegalSource",
    "LegalVersion",
]
