"""The whole demo street, from nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from cases.actions.sweep import sweep_case
from clocks.actions import sweep
from demo.actions.cast import Cast
from demo.actions.composing import Composer
from demo.actions.ground import lay_street
from demo.actions.offices import open_offices
from demo.actions.party import found_party_cells
from demo.actions.people import fill_posts
from demo.actions.telling import tell
from demo.rules.plots import TOTAL, plots
from grids.kinds import Kind
from grids.models import Place

SEED = 83
OPENED = timedelta(days=420)
STEP = 100

Progress = Callable[[str], None]


def is_empty() -> bool:
    """No street stands yet."""
    return not Place.objects.filter(kind=Kind.STREET).exists()


@transaction.atomic
def load_street(
    *,
    now: datetime,
    password: str,
    total: int = TOTAL,
    progress: Progress = lambda _line: None,
) -> None:
    """All of it or nothing. The same street every time, dated back from `now`."""
    rng = Random(SEED)
    street = lay_street(rng, begun=now - OPENED)
    progress(f"地点:{len(street.grids)} 个网格,{len(street.buildings)} 栋楼")
    found_party_cells(street)
    open_offices(street)
    progress("党组织、部门、分类、派单目录")
    fill_posts(street, password=password)
    progress("人员和任职")
    cast = Cast(street, now=now)
    composer = Composer(cast, now=now)
    stories = sorted(
        (composer.compose(plot) for plot in plots(total)), key=lambda story: story.begins
    )
    for number, story in enumerate(stories, start=1):
        tell(cast, story)
        if number % STEP == 0 or number == len(stories):
            progress(f"案件 {number}/{len(stories)}")
    sweep(now=now, takers={"case": sweep_case})
