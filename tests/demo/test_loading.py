"""The whole demo street, made once, and counted the way a dashboard counts."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.conf import global_settings
from django.contrib.auth import authenticate
from django.db.models import F, QuerySet
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from cases.models import Call, Case, CaseEvent, DirectoryEntry
from cases.vocabulary import CallRole
from cases.workflow import CallState
from cases.workflow import CaseState as State
from clocks.models import Clock
from clocks.workflow import State as ClockState
from dashboards.rules.figures import COUNTS, RATES, Figure
from dashboards.rules.frames import Frame
from grids.kinds import CellLevel, DepartmentKind, Kind
from grids.models import Department, PartyCell, Place, Post
from grids.roles import Role
from grids.rules.scope import serves_buildings_only
from journal.models import OutboxMessage
from launch.accounts import ACCOUNTS
from tests.demo.alone import run_alone

PASSWORD = "demo-street-2026"


@pytest.mark.django_db(transaction=True)
def test_the_demo_street_shows_the_figures_it_takes_after(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    made = run_alone("manage.py", "load_demo", f"--password={PASSWORD}", "--processes=2")
    assert made.returncode == 0, made.stderr
    now = timezone.now()
    _the_street_is_laid_out()
    _the_leader_sees_the_figures(_frame(now))
    _history_is_in_order(now)
    _everybody_can_sign_in_and_has_work()


def _the_street_is_laid_out() -> None:
    kinds = Counter(Place.objects.values_list("kind", flat=True))
    assert (kinds[Kind.COMMUNITY], kinds[Kind.GRID]) == (6, 83)
    assert kinds[Kind.BUILDING] > 250
    levels = Counter(PartyCell.objects.values_list("level", flat=True))
    assert levels == {
        CellLevel.COMMITTEE: 6,
        CellLevel.BRANCH: 46,
        CellLevel.GROUP: 148,
        CellLevel.HOUSEHOLD: 595,
    }
    assert Place.objects.filter(kind=Kind.HOUSEHOLD, party_cell__isnull=False).count() == 595
    assert Department.objects.exclude(kind=DepartmentKind.IMPORTED).count() == 12
    assert DirectoryEntry.objects.exists()
    mapped = Place.objects.filter(kind__in=[Kind.STREET, Kind.COMMUNITY, Kind.GRID])
    assert not mapped.filter(boundary=None).exists()
    heads = Post.objects.filter(role=Role.BUILDING_HEAD).values("place").distinct()
    assert heads.count() == kinds[Kind.BUILDING]
    assert Post.objects.filter(role=Role.GRID_WORKER).values("place").distinct().count() == 83


def _frame(now: datetime) -> Frame:
    """The demo's 365 days, as the leader sees them."""
    today = timezone.localdate(now)
    return Frame(_user("street.leader"), today - timedelta(days=364), today, now=now)


def _the_leader_sees_the_figures(frame: Frame) -> None:
    counted = {figure.name: figure.count(frame, "part") for figure in COUNTS}
    expected = {
        "received": 1145,
        "handled": 981,
        "whistles": 82,
        "answers": 82,
        "hard_solved": 66,
        "open": 164,
    }
    assert {name: counted[name] for name in expected} == expected
    assert 8 <= counted["overdue"] <= 60
    rates = {figure.name: _rate(figure, frame) for figure in RATES}
    assert 0.88 < rates["finished_in_time"] < 0.98
    assert 0.90 < rates["satisfied"] < 0.99
    assert 0.90 < rates["solved"] < 0.99


def _rate(figure: Figure, frame: Frame) -> float:
    return float(figure.count(frame, "part") / figure.count(frame, "whole"))


def _history_is_in_order(now: datetime) -> None:
    assert not CaseEvent.objects.filter(at__gt=now).exists()
    assert not Case.objects.filter(ended_at__lt=F("reported_at")).exists()
    last: dict[int, datetime] = {}
    for case, at in CaseEvent.objects.order_by("id").values_list("case_id", "at"):
        assert last.get(case, at) <= at, f"case {case} goes back in time"
        last[case] = at
    over = Clock.objects.filter(matter_id__in=_ended().values("pk"))
    assert set(over.values_list("state", flat=True)) == {ClockState.MET, ClockState.CANCELLED}
    recent = timezone.now() - timedelta(days=4)
    assert OutboxMessage.objects.filter(created_at__gte=recent).exists()
    assert not OutboxMessage.objects.filter(created_at__lt=recent).exists()


def _ended() -> QuerySet[Case]:
    return Case.objects.filter(state__in=[State.CLOSED, State.ARCHIVED, State.DECLINED])


def _everybody_can_sign_in_and_has_work() -> None:
    today = timezone.localdate()
    for username, _role in ACCOUNTS:
        assert authenticate(username=username, password=PASSWORD), username
    silent = User.objects.exclude(username__in=[name for name, _role in ACCOUNTS])
    assert all(not person.has_usable_password() for person in silent)
    in_hand = Case.objects.filter(state=State.IN_HAND)
    assert in_hand.filter(handler=_user("grid.worker")).count() >= 5
    assert in_hand.filter(handler=_user("grid.worker"), breached_at__isnull=False).exists()
    seen = Case.objects.visible_to(_user("community.officer"))
    assert seen.filter(state=State.REPORTED).count() >= 8
    assert not seen.filter(pk__in=Case.objects.visible_to(_user("community.officer3"))).exists()
    for state in (State.STREET_REVIEW, State.FOLLOW_UP, State.CHECKING):
        assert Case.objects.visible_to(_user("street.officer")).filter(state=state).exists()
    to_answer = Call.objects.filter(state=CallState.CLAIMED, role=CallRole.LEAD)
    for username in ("dept.urban", "dept.water"):
        departments = _user(username).posts.values("department")
        assert to_answer.filter(department__in=departments).exists(), username
    assert Case.objects.open().filter(reported_by=_user("building.head")).count() >= 2
    large = [name for name, _role in ACCOUNTS if serves_buildings_only(_user(name), today)]
    assert large == ["building.head"]


def _user(username: str) -> User:
    return User.objects.get(username=username)
