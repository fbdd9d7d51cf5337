"""A year's working days have been announced: bring them in and count every deadline anew, both or neither.

`manage.py publish_calendar FILE --notice NUMBER`
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import calendar_file, calendars
from workflows.services import clocks


class Command(BaseCommand):
    help = "Load the announced working days of one year and count the due dates of open desks anew, in one transaction."
    door = "whoever may run commands on the server"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV in UTF-8: date,is_working,name")
        parser.add_argument("--notice", required=True, help="number of the notice, for example 国办发明电〔2026〕1号")
        parser.add_argument("--year", type=int, help="the year it is about, if the file also names days of another")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["notice"].strip():
            raise CommandError(_("请用 --notice 写明公布放假安排的通知文号。"))
        with transaction.atomic():
            years = self._publish(options)
            changed = clocks.recompute(years)
        self.stdout.write(_("有变化的年份：%(years)s") % {"years": "、".join(map(str, years)) or _("无")})
        self.stdout.write(f"deadlines: {changed} requests changed")

    def _publish(self, options: dict[str, Any]) -> list[int]:
        try:
            arrangement = calendar_file.read(options["file"], options["year"])
            return calendars.publish(arrangement, options["notice"].strip())
        except (calendar_file.BadCalendar, OSError) as error:
            raise CommandError(
                _("%(file)s：未导入。\n%(faults)s") % {"file": options["file"], "faults": error}
            ) from error
