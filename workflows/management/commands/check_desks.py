"""Compare desks and states of every request; exit 1 if any disagree."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from workflows.services import sweeps


class Command(BaseCommand):
    help = "Name each request whose desks do not fit its state."
    door = "whoever may run commands on the server; reads only"

    def handle(self, *args: Any, **options: Any) -> None:
        found = sweeps.disagreements()
        for sentence in found:
            self.stdout.write(sentence)
        self.stdout.write(f"desks: {len(found)} disagreements")
        if found:
            sys.exit(1)
