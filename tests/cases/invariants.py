"""What must hold of every case at every moment, whatever was done to it and in which order."""

from itertools import pairwise

from cases.models import Case
from cases.workflow import LIVE_CALL_STATES, OVER_STATES
from clocks.models import Clock
from clocks.workflow import State
from journal.models import OutboxMessage


def check(case_id: int) -> Case:
    case = Case.objects.get(pk=case_id)
    _history_is_whole(case)
    _calls_fit(case)
    _nothing_is_owed_when_it_is_over(case)
    _copies_equal_the_clocks(case)
    return case


def _history_is_whole(case: Case) -> None:
    """Every event begins where the one before it ended, and the last one where the case is."""
    events = list(case.events.order_by("id"))
    assert [event.verb for event in events][:1] == ["report"]
    for before, event in pairwise(events):
        assert event.from_state == before.to_state, (before.verb, event.verb)
        assert event.round in {before.round, before.round + 1}
        assert event.at >= before.at
    assert events[-1].to_state == case.state
    assert events[-1].round == case.round
    said = OutboxMessage.objects.filter(payload__case=case.pk, topic__startswith="case.")
    assert sorted(message.payload["event"] for message in said) == [event.pk for event in events]


def _calls_fit(case: Case) -> None:
    leads = case.calls.filter(role="lead", state__in=LIVE_CALL_STATES)
    assert leads.count() <= 1
    if case.state == "whistled":
        lead = leads.get()
        assert lead.state in {"called", "claimed"}
        assert lead.whistle.round == case.round
    elif case.state not in {"checking"}:
        assert not case.calls.filter(state__in=LIVE_CALL_STATES).exists()
    if case.state == "in_hand":
        assert case.handler_id


def _nothing_is_owed_when_it_is_over(case: Case) -> None:
    open_clocks = Clock.objects.of("case", [case.pk]).open()
    if case.state in OVER_STATES:
        assert not open_clocks.exists()
        assert case.ended_at
    else:
        assert case.ended_at is None
    assert not open_clocks.exclude(round=case.round).exists()


def _copies_equal_the_clocks(case: Case) -> None:
    clocks = Clock.objects.of("case", [case.pk]).filter(round=case.round)
    promise = clocks.filter(kind="finish", leg_id=None).last()
    assert case.due_at == (promise.due_at if promise else None)
    late = clocks.filter(state=State.BREACHED).order_by("breached_at").first()
    assert case.breached_at == (late.breached_at if late else None)
    for clock in clocks.filter(state=State.MET):
        assert clock.met_at
        assert (clock.breached_at is None) == (clock.met_at <= clock.due_at)
