"""What the steps of one story share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from random import Random

from accounts.models import User
from cases.actions.evidence import upload_evidence
from cases.vocabulary import EvidenceKind
from demo.actions.cast import Cast
from demo.actions.composing import Story
from demo.actions.street import Community
from demo.rules.drawing import draw
from journal.actors import Actor

VARIANTS = 4


@dataclass
class Tale:
    """A story being told. `answerer` gave the answer that is checked next."""

    cast: Cast
    story: Story
    number: str = ""
    case_id: int = 0
    answerer: User | None = None
    results: int = 0

    @property
    def rng(self) -> Random:
        return self.cast.rng

    @property
    def community(self) -> Community:
        return self.story.spot.grid.community

    def act(self, person: User, at: datetime) -> Actor:
        return self.cast.act(person, at)

    def officer(self, at: datetime, *, but: User | None = None) -> Actor:
        return self.act(self.cast.officer(self.community, but=but), at)

    def of(self, role: str, at: datetime) -> Actor:
        return self.act(self.cast.one_of(role), at)

    def photo(self, kind: EvidenceKind, chance: float, by: Actor, at: datetime) -> Sequence[str]:
        """Perhaps a photo: the scene, or how it looks after the work."""
        motif = self.story.situation.photo
        if not motif or self.rng.random() >= chance:
            return ()
        mended = kind == EvidenceKind.AFTER
        file = BytesIO(draw(motif, mended=mended, variant=self.story.begins.day % VARIANTS))
        return (str(upload_evidence(file, kind=kind, by=by, now=at, taken_at=at).pk),)

    def result(self, written: str) -> str:
        """What is done a second time says so."""
        self.results += 1
        return f"重新处理:{written}" if self.results > 1 else written
