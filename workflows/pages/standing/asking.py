"""One act of these pages: a form, what follows from it, and the answer when it is done or refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.pages.acting import DONE, attempt
from workflows.pages.written import long

Words = str | Promise


@dataclass(frozen=True)
class Asking:
    """What the page says. `back`: (address, label) of the page it came from; `known`: (what, value) shown beside."""

    title: Words
    label: Words
    says: Words
    back: tuple[str, Words]
    lead: Words = ""
    tone: str = "primary"
    known: list[tuple[Words, Any]] = field(default_factory=list)
    sends_file: bool = False


class ReasonForm(forms.Form):
    """An act that must be justified."""

    reason = long(_("理由"), rows=4, required=True, missing=_("请写明理由。"))


def ask(
    request: HttpRequest,
    asking: Asking,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    done: Callable[[Any], tuple[str, Words]],
) -> HttpResponse:
    """Show the form, or do the act on POST. `done`: the address to go on to and what is said there."""
    status = DONE
    if request.method == "POST":
        came: list[Any] = []
        status = attempt(lambda: came.append(act(form.cleaned_data)), form)
        if status == DONE:
            address, said = done(came[0])
            messages.success(request, str(said))
            return redirect(address)
    return render(request, "standing/act.html", {"asking": asking, "form": form}, status=status)
