"""Who serves in the demo street: the announced accounts, and everybody else by invented names."""

from collections.abc import Iterator
from itertools import count
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import User
from demo.actions.street import Street
from demo.rules.words import names
from grids.actions.people import enrol
from grids.actions.posts import appoint
from grids.models import Department, Place
from grids.roles import Role

OFFICERS = 4
PHONE = "14210{:06d}"  # a range that no network has been given
RUNG_UP = frozenset({Role.GRID_WORKER})
"""Whom heads of buildings ring up from their home page."""
HOME, AWAY, FAR = 0, 1, 2
"""The communities of the accounts: the first one, and two others that show what is out of sight."""
AT_THE_STREET: tuple[tuple[str, str], ...] = (
    ("street.officer", Role.STREET_OFFICER),
    ("", Role.STREET_OFFICER),
    ("street.leader", Role.STREET_LEADER),
    ("", Role.STREET_LEADER),
    ("duty.officer", Role.DUTY_OFFICER),
    ("", Role.DUTY_OFFICER),
    ("followup.clerk", Role.FOLLOWUP_CLERK),
    ("", Role.FOLLOWUP_CLERK),
    ("street.admin", Role.STREET_ADMIN),
)
IN_DEPARTMENTS = {"综合执法中队": "dept.urban", "自来水公司": "dept.water"}
OFFICER_ACCOUNTS = {
    HOME: ("community.officer", "community.officer2"),
    AWAY: ("community.officer3",),
}
ADMINISTRATORS = (
    ("admin.system", Role.ADMIN_SYSTEM, "系统管理员"),
    ("admin.security", Role.ADMIN_SECURITY, "安全管理员"),
    ("admin.audit", Role.ADMIN_AUDIT, "审计管理员"),
)


class Staffing:
    """Appoints people from an endless list of invented names."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self._names = _fresh_names(street.rng)
        self._phones = (PHONE.format(number) for number in count(1))

    def appoint(
        self, role: str, at: Place | Department | None, username: str = "", name: str = ""
    ) -> User:
        phone = next(self._phones) if role in RUNG_UP else ""
        person = self._enrol(username, name or next(self._names), phone)
        self.give_post(person, role, at)
        self.street.staff.setdefault(role, []).append(person)
        return person

    def give_post(self, person: User, role: str, at: Place | Department | None) -> None:
        appoint(
            person,
            role,
            place=at if isinstance(at, Place) else None,
            department=at if isinstance(at, Department) else None,
            since=self.street.since,
            by=self.street.by,
            now=self.street.begun,
        )

    def _enrol(self, username: str, name: str, phone: str) -> User:
        street = self.street
        person = enrol(
            street.place,
            display_name=name,
            username=username,
            phone=phone,
            by=street.by,
            now=street.begun,
        )
        if username:
            street.accounts[username] = person
        return person


def fill_posts(street: Street, *, password: str) -> None:
    staffing = Staffing(street)
    for username, role in AT_THE_STREET:
        staffing.appoint(role, street.place, username)
    for username, role, name in ADMINISTRATORS:
        staffing.appoint(role, None, username, name)
    _fill_departments(staffing)
    _fill_communities(staffing)
    _fill_buildings(staffing)
    _let_in(street, password)


def _fill_departments(staffing: Staffing) -> None:
    for department in staffing.street.departments.values():
        staffing.appoint(
            Role.DEPARTMENT_HANDLER, department, IN_DEPARTMENTS.get(department.name, "")
        )
        staffing.appoint(Role.DEPARTMENT_HEAD, department)


def _fill_communities(staffing: Staffing) -> None:
    street = staffing.street
    for index, community in enumerate(street.communities):
        accounts = OFFICER_ACCOUNTS.get(index, ())
        for number in range(OFFICERS):
            username = accounts[number] if number < len(accounts) else ""
            person = staffing.appoint(Role.COMMUNITY_OFFICER, community.place, username)
            community.officers.append(person)
        for number, grid in enumerate(community.grids):
            username = _worker_account(index, number)
            grid.worker = staffing.appoint(Role.GRID_WORKER, grid.place, username)
            leader = community.officers[number % OFFICERS]
            staffing.give_post(leader, Role.GRID_LEADER, grid.place)


def _worker_account(community: int, grid: int) -> str:
    first = {HOME: "grid.worker", FAR: "grid.worker2"}
    return first.get(community, "") if grid == 0 else ""


def _fill_buildings(staffing: Staffing) -> None:
    """The account's building stands in the grid of the account `grid.worker`."""
    for index, building in enumerate(staffing.street.buildings):
        username = "building.head" if index == 0 else ""
        building.head = staffing.appoint(Role.BUILDING_HEAD, building.place, username)


def _let_in(street: Street, password: str) -> None:
    """Only the announced accounts have a password: one hash for all, it takes a while to make."""
    shared = make_password(password)
    keys = [person.pk for person in street.accounts.values()]
    User.objects.filter(pk__in=keys).update(password=shared)


def _fresh_names(rng: Random) -> Iterator[str]:
    every = [first + given for first in names()["surnames"] for given in names()["given"]]
    rng.shuffle(every)
    return iter(every)
