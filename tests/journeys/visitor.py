"""Somebody at a browser: taps are counted, and whatever a page does wrong is kept."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import (
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.factories.accounts import PASSWORD

STATUS = re.compile(r"status of (\d{3})")


@dataclass
class Visitor:
    """One person with one browser window. Typing is not counted."""

    page: Page
    site: str
    touch: bool
    taps: int = 0
    faults: list[str] = field(default_factory=list)
    refusals: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._look_at)
        self.page.on("requestfailed", self._miss)

    # What goes wrong, unless the story expects it.

    def _hear(self, message: ConsoleMessage) -> None:
        """Refusals of the content security policy arrive here too."""
        status = STATUS.search(message.text)
        if message.type == "error" and not (status and int(status[1]) in self.refusals):
            self.faults.append(f"console: {message.text}")

    def _look_at(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refusals:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure}: {request.url}")

    # Where to.

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def go_home(self, path: str = "") -> None:
        self.open(path or reverse("home"))
        self.taps = 0

    def sign_in(self, username: str) -> None:
        self.open(reverse("login"))
        self.sign_in_here(username)
        self.page.wait_for_url(f"{self.site}{reverse('home')}")
        self.taps = 0

    def sign_in_here(self, username: str) -> None:
        self.type("用户名", username)
        self.type("密码", PASSWORD)
        self.tap(self.button("登录"))

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    # What is on the page.

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def button(self, name: str) -> Locator:
        return self.main.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.main.get_by_role("link", name=name, exact=True).first

    def section(self, heading: str) -> Locator:
        """The panel under this heading."""
        head = self.page.get_by_role("heading", name=heading, exact=True)
        return self.main.locator("section").filter(has=head).first

    def sees(self, words: str) -> None:
        expect(self.main).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        expect(self.main).not_to_contain_text(words)

    # What is done there.

    def tap(self, target: Locator) -> None:
        self.taps += 1
        if self.touch:
            target.tap()
        else:
            target.click()

    def choose(self, words: str) -> None:
        """A card of radio buttons or boxes."""
        self.tap(self.main.locator("label").filter(has_text=words).first)

    def attach(self, label: str, files: Sequence[FilePayload] | Path) -> None:
        """Choosing is one tap, however many are chosen."""
        self.taps += 1
        self.main.get_by_label(re.compile(f"^{label}")).set_input_files(files)

    def type(self, label: str, words: str) -> None:
        self.main.get_by_label(label).first.fill(words)

    @contextmanager
    def within(self, budget: int) -> Iterator[None]:
        """No more taps than this."""
        start = self.taps
        yield
        spent = self.taps - start
        assert spent <= budget, f"{spent} taps, {budget} allowed"
