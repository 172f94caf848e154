"""From a phone in the grid to the leader's dashboard."""

import pytest

from cases.models import Case
from cases.workflow import CaseState
from tests.journeys import steps
from tests.journeys.conftest import PHONE, Arrive


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_matter_goes_from_a_phone_to_the_dashboard(arrive: Arrive, javascript: bool) -> None:
    worker = arrive("worker", size=PHONE, javascript=javascript)
    number = steps.report_with_photo(worker)

    officer = arrive("officer", javascript=javascript)
    steps.verify(officer)
    steps.hand_up(officer)
    steps.whistle(arrive("dispatcher", javascript=javascript))

    assistant = arrive("water", size=PHONE, javascript=javascript)
    steps.claim(assistant)
    steps.answer_with_photo(assistant, "排水口已疏通。")
    lead = arrive("urban", size=PHONE, javascript=javascript)
    steps.claim(lead)
    steps.answer_with_photo(lead, "杂物已清走,楼道畅通。")

    steps.pass_check(officer)
    steps.call_back(arrive("clerk", javascript=javascript))
    steps.find_on_dashboard(arrive("leader", javascript=javascript))
    assert Case.objects.get(number=number).state == CaseState.CLOSED
