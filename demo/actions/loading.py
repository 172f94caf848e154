"""The whole demo street, from nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.sweep import sweep_case
from cases.vocabulary import ROOM
from clocks.actions import sweep
from demo.actions.cast import Cast
from demo.actions.composing import Composer
from demo.actions.ground import lay_street
from demo.actions.offices import open_offices
from demo.actions.party import found_party_cells
from demo.actions.people import fill_posts
from demo.actions.standing import is_unfinished, read_street
from demo.actions.street import Street
from demo.actions.telling import tell
from demo.actions.together import in_turn, side_by_side
from demo.rules.plots import TOTAL, plots

SEED = 83
OPENED = timedelta(days=420)
STEP = 100

Progress = Callable[[str], None]


def load_demo(
    *,
    now: datetime,
    password: str,
    total: int = TOTAL,
    processes: int = 1,
    progress: Progress = lambda _line: None,
) -> None:
    """The same street every time, dated back from `now`.

    First the street, whole or not at all, then its cases, all or none: what was interrupted in
    between goes on from there.
    """
    begun = now - OPENED
    if not is_unfinished():
        _lay(begun, password, progress)
    street = read_street(SEED, begun=begun)
    _tell_all(street, now=now, total=total, processes=processes, progress=progress)
    sweep(now=now, takers={ROOM: sweep_case})


@transaction.atomic
def _lay(begun: datetime, password: str, progress: Progress) -> None:
    street = lay_street(Random(SEED), begun=begun)
    progress(_("已建地点:%(count)s 栋楼") % {"count": len(street.buildings)})
    found_party_cells(street)
    open_offices(street)
    progress(_("已建党组织、部门、分类和派单目录"))
    fill_posts(street, password=password)
    progress(_("已录入人员和任职"))


def _tell_all(
    street: Street, *, now: datetime, total: int, processes: int, progress: Progress
) -> None:
    cast = Cast(street, now=now)
    composer = Composer(cast, now=now)
    composed = [composer.compose(plot) for plot in plots(total)]
    stories = sorted(composed, key=lambda story: story.begins)

    def work(number: int) -> None:
        cast.rng = Random(f"{SEED} {number}")
        tell(cast, stories[number])

    if processes == 1:
        in_turn(len(stories), work, _every_hundredth(len(stories), progress))
    else:
        counted = _every_hundredth(len(stories), progress)
        side_by_side(len(stories), work, counted, processes=processes)


def _every_hundredth(total: int, progress: Progress) -> Callable[[int], None]:
    said = 0

    def told(number: int) -> None:
        nonlocal said
        if number // STEP > said // STEP or number == total > said:
            progress(_("案件 %(number)s/%(total)s") % {"number": number, "total": total})
            said = number

    return told
