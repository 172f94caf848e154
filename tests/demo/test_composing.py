"""Stories fit between their beginning and now, whatever the hour."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from cases.workflow import CaseState as State
from demo.actions.cast import Cast
from demo.actions.composing import Composer, Story
from demo.actions.loading import OPENED, SEED, load_demo
from demo.actions.standing import read_street
from demo.rules.plots import Way, Word, plots
from demo.rules.timelines import DAYS
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db

MOMENTS = {
    "a working morning": "2026-06-03 09:10",
    "noon": "2026-06-03 12:40",
    "a Monday before work": "2026-06-01 03:00",
    "a Sunday": "2026-06-07 16:00",
    "the spring festival": "2026-02-18 11:00",
    "New Year": "2026-01-01 00:05",
}


def _stories(now: datetime) -> list[Story]:
    street = read_street(SEED, begun=now - OPENED)
    composer = Composer(Cast(street, now=now), now=now)
    return [composer.compose(plot) for plot in plots()]


def test_every_story_fits_whatever_the_hour() -> None:
    load_demo(now=at("2026-06-03 09:10"), password="demo-street-2026", total=0)
    for moment in MOMENTS.values():
        now = at(moment)
        for story in _stories(now):
            _fits(story, now)


def _fits(story: Story, now: datetime) -> None:
    moments = [beat.at for beat in story.beats]
    assert now - timedelta(days=DAYS + 1) < moments[0]
    assert moments[-1] <= now
    assert all(before < after for before, after in pairwise(moments)), story.beats
    assert story.beats[0].word == Word.REPORT
    waiting = {beat.word for beat in story.beats} <= {Word.REPORT, Word.CONTACT}
    assert waiting == (story.plot.rest == State.REPORTED or _done_on_the_spot(story))


def _done_on_the_spot(story: Story) -> bool:
    return story.plot.way == Way.SPOT and story.plot.rest == State.CHECKING
