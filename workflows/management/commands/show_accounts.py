"""One account per role of the demo county, and the password of this checkout."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.roles import Role
from workflows.demo import stage


class Command(BaseCommand):
    help = "Print one demo account per role."
    door = "whoever may run commands on the server"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"密码 password: {stage.password()}")
        for login in stage.accounts_to_show():
            officer = User.objects.select_related("organ").get(username=login)
            held = "、".join(str(Role(each.role).label) for each in officer.appointments.all()) or "系统管理"
            self.stdout.write(f"  {login:<16}{officer}\t{held}\t{officer.organ or ''}")
