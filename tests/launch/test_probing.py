"""An address that does not work is named before anything is done."""

import pytest

from launch import probing
from launch.console import Trouble
from launch.servers import Servers

NOBODY = "127.0.0.1:1"


def test_servers_that_answer_are_taken(running: Servers) -> None:
    probing.require_answers(running)


@pytest.mark.parametrize(
    ("database", "broker", "named"),
    [
        (f"postgres://a:b@{NOBODY}/c", "", "DATABASE_URL"),
        ("not an address", "", "DATABASE_URL"),
        ("", f"redis://{NOBODY}/0", "REDIS_URL"),
        ("", "not an address", "REDIS_URL"),
    ],
)
def test_the_one_that_does_not_answer_is_named(
    running: Servers, database: str, broker: str, named: str
) -> None:
    wrong = Servers(database or running.database_url, broker or running.broker_url)
    with pytest.raises(Trouble, match=named) as trouble:
        probing.require_answers(wrong)
    assert "Nothing was changed" in str(trouble.value)
