"""What the people do, in the words of the office. Every step goes in by the browser's door."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import County
from tests.requests import draft
from tests.ways import posts
from workflows.flows import OPINION_DESKS
from workflows.models import AdmissionRequest
from workflows.seats import desks_of


class Office:
    """A client that signs people in and does what they do. `answer` is what came back last."""

    def __init__(self, client: Client, county: County) -> None:
        self.client, self.county = client, county
        self.answer: Any = None

    def submits(self, *parts: dict[str, Any]) -> AdmissionRequest:
        """The clerk hands in a request with these parts."""
        request = draft(self.county, *parts)
        self.does(self.county.clerk, "submit", request)
        return request

    def does(
        self, officer: User, act: str, request: AdmissionRequest, *, seen: int | None = None, **answers: Any
    ) -> None:
        """`officer` fills in the act's form and sends it; `request` is read anew afterwards."""
        self.client.force_login(officer)
        answers["seen"] = request.revision if seen is None else seen
        address = reverse("decide", args=[request.pk]) if act == "decide" else reverse("act", args=[request.pk, act])
        self.answer = self.client.post(address, answers)
        _read_anew(request)

    def sees(self, officer: User, name: str, *args: Any, **query: Any) -> str:
        """What `officer` reads on the page `name`."""
        self.client.force_login(officer)
        self.answer = self.client.get(reverse(name, args=args), query)
        return str(self.answer.content.decode())

    def accepts(self, request: AdmissionRequest) -> None:
        """The counter accepts and asks one township."""
        self.does(self.county.screener, "accept", request, townships=[self.county.townships[0].pk])

    def everybody_supports(self, request: AdmissionRequest) -> None:
        """Each desk of the stage gives its opinion: they agree."""
        for desk in sorted(desks_of(request) & set(OPINION_DESKS)):
            self.does(posts(self.county)[desk], "give_opinion", request, conclusion="supports")

    def comes_to_decision(self, *parts: dict[str, Any]) -> AdmissionRequest:
        """A request of these parts that lies before the county authority."""
        request = self.submits(*parts)
        self.accepts(request)
        self.everybody_supports(request)
        self.everybody_supports(request)
        return request


def lies(request: AdmissionRequest) -> tuple[str, set[str]]:
    """Where it is in law, and on which desks."""
    return request.state, desks_of(request)


def _read_anew(request: AdmissionRequest) -> None:
    fresh = AdmissionRequest.objects.get(pk=request.pk)
    request.__dict__.pop("_live_parts", None)
    request.__dict__.update({name: value for name, value in fresh.__dict__.items() if name != "_state"})
