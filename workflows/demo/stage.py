"""台安县 as the demo shows it: staffed, with requests at every stage of their life (staged.toml)."""

import secrets
import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import offices, working_days
from accounts.models import Level, Region, User
from accounts.offices import Offices
from catalogues import walls
from catalogues.lists import CatalogueList, ListName
from catalogues.models.wall import WALLS
from policy import cases as files
from policy.cases import Case
from workflows.demo import cases, walk
from workflows.models import AdmissionRequest
from workflows.services import list_keeping
from workflows.services.list_keeping import Content

COUNTY = "210321000000"
PREFIX = "taian-"
ADMIN = "admin"
STAGED = Path(__file__).with_name("staged.toml")
CASES = settings.BASE_DIR / "tests" / "cases" / "development.toml"


def password() -> str:
    """The demo accounts' password: made once for this checkout, kept under .local/ readable by its owner alone."""
    path = settings.LOCAL_DIR / "demo_password"
    if not path.exists():
        settings.LOCAL_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    return str(path.read_text())


@transaction.atomic
def set_up() -> int:
    """Staff the county and stage its requests; returns how many were staged (0 where some stand already)."""
    staffed = offices.staff(Region.objects.get(pk=COUNTY), prefix=PREFIX, password=password())
    if not User.objects.filter(username=ADMIN).exists():
        User.objects.create_superuser(ADMIN, password=password(), first_name="系统管理员")
    if AdmissionRequest.objects.filter(county=COUNTY).exists():
        return 0
    worked = {case.id: case for case in files.load(CASES)}
    staged = tomllib.loads(STAGED.read_text("utf-8"))
    for each in staged["request"]:
        _stage(staffed, worked[each["case"]], each["steps"])
    _list(staged["signboards"]["inside"], staffed)
    for each in staged["wall"]:
        _hang(each, staffed.officers["screener"])
    return len(staged["request"])


def accounts_to_show() -> list[str]:
    """Logins of the demo county, those of its offices first, the province and the administrator last."""
    posts = User.objects.filter(username__startswith=PREFIX).order_by("pk").values_list("username", flat=True)
    above = User.objects.filter(username__regex=r"^(city|province)").order_by("pk").values_list("username", flat=True)
    return [*posts, *above, ADMIN]


def _stage(staffed: Offices, case: Case, steps: list[list[Any]]) -> None:
    """Walk one request as far as it is meant to have come, each step on the working morning it is meant to be done."""
    with time_machine.travel(_morning(steps[0][0]), tick=True):
        table = cases.Table(case, staffed, prefix=PREFIX, password=password())
        request = table.draft()
    for days_ago, act, *answers in steps:
        with time_machine.travel(_morning(days_ago), tick=True):
            fresh = AdmissionRequest.objects.get(pk=request.pk)
            walk.take(act, fresh, staffed, table.clerk, **(answers[0] if answers else {}))


def _list(titles: list[str], staffed: Offices) -> None:
    """Enter boards for inside into the city's list, but for those that a case has put there."""
    keeper = staffed.officers["city-keeper"]
    which = CatalogueList(Region.objects.get(pk=staffed.county.ancestor_code(Level.CITY)), ListName.SIGNBOARDS)
    standing = which.entries().in_force(timezone.localdate()).values_list("title", flat=True)
    for title in (each for each in titles if each not in set(standing)):
        content = Content(title, "signboard", answers={"place": "inside", "sign_type": "service"})
        list_keeping.enter(which, content, by=keeper)


def _hang(wall: dict[str, Any], by: User) -> None:
    """Record one village's boards and the measures of its facility."""
    village, today = Region.objects.get(pk=wall["village"]), timezone.localdate()
    for place in WALLS:
        for title in wall[place.value]:
            walls.hang(village, by=by, place=place, title=title, on=today)
    households, floor, activity = wall["facility"]
    walls.measure(village, by=by, households=households, floor=floor, activity=activity, on=today)


def _morning(days_ago: int) -> datetime:
    """Half past nine, so many working days ago."""
    day, calendar = timezone.localdate(), working_days.current()
    while days_ago:
        day -= timedelta(days=1)
        days_ago -= calendar.day(day).is_working
    return datetime.combine(day, time(9, 30), ZoneInfo("Asia/Shanghai"))
