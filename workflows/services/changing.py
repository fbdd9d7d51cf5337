"""变更: how far the keeper of a list may change an entry by himself. What was admitted changes only by a decision.

Entries are compared as rows of an edition (`catalogues.editions.row_of`); fields are named as on the keeper's form.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogues import exits
from catalogues.editions import Row
from catalogues.lists import is_open
from catalogues.models import Entry
from workflows.errors import NotComplete, NotNow

# Field of a row → field of the form, and what it is called. They say what is demanded, of whom and by what right.
DECIDED = {
    "title": ("title", gettext_lazy("名称")),
    "kind": ("kind", gettext_lazy("类别")),
    "scope": ("scope", gettext_lazy("实施范围")),
    "bases": ("basis", gettext_lazy("设立依据")),
    "answers": ("content", gettext_lazy("内容")),
}
BY_THE_KEEPER = frozenset({"organ", "source", "valid_until"})
_ENDLESS = "9999"


@dataclass(frozen=True)
class Leeway:
    """What of one entry may be filled in: the fields that are `free` (None: all), and what is `said` about it."""

    free: frozenset[str] | None = None
    said: str = ""

    def fixes(self, field: str) -> bool:
        return self.free is not None and field not in self.free


def leeway(entry: Entry, asked: Iterable[str] = (), frozen: str = "") -> Leeway:
    """What the keeper may fill in; whether an exit is under way is asked besides.

    `asked`: the answers for which the form asks. `frozen`: why the list may not change now; then only what is missing may
    be filled in.
    """
    free, said = None, ""
    if entry.request_number:
        free, said = (
            BY_THE_KEEPER,
            _(
                "本条目经准入列入，这里只能变更责任单位、来源，或者提前有效期；其他内容重新申请准入，不再需要的提请退出。"
            ),
        )
    missing = _left_open(entry, asked) if frozen else frozenset()
    if missing:
        free = missing if free is None else free & missing
        frozen = _("%(frozen)s空缺的内容可以补填，不计为变更；已经写明的不能改。") % {"frozen": frozen}
    return Leeway(free, frozen or said)


def _left_open(entry: Entry, asked: Iterable[str]) -> frozenset[str]:
    said = {"organ": entry.organ, "source": entry.source, "basis": entry.bases.exists()}
    answers = {name for name in asked if is_open(entry.answers, name)}
    return frozenset(answers | {name for name, value in said.items() if not value})


def require_decided_kept(before: Row, after: Row) -> None:
    """Raise NotComplete where the change of an admitted entry would ask something else, of others, or for longer."""
    for name, (field, called) in DECIDED.items():
        if before[name] != after[name]:
            raise NotComplete(
                _(
                    "《%(entry)s》经准入列入，%(what)s只能经审定改变：需要改变的，重新申请准入；不再需要的，提请退出审定。"
                )
                % {"entry": before["title"], "what": called},
                field=_differing(before[name], after[name]) if name == "answers" else field,
            )
    if (after["valid_until"] or _ENDLESS) > (before["valid_until"] or _ENDLESS):
        raise NotComplete(
            _("《%(entry)s》经准入列入，有效期只能提前，不能延长：需要延长的，重新申请准入。")
            % {"entry": before["title"]},
            field="valid_until",
        )


def require_no_exit(entry: Entry) -> None:
    """Raise NotNow while the exit of the thing is heard or decided: it would be moved from under whoever decides."""
    if case := exits.open_case_of(entry):
        raise NotNow(
            _("《%(entry)s》正在办理退出（%(number)s），审定或者不再提请以前不能变更、删除。")
            % {"entry": entry.title, "number": case.number}
        )


def _differing(before: dict[str, object], after: dict[str, object]) -> str:
    """The first answer that is not the same."""
    return next(name for name in [*before, *after] if before.get(name) != after.get(name))
