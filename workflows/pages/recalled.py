"""换名重报: an earlier refusal as the approver reads it beside the part that resembles it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from policy.words import plain, told
from workflows.models import RequestPart
from workflows.services.precedents import Precedent, earlier_refusals


@dataclass(frozen=True)
class Recalled:
    """One precedent; `why` are its sentences in the reader's language."""

    precedent: Precedent

    @property
    def why(self) -> list[str]:
        return [told(plain(each), _) for each in self.precedent.resemblance.why]

    @property
    def percent(self) -> str:
        return f"{self.precedent.resemblance.score:.0%}"


def recalled(part: RequestPart) -> list[Recalled]:
    """What was refused before and resembles `part`; of a part that is decided nothing is recalled."""
    return [Recalled(each) for each in earlier_refusals(part)] if part.is_pending else []
