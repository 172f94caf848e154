"""From home to done within the taps each role is given. Source: the field's table of screens."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cases.models import Call, Case
from cases.workflow import CallState, CaseState
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    lead_call,
    make_case,
    make_world,
)
from tests.finger import Finger

pytestmark = pytest.mark.django_db


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile("scene.jpg", out.getvalue(), "image/jpeg")


def at_home(world: World, name: str) -> Finger:
    return Finger(world.people[name])


def state_of(case: Case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


def recent(world: World, state: str, **said: object) -> Case:
    return bring_to(world, state, now=timezone.now() - 9 * HOUR, **said)


def test_a_grid_worker_reports_with_a_photo_in_four_taps(world: World) -> None:
    finger = at_home(world, "worker")
    finger.tap(text="上报")
    finger.photo("上报", "photos", photo())
    finger.choose("上报", "category", world.category.code)
    finger.type("上报", title="垃圾满溢")
    finger.press("上报")
    assert (finger.taps, finger.status) == (4, 200)
    case = Case.objects.get()
    assert (case.place, case.source, case.evidence.count()) == (world.grid, "patrol", 1)


def test_a_grid_worker_closes_his_own_case_in_three_taps(world: World) -> None:
    case = recent(world, CaseState.IN_HAND)
    finger = at_home(world, "worker")
    finger.tap(text=case.title)
    finger.photo("办结", "photos", photo())
    finger.type("办结", result="已清理")
    finger.press("办结")
    assert (finger.taps, state_of(case)) == (3, CaseState.CHECKING)


def test_a_building_head_reports_in_three_taps(world: World) -> None:
    finger = at_home(world, "head")
    finger.tap(text="上报")
    finger.choose("上报", "category", world.category.code)
    finger.type("上报", title="单元门坏了")
    finger.press("上报")
    assert finger.taps == 3
    assert Case.objects.get().place == world.building


def test_a_building_head_calls_the_grid_worker_with_one_tap(world: World) -> None:
    worker = world.people["worker"]
    worker.phone = "13900001111"
    worker.save(update_fields=["phone"])
    finger = at_home(world, "head")
    finger.tap(to="tel:13900001111")
    assert finger.taps == 1


def test_a_building_head_confirms_what_was_fixed_in_two_taps(world: World) -> None:
    case = recent(world, CaseState.CHECKING, by="head", place=world.building)
    finger = at_home(world, "head")
    finger.tap(text=case.title)
    finger.press("核查通过")
    assert (finger.taps, state_of(case)) == (2, CaseState.FOLLOW_UP)


def test_a_community_officer_verifies_and_registers_in_two_clicks(world: World) -> None:
    case = recent(world, CaseState.REPORTED)
    finger = at_home(world, "officer")
    finger.tap(text=case.title)
    finger.press("登记")
    assert (finger.taps, state_of(case)) == (2, CaseState.REGISTERED)


def test_a_community_officer_assigns_in_three_clicks(world: World) -> None:
    case = recent(world, CaseState.REGISTERED)
    finger = at_home(world, "officer")
    finger.tap(text=case.title)
    finger.choose("交办", "to", world.people["officer2"].username)
    finger.press("交办")
    assert (finger.taps, state_of(case)) == (3, CaseState.IN_HAND)


def test_a_street_officer_whistles_in_four_clicks(world: World) -> None:
    case = recent(world, CaseState.STREET_REVIEW)
    finger = at_home(world, "dispatcher")
    finger.tap(text=case.title)
    finger.choose("吹哨", "kind", "enforcement")
    finger.choose("吹哨", "lead", str(world.urban.pk))
    finger.press("吹哨")
    assert (finger.taps, state_of(case)) == (4, CaseState.WHISTLED)


def test_a_leader_sees_what_is_overdue_with_one_click_and_a_case_with_two(world: World) -> None:
    late = timezone.now() - 30 * HOUR
    case = make_case(world, now=late)
    Case.objects.filter(pk=case.pk).update(breached_at=late)
    finger = at_home(world, "leader")
    finger.tap(text="逾期墙")
    assert (finger.taps, finger.url) == (1, "/cases/overdue/")
    finger.tap(text=case.title)
    assert (finger.taps, finger.url) == (2, f"/cases/{case.number}/")


def test_a_department_claims_with_one_click(world: World) -> None:
    call = lead_call(recent(world, CaseState.WHISTLED))
    finger = at_home(world, "urban")
    finger.press("认领")
    assert (finger.taps, Call.objects.get(pk=call.pk).state) == (1, CallState.CLAIMED)


def test_a_department_answers_with_a_photo_in_four_clicks(world: World) -> None:
    case = recent(world, CaseState.WHISTLED)
    finger = at_home(world, "urban")
    finger.press("认领")
    finger = at_home(world, "urban")
    finger.tap(text="答卷")
    finger.photo("答卷", "photos", photo())
    finger.type("答卷", result="已取缔")
    finger.press("答卷")
    assert (finger.taps, state_of(case)) == (3, CaseState.CHECKING)


def test_a_clerk_reaches_the_next_call_with_one_click_and_records_with_three(world: World) -> None:
    case = recent(world, CaseState.FOLLOW_UP)
    finger = at_home(world, "clerk")
    finger.tap(text="下一个电话")
    assert (finger.taps, finger.url) == (1, f"/follow-up/{case.number}/")
    finger.choose("回访", "outcome", "solved:very_satisfied")
    finger.press("回访")
    assert (finger.taps, state_of(case)) == (3, CaseState.CLOSED)


def test_a_clerk_reopens_in_two_clicks(world: World) -> None:
    case = recent(world, CaseState.CLOSED)
    finger = at_home(world, "clerk")
    finger.tap(text=case.title)
    finger.type("重开", reason="居民来电说又堆上了")
    finger.press("重开")
    assert (finger.taps, state_of(case)) == (2, CaseState.REGISTERED)


def test_whistling_again_to_the_same_street_offers_no_department_of_another(world: World) -> None:
    other = make_world()
    case = recent(world, CaseState.STREET_REVIEW)
    finger = at_home(world, "dispatcher")
    finger.tap(text=case.title)
    assert ("lead", str(other.urban.pk)) not in finger.form("吹哨").offered
