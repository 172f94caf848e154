"""Which limit a clock gets: the field's table of defaults, and the street's own rules."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from cases.actions.registering import verify
from cases.models import Case, Category, LimitRule
from cases.rules.limits import choose_limit
from clocks.rules.limits import Limit, Unit
from clocks.rules.words import explain
from tests.factories.cases import HOUR, World, clock_of, make_case, make_category, make_world
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

WORKING_HOUR = (1, "working_hours")
WORKING_DAY = (1, "working_days")
NEXT_DAY = (1, "day_ends")

# 特急 15 min, 30 min, 2 h · 紧急 15 min, 1 h, 24 h · 咨询 1 wd, 3 wd · 一般 1 wd, 7 wd ·
# 复杂 1 wd, 15 wd · verify 1 working hour, check 1 wd, first contact 24 h, follow-up next
# working day.
DEFAULTS: dict[str, dict[str, tuple[int, str]]] = {
    "verify": {
        "critical": (15, "minutes"),
        "urgent": (15, "minutes"),
        "inquiry": WORKING_HOUR,
        "general": WORKING_HOUR,
        "complex": WORKING_HOUR,
    },
    "claim": {
        "critical": (30, "minutes"),
        "urgent": (1, "hours"),
        "inquiry": WORKING_DAY,
        "general": WORKING_DAY,
        "complex": WORKING_DAY,
    },
    "finish": {
        "critical": (2, "hours"),
        "urgent": (24, "hours"),
        "inquiry": (3, "working_days"),
        "general": (7, "working_days"),
        "complex": (15, "working_days"),
    },
    "check": dict.fromkeys(("critical", "urgent", "inquiry", "general", "complex"), WORKING_DAY),
    "first_contact": dict.fromkeys(
        ("critical", "urgent", "inquiry", "general", "complex"), (24, "hours")
    ),
    "follow_up": dict.fromkeys(("critical", "urgent", "inquiry", "general", "complex"), NEXT_DAY),
}


def rule(kind: str = "finish", amount: int = 2, **fields: Any) -> LimitRule:
    fields.setdefault("since", NOW - timedelta(days=30))
    return LimitRule.objects.create(kind=kind, amount=amount, unit="working_days", **fields)


def chosen(case: Case, kind: str = "finish", when: datetime = NOW) -> int:
    return choose_limit(case, kind, when).limit.amount


@pytest.mark.parametrize("kind", DEFAULTS)
def test_the_defaults_are_those_of_the_field(world: World, kind: str) -> None:
    case = make_case(world)
    for urgency, (amount, unit) in DEFAULTS[kind].items():
        case.urgency = urgency
        assert choose_limit(case, kind, NOW).limit == Limit(amount, Unit(unit)), urgency


def test_the_nearest_rule_wins(world: World) -> None:
    top = make_category("市容", leaf=False)
    leaf = make_category("占道", parent=top)
    other = make_category("噪声")
    case = make_case(world, category=leaf)
    assert chosen(case) == 7
    rule(amount=20)
    assert chosen(case) == 20
    rule(amount=19, urgency="general")
    assert chosen(case) == 19
    rule(amount=18, category=top)
    assert chosen(case) == 18
    rule(amount=17, category=leaf)
    assert chosen(case) == 17
    rule(amount=16, street=world.street)
    assert chosen(case) == 16
    rule(amount=15, street=world.street, urgency="general")
    assert chosen(case) == 15
    rule(amount=14, street=world.street, category=leaf)
    assert chosen(case) == 14
    rule(amount=13, street=world.street, category=leaf, urgency="general")
    assert chosen(case) == 13
    for miss in ({"street": make_world().street}, {"category": other}, {"urgency": "complex"}):
        rule(amount=1, **miss)
    rule(kind="claim", amount=2)
    assert chosen(case) == 13


def test_a_rule_counts_from_its_first_moment_until_its_last(world: World) -> None:
    case = make_case(world)
    rule(amount=3, since=NOW, until=NOW + HOUR)
    assert chosen(case, when=NOW - timedelta(seconds=1)) == 7
    assert chosen(case, when=NOW) == 3
    assert chosen(case, when=NOW + HOUR) == 7


def test_a_clock_freezes_the_version_it_began_with(world: World) -> None:
    first = rule(amount=5, street=world.street, version=2, basis="街道办法第三条")
    case = make_case(world)
    verify(case.number, by=world["officer"], now=NOW + HOUR)
    finish = clock_of(case, "finish")
    assert finish.due_at == at("2026-06-08 10:00")
    assert (finish.rule["source"], finish.rule["version"]) == (f"rule:{first.pk}", 2)
    LimitRule.objects.filter(pk=first.pk).update(until=NOW + 2 * HOUR)
    rule(amount=1, street=world.street, version=3, since=NOW + 2 * HOUR)
    assert clock_of(case, "finish").due_at == at("2026-06-08 10:00")
    late = make_case(world, now=NOW + 3 * HOUR)
    verify(late.number, by=world["officer"], now=NOW + 3 * HOUR)
    assert clock_of(late, "finish").rule["version"] == 3


def test_a_default_names_itself(world: World) -> None:
    case = make_case(world)
    assert "规则：默认时限。" in explain(clock_of(case, "verify"))
    verify(case.number, by=world["officer"], now=NOW)
    assert "规则：一般事项的默认时限。" in explain(clock_of(case, "finish"))


def scoped(world: World, street: bool, category: bool) -> dict[str, Any]:
    return {
        "street": world.street if street else None,
        "category": world.category if category else None,
    }


@pytest.mark.parametrize(
    ("street", "category", "label"),
    [
        (True, True, "对这类事项另定的时限"),
        (False, True, "对这类事项另定的时限"),
        (True, False, "本街道另定的时限"),
        (False, False, "另定的时限"),
    ],
)
def test_a_rule_names_itself_with_its_basis_and_version(
    world: World, street: bool, category: bool, label: str
) -> None:
    rule(kind="verify", basis="街道办法第三条", version=4, **scoped(world, street, category))
    clock = clock_of(make_case(world), "verify")
    assert f"规则：{label}；街道办法第三条；第 4 版。" in explain(clock)


def test_the_name_of_a_rule_is_kept_in_chinese_and_read_in_the_readers_language(
    world: World,
) -> None:
    with translation.override("en"):
        clock = clock_of(make_case(world, urgency="critical"), "verify")
        told = " ".join(explain(clock))
    assert clock.rule["label"] == "特急事项的默认时限"
    assert "critical" in told.lower()
    assert "特急" not in told


def test_the_stages_after_a_breach_are_quicker_for_what_is_critical(world: World) -> None:
    def stages(urgency: str) -> list[tuple[str, int, str]]:
        frozen = choose_limit(make_case(world, urgency=urgency), "finish", NOW).rule["stages"]
        return [(one["stage"], one["after"]["amount"], one["after"]["unit"]) for one in frozen]

    assert stages("critical") == [
        ("urge", 0, "minutes"),
        ("supervise", 30, "minutes"),
        ("circulate", 2, "hours"),
    ]
    assert (
        stages("urgent")
        == stages("general")
        == [
            ("urge", 1, "working_days"),
            ("supervise", 2, "working_days"),
            ("circulate", 5, "working_days"),
        ]
    )


def test_a_category_knows_its_line_of_ancestors() -> None:
    top = make_category("城市管理", leaf=False)
    middle = make_category("市容", parent=top, leaf=False)
    leaf = make_category("占道", parent=middle)
    assert Category.objects.get(pk=leaf.pk).ancestry() == [leaf, middle, top]
