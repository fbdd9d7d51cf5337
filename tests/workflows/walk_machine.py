"""A random walk over all verbs: anybody tries anything at any time, on several requests at once.

The machine knows no procedure. It tries, and `walk_watch` says what must hold whatever came of it: what was refused
changed nothing, what was done was done once, and no request lies where nobody is.
"""

from collections import Counter

from django.core.exceptions import PermissionDenied
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts import rights, roles
from accounts.models import Function, Organ, User
from accounts.roles import Role
from notifications import outbox
from tests.cast import CODE, County
from tests.requests import draft
from tests.workflows import walk_deeds, walk_emergency, walk_keeping, walk_signers, walk_verbs, walk_watch
from tests.workflows.walk_around import Around
from tests.workflows.walk_deeds import AT_DESK, PARTS, pick
from workflows.errors import ActRefused
from workflows.models import OPEN, AdmissionRequest, Desk, RequestEvent
from workflows.services import leaving_out

# A new family of verbs is added here; each says what its deeds leave in the record.
FAMILIES = (walk_deeds, walk_verbs, walk_emergency, walk_signers, walk_keeping)
DEEDS = {name: deed for family in FAMILIES for name, deed in family.DEEDS.items()}
WRITING = {name for family in FAMILIES for name in family.WRITING}
OF_RECORD = {name: acts for family in FAMILIES for name, acts in family.OF_RECORD.items()}
AT_ANY_DESK = tuple(name for family in FAMILIES for name in family.AT_ANY_DESK)
# Deeds that say which revision they saw.
SEEN = set(DEEDS) - {name for family in FAMILIES for name in family.UNSEEN}
AT_ONCE = 4
# Whose verbs are done at no desk, or at one of theirs.
POSTS = ("clerk", "screener", "supervisor", "reexaminer", "decider")
TURNS = st.integers(0, 255)
# What the machine does by itself after an act, in the same breath.
FOLLOWS = {"decline_by_rule", "refer_to_joint_review", "refer_to_province", "refer_for_decision"}
FUNCTIONS = (
    Function.JUSTICE, Function.FINANCE, Function.STATISTICS, Function.CIVIL_AFFAIRS, Function.ORGANIZATION,
    Function.RURAL_AFFAIRS,
)  # fmt: skip


def two_posts(county: County) -> User:
    """An officer who speaks for two townships."""
    officer, _new = User.objects.get_or_create(
        username="t-two-posts", defaults={"first_name": "双岗", "organ": county.townships[0]}
    )
    for township in county.townships[:2]:
        roles.appoint(officer, Role.REVIEWER, township)
    return officer


def successor(function: Function) -> Organ:
    """Another organ that can take a function over, with an officer of its own."""
    organ, _new = Organ.objects.get_or_create(
        name=f"台安县{function.label}中心", defaults={"region_id": CODE, "function": Function.DEPARTMENT}
    )
    officer, _new = User.objects.get_or_create(
        username=f"t-after-{function}", defaults={"first_name": f"新{function.label}", "organ": organ}
    )
    roles.appoint(officer, Role.REVIEWER, organ)
    return organ


