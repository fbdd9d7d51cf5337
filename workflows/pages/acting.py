"""The one place where an act that was refused becomes an answer: a sentence for the person, and the status that fits it."""

from collections.abc import Callable

from django.forms import Form

from workflows.errors import ActRefused, NotComplete

DONE, NOT_NOW, NOT_COMPLETE = 200, 409, 422


def attempt(act: Callable[[], object], form: Form) -> int:
    """Do the act if the form is filled in well. DONE, or the status of the answer; the form then says what is wrong.

    A right that is wanting (PermissionDenied) is not caught: the page for it is Django's.
    """
    if not form.is_valid():
        return NOT_COMPLETE
    try:
        act()
    except NotComplete as wanting:
        form.add_error(wanting.field if wanting.field in form.fields else None, str(wanting))
        return NOT_COMPLETE
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
        return NOT_NOW
    return DONE


def hindrance(ask: Callable[[], object]) -> str:
    """Why an act could not be done if it were tried now, in a sentence; empty if nothing stands in its way."""
    try:
        ask()
    except ActRefused as refusal:
        return str(refusal)
    return ""
