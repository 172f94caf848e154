"""The screens of the street administrator: departments, posts, and the slips that let people in."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import SignInTicket, User
from grids.models import Department, Place, Post
from grids.roles import Role
from tests.factories.grids import (
    SINCE,
    give_post,
    make_building,
    make_estate,
    make_grid,
    make_holder,
)
from tests.grids.pages import page, refused, send

pytestmark = pytest.mark.django_db


def test_departments_are_founded_changed_and_given_people(admin: Client) -> None:
    send(admin, "setup_department_new", code="SW", name="水务", kind="utility", phone="96116")
    water = Department.objects.get()
    send(admin, "setup_department_edit", water.pk, name="自来水公司", kind="utility", active="on")
    send(
        admin,
        "setup_department_appoint",
        water.pk,
        role="department_handler",
        name="王芳",
        username="wang.fang",
        since=SINCE,
    )
    assert "王芳" in page(admin, "setup_department", water.pk)
    assert "这个街道已有相同编码" in refused(
        admin, "setup_department_new", code="SW", name="别的", kind="bureau"
    )


def test_somebody_is_appointed_found_and_ended(admin: Client, grid: Place) -> None:
    url = send(
        admin,
        "setup_place_appoint",
        grid.code,
        role="grid_worker",
        name="李强",
        phone="139 0000 1234",
        since=SINCE,
    )
    assert url == reverse("setup_person", args=["liqiang"])
    for words in ("李强", "liqiang", "13900001234"):
        assert "liqiang" in page(admin, "setup_people", q=words)
    text = page(admin, "setup_person", "liqiang")
    assert "139****1234" in text
    assert "13900001234" not in text
    post = Post.objects.get(holder__username="liqiang")
    send(admin, "setup_post_end", post.pk, until="2026-07-01", reason="调离")
    post.refresh_from_db()
    assert str(post.until) == "2026-07-01"
    assert "已于 2026-07-01 结束" in refused(admin, "setup_post_end", post.pk, until="2026-08-01")


def test_nobody_appoints_himself(admin: Client, street: Place) -> None:
    answer = admin.post(
        reverse("setup_place_appoint", args=[street.code]),
        {
            "role": "street_officer",
            "name": "street.admin",
            "username": "street.admin",
            "since": SINCE,
        },
    )
    assert answer.status_code == 403


def test_a_ticket_is_shown_once_with_code_link_and_square(admin: Client, grid: Place) -> None:
    make_holder(Role.GRID_WORKER, grid, username="zhang")
    answer = admin.post(reverse("setup_ticket", args=["zhang"]))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert re.search(r"<b[^>]*>[2-9A-Z]{4}-[2-9A-Z]{4}</b>", text)
    assert '<path d="M' in text
    link = re.search(r"http://testserver(/t/[^/<]+/)<", text)
    assert link
    stranger = Client()
    assert stranger.post(link[1]).status_code == 302
    assert int(stranger.session["_auth_user_id"]) == User.objects.get(username="zhang").pk


def test_nobody_who_also_serves_elsewhere_gets_a_ticket_from_here(
    admin: Client, grid: Place
) -> None:
    busy = make_holder(Role.GRID_WORKER, grid, username="busy")
    give_post(busy, Role.GRID_WORKER, make_grid())
    assert admin.post(reverse("setup_ticket", args=["busy"])).status_code == 403
    assert not SignInTicket.objects.exists()


def test_a_sheet_of_tickets_reaches_those_who_never_signed_in(admin: Client, grid: Place) -> None:
    for number in range(3):
        make_holder(Role.BUILDING_HEAD, make_building(grid), username=f"head{number}")
    signed_in = make_holder(Role.BUILDING_HEAD, make_building(grid), username="old")
    User.objects.filter(pk=signed_in.pk).update(last_login="2026-01-01T00:00Z")
    url = reverse("setup_place_tickets", args=[grid.code])
    text = admin.post(url).content.decode()
    assert text.count("<svg role") == 3
    assert "old" not in text
    assert admin.post(url).status_code == 409


def test_a_slip_says_who_it_is_for(admin: Client, street: Place, grid: Place) -> None:
    building = make_building(grid, "2栋", estate=make_estate(street, "邮电小区"))
    head = make_holder(Role.BUILDING_HEAD, building, username="head")
    User.objects.filter(pk=head.pk).update(display_name="王桂英")
    for url in (
        reverse("setup_ticket", args=["head"]),
        reverse("setup_place_tickets", args=[building.code]),
    ):
        SignInTicket.objects.all().delete()
        text = admin.post(url).content.decode()
        assert "<h2>王桂英</h2>" in text
        assert "楼栋长 邮电小区2栋" in text


def test_a_sheet_of_slips_asks_the_posts_once(admin: Client, street: Place, grid: Place) -> None:
    def cost() -> int:
        SignInTicket.objects.all().delete()
        url = reverse("setup_place_tickets", args=[grid.code])
        with CaptureQueriesContext(connection) as asked:
            assert admin.post(url).status_code == 200
        return sum("grids_estate" in query["sql"] for query in asked.captured_queries)

    costs = []
    for number in range(4):
        building = make_building(grid, estate=make_estate(street))
        make_holder(Role.BUILDING_HEAD, building, username=f"head{number}")
        costs.append(cost())
    assert len(set(costs[1:])) == 1
