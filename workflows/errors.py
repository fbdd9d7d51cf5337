"""The ways an act is refused. (The one for want of a right, PermissionDenied, is Django's.)"""


class ActRefused(Exception):
    """The act was not done and nothing was changed; the message is a sentence for the person who tried it."""


class NotNow(ActRefused):
    """The state of the request, or the desk it lies on, does not allow the act."""


class NotComplete(ActRefused):
    """Something that the act needs was not given. `field` names the place on the form where it belongs."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def required(text: str, missing: str, field: str = "reason") -> str:
    """The text without the blanks around it. Raises NotComplete at `field`, with the sentence, if nothing is left."""
    if not text.strip():
        raise NotComplete(missing, field=field)
    return text.strip()
