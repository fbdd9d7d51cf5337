"""Compare desks and states of every request, and name the desks that nobody attends; exit 1 if there is any."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from workflows.services import sweeps


class Command(BaseCommand):
    help = "Name each request whose desks do not fit its state, or at whose desk nobody in office may sit."
    door = "whoever may run commands on the server; reads only"

    def handle(self, *args: Any, **options: Any) -> None:
        found, left = sweeps.disagreements(), sweeps.unattended()
        for sentence in found + left:
            self.stdout.write(sentence)
        self.stdout.write(f"unattended: {len(left)} desks")
        self.stdout.write(f"desks: {len(found)} disagreements")
        if found or left:
            sys.exit(1)
