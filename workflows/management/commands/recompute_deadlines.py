"""Count the deadlines of open desks anew: `manage.py recompute_deadlines [--year 2027]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import CalendarEdition
from workflows.services import clocks


class Command(BaseCommand):
    help = "Count the due dates of open desks anew after a calendar came in; all years unless some are named. Twice is harmless."
    door = "whoever may run commands on the server"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, nargs="*", help="the years that changed, as load_calendar prints them")

    def handle(self, *args: Any, **options: Any) -> None:
        years = options["year"] or list(CalendarEdition.objects.values_list("year", flat=True))
        self.stdout.write(f"deadlines: {clocks.recompute(years)} requests changed")
