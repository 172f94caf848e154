"""The pages of refusal, the content security policy, and what the stylesheet promises."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

TEMPLATES = Path(settings.BASE_DIR, "templates")
STYLES = Path(settings.BASE_DIR, "static/css/app.css").read_text()


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "413", "429", "expired"])
def test_every_error_page_says_what_to_do(rf: RequestFactory, code: str) -> None:
    html = render_to_string(f"errors/{code}.html", {"login_url": "/login/"}, rf.get("/cases/1/"))
    assert "data-failed" in html
    assert 'class="button button--primary"' in html


def test_an_error_page_says_the_refusals_own_sentence(rf: RequestFactory) -> None:
    html = render_to_string("errors/409.html", {"sentence": "自来水公司已经认领。"}, rf.get("/"))
    assert "自来水公司已经认领。" in html


def test_an_error_inside_a_page_is_sent_without_the_frame(rf: RequestFactory) -> None:
    door = HtmxMiddleware(lambda request: render(request, "errors/409.html"))
    answer = door(rf.get("/", headers={"HX-Request": "true"}))
    assert isinstance(answer, HttpResponse)
    assert b"data-failed" in answer.content
    assert b"<html" not in answer.content


def test_the_server_error_page_needs_nothing_but_itself() -> None:
    assert "data-failed" in get_template("errors/500.html").render()


@pytest.mark.parametrize("page", sorted(TEMPLATES.rglob("*.html")), ids=lambda page: page.name)
def test_no_template_breaks_the_content_security_policy(page: Path) -> None:
    source = page.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert "<style" not in source


def tokens(scheme: int) -> dict[str, str]:
    """The colours as the light (0) or the dark (1) scheme has them."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", STYLES)
    return {name: (light, dark)[scheme] for name, light, dark in pairs}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TEXT_ON_GROUND = [
    *product(("ink", "ink-2", "accent", "good", "warn", "danger"), ("bg", "surface")),
    *((tone, f"{tone}-soft") for tone in ("accent", "good", "warn", "danger", "neutral")),
    *(("ink", f"{tone}-soft") for tone in ("accent", "good", "warn", "danger", "neutral")),
    *product(("ink", "ink-2"), ("sunk",)),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("accent-deep", "accent-soft"),
    ("surface", "danger"),
    *(("ink", f"heat-{n}") for n in range(4)),
    *(("on-accent", f"heat-{n}") for n in (4, 5)),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: int) -> None:
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_edge_of_a_field_stands_out(scheme: int) -> None:
    colours = tokens(scheme)
    assert contrast(colours["edge"], colours["surface"]) >= 3


def test_browsers_without_light_dark_get_the_same_light_colours() -> None:
    plain = dict(re.findall(r"--([\w-]+): (#\w+);", STYLES))
    assert {name: plain[name] for name in tokens(0)} == tokens(0)


def test_elder_mode_has_no_text_under_18_and_no_target_under_60_pixels() -> None:
    rules = STYLES.split(":root.elder {")[1].split("}")[0]
    sizes = dict(re.findall(r"--(t-\w+|target): ([\d.]+)rem", rules))
    assert float(sizes.pop("target")) * 16 >= 60
    assert min(float(size) for size in sizes.values()) * 16 >= 18


def test_the_first_visit_stays_small() -> None:
    assert len(STYLES.encode()) < 30_000
    assert len(Path(settings.BASE_DIR, "static/js/app.js").read_bytes()) < 15_000
