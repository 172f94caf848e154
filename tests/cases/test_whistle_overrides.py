"""Another lead than the directory suggests: a reason is asked for, and the history keeps both."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, DirectoryEntry
from cases.workflow import CaseState
from grids.models import Department
from journal.refusals import Invalid
from tests.factories.api import done, faults, fresh_case
from tests.factories.cases import HOUR, World, bring_to, whistle_for
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

ASKED = "您选的主办不是派单目录建议的部门,请写明理由。"
REASON = "综合执法中队正在改革,先由自来水公司牵头"


@pytest.fixture
def case(world: World) -> Case:
    """Under review in a street whose directory suggests 综合执法中队."""
    DirectoryEntry.objects.create(category=world.category, place=world.street, lead=world.urban)
    return bring_to(world, CaseState.STREET_REVIEW)


def _as(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def _send(world: World, case: Case, lead: Department, **said: Any) -> Any:
    said = {"kind": "enforcement", "lead": lead.pk, "idempotency_key": "once", **said}
    return _as(world, "dispatcher").post(f"/cases/{case.number}/whistle/", said)


def _kept(case: Case) -> tuple[str, str, bool, str]:
    data = case.events.get(verb="whistle").data
    return data["lead"], data["suggested"], data["overridden"], data["why_lead"]


def test_a_page_asks_why_another_lead_is_called_and_keeps_the_choice(
    world: World, case: Case
) -> None:
    answer = _send(world, case, world.water)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert ASKED in page
    assert f'<option value="{world.water.pk}" selected>' in page
    assert not case.calls.exists()


def test_with_a_reason_another_lead_is_called_and_staff_read_why(world: World, case: Case) -> None:
    assert _send(world, case, world.water, why_lead=REASON).status_code == 302
    assert _kept(case) == ("自来水公司", "综合执法中队", True, REASON)
    story = _as(world, "dispatcher").get(f"/cases/{case.number}/").content.decode()
    assert "派单目录建议的主办:综合执法中队" in story
    assert f"不按派单目录的理由:{REASON}" in story


def test_a_suggested_assistant_may_be_made_lead_at_once(world: World, case: Case) -> None:
    _send(world, case, world.water, why_lead=REASON, assistants=[world.water.pk])
    assert [(call.department, call.role) for call in case.calls.all()] == [(world.water, "lead")]


def test_residents_read_neither_the_suggestion_nor_the_reason(world: World, case: Case) -> None:
    _send(world, case, world.water, why_lead=REASON)
    page = Client().get(f"/track/{case.track_code}/").content.decode()
    assert "吹哨" in page
    assert REASON not in page
    assert "派单目录" not in page


def test_the_suggested_lead_needs_no_reason_and_one_left_over_is_dropped(
    world: World, case: Case
) -> None:
    assert _send(world, case, world.urban, why_lead="改了主意").status_code == 302
    assert _kept(case) == ("综合执法中队", "综合执法中队", False, "")
    story = _as(world, "dispatcher").get(f"/cases/{case.number}/").content.decode()
    assert "派单目录建议的主办" not in story


def test_without_a_lead_only_the_lead_is_asked_for(world: World, case: Case) -> None:
    page = _as(world, "dispatcher").post(f"/cases/{case.number}/whistle/", {}).content.decode()
    assert "请选择一个主办部门。" in page
    assert "请选择吹哨类型。" in page
    assert ASKED not in page


def test_without_a_suggestion_no_reason_is_asked_for(world: World) -> None:
    case = bring_to(world, CaseState.STREET_REVIEW)
    assert _send(world, case, world.water).status_code == 302
    assert _kept(case) == ("自来水公司", "", False, "")


@pytest.mark.parametrize("reason", [None, REASON])
def test_a_program_may_say_why_and_its_override_is_kept_either_way(
    world: World, case: Case, reason: str | None
) -> None:
    case = fresh_case(world, CaseState.STREET_REVIEW)
    said = {"why_lead": reason} if reason else {}
    done(world, "dispatcher", case, "whistle", kind="enforcement", lead=world.water.code, **said)
    assert _kept(case) == ("自来水公司", "综合执法中队", True, reason or "")


def test_a_program_s_reason_has_a_longest_length(world: World, case: Case) -> None:
    body = {"kind": "enforcement", "lead": world.water.code, "why_lead": "长" * 2_001}
    assert faults(world, "dispatcher", case, "whistle", **body) == {"why_lead"}
    with pytest.raises(Invalid) as refusal:
        whistle_for(world, case, now=NOW + HOUR, why_lead="长" * 2_001)
    assert list(refusal.value.fields) == ["why_lead"]
