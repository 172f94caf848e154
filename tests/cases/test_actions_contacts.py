"""The reporter's name and number: masked for everybody, whole only with a reason, on record."""

import pytest

from cases.actions.contacts import reveal_contact
from cases.actions.reporting import Contact
from cases.actions.whistles import Assistant
from journal.actors import resident
from journal.masks import mask_name, mask_phone
from journal.models import AuditEntry
from journal.refusals import Forbidden, Invalid, NotFound
from tests.factories.cases import World, bring_to, make_case, whistle_for
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


def looks(case_number: str) -> int:
    return AuditEntry.objects.filter(action="reveal_contact", object_key=case_number).count()


def test_the_whole_contact_is_shown_with_a_reason_and_leaves_an_audit_row(world: World) -> None:
    case = make_case(world, contact=Contact("张三", "13812345678"))
    shown = reveal_contact(case.number, by=world["officer"], now=NOW, reason="约上门时间")
    assert (shown.name, shown.phone) == ("张三", "13812345678")
    row = AuditEntry.objects.get(action="reveal_contact")
    assert (row.who, row.at, row.reason, row.object_kind, row.object_key) == (
        world.people["officer"],
        NOW,
        "约上门时间",
        "case",
        case.number,
    )


def test_every_look_leaves_its_own_row(world: World) -> None:
    case = make_case(world)
    for _ in range(3):
        reveal_contact(case.number, by=world["clerk"], now=NOW, reason="回访")
    assert looks(case.number) == 3


def test_the_audit_row_does_not_repeat_the_number(world: World) -> None:
    case = make_case(world, contact=Contact("张三", "13812345678"))
    reason = "核对 13812345678 是不是本人"
    reveal_contact(case.number, by=world["officer"], now=NOW, reason=reason)
    assert "13812345678" not in AuditEntry.objects.get(action="reveal_contact").reason


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_shown_and_nothing_audited(world: World, reason: str) -> None:
    case = make_case(world)
    with pytest.raises(Invalid):
        reveal_contact(case.number, by=world["officer"], now=NOW, reason=reason)
    assert looks(case.number) == 0


@pytest.mark.parametrize("name", ["head", "duty", "leader"])
def test_who_only_sees_the_case_does_not_see_the_contact(world: World, name: str) -> None:
    case = make_case(world, place=world.building)
    with pytest.raises(Forbidden):
        reveal_contact(case.number, by=world[name], now=NOW, reason="想知道")
    assert looks(case.number) == 0


@pytest.mark.parametrize("name", ["officer3", "worker2", "admin", "water"])
def test_who_does_not_see_the_case_does_not_find_it(world: World, name: str) -> None:
    case = make_case(world)
    with pytest.raises(NotFound):
        reveal_contact(case.number, by=world[name], now=NOW, reason="想知道")


def test_a_resident_reveals_nobody(world: World) -> None:
    with pytest.raises(Forbidden):
        reveal_contact(make_case(world).number, by=resident(), now=NOW, reason="是我")


def test_a_called_department_may_look_and_an_answered_one_no_longer(world: World) -> None:
    case = bring_to(world, "registered")
    whistle_for(world, case, now=NOW, assistants=[Assistant(world.water)])
    reveal_contact(case.number, by=world["water"], now=NOW, reason="约时间")
    case.calls.update(state="accepted", answered_at=NOW, claimed_at=NOW)
    with pytest.raises(Forbidden):
        reveal_contact(case.number, by=world["water"], now=NOW, reason="约时间")


def test_a_case_without_a_contact_says_so(world: World) -> None:
    case = make_case(world, contact=Contact())
    with pytest.raises(NotFound, match="没有留联系方式"):
        reveal_contact(case.number, by=world["officer"], now=NOW, reason="回访")


@pytest.mark.parametrize(
    ("mask", "whole", "masked"),
    [
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "+86 138-1234-5678", "138****5678"),
        (mask_name, "张三", "张*"),
        (mask_name, "欧阳修", "欧**"),
    ],
)
def test_what_is_shown_without_a_reason_is_masked(mask: object, whole: str, masked: str) -> None:
    assert callable(mask)
    assert mask(whole) == masked
