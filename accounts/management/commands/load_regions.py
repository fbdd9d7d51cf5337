"""Load the divisions of the city that come along with the product."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.regions_import import load_city


class Command(BaseCommand):
    help = "Load Anshan and its districts, counties, townships, villages and communities. Twice is harmless."
    door = "whoever may run commands on the server"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"regions: {load_city()} loaded")
