"""The ground every test stands on: the divisions, the working days, the laws and a staffed county, loaded once.

Tests that commit (threads, browsers) clear only what happened, never this ground.
"""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import County, staff_the_county
from tests.steps import Office

GROUND = ("django_", "auth_", "accounts_", "guardian_", "laws_")


def clear_what_happened(_test: TransactionTestCase | None = None) -> None:
    """Empty every table that is not ground. TRUNCATE does not fire the triggers that keep records."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    happened = [name for name in tables if not name.startswith(GROUND) or name == "django_session"]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(connection.ops.quote_name(name) for name in happened) + " CASCADE")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_regions", verbosity=0)
        call_command("load_calendar", verbosity=0)
        call_command("import_laws", verbosity=0)
        staff_the_county()
    TransactionTestCase._fixture_teardown = clear_what_happened


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Scrypt is meant to be slow; signing in a hundred times need not be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def county(db) -> County:
    """台安县, staffed."""
    return County()


@pytest.fixture
def office(client, county) -> Office:
    """The office, entered by the browser's door."""
    return Office(client, county)
