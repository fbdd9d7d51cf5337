"""The rights there are, who holds them where, and the only place that knows guardian keeps them (ADR 0009).

A right is held on an organ or on a region, never on a single request. A superuser administers the system
and holds no right of the office by that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import Organ, Region, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser

# On an organ.
SUBMIT = "submit"
GIVE_OPINION = "give_opinion"
# On a region.
SCREEN = "screen"
RE_EXAMINE = "re_examine"
DECIDE = "decide"
CONSENT = "consent"
PUBLISH = "publish"
SUPERVISE = "supervise"

ON_ORGANS = frozenset({SUBMIT, GIVE_OPINION})
ON_REGIONS = frozenset({SCREEN, RE_EXAMINE, DECIDE, CONSENT, PUBLISH, SUPERVISE})

Place = Organ | Region


# For a statement that asks along with other things: what the user %s holds, each as the right, a space, and the place.
HOLDINGS = f"""ARRAY(SELECT p.codename || ' ' || g.object_pk FROM {UserObjectPermission._meta.db_table} g
JOIN {Permission._meta.db_table} p ON p.id = g.permission_id WHERE g.user_id = %s)"""


@dataclass(frozen=True)
class Holding:
    """One right of an officer: `place` is an organ's primary key or a region's 12-digit code, as text."""

    right: str
    place: str


def holdings(officer: "Person") -> frozenset[Holding]:
    """All that `officer` holds: one query, kept on the officer for as long as the object lives."""
    if not officer.is_active or officer.pk is None:
        return frozenset()
    kept: frozenset[Holding] | None = getattr(officer, "_holdings", None)
    if kept is None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {HOLDINGS}", [officer.pk])
            kept = remember(officer, cursor.fetchone()[0])
    return kept


def are_known(officer: "Person") -> bool:
    """Whether what `officer` holds need not be asked any more."""
    return not officer.is_active or officer.pk is None or "_holdings" in officer.__dict__


def remember(officer: "Person", asked: Iterable[str]) -> frozenset[Holding]:
    """Keep what a statement with `HOLDINGS` has found of `officer`."""
    kept = frozenset(Holding(*each.split(" ", 1)) for each in asked)
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


def holders(right: str, place: Place) -> models.QuerySet[User]:
    """The active officers who hold `right` on `place`."""
    return holders_at(right, str(place.pk))


def holders_at(right: str, place: str) -> models.QuerySet[User]:
    """The same by the key of the place: an organ's primary key or a region's code, as a desk keeps it."""
    grants = UserObjectPermission.objects.filter(permission__codename=right, object_pk=place)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id"))


def attended() -> set[Holding]:
    """Every right at every place that at least one active officer holds: one query."""
    grants = UserObjectPermission.objects.filter(user__is_active=True).order_by()
    return {Holding(*row) for row in grants.values_list("permission__codename", "object_pk").distinct()}


def held_outside(wanted: Iterable[str], place: Place, *, organ: Organ, but: Iterable[int]) -> set[str]:
    """Which of these rights on `place` some active officer of another organ holds who is none of `but` (primary keys)."""
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
