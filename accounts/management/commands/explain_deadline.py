"""Count working days from a day on, and say of each day in between whether it counted and why."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import working_days
from policy.clock import PROVISIONAL, deadline


class Command(BaseCommand):
    help = "Explain a deadline day by day. The day it starts on is day zero."
    door = "whoever may run commands on the server; reads only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("working_days", type=int)
        parser.add_argument("--opened", type=date.fromisoformat, default=None, help="YYYY-MM-DD; today by default")

    def handle(self, *args: Any, **options: Any) -> None:
        opened = options["opened"] or localdate()
        due = deadline(opened, options["working_days"], calendar=working_days.current())
        for note in due.days:
            mark = _(PROVISIONAL) if note.provisional else ""
            self.stdout.write(f"{note.day} {note.number or '—':>3} {_(note.label)} {note.name} {mark}".rstrip())
        self.stdout.write(f"due: {due.due_on} {'provisional' if due.provisional else 'certain'}")
