"""How people are named on a page."""

from django.utils.translation import gettext as _

from accounts.models import User


def in_name_of(officer: User, principal: User | None) -> str:
    """The officer; where he acted in the place of another, both."""
    if principal is None:
        return str(officer)
    return _("%(officer)s 代 %(principal)s") % {"officer": officer, "principal": principal}
