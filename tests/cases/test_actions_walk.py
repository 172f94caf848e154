"""Whatever people do in whatever order: every case keeps its promises to itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.actions.calls import answer, claim
from cases.actions.checking import pass_check, rework
from cases.actions.closing import archive_quiet_cases, reopen
from cases.actions.following import Heard, rate, record_follow_up
from cases.actions.handling import assign, contact, hand_up, reassign, resolve, send_down
from cases.actions.registering import Correction, correct, decline, verify
from cases.actions.reporting import Contact
from cases.actions.sweep import sweep_case
from cases.actions.whistles import Assistant
from cases.models import Case
from cases.vocabulary import Urgency
from clocks.actions import sweep
from journal.actors import resident
from journal.refusals import Refusal
from tests.cases import invariants
from tests.factories.cases import World, make_case, make_world, whistle_for
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

Pick = Callable[[list[str]], str]


@dataclass
class Walk:
    """One case on its way: who acts is picked anew at every step, and time goes on."""

    world: World
    case: Case
    now: datetime
    pick: Pick

    def someone(self, *names: str) -> str:
        return self.pick(list(names))

    def officer(self) -> str:
        return self.someone("officer", "officer2", "dispatcher")

    def call(self) -> int:
        calls = [str(pk) for pk in self.case.calls.order_by("id").values_list("pk", flat=True)]
        return int(self.pick(calls)) if calls else 0

    def sent_back(self) -> list[int] | None:
        return [self.call()] if self.pick(["named", "all"]) == "named" else None

    def assistants(self) -> list[Assistant]:
        helper = self.pick(["none", "mandatory", "optional"])
        return [] if helper == "none" else [Assistant(self.world.water, helper == "mandatory")]

    def heard(self) -> Heard:
        words = {
            "unreached": Heard(reached=False),
            "solved": Heard(reached=True, solved=True, satisfaction="satisfied"),
            "reasonable": Heard(reached=True, solved=False, reasonable=True),
            "unreasonable": Heard(reached=True, solved=False, reasonable=False),
        }
        return words[self.pick(sorted(words))]


def act(walk: Walk, verb: str) -> object:
    world, number, now = walk.world, walk.case.number, walk.now
    by = world[walk.officer()]
    clerk = world[walk.someone("clerk", "clerk2", "leader")]
    worker = world[walk.someone("worker", "officer", "officer2")]
    to = world.people[walk.someone("worker", "officer", "officer2")].username
    department = world[walk.someone("urban", "urban2", "water")]
    deeds: dict[str, Callable[[], object]] = {
        "verify": lambda: verify(number, by=by, now=now),
        "answer_at_once": lambda: verify(number, by=by, now=now, answer="可以"),
        "decline": lambda: decline(number, by=by, now=now, reason="untrue", advice="见说明"),
        "correct": lambda: correct(
            number,
            by=by,
            now=now,
            right=Correction(urgency=walk.pick(Urgency.values)),
            reason="更正",
        ),
        "assign": lambda: assign(number, by=by, now=now, to=to),
        "reassign": lambda: reassign(number, by=by, now=now, to=to),
        "hand_up": lambda: hand_up(number, by=by, now=now, note="劝过"),
        "send_down": lambda: send_down(number, by=world["dispatcher"], now=now, note="再去"),
        "whistle": lambda: whistle_for(
            world,
            walk.case,
            now=now,
            by=walk.someone("dispatcher", "duty"),
            kind=walk.someone("emergency", "enforcement"),
            assistants=walk.assistants(),
        ),
        "contact": lambda: contact(number, by=worker, now=now, note="已通话"),
        "resolve": lambda: resolve(number, by=worker, now=now, result="已清理"),
        "pass_check": lambda: pass_check(number, by=by, now=now),
        "rework": lambda: rework(number, by=by, now=now, reason="没清完", calls=walk.sent_back()),
        "claim": lambda: claim(walk.call(), by=department, now=now),
        "answer": lambda: answer(walk.call(), by=department, now=now, result="好"),
        "record_follow_up": lambda: record_follow_up(number, by=clerk, now=now, heard=walk.heard()),
        "rate": lambda: rate(
            number, by=resident(), now=now, heard=Heard(reached=True, solved=False)
        ),
        "reopen": lambda: reopen(number, by=clerk, now=now, reason="又来了"),
        "archive": lambda: archive_quiet_cases(now=now),
        "sweep": lambda: sweep(now=now, takers={"case": sweep_case}),
    }
    return deeds[verb]()


# What is likely to get on from a state; every third step tries anything.
ANYTHING = [
    "contact",
    "correct",
    "sweep",
    "decline",
    "reopen",
    "rework",
    "assign",
    "answer",
    "rate",
]
LIKELY: dict[str, list[str]] = {
    "reported": ["verify", "verify", "whistle", "answer_at_once"],
    "registered": ["assign", "assign", "hand_up", "whistle"],
    "in_hand": ["resolve", "resolve", "reassign", "hand_up"],
    "street_review": ["whistle", "whistle", "send_down"],
    "whistled": ["claim", "claim", "answer", "answer", "answer"],
    "checking": ["pass_check", "pass_check", "rework"],
    "follow_up": ["record_follow_up", "record_follow_up", "rate"],
    "closed": ["reopen", "reopen", "archive"],
}
ENDS = {"archived", "declined"}
GAPS = {"minutes": 7, "an hour": 61, "a day": 24 * 60, "a week": 7 * 24 * 60, "a month": 31 * 1440}
STEPS = 22


def step(walk: Walk) -> str:
    """One try; a refusal is an answer like any other and leaves everything as it was."""
    walk.now += timedelta(minutes=GAPS[walk.pick(["minutes", "an hour", *GAPS])])
    likely = LIKELY[walk.case.state]
    verb = walk.pick(ANYTHING if walk.pick(["on", "on", "any"]) == "any" else likely)
    try:
        with transaction.atomic():
            act(walk, verb)
    except Refusal:
        pass
    return verb


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
@given(data=st.data())
def test_no_order_of_verbs_breaks_a_case(street: World, data: st.DataObject) -> None:
    def pick(names: list[str]) -> str:
        return data.draw(st.sampled_from(names))

    with transaction.atomic():
        urgency = pick(Urgency.values)
        known = pick(["known", "nobody"]) == "known"
        contact_ = Contact("张三", "13800001234") if known else Contact()
        case = make_case(street, urgency=urgency, contact=contact_)
        walk = Walk(street, case, NOW, pick)
        for _ in range(STEPS):
            step(walk)
            walk.case = invariants.check(case.pk)
            if walk.case.state in ENDS:
                break
        transaction.set_rollback(True)


@pytest.fixture
def street() -> World:
    return make_world()
