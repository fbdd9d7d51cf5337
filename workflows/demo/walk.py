"""One step of a staged request or a case: the officer whose turn it is acts, through the same service as the pages."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from accounts.models import Region, User
from accounts.offices import Offices
from workflows.flows import OPINION_DESKS
from workflows.models import AdmissionRequest, Citation, Decision, RequestPart
from workflows.seats import desks_of
from workflows.services import decision, province, publication, re_examination, review, screening, submission
from workflows.services.decision import Ruling

# Which post of accounts.offices sits at which opinion desk.
POSTS = {
    "legality": "justice",
    "funding": "finance",
    "technical": "statistics",
    "civil_affairs": "civil",
    "organization": "organization",
    "rural_affairs": "rural",
}


def draft(county: Region, clerk: User, title: str, parts: Iterable[Mapping[str, Any]]) -> AdmissionRequest:
    """A draft with these parts: kind, title, answers, and `bases`, each as an applicant would cite it."""
    if clerk.organ is None:
        raise ValueError("a clerk belongs to an organ")
    request: AdmissionRequest = AdmissionRequest.objects.create(
        title=title, department=clerk.organ, applicant=clerk, county=county
    )
    for position, part in enumerate(parts, start=1):
        row = RequestPart.objects.create(
            request=request, position=position, kind=part["kind"], title=part["title"], answers=part["answers"]
        )
        Citation.objects.bulk_create(
            citation(row, number, basis) for number, basis in enumerate(part.get("bases", ()), start=1)
        )
    return request


def citation(part: RequestPart, position: int, basis: Mapping[str, Any]) -> Citation:
    """One citation row from the fields of a case file."""
    return Citation(
        part=part,
        position=position,
        title=basis["title"],
        document_number=basis.get("document_number", ""),
        article=basis.get("article"),
        suffix=basis.get("suffix"),
        paragraph=basis.get("paragraph"),
        item=basis.get("item"),
        claimed_level=basis.get("level", ""),
        claimed_text=basis.get("text", ""),
    )


def take(act: str, request: AdmissionRequest, staffed: Offices, clerk: User, **answers: Any) -> None:
    """Do `act` by the officer whose post it is. `opinions` is every opinion still missing at the present stage."""
    ACTS[act](request, staffed.officers | {"clerk": clerk}, **answers)


def _opinions(
    request: AdmissionRequest, posts: dict[str, User], *, objects: Iterable[str] = (), leave: Iterable[str] = ()
) -> None:
    """Everybody gives his opinion but the desks in `leave`; those in `objects` are against."""
    asked = desks_of(request) & set(OPINION_DESKS)
    for desk in sorted(asked - set(leave)):
        against = desk in set(objects)
        review.give_opinion(
            request,
            by=_at(desk, request, posts),
            desk=desk,
            conclusion="objects" if against else "supports",
            text="依据不充分，建议不予准入。" if against else "",
        )


def _at(desk: str, request: AdmissionRequest, posts: dict[str, User]) -> User:
    if desk == "consultation":
        asked = request.consulted.get()
        return next(officer for officer in posts.values() if officer.organ_id == asked.pk)
    return posts[POSTS[desk]]


def _decide(request: AdmissionRequest, posts: dict[str, User], *, admit: Iterable[int], reason: str = "同意") -> None:
    """The authority admits the parts at these positions and refuses the others that are open."""
    admitted = set(admit)
    rulings = {
        part.position: Ruling(Decision.ADMITTED if part.position in admitted else Decision.REFUSED, reason)
        for part in request.parts.all()
    }
    decision.decide(request, by=posts["decider"], rulings=rulings)


def _accept(request: AdmissionRequest, posts: dict[str, User]) -> None:
    screening.accept(request, by=posts["screener"], townships=list(screening.townships_of(request)[:1]))


ACTS: dict[str, Callable[..., None]] = {
    "submit": lambda r, posts: submission.submit(r, by=posts["clerk"]),
    "resubmit": lambda r, posts: submission.resubmit(r, by=posts["clerk"]),
    "withdraw": lambda r, posts, reason: submission.withdraw(r, by=posts["clerk"], reason=reason),
    "ask_re_examination": lambda r, posts, reason: submission.ask_re_examination(r, by=posts["clerk"], reason=reason),
    "accept": _accept,
    "return_for_correction": lambda r, posts, points: screening.return_for_correction(
        r, by=posts["screener"], points=points
    ),
    "uphold": lambda r, posts, reason: re_examination.uphold(r, by=posts["reexaminer"], reason=reason),
    "opinions": _opinions,
    "consent": lambda r, posts, number: province.consent(r, by=posts["province"], number=number),
    "withhold_consent": lambda r, posts, reason: province.withhold_consent(r, by=posts["province"], reason=reason),
    "decide": _decide,
    "publish": lambda r, posts, where="县政府门户网站": publication.publish(r, by=posts["screener"], where=where),
    "file": lambda r, posts, receipt: publication.file(r, by=posts["screener"], receipt=receipt),
}
