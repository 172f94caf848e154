"""The main pages of every role, on a street where something waits in each of them."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.workflow import CaseState
from clocks.actions import sweep
from governance.tasks import TAKERS
from grids.models import Post
from tests.factories.cases import World, bring_to, lead_call
from tests.factories.street import fill
from tests.journeys.visitor import Visitor

S = CaseState
STATES = (
    S.REPORTED,
    S.REGISTERED,
    S.IN_HAND,
    S.STREET_REVIEW,
    S.WHISTLED,
    S.CHECKING,
    S.FOLLOW_UP,
    S.CLOSED,
)
Pages = Callable[[], list[str]]


def fill_street(world: World) -> None:
    """A case in every state, and one that has been late for weeks and is marked so."""
    now = timezone.now()
    bring_to(world, S.IN_HAND, now=now - timedelta(days=40), title="围墙开裂", place=world.grid)
    fill(world, STATES)
    sweep(now=now, takers=TAKERS)


def case_in(state: CaseState) -> Case:
    return Case.objects.filter(state=state).latest("pk")


def case_page(state: CaseState) -> str:
    return reverse("case", args=[case_in(state).number])


def verb_page(state: CaseState, verb: str) -> str:
    return reverse("case_verb", args=[case_in(state).number, verb])


def track_page(state: CaseState) -> str:
    return reverse("track_case", args=[case_in(state).track_code])


def queue(name: str) -> str:
    return f"{reverse('cases')}?queue={name}"


def too_wide(visitor: Visitor) -> list[str]:
    """A page that must be pushed sideways."""
    over = visitor.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [f"{over} pixels too wide"] if over > 0 else []


PAGES: dict[str, Pages] = {
    "": lambda: [
        reverse("front"),
        reverse("public_report"),
        reverse("track"),
        track_page(S.WHISTLED),
        track_page(S.FOLLOW_UP),
        track_page(S.CLOSED),
        reverse("login"),
        reverse("enter_code"),
    ],
    "worker": lambda: [
        reverse("home"),
        reverse("case_new"),
        reverse("cases"),
        queue("mine"),
        case_page(S.IN_HAND),
        verb_page(S.IN_HAND, "add_note"),
        reverse("inbox"),
        reverse("preferences"),
    ],
    "head": lambda: [reverse("home"), reverse("case_new"), queue("reported")],
    "officer": lambda: [
        reverse("home"),
        queue("to_verify"),
        case_page(S.REPORTED),
        case_page(S.REGISTERED),
        case_page(S.CHECKING),
        verb_page(S.REPORTED, "decline"),
        verb_page(S.REGISTERED, "correct"),
        reverse("reveal_contact", args=[case_in(S.REPORTED).number]),
    ],
    "dispatcher": lambda: [
        reverse("home"),
        reverse("overdue"),
        case_page(S.STREET_REVIEW),
        case_page(S.WHISTLED),
    ],
    "duty": lambda: [reverse("home"), reverse("case_new")],
    "urban": lambda: [
        reverse("home"),
        reverse("calls"),
        case_page(S.WHISTLED),
        reverse("call_verb", args=[lead_call(case_in(S.WHISTLED)).pk, "claim"]),
    ],
    "clerk": lambda: [reverse("home"), reverse("follow_up_next"), case_page(S.CLOSED)],
    "leader": lambda: [
        reverse("home"),
        reverse("dashboard"),
        reverse("figure", args=["received"]),
        reverse("map"),
        reverse("overdue"),
        case_page(S.CLOSED),
    ],
    "admin": lambda: [
        reverse("home"),
        reverse("setup"),
        reverse("setup_gap", args=["leaderless"]),
        reverse("setup_places"),
        reverse("setup_place", args=[case_in(S.CLOSED).place.code]),
        reverse("setup_place_appoint", args=[case_in(S.CLOSED).place.code]),
        reverse("setup_estates"),
        reverse("setup_departments"),
        reverse("setup_cells"),
        reverse("setup_people"),
        reverse("setup_person", args=[Post.objects.latest("pk").holder.username]),
        reverse("setup_imports"),
        reverse("setup_import", args=["buildings"]),
    ],
}
