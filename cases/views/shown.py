"""What a page shows of a case: its photos, its clocks in words, its story, who it is with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise

from cases.models import Call, Case, CaseEvent, Evidence
from cases.rules.telling import Names, details_of, doer_of, label_of, names_in
from cases.vocabulary import ROOM, CallRole
from clocks.models import Clock
from clocks.rules.words import explain
from journal.masks import mask_text


@dataclass(frozen=True)
class Picture:
    """One photo of an evidence strip."""

    url: str
    thumb_url: str
    get_kind_display: str
    taken_at: datetime | None


@dataclass(frozen=True)
class Step:
    """One entry of the timeline. `public`: residents read its text."""

    verb: str
    label: str | Promise
    at: datetime
    by_label: str
    text: str
    public: bool
    photos: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class Dial:
    """One clock: what is owed, by when, and why; of the case, or of one of its calls."""

    call_id: int | None
    kind: str
    state: str
    started_at: datetime
    warn_at: datetime
    due_at: datetime
    met_at: datetime | None
    breached_at: datetime | None
    explanation: list[str]


def picture(evidence: Evidence) -> Picture:
    return Picture(
        url=reverse("evidence_photo", args=[evidence.pk]),
        thumb_url=reverse("evidence_thumb", args=[evidence.pk]),
        get_kind_display=str(evidence.get_kind_display()),
        taken_at=evidence.taken_at,
    )


def story_of(case: Case) -> list[Step]:
    """Everything that happened, newest first."""
    events = list(case.events.order_by("-pk").prefetch_related("evidence"))
    names = names_in(events)
    return [_step(event, names) for event in events]


def _step(event: CaseEvent, names: Names) -> Step:
    lines = [mask_text(event.text), *map(mask_text, details_of(event, names))]
    return Step(
        verb=event.verb,
        label=label_of(event),
        at=event.at,
        by_label=doer_of(event),
        text="\n".join(line for line in lines if line),
        public=event.public and bool(event.text),
        photos=[picture(evidence) for evidence in event.evidence.all()],
    )


def clocks_of(case: Case, now: datetime) -> list[Dial]:
    """The clocks of this round that are or were owed, the open ones first, each with its why."""
    found = Clock.objects.of(ROOM, [case.pk]).filter(round=case.round).with_pauses()
    clocks = sorted(found, key=lambda clock: (clock.met_at is not None, clock.due_at))
    return [_dial(clock, now) for clock in clocks]


def _dial(clock: Clock, now: datetime) -> Dial:
    return Dial(
        call_id=clock.leg_id,
        kind=clock.kind,
        state=clock.state,
        started_at=clock.started_at,
        warn_at=clock.warn_at,
        due_at=clock.due_at,
        met_at=clock.met_at,
        breached_at=clock.breached_at,
        explanation=explain(clock, now=now),
    )


def load_rows(cases: Sequence[Case]) -> Sequence[Case]:
    """Which department has each of them now: one query for the whole list."""
    live = Call.objects.live().filter(role=CallRole.LEAD).select_related("department")
    named = live.only("case_id", "department__name")
    prefetch_related_objects(list(cases), Prefetch("calls", named, to_attr="leads"))
    return cases


def pictures(evidence: Iterable[Evidence]) -> list[Picture]:
    return [picture(item) for item in evidence]
