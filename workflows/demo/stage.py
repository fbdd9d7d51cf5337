"""台安县 as the demo shows it: staffed, with requests at every stage of their life."""

import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import offices, working_days
from accounts.models import Region, User
from accounts.offices import Offices
from workflows.demo import requests, walk
from workflows.models import AdmissionRequest

COUNTY = "210321000000"
PREFIX = "taian-"
ADMIN = "admin"


def password() -> str:
    """The demo accounts' password: made once for this checkout, kept under .local/ readable by its owner alone."""
    path = settings.LOCAL_DIR / "demo_password"
    if not path.exists():
        settings.LOCAL_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    return str(path.read_text())


def set_up() -> int:
    """Staff the county and stage its requests; returns how many were staged (0 where they stand already)."""
    with transaction.atomic():
        staffed = offices.staff(Region.objects.get(pk=COUNTY), prefix=PREFIX, password=password())
        _administrator()
        if AdmissionRequest.objects.filter(county=COUNTY).exists():
            return 0
        return sum(_stage(staffed, each) for each in requests.STAGED)


def accounts_to_show() -> list[str]:
    """Logins of one officer per post, the administrator last."""
    posts = User.objects.filter(username__startswith=PREFIX).order_by("pk").values_list("username", flat=True)
    return [*posts, "province", ADMIN]


def _stage(staffed: Offices, staged: requests.Staged) -> int:
    """Walk one request as far as it is meant to have come, each step on the working morning it is meant to be done."""
    clerk = offices.department(staffed, staged.department, prefix=PREFIX, password=password())
    request = walk.draft(staffed.county, clerk, staged.title, staged.parts)
    for days_ago, act, answers in staged.steps:
        with time_machine.travel(_morning(days_ago), tick=True):
            walk.take(act, request, staffed, clerk, **answers)
    return 1


def _morning(days_ago: int) -> datetime:
    """Half past nine, so many working days ago."""
    day, calendar = timezone.localdate(), working_days.current()
    while days_ago:
        day -= timedelta(days=1)
        days_ago -= calendar.day(day).is_working
    return datetime.combine(day, time(9, 30), ZoneInfo("Asia/Shanghai"))


def _administrator() -> None:
    if not User.objects.filter(username=ADMIN).exists():
        User.objects.create_superuser(ADMIN, password=password(), first_name="系统管理员")
