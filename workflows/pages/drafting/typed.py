"""What is typed into the form of a part, as it is kept and as it is shown again."""

from django.http import HttpRequest, QueryDict

from workflows.models import KeptDraft, RequestPart
from workflows.pages import part_desk
from workflows.pages.part_desk import PartDesk
from workflows.pages.sight import officer_of
from workflows.services import keeping

# Of the form, but nothing that is typed into the part.
NOT_TYPED = {"csrfmiddlewaretoken", "seen", "kept", "do", "instead", "law_q", "pick", "drop"}


def keep_typed(request: HttpRequest, part: RequestPart) -> KeptDraft:
    """Raises ActRefused where it cannot be kept."""
    sent = request.POST
    return keeping.keep(
        part,
        by=officer_of(request),
        typed={name: sent.getlist(name) for name in sent if name not in NOT_TYPED},
        version=_number(sent.get("kept", "")),
        seen=_number(sent.get("seen", "")),
        instead="instead" in sent,
    )


def desk_of(kept: KeptDraft) -> PartDesk:
    """The part as it was typed."""
    data = QueryDict(mutable=True)
    for name, texts in kept.typed.items():
        data.setlist(name, texts)
    return part_desk.typed(kept.part, data)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
