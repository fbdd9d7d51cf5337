"""A real Chromium: found on the machine, never downloaded; without one these tests are skipped and say why."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from tests.cast import County
from tests.steps import Office

# Playwright's synchronous interface runs an event loop in the thread that also calls Django.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", *QUIET]
WIDTHS = {"wide": (1366, 768), "phone": (320, 640)}
# Not under .local/screenshots/: pytest-playwright empties that whenever any test session begins.
SCREENSHOTS = Path(__file__).parents[2] / ".local" / "screenshots"


def chromium() -> str | None:
    """The browser's path: the variable CHROMIUM, else the first found on the machine."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    missing = pytest.mark.skip(reason="no Chromium on this machine: set CHROMIUM to its path")
    for item in here:
        item.add_marker(pytest.mark.browser)
        if chromium() is None:
            item.add_marker(missing)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


class Watch:
    """What a page must not do, noted while it is used: complain on its console, throw, ask another host."""

    def __init__(self, page: Page, host: str) -> None:
        self.host = host
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"threw: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A refused act answers 4xx on purpose; Chromium reports each of them.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != self.host:
            self.complaints.append(f"asked {request.url}")


class Look:
    """Opens pages and looks at them. `at` sets the width by the names in WIDTHS."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.watch = Watch(page, urlsplit(address).netloc)

    def open(self, path: str, at: str = "wide") -> Page:
        width, height = WIDTHS[at]
        self.page.set_viewport_size({"width": width, "height": height})
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.status < 500, f"{path} answered {answer and answer.status}"
        return self.page

    def sign_in(self, username: str, password: str) -> None:
        self.open("/login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.click("button.btn-primary")

    def photograph(self, name: str) -> Path:
        """Keep a picture of the whole page under .local/screenshots/."""
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, full_page=True)
        return path

    def rests(self) -> None:
        """Nothing is asked of the server any more, and nothing fades in: colours are what they are."""
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
        self.page.evaluate(
            "Promise.allSettled(document.getAnimations()"
            ".filter(each => each.effect.getComputedTiming().endTime < Infinity).map(each => each.finished))"
        )

    def is_well(self) -> None:
        """No WCAG violation found by axe, nothing wider than the window, nothing complained of."""
        self.rests()
        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, found.generate_report()
        overhang = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overhang <= 0, f"{overhang} px wider than the window"
        assert self.watch.complaints == []


@pytest.fixture
def look(page: Page, live_server) -> Look:
    return Look(page, live_server.url)


@pytest.fixture
def office(look: Look) -> Office:
    """The office next door: what the others do there, the browser then shows."""
    return Office(Client(), County())
