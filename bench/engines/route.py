"""The route of one request, step by step, that every engine goes: who acts, and what the act is called."""

from dataclasses import dataclass
from typing import Any, Protocol

from accounts.models import User


@dataclass(frozen=True)
class Step:
    """One human step: the act, at which desk, and the post that does it (as `tests.cast.County` names posts)."""

    act: str
    desk: str
    post: str


ROUTE = (
    Step("submit", "", "clerk"),
    Step("accept", "screen", "screener"),
    Step("give_opinion", "consultation", "township"),
    Step("give_opinion", "legality", "justice"),
    Step("give_opinion", "funding", "finance"),
    Step("give_opinion", "civil_affairs", "civil"),
    Step("give_opinion", "organization", "organization"),
    Step("give_opinion", "rural_affairs", "rural"),
    Step("decide", "decide", "decider"),
    Step("publish", "publish", "screener"),
    Step("file", "file", "screener"),
)


class Engine(Protocol):
    """What goes the route. `draft` is not measured; `does` is one step, committed when it returns."""

    title: str

    def draft(self) -> Any: ...

    def does(self, case: Any, step: Step, officer: User) -> None: ...
