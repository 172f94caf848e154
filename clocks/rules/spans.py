"""Stretches of time, and what is left of them when pauses are taken out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple


class Span(NamedTuple):
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        return self.until - self.since


def merged(spans: Iterable[tuple[datetime, datetime]], zone: tzinfo) -> list[Span]:
    """The same time without overlaps, in order, in one zone."""
    result: list[Span] = []
    for since, until in sorted(spans):
        if result and since <= result[-1].until:
            result[-1] = Span(result[-1].since, max(result[-1].until, until.astimezone(zone)))
        elif since < until:
            result.append(Span(since.astimezone(zone), until.astimezone(zone)))
    return result


def outside(span: Span, pauses: Sequence[Span]) -> Iterator[Span]:
    """The parts of the span that no pause covers. Pauses come merged."""
    since = span.since
    for pause in pauses:
        if pause.until <= since:
            continue
        if pause.since >= span.until:
            break
        if pause.since > since:
            yield Span(since, pause.since)
        since = pause.until
    if since < span.until:
        yield Span(since, span.until)
