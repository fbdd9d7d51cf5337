"""The rights there are, who holds them where, and the only place that knows guardian keeps them (ADR 0009).

A right is held on an organ or on a region, never on a single request. A superuser administers the system
and holds no right of the office by that. Who stands in for an absent officer (`Delegation`) holds that officer's
rights beside his own, for the days of the delegation; what is lent is never lent on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import Delegation, Organ, Region, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser

# On an organ.
SUBMIT = "submit"
GIVE_OPINION = "give_opinion"
RECEIVE_FILING = "receive_filing"
# On a region.
SCREEN = "screen"
RE_EXAMINE = "re_examine"
DECIDE = "decide"
CONSENT = "consent"
PUBLISH = "publish"
SUPERVISE = "supervise"
# On a region, apart from all others: no page of requests opens by it, and it is never lent.
REACH_REPORTER = "reach_reporter"
KEEP_LIST = "keep_list"

ON_ORGANS = frozenset({SUBMIT, GIVE_OPINION, RECEIVE_FILING})
ON_REGIONS = frozenset({SCREEN, RE_EXAMINE, DECIDE, CONSENT, PUBLISH, SUPERVISE, KEEP_LIST})

Place = Organ | Region


# For a statement that asks along with other things: what the user %s holds, himself or in the place of an absent
# officer; each as the right, the place and the key of whose it is, with spaces between.
HOLDINGS = f"""ARRAY(SELECT p.codename || ' ' || g.object_pk || ' ' || g.user_id FROM {User._meta.db_table} me
CROSS JOIN LATERAL (SELECT me.id UNION ALL SELECT d.principal_id FROM {Delegation._meta.db_table} d
  JOIN {User._meta.db_table} away ON away.id = d.principal_id AND away.is_active
  WHERE d.substitute_id = me.id AND d.ended_at IS NULL
    AND (now() AT TIME ZONE '{settings.TIME_ZONE}')::date BETWEEN d.starts_on AND d.ends_on) whose (id)
JOIN {UserObjectPermission._meta.db_table} g ON g.user_id = whose.id
JOIN {Permission._meta.db_table} p ON p.id = g.permission_id
WHERE me.id = %s AND (g.user_id = me.id OR p.codename <> '{REACH_REPORTER}'))"""


@dataclass(frozen=True)
class Holding:
    """One right of an officer: `place` is an organ's primary key or a region's 12-digit code, as text."""

    right: str
    place: str


def holdings(officer: "Person") -> frozenset[Holding]:
    """All that `officer` holds, his own and what is lent to him today."""
    return frozenset(_held(officer))


def own_holdings(officer: "Person") -> frozenset[Holding]:
    """What his own posts carry: that alone he can lend."""
    return frozenset(held for held, whose in _held(officer).items() if officer.pk in whose)


def lenders(officer: "Person", right: str, place: str) -> tuple[int, ...]:
    """Whose right it is that `officer` uses at `place`, by primary key; empty where his own posts carry it."""
    whose = _held(officer).get(Holding(right, place), frozenset())
    return () if officer.pk in whose else tuple(sorted(whose))


def lent(officer: "Person") -> dict[int, frozenset[Holding]]:
    """What is lent to `officer` today, by who lends it (primary key)."""
    by: dict[int, set[Holding]] = {}
    for held, whose in _held(officer).items():
        for person in whose - {officer.pk}:
            by.setdefault(person, set()).add(held)
    return {person: frozenset(held) for person, held in by.items()}


def _held(officer: "Person") -> Mapping[Holding, frozenset[int]]:
    """Each right he may use, and whose it is: one query, kept on the officer for as long as the object lives."""
    if not officer.is_active or officer.pk is None:
        return {}
    kept: Mapping[Holding, frozenset[int]] | None = getattr(officer, "_holdings", None)
    if kept is None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {HOLDINGS}", [officer.pk])
            kept = remember(officer, cursor.fetchone()[0])
    return kept


def are_known(officer: "Person") -> bool:
    """Whether what `officer` holds need not be asked any more."""
    return not officer.is_active or officer.pk is None or "_holdings" in officer.__dict__


def remember(officer: "Person", asked: Iterable[str]) -> Mapping[Holding, frozenset[int]]:
    """Keep what a statement with `HOLDINGS` has found of `officer`."""
    kept: dict[Holding, frozenset[int]] = {}
    for right, place, whose in (each.split(" ") for each in asked):
        held = Holding(right, place)
        kept[held] = kept.get(held, frozenset()) | {int(whose)}
    officer.__dict__["_holdings"] = kept
    return kept


def may(officer: "Person", right: str, place: Place) -> bool:
    """Whether `officer` holds `right` on exactly this organ or region."""
    return Holding(right, str(place.pk)) in holdings(officer)


def require(officer: "Person", right: str, place: Place) -> None:
    """Raise PermissionDenied unless `officer` holds `right` on `place`."""
    if not may(officer, right, place):
        raise PermissionDenied(
            _("%(officer)s在“%(place)s”没有“%(right)s”的权限。")
            % {"officer": officer, "place": place, "right": name_of(right)}
        )


def places(officer: "Person", rights: Iterable[str]) -> set[str]:
    """Keys of the organs or regions on which `officer` holds any of `rights`."""
    wanted = set(rights)
    return {held.place for held in holdings(officer) if held.right in wanted}


def regions(officer: "Person", rights: Iterable[str]) -> models.QuerySet[Region]:
    """The regions on which `officer` holds any of `rights`."""
    return Region.objects.filter(pk__in=places(officer, rights))


def holders(right: str, place: Place) -> models.QuerySet[User]:
    """The active officers who hold `right` on `place`, and those who stand in for one of them today."""
    return holders_at(right, str(place.pk))


def holders_at(right: str, place: str) -> models.QuerySet[User]:
    """The same by the key of the place: an organ's primary key or a region's code, as a desk keeps it."""
    grants = UserObjectPermission.objects.filter(permission__codename=right, object_pk=place)
    absent = Delegation.objects.in_effect().filter(principal__in=grants.values("user_id")).order_by()
    who = models.Q(pk__in=grants.values("user_id")) | models.Q(pk__in=absent.values("substitute"))
    return User.objects.filter(who, is_active=True)


def own_holders(right: str, place: Place) -> models.QuerySet[User]:
    """The active officers whose own posts carry `right` on `place`: no substitutes."""
    grants = UserObjectPermission.objects.filter(permission__codename=right, object_pk=str(place.pk))
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id"))


def attended() -> set[Holding]:
    """Every right at every place that somebody present holds: an active officer who is not away, or his substitute."""
    grants = UserObjectPermission.objects.filter(user__is_active=True).order_by()
    away = Delegation.objects.in_effect().order_by()
    stood_in_for = away.filter(substitute__is_active=True).values("principal")
    present = ~models.Q(user__in=away.values("principal")) | models.Q(user__in=stood_in_for)
    return {Holding(*row) for row in grants.filter(present).values_list("permission__codename", "object_pk").distinct()}


def keeps(officer: models.OuterRef, right: models.OuterRef, place: models.OuterRef) -> models.Exists:
    """Of rows that name an officer, a right and a place: whether he holds it by his own posts, is active and not away."""
    away = Delegation.objects.in_effect().order_by().values("principal")
    return models.Exists(_grants(officer, right, place).exclude(user__in=away))


def holds(officer: models.OuterRef, right: models.OuterRef, place: models.OuterRef) -> models.Exists:
    """The same, whether he is away or not."""
    return models.Exists(_grants(officer, right, place))


def _grants(
    officer: models.OuterRef, right: models.OuterRef, place: models.OuterRef
) -> models.QuerySet[UserObjectPermission]:
    grants = UserObjectPermission.objects.filter(user=officer, permission__codename=right, object_pk=place)
    return grants.filter(user__is_active=True)


def somebody_at(right: str, place: str, *, but: Sequence[tuple[str, str]] = ()) -> models.Q:
    """Of rows whose fields `right` and `place` name those: whether somebody present holds it, himself or for who is away.

    `but`: (field of the officer, field of the row); whose field is the same as the row's does not count.
    """
    out = models.OuterRef
    grants = UserObjectPermission.objects.filter(
        permission__codename=out(right), object_pk=out(place), user__is_active=True
    )
    away = Delegation.objects.in_effect().order_by()
    stand_ins = away.filter(substitute__is_active=True)
    for mine, theirs in but:
        grants = grants.exclude(**{f"user__{mine}": out(theirs)})
        stand_ins = stand_ins.exclude(**{f"substitute__{mine}": out(out(theirs))})
    present = grants.exclude(user__in=away.values("principal"))
    lent = grants.filter(user__in=stand_ins.values("principal"))
    return models.Q(models.Exists(present)) | models.Q(models.Exists(lent))


def kept_by(officer: int, right: str, place: str) -> bool:
    """The same of one officer, by primary key."""
    grants = UserObjectPermission.objects.filter(user=officer, permission__codename=right, object_pk=place)
    away = Delegation.objects.in_effect().order_by().values("principal")
    return grants.filter(user__is_active=True).exclude(user__in=away).exists()


def held_outside(wanted: Iterable[str], place: Place, *, organ: Organ, but: Iterable[int]) -> set[str]:
    """Which of these rights on `place` some active officer of another organ holds who is none of `but` (primary keys).

    Of his own posts: who is away comes back, and a substitute must be free to judge beside his principal, not instead.
    """
    grants = UserObjectPermission.objects.filter(permission__codename__in=list(wanted), object_pk=str(place.pk))
    others = grants.filter(user__is_active=True).exclude(user__organ=organ).exclude(user__in=list(but))
    return set(others.values_list("permission__codename", flat=True))


def grant(officer: User, right: str, place: Place) -> None:
    """Let `officer` use `right` on `place`."""
    assign_perm(right, officer, place)
    _forget(officer)


def revoke(officer: User, right: str, place: Place) -> None:
    """Take `right` on `place` from `officer`."""
    remove_perm(right, officer, place)
    _forget(officer)


def name_of(right: str) -> str:
    """What people call the right."""
    model = Organ if right in ON_ORGANS else Region
    return str(dict(model._meta.permissions)[right])


def _forget(officer: User) -> None:
    officer.__dict__.pop("_holdings", None)
