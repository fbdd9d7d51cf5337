"""Load the working days: from the packages that came along, or one announced year from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import calendar_file, calendars
from accounts.calendar_sources import packaged_years
from accounts.models import CalendarEdition


class Command(BaseCommand):
    help = "Load the working days of all known years; or, with --file, the announced arrangement of one year."
    door = "whoever may run commands on the server"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="CSV in UTF-8: date,is_working,name")
        parser.add_argument(
            "--notice", help="number of the notice that announced it, for example 国办发明电〔2026〕1号"
        )
        parser.add_argument("--year", type=int, help="the year it is about, if the file also names days of another")

    def handle(self, *args: Any, **options: Any) -> None:
        changed = self._from_file(options) if options["file"] else calendars.load(packaged_years())
        years = "、".join(str(year) for year in changed) or _("无")
        self.stdout.write(_("有变化的年份：%(years)s") % {"years": years})
        self.stdout.write(f"calendar: {CalendarEdition.objects.count()} years, {len(changed)} changed")

    def _from_file(self, options: dict[str, Any]) -> list[int]:
        if not (options["notice"] or "").strip():
            raise CommandError(_("请用 --notice 写明公布放假安排的通知文号。"))
        try:
            arrangement = calendar_file.read(options["file"], options["year"])
            return calendars.publish(arrangement, options["notice"].strip())
        except calendar_file.BadCalendar as error:
            raise CommandError(
                _("%(file)s：未导入。\n%(faults)s") % {"file": options["file"], "faults": error}
            ) from error
        except OSError as error:
            raise CommandError(
                _("无法读取 %(file)s：%(reason)s") % {"file": options["file"], "reason": error.strerror}
            ) from error
