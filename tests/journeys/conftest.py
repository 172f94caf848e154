"""A browser, a server on the test database, a street, and people who sign in."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.factories.cases import World
from tests.factories.street import make_street_to_visit
from tests.journeys.visitor import Visitor

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "NO BROWSER: set CHROMIUM or install chromium; no journey was tested."
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1366, "height": 768}
PATIENCE_MS = 15_000

OpenWindow = Callable[..., Visitor]
Arrive = Callable[..., Visitor]


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    return str(found)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all stories; each visitor has a profile of its own in it.

    Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    """
    program = _chromium()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Photos are served by the application alone, so the server's own way to files is shut."""
    nothing: Path = tmp_path_factory.mktemp("static")
    with override_settings(MEDIA_URL="/no-such-files/", STATIC_ROOT=nothing):
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


@pytest.fixture
def street(live_server: LiveServer, transactional_db: None) -> World:
    return make_street_to_visit()


@pytest.fixture
def open_window(browser: Browser, live_server: LiveServer) -> Iterator[OpenWindow]:
    """A new visitor with a browser of his own, at a desk if nothing is said.

    Nothing may go wrong on any page on the way, but for the refusals a story expects.
    """
    visitors: list[Visitor] = []

    def open_one(*, size: ViewportSize = DESK, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=size,
            device_scale_factor=2 if size == PHONE else 1,
            has_touch=size == PHONE,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(PATIENCE_MS)
        visitors.append(Visitor(context.new_page(), live_server.url, touch=size == PHONE))
        return visitors[-1]

    yield open_one
    for visitor in visitors:
        visitor.page.context.close()
    assert not [fault for visitor in visitors for fault in visitor.faults]


@pytest.fixture
def arrive(open_window: OpenWindow, street: World) -> Arrive:
    """`arrive("officer")` signs somebody in; `arrive()` is a resident."""

    def bring(who: str = "", **window: Any) -> Visitor:
        visitor = open_window(**window)
        if who:
            visitor.sign_in(street.people[who].username)
        return visitor

    return bring
