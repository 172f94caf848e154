"""Personal numbers in a title, a text or a reason are read nowhere, and found by nobody."""

import pytest
from django.test import Client

from journal.models import OutboxMessage
from notices.actions import tell_event
from tests.factories.api import do, done, fresh_report, get
from tests.factories.cases import World

pytestmark = pytest.mark.django_db

PHONE = "13855667788"
SAID = {"title": f"找 {PHONE} 李四光", "text": "座机 010-88886666,卡号 6222 0212 3456 7890 128"}
HIDDEN = (PHONE, "88886666", "3456 7890")


def page(world: World, who: str, address: str) -> str:
    client = Client()
    client.force_login(world.people[who])
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_no_page_shows_a_personal_number(world: World) -> None:
    case = fresh_report(world, **SAID)
    year = f"?since={case.reported_at:%Y-%m-%d}"
    pages = {
        "officer": ["/home/", "/cases/", f"/cases/{case.number}/", "/inbox/"],
        "leader": [f"/dashboard/figures/received/{year}", "/dashboard/map/"],
    }
    for message in OutboxMessage.objects.all():
        tell_event(message)
    for who, addresses in pages.items():
        for address in addresses:
            assert not any(number in page(world, who, address) for number in HIDDEN), address
    tracked = Client().get(f"/track/{case.track_code}/").content.decode()
    assert not any(number in tracked for number in HIDDEN)


def test_a_clock_does_not_tell_a_number_out_of_a_reason(world: World) -> None:
    case = fresh_report(world)
    done(world, "officer", case, "verify")
    told = done(world, "officer", case, "correct", urgency="complex", reason=f"{PHONE} 说复杂")
    explained = "".join(clock["explanation"] for clock in told["clocks"])
    assert "138****7788" in explained
    assert PHONE not in explained


@pytest.mark.parametrize("words", ["138556", "55667788", "8888666", "34567890", "1385566778"])
def test_hidden_digits_find_nothing(world: World, words: str) -> None:
    fresh_report(world, **SAID)
    assert get(world.people["officer"], "cases/", q=words).json()["results"] == []


@pytest.mark.parametrize("words", ["李四光", "7788", "座机", "0128", "6666"])
def test_what_is_shown_is_found(world: World, words: str) -> None:
    case = fresh_report(world, **SAID)
    (line,) = get(world.people["officer"], "cases/", q=words).json()["results"]
    assert line["number"] == case.number


def test_ordinary_digits_are_found(world: World) -> None:
    case = fresh_report(world, title="路灯 11022 号不亮", text="车牌店旁,编号 430102001001001")
    for words in ("11022", "430102001001001"):
        (line,) = get(world.people["officer"], "cases/", q=words).json()["results"]
        assert line["number"] == case.number


def test_a_reply_names_the_field_that_was_sent(world: World) -> None:
    case = fresh_report(world)
    answer = do(world, "officer", case, "correct", urgency=case.urgency, reason="核对")
    assert (answer.status_code, list(answer.json())) == (400, ["urgency"])
