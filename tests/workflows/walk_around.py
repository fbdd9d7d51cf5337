"""What happens around the walk beside acts: somebody is away and another stands in; what was put off goes on by itself."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import Delegation, User
from tests.workflows.walk_deeds import pick
from workflows.errors import ActRefused
from workflows.models import SUSPENDABLE, AdmissionRequest, Copy, KeptDraft, State
from workflows.services import delegating
from workflows.services.drafting import WRITABLE

TURNS = st.integers(0, 255)


class Around:
    """Rules that `walk_machine.Walk` has beside its own: officers are away, acts are taken back, what was put off goes on."""

    requests: list[int]
    officers: list[int]
    county: Any
    counts: Any
    does: Any
    holds: Any
    open_requests: Any

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
            self.does("resume", request.pk, self.county.screener.pk, 1)
            return
        self.counts([request.pk])
        now = timezone.now()
        self.put_off().filter(pk=request.pk).update(suspended_until=timezone.localdate() - timedelta(days=1))
        request.pauses.filter(ended_at__gt=now).update(ended_at=now)

    @precondition(lambda self: self.declined_by_rule())
    @rule(which=TURNS, turn=TURNS, upheld=st.booleans(), twice=st.booleans())
    def what_a_rule_declined_is_looked_at_again(self, which: int, turn: int, upheld: bool, twice: bool) -> None:
        request = pick(self.declined_by_rule(), which)
        self.does("ask_re_examination", request, self.county.clerk.pk, turn, twice=twice)
        self.holds()
        deed = "uphold" if upheld else "overturn"
        self.does(deed, request, self.county.reexaminer.pk, turn, twice=twice)

    @precondition(lambda self: self.open_requests())
    @rule(which=TURNS, turn=TURNS, twice=st.booleans())
    def who_gets_a_copy_reads_it(self, which: int, turn: int, twice: bool) -> None:
        request = pick(self.open_requests(), which)
        self.does("copy", request, self.county.screener.pk, turn)
        self.holds()
        for copy in Copy.objects.filter(request=request, read_at__isnull=True).order_by("pk")[:1]:
            mine = Q(pk=copy.officer_id) if copy.officer_id else Q(organ=copy.organ_id)
            reader = pick(list(User.objects.filter(mine).order_by("pk")), turn)
            self.does("mark_read", request, reader.pk, turn, twice=twice)

    @precondition(lambda self: self.writable())
    @rule(which=TURNS, turn=TURNS, twice=st.booleans())
    def it_is_typed_on(self, which: int, turn: int, twice: bool) -> None:
        self.does("keep", pick(self.writable(), which), self.county.clerk.pk, turn, twice=twice)

    @precondition(lambda self: self.kept().exists())
    @rule(which=TURNS, saved=st.booleans())
    def what_was_kept_is_saved_or_let_go(self, which: int, saved: bool) -> None:
        """Else nothing more would come of a request that cannot be handed in."""
        kept = pick(list(self.kept()), which)
        turn = list(kept.part.request.parts.all()).index(kept.part)
        self.does("write_part" if saved else "let_go", kept.part.request_id, kept.officer_id, turn)

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

    def declined_by_rule(self) -> list[int]:
        """What waits for nobody, but may be looked at again."""
        mine = AdmissionRequest.objects.filter(pk__in=self.requests, state=State.DECLINED)
        return list(mine.order_by("pk").values_list("pk", flat=True))

    def writable(self) -> list[int]:
        mine = AdmissionRequest.objects.filter(pk__in=self.requests, state__in=WRITABLE)
        return list(mine.order_by("pk").values_list("pk", flat=True))

    def kept(self) -> Any:
        return KeptDraft.objects.filter(part__request__in=self.requests).select_related("part").order_by("pk")

    def put_off(self) -> Any:
        mine = AdmissionRequest.objects.filter(pk__in=self.requests, state__in=SUSPENDABLE)
        return mine.filter(suspended_until__gte=timezone.localdate())

    def nobody_is_away(self) -> None:
        Delegation.objects.standing().update(ended_at=timezone.now())
