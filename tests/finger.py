"""A finger on the pages of the application: it taps what is there and counts.

It reads the HTML as a browser without JavaScript would: links, forms with what they hold already,
choices, buttons. Typing is not counted; what is not on the page cannot be tapped.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User


@dataclass
class Form:
    action: str
    method: str
    said: list[tuple[str, str]] = field(default_factory=list)
    offered: set[tuple[str, str]] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    labels: str = ""
    sent_files: dict[str, SimpleUploadedFile] = field(default_factory=dict)


class Page(HTMLParser):
    """Links as (text, address), and forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._link: list[str] | None = None
        self._button = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self._link = [given["href"], ""]
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        elif self._form:
            self._control(tag, given, self._form)

    def _control(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and name:
            self._input(given.get("type", "text"), name, given, form)
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((value, "selected" in given))
            form.offered.add((self._select[0], value))
        elif tag == "textarea":
            form.said.append((name, ""))
        elif tag == "button":
            self._button = True

    def _input(self, kind: str, name: str, given: dict[str, str], form: Form) -> None:
        if kind == "file":
            form.files.add(name)
        elif kind in {"radio", "checkbox"}:
            choice = (name, given.get("value", "on"))
            form.offered.add(choice)
            form.said += [choice] if "checked" in given else []
        else:
            form.said.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._link:
            self._link[1] += data
        if self._button and self._form:
            self._form.labels += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            self.links.append((self._link[1].strip(), self._link[0]))
            self._link = None
        elif tag == "select" and self._select and self._form:
            name, options = self._select
            chosen = [value for value, selected in options if selected]
            first = [options[0][0]] if options else []
            self._form.said += [(name, value) for value in chosen or first]
            self._select = None
        elif tag == "button":
            self._button = False
        elif tag == "form":
            self._form = None


class Finger:
    """`taps` counts what the person did since home."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.taps = 0
        self.url = ""
        self.open("/home/")

    def open(self, url: str) -> None:
        """Be on this page, without a tap."""
        self._arrive(self.client.get(url, follow=True))

    def _arrive(self, response: Any) -> None:
        if response.redirect_chain:
            self.url = response.redirect_chain[-1][0]
        else:
            self.url = response.request["PATH_INFO"]
        self.status = response.status_code
        self.html = response.content.decode()
        self.page = Page(self.html)

    def tap(self, *, text: str = "", to: str = "") -> None:
        """A link by (part of) its text or its address."""
        for label, url in self.page.links:
            if (text and text in label) or (to and url.startswith(to)):
                self.taps += 1
                if not url.startswith("tel:"):
                    self.open(urljoin(self.url, url))
                return
        raise AssertionError(f"no link {text or to!r} on {self.url}")

    def form(self, label: str) -> Form:
        """The form whose button says so."""
        for form in self.page.forms:
            if label in form.labels:
                return form
        raise AssertionError(f"no button {label!r} on {self.url}")

    def type(self, label: str, **words: str) -> None:
        """Typing is not counted; the fields must be there."""
        form = self.form(label)
        for name, value in words.items():
            assert name in {known for known, _ in form.said}, f"no field {name!r} on {self.url}"
            form.said = [(known, old) for known, old in form.said if known != name]
            form.said.append((name, value))

    def choose(self, label: str, name: str, value: str) -> None:
        form = self.form(label)
        assert (name, value) in form.offered, f"{name}={value} is not offered on {self.url}"
        form.said = [(known, old) for known, old in form.said if known != name] + [(name, value)]
        self.taps += 1

    def photo(self, label: str, name: str, file: SimpleUploadedFile) -> None:
        form = self.form(label)
        assert name in form.files, f"no photo {name!r} on {self.url}"
        form.sent_files[name] = file
        self.taps += 1

    def press(self, label: str) -> None:
        form = self.form(label)
        data: dict[str, Any] = {}
        for name, value in form.said:
            data.setdefault(name, []).append(value)
        url = urljoin(self.url, form.action) if form.action else self.url
        self.taps += 1
        self._arrive(self.client.post(url, data | form.sent_files, follow=True))
