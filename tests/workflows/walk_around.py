"""What happens around the walk beside acts: somebody is away and another stands in; what was put off goes on by itself."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import Delegation, User
from tests.workflows.walk_deeds import pick
from workflows.errors import ActRefused
from workflows.models import SUSPENDABLE, AdmissionRequest
from workflows.services import delegating

TURNS = st.integers(0, 255)


class Around:
    """Rules that `walk_machine.Walk` has beside its own: officers are away, acts are taken back, what was put off goes on."""

    requests: list[int]
    officers: list[int]
    counts: Any
    does: Any

    @precondition(lambda self: self.requests)
    @rule(which=TURNS, turn=TURNS, twice=st.booleans())
    def who_acted_last_takes_it_back(self, which: int, turn: int, twice: bool) -> None:
        request = AdmissionRequest.objects.get(pk=pick(self.requests, which))
        last = request.events.filter(officer__isnull=False).last()
        if last is not None:
            self.does("take_back", request.pk, last.officer_id, turn, twice=twice)

    @precondition(lambda self: self.put_off().exists())
    @rule(which=TURNS, by_itself=st.booleans())
    def what_was_put_off_goes_on(self, which: int, by_itself: bool) -> None:
        request = pick(list(self.put_off()), which)
        if not by_itself:
            self.does("resume", request.pk, self.county.screener.pk, 1)  # type: ignore[attr-defined]
            return
        self.counts([request.pk])
        now = timezone.now()
        self.put_off().filter(pk=request.pk).update(suspended_until=timezone.localdate() - timedelta(days=1))
        request.pauses.filter(ended_at__gt=now).update(ended_at=now)

    @rule(who=TURNS, to=TURNS, later=st.integers(0, 2))
    def an_officer_delegates(self, who: int, to: int, later: int) -> None:
        self.counts()
        principal = User.objects.get(pk=pick(self.officers, who))
        first = timezone.localdate() + timedelta(days=later // 2)
        others = list(delegating.candidates(principal)) or [principal]
        try:
            delegating.delegate(
                by=principal, substitute=pick(others, to), starts_on=first, ends_on=first, reason="外出培训"
            )
        except ActRefused:
            return

    @precondition(lambda self: Delegation.objects.standing().exists())
    @rule(which=TURNS)
    def a_delegation_is_taken_back(self, which: int) -> None:
        self.counts()
        row = pick(list(Delegation.objects.standing()), which)
        delegating.end(row, by=row.principal)

    def put_off(self) -> Any:
        mine = AdmissionRequest.objects.filter(pk__in=self.requests, state__in=SUSPENDABLE)
        return mine.filter(suspended_until__gte=timezone.localdate())

    def nobody_is_away(self) -> None:
        Delegation.objects.standing().update(ended_at=timezone.now())
