"""The random walk with what runs at once: orders are registered, renewed in vain, filed, lifted and revoked among all the rest."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from accounts.models import User
from catalogues.models import Entry, Term
from tests.workflows import walk_emergency, walk_watch
from tests.workflows.walk_deeds import pick
from tests.workflows.walk_machine import AT_ONCE, TURNS, Walk
from workflows.errors import ActRefused
from workflows.models import AdmissionRequest, Citation, Decision, EmergencyOrder, State
from workflows.services import emergency
from workflows.services.emergency import Item, Order

AUTHORITIES = ("台安县人民政府", "鞍山市防汛抗旱指挥部", "台安县人民政府", "中共台安县委", "台安县应急管理局")
TITLES = ("暴雪灾情排查", "受威胁群众转移")


def teach() -> None:
    """Let the watch know what a registration leaves behind."""
    walk_watch.BY[Decision.ADMITTED] |= {"run_at_once"}
    walk_watch.BY[Decision.DECLINED_BY_RULE] |= {"decline_by_rule", "decline_extension"}
    walk_watch.TOLD |= {"decline_extension": "extension_declined", "confirm_order": "emergency_confirmed"}
    walk_watch.OF_ONE = tuple(_parts if each is PARTS else each for each in walk_watch.OF_ONE)


PARTS = walk_watch._parts


def _parts(request: AdmissionRequest) -> Iterator[str]:
    """A renewal is declined by a rule of the procedure; no rule of the notice has to forbid it."""
    renewal = request.events.filter(act="decline_extension").exists()
    yield from (fault for fault in PARTS(request) if not (renewal and "no rule forbids it" in fault))


teach()


class UrgentWalk(Walk):
    """The same walk; anybody may also try to register an order. One runs from the beginning: chance may draw no other."""

    @initialize()
    def sets_out(self) -> None:
        super().sets_out()
        assert self.registers(self.county.clerk, 1, uuid4())

    @precondition(lambda self: self.requests)
    @rule(
        which=TURNS, deed=st.sampled_from(sorted(walk_emergency.DEEDS)), who=TURNS, turn=TURNS, stale=st.integers(0, 3)
    )
    def somebody_tries_something_with_an_order(self, which: int, deed: str, who: int, turn: int, stale: int) -> None:
        self.does(deed, pick(self.requests, which), pick(self.officers, who), turn, stale=stale == 3)

    @precondition(lambda self: len(self.open_requests()) < AT_ONCE)
    @rule(turn=TURNS, who=TURNS, twice=st.booleans(), rightly=st.sampled_from([True, True, True, False]))
    def somebody_registers_an_order(self, turn: int, who: int, twice: bool, rightly: bool) -> None:
        by = self.county.clerk if rightly else User.objects.get(pk=pick(self.officers, who))
        by = User.objects.get(pk=by.pk)
        key = uuid4()
        made = self.registers(by, turn, key)
        if made and twice:
            assert self.registers(User.objects.get(pk=by.pk), turn, key) == made, "registered twice by a double click"

    def registers(self, by: User, turn: int, key: UUID) -> int | None:
        self.counts()
        before, known = walk_watch.rows(), EmergencyOrder.objects.filter(key=key).exists()
        try:
            made = emergency.run_at_once(
                by=by,
                department=self.county.department,
                county=self.county.region,
                order=order(turn),
                item=item(turn),
                key=key,
            )
        except (ActRefused, PermissionDenied):
            assert before == walk_watch.rows(), "a registration was refused and left rows"
            Walk.refused += 1
            return None
        assert by.is_active, f"an order was registered by {by}, who is deactivated"
        assert not known or before == walk_watch.rows(), "sent twice, it left rows twice"
        if made.pk not in self.requests:
            self.requests.append(made.pk)
        self.touched.append(made.pk)
        Walk.done["run_at_once" if made.state == State.EMERGENCY else "decline_extension"] += not known
        self.what_runs_is_on_the_list_and_nothing_else(made)
        return made.pk

    def what_runs_is_on_the_list_and_nothing_else(self, request: AdmissionRequest) -> None:
        entries = list(Entry.objects.filter(request_number=request.number))
        if request.state == State.DECLINED:
            assert not entries, "a declined registration stands on the list"
            return
        for entry in entries:
            last = localdate() + timedelta(days=emergency.limits_of(request.county).emergency_days)
            assert entry.term == Term.EMERGENCY and entry.valid_until and entry.valid_until < last


def order(turn: int) -> Order:
    return Order(
        number=f"台政发〔2026〕{turn % 3 + 1}号",
        authority=pick(AUTHORITIES, turn),
        issued_on=localdate(),
        emergency=pick(("暴雪", "河冰决口", "寒潮"), turn // 3),
        ends_on=localdate() + timedelta(days=pick((10, 29, 10, 20, 30, -1), turn // 2)),
    )


def item(turn: int) -> Item:
    said: dict[str, Any] = {
        "village_is_responsible": turn % 8 == 7,
        "matter": "demolition" if turn % 8 == 7 else "other",
    }
    law = [Citation(title="中华人民共和国突发事件应对法", article=77)]
    return Item(pick(TITLES, turn // 7), "work_affair", "排查房屋和道路", said, law if turn % 11 else [])
