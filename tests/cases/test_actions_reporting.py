"""上报: what a report starts, who may make it, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from cases.actions.reporting import (
    TRACK_ALPHABET,
    Contact,
    Done,
    Report,
    external_number_taken,
    report,
)
from cases.models import Case, CaseContact
from cases.vocabulary import Source, Urgency
from clocks.models import Clock
from grids.models import Place
from grids.roles import Role
from journal.actors import person, resident, system
from journal.fields import hash_phone
from journal.models import OutboxMessage
from journal.refusals import Forbidden, Invalid
from tests.factories import grids
from tests.factories.cases import (
    World,
    clock_of,
    make_case,
    make_category,
    make_world,
    running_kinds,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


def told(world: World, **said: Any) -> Report:
    fields = {"place": world.grid, "category": world.category, "title": "路灯不亮", **said}
    return Report(**fields)


def test_a_report_is_reported_and_its_receiver_is_the_first_asked_officer(world: World) -> None:
    case = make_case(world, by="worker", contact=Contact())
    worker = world.people["worker"]
    assert (case.state, case.round, case.first_asked, case.reported_by, case.handler) == (
        "reported",
        1,
        worker,
        worker,
        None,
    )
    assert case.due_at is None
    assert running_kinds(case) == ["verify"]


def test_the_place_gives_the_case_its_scope(world: World) -> None:
    case = make_case(world, place=world.building)
    assert case.scope == {
        "street_id": world.street.pk,
        "community_id": world.community.pk,
        "grid_id": world.grid.pk,
        "building_id": world.building.pk,
    }


def test_somebody_to_call_back_starts_the_first_contact_clock(world: World) -> None:
    case = make_case(world, contact=Contact(phone="13800001234"))
    assert running_kinds(case) == ["first_contact", "verify"]
    assert clock_of(case, "first_contact").due_at == NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    ("urgency", "reported", "due"),
    [
        ("critical", "2026-06-01 10:00", "2026-06-01 10:15"),
        ("critical", "2026-06-06 23:50", "2026-06-07 00:05"),  # by the clock, on a Saturday night
        ("urgent", "2026-06-06 23:50", "2026-06-07 00:05"),
        ("general", "2026-06-01 10:00", "2026-06-01 11:00"),
        ("general", "2026-06-01 11:30", "2026-06-01 14:30"),  # over the noon break
        ("general", "2026-06-05 17:20", "2026-06-08 09:20"),  # over the weekend
        ("inquiry", "2026-06-18 17:00", "2026-06-22 09:00"),  # over the Dragon Boat Festival
        ("complex", "2026-06-06 12:00", "2026-06-08 09:30"),  # reported on a day off
    ],
)
def test_the_verify_clock_counts_by_urgency(
    world: World, urgency: str, reported: str, due: str
) -> None:
    case = make_case(world, now=at(reported), urgency=urgency)
    assert clock_of(case, "verify").due_at == at(due)


def test_urgency_and_kind_come_from_the_category_unless_they_are_said(world: World) -> None:
    gas = make_category("燃气泄漏", urgency=Urgency.CRITICAL, kind="help")
    assert make_case(world, category=gas).urgency == "critical"
    assert make_case(world, category=gas).kind == "help"
    assert make_case(world, category=gas, urgency="general").urgency == "general"
    plain = make_case(world, category=make_category("其他"))
    assert (plain.urgency, plain.kind) == ("general", "other")


def test_the_report_stands_in_the_history_with_who_when_and_from_where(world: World) -> None:
    by = person(world.people["worker"], via="api")
    case = report(told(world), by=by, now=NOW)
    event = case.events.get()
    assert (event.verb, event.by, event.by_label, event.at) == ("report", by.user, "worker", NOW)
    assert (event.via, event.from_state, event.to_state) == ("api", "", "reported")
    message = OutboxMessage.objects.get()
    assert (message.topic, message.payload) == (
        "case.report",
        {"case": case.pk, "event": event.pk},
    )


def test_a_silent_actor_leaves_a_history_and_no_message(world: World) -> None:
    case = report(told(world), by=system("import", silent=True), now=NOW)
    assert case.events.count() == 1
    assert not OutboxMessage.objects.exists()


def test_what_was_done_on_the_spot_goes_straight_to_checking(world: World) -> None:
    case = make_case(world, done=Done("当场清走"))
    assert (case.state, case.handler) == ("checking", world.people["worker"])
    assert running_kinds(case) == ["check"]
    finish = clock_of(case, "finish")
    assert (finish.state, finish.started_at, finish.met_at) == ("met", NOW, NOW)
    assert clock_of(case, "check").due_at == at("2026-06-02 10:00")
    case.refresh_from_db()
    assert case.due_at == finish.due_at
    assert not Clock.objects.filter(matter_id=case.pk, kind="verify").exists()
    chain = [(event.verb, event.from_state, event.to_state) for event in case.events.all()]
    assert chain == [("report", "", "checking"), ("resolve", "checking", "checking")]


def test_what_was_done_on_the_spot_needs_a_result(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        make_case(world, done=Done("  "))
    assert list(refusal.value.fields) == ["done"]
    assert not Case.objects.exists()


# Who may report where: 网格员 grid, 楼栋长 building, 社区 community, 街道 and 值班员 street.
REPORTERS = {
    "worker": {"grid", "building"},
    "worker2": {"sibling_grid"},
    "head": {"building"},
    "officer": {"community", "grid", "building"},
    "officer3": {"sibling", "sibling_grid"},
    "dispatcher": {"street", "community", "sibling", "grid", "sibling_grid", "building"},
    "duty": {"street", "community", "sibling", "grid", "sibling_grid", "building"},
    "leader": set(),
    "clerk": set(),
    "admin": set(),
    "urban": set(),
}


@pytest.mark.parametrize("name", REPORTERS)
def test_a_post_reports_at_its_place_and_below_and_nowhere_else(world: World, name: str) -> None:
    allowed = set()
    for where in ("street", "community", "sibling", "grid", "sibling_grid", "building"):
        try:
            make_case(world, by=name, place=getattr(world, where))
        except Forbidden:
            continue
        allowed.add(where)
    assert allowed == REPORTERS[name]
    assert Case.objects.count() == len(REPORTERS[name])


def test_a_post_that_is_over_reports_no_more(world: World) -> None:
    past = grids.make_holder(Role.GRID_WORKER, world.grid, until=grids.TODAY.replace(year=2021))
    with pytest.raises(Forbidden):
        report(told(world), by=person(past), now=NOW)


def test_a_resident_reports_without_a_post(world: World) -> None:
    case = report(told(world, source=Source.RESIDENT), by=resident(), now=NOW)
    assert (case.state, case.reported_by, case.source) == ("reported", None, "resident")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "字" * 121}),
        ("text", {"text": "字" * 10_001}),
    ],
)
def test_words_missing_or_too_long_are_refused_by_name(
    world: World, field: str, said: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        report(told(world, **said), by=world["worker"], now=NOW)
    assert list(refusal.value.fields) == [field]
    assert not Case.objects.exists()


def test_the_longest_words_are_taken(world: World) -> None:
    case = report(told(world, title="字" * 120, text="字" * 10_000), by=world["worker"], now=NOW)
    case.refresh_from_db()
    assert (len(case.title), len(case.text)) == (120, 10_000)


def test_a_case_lies_in_a_street_at_a_place_that_still_exists(world: World) -> None:
    district = world.street.parent
    assert district
    with pytest.raises(Invalid, match="街道"):
        report(told(world, place=district), by=system("test"), now=NOW)
    gone = grids.make_grid(world.community)
    Place.objects.filter(pk=gone.pk).update(until=grids.TODAY)
    gone.refresh_from_db()
    with pytest.raises(Invalid, match="撤销"):
        report(told(world, place=gone), by=world["officer"], now=NOW)


def test_a_retired_category_is_refused(world: World) -> None:
    old = make_category("旧分类", active=False)
    with pytest.raises(Invalid) as refusal:
        report(told(world, category=old), by=world["worker"], now=NOW)
    assert list(refusal.value.fields) == ["category"]


def test_an_external_number_is_taken_once_for_each_source_of_a_street(world: World) -> None:
    first = told(world, source=Source.HOTLINE_12345, external_number="BJ-7")
    case = report(first, by=world["worker"], now=NOW)
    with pytest.raises(Invalid, match=case.number):
        report(first, by=world["worker"], now=NOW)
    other = told(world, source=Source.POLICE_110, external_number="BJ-7")
    report(other, by=world["worker"], now=NOW)
    elsewhere = make_world()
    report(
        told(elsewhere, source=Source.HOTLINE_12345, external_number="BJ-7"),
        by=system("x"),
        now=NOW,
    )
    assert Case.objects.count() == 3
    assert external_number_taken("BJ-7").status == 400


def test_numbers_and_track_codes_are_never_given_twice(world: World) -> None:
    cases = [make_case(world) for _ in range(5)]
    assert len({case.number for case in cases}) == 5
    assert len({case.track_code for case in cases}) == 5
    assert all(case.number.startswith("20260601-") for case in cases)
    assert all(set(case.track_code) <= set(TRACK_ALPHABET) for case in cases)
    assert all(len(case.track_code) >= 10 for case in cases)


def test_the_number_carries_the_day_of_the_street_not_of_greenwich(world: World) -> None:
    assert make_case(world, now=at("2026-06-02 00:30")).number.startswith("20260602-")


def test_the_contact_lies_encrypted_in_the_database(world: World) -> None:
    case = make_case(world, contact=Contact("张三丰", "+86 138-0000-1234"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, phone, phone_hash, c::text FROM cases_casecontact c WHERE case_id = %s",
            [case.pk],
        )
        name, phone, hashed, row = cursor.fetchone()
    for plain in ("张", "三丰", "138", "0000-1234", "1234"):
        assert plain not in name
    assert name.startswith("v1.")
    assert phone.startswith("v1.")
    assert "13800001234" not in row
    assert hashed == hash_phone("13800001234")
    kept = CaseContact.objects.get(phone_hash=hash_phone("138 0000 1234"))
    assert (kept.name, kept.phone) == ("张三丰", "+86 138-0000-1234")


def test_equal_numbers_do_not_look_equal_in_the_database(world: World) -> None:
    for _ in range(2):
        make_case(world, contact=Contact("张三", "13800001234"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT phone), count(DISTINCT name) FROM cases_casecontact")
        assert cursor.fetchone() == (2, 2)


def test_nothing_of_the_contact_is_in_history_outbox_or_search(world: World) -> None:
    case = make_case(world, contact=Contact("欧阳某", "13800001234"))
    with connection.cursor() as cursor:
        for table in ("cases_caseevent", "journal_outboxmessage", "cases_casesearch", "cases_case"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ~ '欧阳|13800001234'")
            assert cursor.fetchone() == (0,), table
    assert "13800001234" not in str(case.contact)
