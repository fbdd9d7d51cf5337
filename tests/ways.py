"""Ways to a state through the services, for tests and measurements that start in the middle."""

from typing import Any

from tests.cast import County
from tests.requests import MEDIATION, draft
from workflows.flows import OPINION_DESKS
from workflows.models import AdmissionRequest
from workflows.seats import desks_of
from workflows.services import review, screening, submission


def before_the_authority(county: County, title: str = "", part: dict[str, Any] = MEDIATION) -> AdmissionRequest:
    """A request that lies before the county authority, every opinion in favour."""
    request = draft(county, part | {"title": title or part["title"]})
    submission.submit(request, by=county.clerk)
    screening.accept(request, by=county.screener, townships=county.townships[:1])
    everybody_supports(request, county)
    everybody_supports(request, county)
    return request


def everybody_supports(request: AdmissionRequest, county: County) -> None:
    """Each desk of the stage gives its opinion: they agree."""
    for desk in sorted(desks_of(request) & set(OPINION_DESKS)):
        review.give_opinion(request, by=posts(county)[desk], desk=desk, conclusion="supports")


def posts(county: County) -> dict[str, Any]:
    """Who sits at which opinion desk."""
    return {
        "consultation": county.township_officers[0],
        "legality": county.justice,
        "funding": county.finance,
        "technical": county.statistics,
        "civil_affairs": county.civil,
        "organization": county.organization,
        "rural_affairs": county.rural,
    }
