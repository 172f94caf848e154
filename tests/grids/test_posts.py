"""How posts begin and end, and who may give them."""

from datetime import date

import pytest

from grids.actions.posts import appoint, end_post
from grids.models import Post
from grids.roles import Role
from grids.rules.people import (
    department_people,
    grid_workers_of,
    handlers_within,
    people_at,
    posts_of,
)
from journal.actors import person
from journal.models import AuditEntry
from journal.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.factories.grids import (
    BY,
    NOW,
    SINCE,
    TODAY,
    give_post,
    make_building,
    make_community,
    make_department,
    make_grid,
    make_holder,
    make_person,
    make_street,
    street_of,
)

pytestmark = pytest.mark.django_db


def test_a_post_is_audited_with_who_gave_it() -> None:
    grid = make_grid()
    admin = make_holder(Role.STREET_ADMIN, street_of(grid))
    holder = make_person("zhang")
    appoint(holder, Role.GRID_WORKER, place=grid, since=SINCE, by=person(admin), now=NOW)
    entry = AuditEntry.objects.get(action="post.appoint", who=admin)
    assert (entry.detail["holder"], entry.detail["at"]) == ("zhang", grid.code)


@pytest.mark.parametrize("role", [Role.COMMUNITY_OFFICER, Role.DEPARTMENT_HEAD, "king"])
def test_a_role_is_held_only_where_it_belongs(role: str) -> None:
    with pytest.raises(Invalid) as refusal:
        give_post(make_person(), role, make_grid())
    assert list(refusal.value.fields) == ["role"]


def test_a_post_does_not_end_before_it_begins() -> None:
    with pytest.raises(Invalid, match="离任日期"):
        give_post(make_person(), Role.GRID_WORKER, make_grid(), since=TODAY, until=SINCE)


def test_a_taken_seat_is_refused_in_words() -> None:
    building = make_building()
    make_holder(Role.BUILDING_HEAD, building)
    with pytest.raises(Conflict) as refusal:
        make_holder(Role.BUILDING_HEAD, building)
    assert refusal.value.code == "post_one_holder_of_a_seat"
    assert "已有人担任" in str(refusal.value.sentence)
    assert Post.objects.filter(place=building).count() == 1


def test_a_seat_is_free_again_when_its_holder_left() -> None:
    building = make_building()
    first = give_post(make_person(), Role.BUILDING_HEAD, building)
    end_post(first.pk, until=TODAY, by=BY, now=NOW)
    assert give_post(make_person(), Role.BUILDING_HEAD, building, since=TODAY).pk


def test_a_closed_account_takes_no_post() -> None:
    with pytest.raises(Conflict, match="已停用"):
        give_post(make_person(is_active=False), Role.GRID_WORKER, make_grid())


def test_nobody_appoints_himself() -> None:
    street = make_street()
    admin = make_holder(Role.STREET_ADMIN, street)
    with pytest.raises(Forbidden, match="不能给自己"):
        appoint(admin, Role.STREET_OFFICER, place=street, since=SINCE, by=person(admin), now=NOW)


def test_administrators_of_the_platform_are_made_by_the_system_only() -> None:
    admin = make_holder(Role.STREET_ADMIN, make_street())
    with pytest.raises(Forbidden, match="系统"):
        appoint(make_person(), Role.ADMIN_AUDIT, since=SINCE, by=person(admin), now=NOW)
    auditor = make_holder(Role.ADMIN_AUDIT)
    with pytest.raises(Conflict, match="互斥"):
        give_post(auditor, Role.ADMIN_SYSTEM)


def test_an_administrator_gives_posts_in_his_own_street_only() -> None:
    by = person(make_holder(Role.STREET_ADMIN, make_street()))
    department = make_department(make_street())
    for where in ({"place": make_grid()}, {"department": department}):
        role = Role.GRID_WORKER if "place" in where else Role.DEPARTMENT_HEAD
        with pytest.raises(NotFound):
            appoint(make_person(), role, **where, since=SINCE, by=by, now=NOW)


def test_a_post_ends_once_and_not_before_it_began() -> None:
    post = give_post(make_person(), Role.GRID_WORKER, make_grid())
    with pytest.raises(Invalid):
        end_post(post.pk, until=date(2019, 1, 1), by=BY, now=NOW)
    end_post(post.pk, until=TODAY, by=BY, now=NOW)
    with pytest.raises(Conflict, match="已于"):
        end_post(post.pk, until=TODAY, by=BY, now=NOW)
    with pytest.raises(NotFound):
        end_post(0, until=TODAY, by=BY, now=NOW)


def test_a_later_end_may_be_brought_forward() -> None:
    post = give_post(make_person(), Role.GRID_WORKER, make_grid(), until=date(2027, 1, 1))
    assert end_post(post.pk, until=TODAY, by=BY, now=NOW).until == TODAY


def test_who_serves_where_today() -> None:
    community = make_community()
    grid, department = make_grid(community), make_department(street_of(community))
    building = make_building(grid)
    officer = make_holder(Role.COMMUNITY_OFFICER, community)
    worker = make_holder(Role.GRID_WORKER, grid)
    clerk = make_holder(Role.DEPARTMENT_HANDLER, department)
    make_holder(Role.GRID_WORKER, grid, until=TODAY)
    make_holder(Role.GRID_LAWYER, grid)
    make_holder(Role.GRID_WORKER, make_grid())
    make_holder(Role.STREET_OFFICER, street_of(community))
    assert set(handlers_within(community, TODAY)) == {officer, worker}
    assert list(grid_workers_of(building, TODAY)) == [worker]
    assert list(people_at(community.pk, Role.COMMUNITY_OFFICER, TODAY)) == [officer]
    assert list(department_people(department.pk, TODAY)) == [clerk]
    assert [post.place for post in posts_of(worker, TODAY)] == [grid]
