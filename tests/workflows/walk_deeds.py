"""What can be tried on a request, by whoever, right or wrong: each deed of `workflows.services` with words it may be given.

`turn` is any whole number: it picks among the answers the deed could be given. These are the deeds of the procedure; each
further family of verbs is a file of its own (`walk_machine.FAMILIES`) with the same names as the end of this one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from accounts.models import Organ, User
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION
from workflows.flows import OPINION_DESKS
from workflows.models import AdmissionRequest, Citation, Decision, RequestPart
from workflows.services import (
    decision,
    drafting,
    legal_desk,
    province,
    publication,
    re_examination,
    review,
    screening,
    submission,
)
from workflows.services.decision import Ruling

FORM: dict[str, Any] = {
    "kind": "report_form",
    "title": "村级防汛物资登记表",
    "answers": {"application": "new", "content": "登记防汛物资", "form_type": "form", "frequency": "once"},
    "citations": [],
}
INSIDE_BOARD: dict[str, Any] = OUTSIDE_BOARD | {
    "title": "人民调解委员会",
    "answers": OUTSIDE_BOARD["answers"] | {"place": "inside", "official_name": "人民调解委员会"},
}
PARTS = {"mediation": MEDIATION, "outside": OUTSIDE_BOARD, "station": STATION, "inside": INSIDE_BOARD, "form": FORM}
REASONS = ("情况属实", "", "  ")
CONCLUSIONS = ("supports", "supports_amended", "objects", "supports")

Deed = Callable[[AdmissionRequest, User, int, Sequence[Organ]], object]


def pick(choices: Sequence[Any], turn: int) -> Any:
    return choices[turn % len(choices)]


def a_part(request: AdmissionRequest, turn: int) -> RequestPart:
    return pick(list(request.parts.all()) or [RequestPart(pk=0, request=request, kind="mechanism")], turn)


def reason(turn: int) -> str:
    """Mostly a reason; now and then none, which most acts refuse."""
    return REASONS[0] if turn % 5 else pick(REASONS, turn // 5)


def rulings(request: AdmissionRequest, turn: int) -> dict[int, Ruling]:
    """Any mix: admitted, refused, sent back, some that no authority may choose, now and then one too few."""
    wishes = [Decision.ADMITTED, Decision.ADMITTED, Decision.REFUSED, Decision.SENT_BACK, *Decision]
    chosen = {}
    for part in request.parts.all():
        turn, wish = divmod(turn, len(wishes))
        if turn % 7 != 6:
            chosen[part.position] = Ruling(wishes[wish], reason(turn))
    return chosen


def asked(townships: Sequence[Organ], turn: int) -> list[Organ]:
    return [organ for place, organ in enumerate(townships) if turn >> place & 1]


def opinion(desk: str) -> Deed:
    def give(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
        return review.give_opinion(
            request, by=by, desk=desk, conclusion=pick(CONCLUSIONS, turn), text=reason(turn // 4)
        )

    return give


def accept(request: AdmissionRequest, by: User, turn: int, organs: Sequence[Organ]) -> object:
    back = {1 + turn // 8 % 3: "请单独另报"} if turn % 3 == 0 else {}
    return screening.accept(request, by=by, townships=asked(organs, turn % 8), sent_back=back, seen=request.revision)


def write_part(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    part, into = a_part(request, turn), pick(list(PARTS.values()), turn)
    cited = [Citation(**each) for each in into["citations"]] if into["kind"] == part.kind else []
    answers = into["answers"] if into["kind"] == part.kind else part.answers
    return drafting.write_part(
        part, by=by, title=into["title"], answers=answers, citations=cited, seen=request.revision
    )


def note_missing(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    cited = list(Citation.objects.filter(part__request=request)) or [Citation(pk=0, part=a_part(request, turn))]
    return legal_desk.note_missing(pick(cited, turn), by=by, note=reason(turn))


DEEDS: dict[str, Deed] = {
    "submit": lambda r, by, t, _: submission.submit(r, by=by, seen=r.revision),
    "resubmit": lambda r, by, t, _: submission.resubmit(r, by=by, seen=r.revision),
    "withdraw": lambda r, by, t, _: submission.withdraw(r, by=by, reason=reason(t), seen=r.revision),
    "ask_re_examination": lambda r, by, t, _: submission.ask_re_examination(
        r, by=by, reason=reason(t), seen=r.revision
    ),
    "accept": accept,
    "return_for_correction": lambda r, by, t, _: screening.return_for_correction(
        r, by=by, points=["缺少经费来源", reason(t)], seen=r.revision
    ),
    "decline": lambda r, by, t, _: screening.decline(r, by=by, reason=reason(t), seen=r.revision),
    "terminate": lambda r, by, t, _: screening.terminate(r, by=by, reason=reason(t), seen=r.revision),
    "overturn": lambda r, by, t, _: re_examination.overturn(r, by=by, reason=reason(t), seen=r.revision),
    "uphold": lambda r, by, t, _: re_examination.uphold(r, by=by, reason=reason(t), seen=r.revision),
    "consultation": opinion("consultation"),
    "legality": opinion("legality"),
    "funding": opinion("funding"),
    "technical": opinion("technical"),
    "civil_affairs": opinion("civil_affairs"),
    "organization": opinion("organization"),
    "rural_affairs": opinion("rural_affairs"),
    "note_missing": note_missing,
    "consent": lambda r, by, t, _: province.consent(r, by=by, number=reason(t), seen=r.revision),
    "withhold_consent": lambda r, by, t, _: province.withhold_consent(r, by=by, reason=reason(t), seen=r.revision),
    "decide": lambda r, by, t, _: decision.decide(r, by=by, rulings=rulings(r, t), seen=r.revision),
    "publish": lambda r, by, t, _: publication.publish(r, by=by, where=reason(t), seen=r.revision),
    "file": lambda r, by, t, _: publication.file(r, by=by, receipt=reason(t), seen=r.revision),
    "write_part": write_part,
    "add_part": lambda r, by, t, _: drafting.add_part(
        r, by=by, kind=pick(list(PARTS.values()), t)["kind"], title="另一事项"
    ),
    "remove_part": lambda r, by, t, _: drafting.remove_part(a_part(r, t), by=by),
    "rename": lambda r, by, t, _: drafting.rename(r, by=by, title=reason(t)),
}
# What is natural at a desk; what stands first is done most.
AT_DESK = {
    "screen": ("accept", "accept", "accept", "return_for_correction", "accept", "decline"),
    "correct": ("resubmit", "write_part", "resubmit"),
    "re_examine": ("overturn", "uphold"),
    "provincial_consent": ("consent", "withhold_consent"),
    "legality": ("legality", "legality", "note_missing"),
}
# Written, but no act: it leaves no event.
WRITING = {"write_part", "add_part", "remove_part", "rename"}
# What a deed is called in the record, where it is not called as the deed.
OF_RECORD = {
    "note_missing": {"refuse_citation"},
    "decide": {"admit", "refuse"},
    **{desk: {"give_opinion"} for desk in OPINION_DESKS},
}
AT_ANY_DESK: tuple[str, ...] = ()
# These do not say which revision they saw. (Opinions do not collide; each desk is closed by the first.)
UNSEEN = {"note_missing", "add_part", "remove_part", "rename", *OPINION_DESKS}
