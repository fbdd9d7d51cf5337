"""Queue what speaks for the exit of entries: `manage.py queue_exits`."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.services import exits


class Command(BaseCommand):
    help = (
        "Queue every standing entry whose basis was repealed, whose term ends within thirty days, or of which the applicant "
        "himself said that nobody pays, uses or accepts it; each thing once. The hourly sweep does the same."
    )

    door = "whoever may run commands on the server"

    def handle(self, *args: Any, **options: Any) -> None:
        queued = exits.queue()
        for review in queued if options["verbosity"] > 1 else ():
            self.stdout.write(str(review))
        if options["verbosity"]:
            self.stdout.write(f"exit reviews: {len(queued)} queued")
