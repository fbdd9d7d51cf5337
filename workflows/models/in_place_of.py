"""代: whose post an officer used, where it was lent to him."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class InPlaceOf(models.ForeignKey):  # type: ignore[type-arg]
    """Filled in when the row is written, from the locked request it belongs to (`recusal.take_up` noted it there)."""

    def __init__(self, **options: Any) -> None:
        given = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "null": True, "related_name": "+"}
        super().__init__(**{"verbose_name": _("代何人办理"), **given, **options})

    def pre_save(self, instance: Any, add: bool) -> Any:
        if add and instance.officer_id and getattr(instance, self.attname) is None:
            setattr(instance, self.attname, instance.request.in_place_of_id)
        return super().pre_save(instance, add)
