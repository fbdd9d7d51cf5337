"""How people are named on a page."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from workflows.flows import NODES
from workflows.models import Desk


def in_name_of(officer: User, principal: User | None) -> str:
    """The officer; where he acted in the place of another, both."""
    if principal is None:
        return str(officer)
    return _("%(officer)s 代 %(principal)s") % {"officer": officer, "principal": principal}


def stands_in_at(officer: User) -> Callable[[Desk], str]:
    """For a desk of the officer's inbox: in whose place he would act there; empty where it is his own. One query."""
    lending = User.objects.in_bulk(rights.lent(officer))

    def whose(desk: Desk) -> str:
        lenders = rights.lenders(officer, NODES[desk.name].right, desk.owner_permission_obj_pk)
        return _("、").join(str(lending[each]) for each in lenders)

    return whose
