"""Everything the demo stands on, once: divisions, working days, laws, offices, the city's signboard list, requests."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from workflows.demo import stage


class Command(BaseCommand):
    help = "Load the real data and stage the demo county. Twice is harmless: what stands is left as it is."
    door = "whoever may run commands on the server"

    def handle(self, *args: Any, **options: Any) -> None:
        for command in ("load_regions", "load_calendar", "import_laws"):
            call_command(command, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"demo: {stage.set_up()} requests staged")
