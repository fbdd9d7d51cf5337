"""One account per role of the demo county, and the password of this checkout."""

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Appointment
from accounts.roles import Role
from workflows.demo import stage


class Command(BaseCommand):
    help = "Print one demo account per role."
    door = "whoever may run commands on the server"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"密码 password: {stage.password()}")
        for role in Role:
            held = Appointment.objects.filter(role=role, officer__username__in=stage.accounts_to_show())
            first = held.select_related("officer", "organ").order_by("pk").first()
            if first is not None:
                self._row(first.officer.username, str(role.label), str(first.officer), str(first.organ))
        self._row(stage.ADMIN, "系统管理", "系统管理员", "")

    def _row(self, *cells: str) -> None:
        self.stdout.write(
            "  " + "".join(_padded(cell, width) for cell, width in zip(cells, (18, 12, 14, 0), strict=True))
        )


def _padded(text: str, width: int) -> str:
    """Pad to `width` columns; a Han character takes two."""
    columns = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
    return text + " " * max(width - columns, 1)