class Walk(Around, RuleBasedStateMachine):
    """`steps`, `done` and `states` count over all walks of a process, for whoever reports on them."""

    steps = 0
    done: Counter[str] = Counter()
    refused = 0
    states: Counter[str] = Counter()

    @initialize()
    def sets_out(self) -> None:
        self.county = County()
        two_posts(self.county)
        self.officers = list(User.objects.order_by("pk").values_list("pk", flat=True))
        self.requests: list[int] = []
        self.away: set[int] = set()
        self.moved: dict[Function, tuple[int, int | None]] = {}
        self.touched: list[int] = []

    def teardown(self) -> None:
        if hasattr(self, "away"):
            self.everybody_is_back()
            self.nobody_is_away()
            self.functions_are_as_before()

    # -- what is tried ------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.open_requests()) < AT_ONCE)
    @rule(parts=st.lists(st.sampled_from(list(PARTS)), min_size=1, max_size=3), hand_in=st.booleans())
    def writes_a_request(self, parts: list[str], hand_in: bool) -> None:
        request = draft(self.county, *(PARTS[part] for part in parts))
        self.requests.append(request.pk)
        self.counts([request.pk])
        if hand_in:
            self.does("submit", request.pk, self.county.clerk.pk, 1)

    @precondition(lambda self: self.requests)
    @rule(which=TURNS, deed=st.sampled_from(sorted(DEEDS)), who=TURNS, turn=TURNS, stale=st.integers(0, 3))
    def somebody_tries_something(self, which: int, deed: str, who: int, turn: int, stale: int) -> None:
        self.does(deed, pick(self.requests, which), pick(self.officers, who), turn, stale=stale == 3)

    @precondition(lambda self: self.open_requests())
    @rule(which=TURNS, deed=st.sampled_from(sorted(DEEDS)), turn=TURNS, twice=st.booleans())
    def one_after_the_other_tries_it(self, which: int, deed: str, turn: int, twice: bool) -> None:
        """By chance alone the officer whose verb it is seldom comes to it."""
        pk, before = pick(self.open_requests(), which), Walk.done[deed]
        for post in POSTS:
            self.does(deed, pk, getattr(self.county, post).pk, turn, twice=twice)
            self.holds()
            if Walk.done[deed] > before:
                return

    @precondition(lambda self: self.lying())
    @rule(which=TURNS, who=TURNS, turn=TURNS, twice=st.booleans())
    def whose_turn_it_is_acts(self, which: int, who: int, turn: int, twice: bool) -> None:
        self.acts_at(pick(self.lying(), which), who, turn, twice)

    @precondition(lambda self: self.lying())
    @rule(which=TURNS, who=TURNS, turn=TURNS)
    def the_oldest_goes_on(self, which: int, who: int, turn: int) -> None:
        """Without somebody who wants to come to an end, a walk seldom sees one."""
        for _again in range(3):
            if lying := [
                desk for desk in self.lying() if desk.process.request_id == self.lying()[0].process.request_id
            ]:
                self.acts_at(pick(lying, which), who, turn, twice=False)
                self.holds()

    def acts_at(self, desk: Desk, who: int, turn: int, twice: bool) -> None:
        right, place = desk.owner_permission or "", desk.owner_permission_obj_pk or ""
        here = list(rights.holders_at(right, place).order_by("pk").values_list("pk", flat=True))
        own = turn % 8 == 7
        deed = pick(AT_ANY_DESK, turn // 8) if own else pick(AT_DESK.get(desk.name, (desk.name,)), turn)
        if desk.signer_id:
            here = [pk for pk in here if pk == desk.signer_id]
        if here:
            self.does(deed, desk.process.request_id, pick(here, who), turn, twice=twice, rightly=not own)

    # -- what happens around it ---------------------------------------------------------------------------------

    @precondition(lambda self: len(self.away) < 2)
    @rule(who=TURNS)
    def an_officer_is_deactivated(self, who: int) -> None:
        self.counts()
        self.away.add(pick(self.officers, who))
        User.objects.filter(pk__in=self.away).update(is_active=False)

    @precondition(lambda self: self.away)
    @rule()
    def everybody_is_back(self) -> None:
        self.counts()
        User.objects.filter(pk__in=self.away).update(is_active=True)
        self.away.clear()

    @precondition(lambda self: self.away)
    @rule()
    def who_is_gone_is_waited_for_no_more(self) -> None:
        self.counts(self.open_requests())
        leaving_out.leave_out()
        assert leaving_out.leave_out() == 0, "somebody was taken out twice"

    @precondition(lambda self: not self.moved)
    @rule(function=st.sampled_from(FUNCTIONS), replaced=st.booleans())
    def an_organ_loses_its_function(self, function: Function, replaced: bool) -> None:
        self.counts()
        organ = Organ.objects.get(function=function, region=CODE)
        Organ.objects.filter(pk=organ.pk).update(function=Function.DEPARTMENT)
        after = successor(function) if replaced else None
        if after:
            Organ.objects.filter(pk=after.pk).update(function=function)
        self.moved[function] = organ.pk, after.pk if after else None

    @precondition(lambda self: self.moved)
    @rule()
    def functions_are_as_before(self) -> None:
        self.counts()
        for function, (organ, after) in self.moved.items():
            Organ.objects.filter(pk=after).update(function=Function.DEPARTMENT)
            Organ.objects.filter(pk=organ).update(function=function)
        self.moved.clear()

    @rule()
    def the_post_is_delivered_twice(self) -> None:
        self.counts()
        outbox.deliver_waiting()
        assert outbox.deliver_waiting() == 0, "delivered twice"

    # -- how it is judged ---------------------------------------------------------------------------------------

    def does(
        self,
        deed: str,
        pk: int,
        who: int,
        turn: int,
        *,
        stale: bool = False,
        twice: bool = False,
        rightly: bool = False,
    ) -> None:
        """Try it, and hold what came of it against the record. `rightly`: by one who sits at the desk."""
        by, request = User.objects.get(pk=who), AdmissionRequest.objects.get(pk=pk)
        request.revision -= stale
        done = self.tries(deed, request, by, turn, rightly=rightly)
        assert not (done and stale and deed in SEEN), f"{deed} was done on a page that was out of date"
        if done and twice:
            again = self.tries(deed, request, User.objects.get(pk=who), turn)
            assert not (again and deed in SEEN), f"{deed} was done twice by a double click"

    def tries(self, deed: str, request: AdmissionRequest, by: User, turn: int, *, rightly: bool = False) -> bool:
        self.counts([request.pk])
        before, others, last = walk_watch.rows(), walk_watch.prints(self.requests), self.last_event()
        try:
            DEEDS[deed](request, by, turn, self.county.townships)
        except (ActRefused, PermissionDenied) as refusal:
            assert not (rightly and isinstance(refusal, PermissionDenied)), f"{deed}: {refusal}"
            assert before == walk_watch.rows(), f"{deed} was refused ({refusal}) and left rows"
            assert others == walk_watch.prints(self.requests), f"{deed} was refused ({refusal}) and changed something"
            Walk.refused += 1
            return False
        assert by.is_active, f"{deed} was done by {by}, who is deactivated"
        self.was_done_once(deed, request, by, last)
        others.pop(request.pk)
        assert others.items() <= walk_watch.prints(self.requests).items(), f"{deed} changed another request"
        Walk.done[deed] += 1
        return True

    def was_done_once(self, deed: str, request: AdmissionRequest, by: User, last: int) -> None:
        events = list(RequestEvent.objects.filter(pk__gt=last).values_list("request", "act", "officer"))
        own = [each for each in events if each[1] not in FOLLOWS]
        expected = 0 if deed in WRITING else 1
        assert len(own) == expected and len(events) <= expected + 1, f"{deed} left {events}"
        for pk, act, officer in own:
            assert (pk, officer) == (request.pk, by.pk) and act in OF_RECORD.get(deed, {deed}), f"{deed} left {events}"

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "away"):
            found = walk_watch.faults(self.touched, self.away)
            assert not found, "\n".join(found)
            Walk.states.update(AdmissionRequest.objects.filter(pk__in=self.touched).values_list("state", flat=True))
            self.touched = []

    def counts(self, touched: list[int] | None = None) -> None:
        Walk.steps += 1
        self.touched += touched or []

    def last_event(self) -> int:
        return RequestEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def open_requests(self) -> list[int]:
        mine = AdmissionRequest.objects.filter(pk__in=self.requests, state__in=["draft", *OPEN])
        return list(mine.values_list("pk", flat=True))

    def lying(self) -> list[Desk]:
        """The desks on which requests of this walk lie."""
        desks = Desk.objects.filter(process__request__in=self.requests, finished__isnull=True)
        return list(desks.select_related("process").order_by("process__request", "pk"))
