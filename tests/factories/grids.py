"""Places, people in posts, departments and party cells, made through the real actions."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from grids.actions import departments as department_actions
from grids.actions.grants import give_grants
from grids.actions.party import found_party_cell
from grids.actions.planting import plant
from grids.actions.posts import appoint
from grids.kinds import LEVELS, CellLevel, DepartmentKind, Kind
from grids.models import Department, Estate, PartyCell, Place, Post
from journal.actors import system

BY = system("tests", silent=True)
NOW = datetime(2026, 6, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
SINCE = date(2020, 1, 1)

_numbers = count(1)


def _next() -> int:
    return next(_numbers)


def make_person(username: str = "", **fields: Any) -> User:
    username = username or f"person{_next()}"
    fields.setdefault("display_name", username)
    return User.objects.create(username=username, password="!", **fields)


def make_street(name: str = "春风街道") -> Place:
    number = _next() % 9999
    district = plant(
        kind=Kind.DISTRICT, name=f"区{number}", code=f"99{number:04d}", since=SINCE, by=BY, now=NOW
    )
    return make_place(Kind.STREET, district, name)


def make_place(kind: str, parent: Place, name: str = "", **fields: Any) -> Place:
    name = name or f"{Kind(kind).label}{_next()}"
    fields.setdefault("since", SINCE)
    return plant(kind=kind, name=name, parent=parent, by=BY, now=NOW, **fields)


def make_community(street: Place | None = None, name: str = "") -> Place:
    return make_place(Kind.COMMUNITY, street or make_street(), name)


def make_grid(community: Place | None = None, name: str = "") -> Place:
    return make_place(Kind.GRID, community or make_community(), name)


def make_building(grid: Place | None = None, name: str = "", **fields: Any) -> Place:
    return make_place(Kind.BUILDING, grid or make_grid(), name, **fields)


def street_of(place: Place) -> Place:
    return Place.objects.get(pk=place.lineage[LEVELS[Kind.STREET]])


def make_department(
    street: Place, name: str = "", kind: str = DepartmentKind.BUREAU, code: str = ""
) -> Department:
    number = _next()
    return department_actions.found_department(
        street=street,
        code=code or f"D{number}",
        name=name or f"部门{number}",
        kind=kind,
        by=BY,
        now=NOW,
    )


def make_estate(street: Place, name: str = "", company: Department | None = None) -> Estate:
    return department_actions.found_estate(
        street=street, name=name or f"小区{_next()}", company=company, by=BY, now=NOW
    )


def make_cell(
    street: Place, level: str = CellLevel.COMMITTEE, parent: PartyCell | None = None, name: str = ""
) -> PartyCell:
    return found_party_cell(
        street=street, level=level, parent=parent, name=name or f"党组织{_next()}", by=BY, now=NOW
    )


def give_post(
    holder: User,
    role: str,
    at: Place | Department | None = None,
    since: date = SINCE,
    until: date | None = None,
) -> Post:
    place = at if isinstance(at, Place) else None
    department = at if isinstance(at, Department) else None
    return appoint(
        holder, role, place=place, department=department, since=since, until=until, by=BY, now=NOW
    )


def fill_posts(posts: Mapping[str, tuple[str, Place | Department]]) -> dict[str, User]:
    """A person for each name, in that role there; quicker than one appointment at a time."""
    people = {
        name: User(username=f"person{_next()}", password="!", display_name=name) for name in posts
    }
    User.objects.bulk_create(people.values())
    held = [
        Post(
            holder=people[name],
            role=role,
            place=at if isinstance(at, Place) else None,
            department=at if isinstance(at, Department) else None,
            since=SINCE,
        )
        for name, (role, at) in posts.items()
    ]
    for post in Post.objects.bulk_create(held):
        give_grants(post)
    return people


def make_holder(
    role: str, at: Place | Department | None = None, username: str = "", **dates: Any
) -> User:
    """A person in one post; every test may ask what such a person may do."""
    person = make_person(username)
    give_post(person, role, at, **dates)
    return person
