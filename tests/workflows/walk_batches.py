"""The random walk with batches: many requests are accepted or decided at once among all the rest, each of them once."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from accounts.models import User
from tests.workflows.walk_deeds import pick
from tests.workflows.walk_machine import TURNS, Walk
from tests.workflows.walk_urgent import UrgentWalk
from workflows.errors import ActRefused
from workflows.models import Batch, BatchAct, Decision, Desk, Outcome, RequestEvent
from workflows.services import batches
from workflows.services.batch_acts import Wish
from workflows.services.decision import Ruling

# The act of a batch → what it leaves in the record of a request.
LEAVES = {BatchAct.ACCEPT: {"accept"}, BatchAct.DECIDE: {"admit", "refuse"}}
RULINGS = (Ruling(Decision.ADMITTED, "已研判，准予准入"), Ruling(Decision.REFUSED, "不需要"), Ruling(Decision.ADMITTED))


class BatchWalk(UrgentWalk):
    """The same walk; the counter and the authority, and sometimes anybody else, also deal with many at once.

    One batch is accepted at the beginning: chance may draw no other.
    """

    tried = 0

    @initialize()
    def sets_out(self) -> None:
        super().sets_out()
        self.writes_a_request(parts=["mediation"], hand_in=True)
        self.many_are_done_at_once(act=BatchAct.ACCEPT, who=0, turn=1, twice=True)

    @precondition(lambda self: self.open_requests())
    @rule(act=st.sampled_from(sorted(LEAVES)), who=TURNS, turn=TURNS, twice=st.booleans())
    def many_are_done_at_once(self, act: str, who: int, turn: int, twice: bool) -> None:
        right = self.county.screener if act == BatchAct.ACCEPT else self.county.decider
        by = User.objects.get(pk=right.pk if turn % 4 else pick(self.officers, who))
        self.counts(self.open_requests())
        last = self.last_event()
        BatchWalk.tried += 1
        try:
            batch = self.confirmed(act, by, turn)
        except (ActRefused, PermissionDenied):
            assert self.last_event() == last, "a batch was refused and left events"
            Walk.refused += 1
            return
        worked = batches.work(batch.pk, most=1 if twice else None)
        assert not batches.confirm(batch, by=by), "confirmed twice by a double click"
        worked += batches.work(batch.pk)
        assert worked == batch.items.count() and batches.work(batch.pk) == 0, "an item was done twice, or never"
        self.each_is_done_once(batch, last)

    def confirmed(self, act: str, by: User, turn: int) -> Batch:
        desks = Desk.objects.filter(process__request__in=self.requests, finished__isnull=True)
        batch = batches.choose(by, desks, key=uuid4())
        batches.ask(
            batch,
            by=by,
            act=act,
            wish=Wish(ruling=pick(RULINGS, turn), townships=self.county.townships[: turn % 2 + 1]),
        )
        batches.work(batch.pk)
        assert batches.confirm(batch, by=by)
        return Batch.objects.get(pk=batch.pk)

    def each_is_done_once(self, batch: Batch, last: int) -> None:
        for item in batch.items.all():
            acts = RequestEvent.objects.filter(pk__gt=last, request=item.request_id, act__in=LEAVES[batch.act])
            expected = 1 if item.outcome == Outcome.DONE else 0
            assert acts.count() == expected, f"{item.outcome} {item.says}: {list(acts)}"
            Walk.done[f"{batch.act}, in a batch"] += expected
            Walk.refused += not expected
