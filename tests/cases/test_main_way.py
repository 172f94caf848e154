"""The way from report to archive, verb by verb."""

import pytest

from cases.workflow import CaseState
from tests.factories.cases import NOW, PATHS, answer_lead, bring_to, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", PATHS)
def test_every_state_can_be_reached(state: str) -> None:
    assert bring_to(make_world(), state).state == state


def test_the_lead_answers_and_the_case_is_checked() -> None:
    world = make_world()
    case = answer_lead(world, bring_to(world, CaseState.WHISTLED), now=NOW)
    assert case.state == CaseState.CHECKING
