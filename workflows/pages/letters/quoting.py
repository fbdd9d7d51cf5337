"""How a letter quotes a clause."""

from policy.notice import Clause


def quoted(clause: Clause) -> str:
    """The words of the clause, where they stand, and its number."""
    return f"“{clause.quote}”（{clause.source}，{clause.key}）" if clause.quote else ""
