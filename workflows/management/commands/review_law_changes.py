"""Queue what rests on a changed law: `manage.py review_law_changes`."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.services import law_review


class Command(BaseCommand):
    help = (
        "Queue every open request part and every standing catalogue entry that rests on a changed place of the law, "
        "once, and tell the departments. Run it after import_laws; the hourly sweep does the same."
    )

    door = "whoever may run commands on the server"

    def handle(self, *args: Any, **options: Any) -> None:
        queued = law_review.queue()
        for review in queued if options["verbosity"] > 1 else ():
            self.stdout.write(str(review))
        if options["verbosity"]:
            self.stdout.write(f"law reviews: {len(queued)} queued")
