"""Deny by default: every view, task and command says who may come in. A test fails on any that does not (ADR 0009)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts import rights

Thing = TypeVar("Thing")
View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Open to everyone, signed in or not: say why in the view's docstring."""
    return _marked(view, "public")


def signed_in(view: View) -> View:
    """Open to every officer; which rows he meets there, the queries decide (`visible_to`, `inbox`)."""
    return _marked(login_required(view), "signed in")


def holding(*wanted: str) -> Callable[[View], View]:
    """Open to officers who hold any of the rights somewhere; where exactly, the service asks."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not rights.places(request.user, wanted):
                names = _("、").join(rights.name_of(right) for right in wanted)
                raise PermissionDenied(_("此页供有“%(rights)s”职责的人员使用。") % {"rights": names})
            return view(request, *args, **kwargs)

        return _marked(login_required(guarded), f"holding {', '.join(wanted)}")

    return guard


def machine(reason: str) -> Callable[[Thing], Thing]:
    """For tasks: no person calls them. `reason` says what keeps them from doing more than they should."""

    def mark(task: Thing) -> Thing:
        return _marked(task, f"machine: {reason}")

    return mark


def _marked(thing: Thing, door: str) -> Thing:
    thing.door = door  # type: ignore[attr-defined]
    return thing
