import os
import signal
import socket
from pathlib import Path

import psycopg2
import pytest
import redis

from launch import owner, servers
from launch.console import Trouble
from launch.servers import Servers
from launch.state import State
from tests.launch.processes import eventually, those_of


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def without_password(url: str) -> str:
    scheme, rest = url.split("://")
    name, _, server = rest.partition("@")
    return f"{scheme}://{name.split(':')[0]}:wrong@{server}"


def broker_at(url: str) -> redis.Redis:
    return redis.Redis.from_url(url)


def test_the_database_asks_for_a_password(running: Servers) -> None:
    assert rows(running.database_url, "SELECT 1") == [(1,)]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(without_password(running.database_url))


def test_the_broker_asks_for_a_password(running: Servers) -> None:
    with broker_at(running.broker_url) as broker:
        assert broker.ping()
    nameless = f"redis://{running.broker_url.partition('@')[2]}"
    with broker_at(nameless) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_passwords_are_not_among_the_arguments_of_a_process(running: Servers, state: State) -> None:
    kept = state.secrets()
    for process in those_of(state):
        arguments = Path(f"/proc/{process}/cmdline").read_text()
        assert kept["DATABASE_PASSWORD"] not in arguments
        assert kept["BROKER_PASSWORD"] not in arguments


def test_the_database_keeps_to_loopback_and_to_the_builtin_locale(running: Servers) -> None:
    statement = """
        SELECT current_setting('listen_addresses'), current_setting('server_encoding'),
               datlocprovider, datlocale
        FROM pg_database WHERE datname = current_database()
    """
    assert rows(running.database_url, statement) == [("127.0.0.1", "UTF8", "b", "C.UTF-8")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to somebody else")
def test_root_hands_the_servers_to_another_user(running: Servers, state: State) -> None:
    somebody = owner.of_servers(state.servers).uid
    assert somebody != 0
    for child in running.children:
        assert Path(f"/proc/{child.process.pid}").stat().st_uid == somebody


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to somebody else")
def test_servers_move_out_of_a_folder_that_their_user_cannot_reach(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = state.folder / "elsewhere"
    elsewhere.mkdir(mode=0o711)
    monkeypatch.setattr(servers, "ELSEWHERE", elsewhere)
    hidden = State(tmp_path / "hidden").prepare()
    hidden.folder.chmod(0o700)
    with servers.serving(hidden, lasting=False) as found:
        assert rows(found.database_url, "SELECT 1") == [(1,)]
    assert hidden.servers.is_symlink()
    assert hidden.servers.resolve().parent == elsewhere


def test_committed_rows_survive_a_killed_database(state: State) -> None:
    with servers.serving(state) as found:
        rows(found.database_url, "CREATE TABLE kept (n int)")
        rows(found.database_url, "INSERT INTO kept SELECT generate_series(1, 50000)")
        found.children[0].process.send_signal(signal.SIGKILL)
    with servers.serving(state) as found:
        assert rows(found.database_url, "SELECT count(*) FROM kept") == [(50000,)]


def test_messages_survive_a_killed_broker(state: State) -> None:
    with servers.serving(state) as found:
        with broker_at(found.broker_url) as broker:
            broker.rpush("queue", *range(1000))
        found.children[1].process.send_signal(signal.SIGKILL)
    with servers.serving(state) as found, broker_at(found.broker_url) as broker:
        assert broker.llen("queue") == 1000


def test_a_half_made_cluster_is_never_used(state: State) -> None:
    with servers.serving(state, lasting=False):
        pass
    made = state.servers / "postgres"
    made.rename(made.with_name("postgres.new"))
    (state.servers / "postgres.new" / "PG_VERSION").unlink()
    with servers.serving(state, lasting=False) as found:
        assert rows(found.database_url, "SELECT 1") == [(1,)]


def test_another_port_is_tried_when_somebody_took_the_first(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = [taken.getsockname()[1], servers.free_port(), servers.free_port()]
        monkeypatch.setattr(servers, "free_port", lambda: ports.pop(0))
        with servers.serving(state, lasting=False) as found:
            assert rows(found.database_url, "SELECT 1") == [(1,)]


def test_a_server_that_cannot_start_says_why(state: State) -> None:
    with servers.serving(state, lasting=False):
        pass
    (state.servers / "postgres" / "PG_VERSION").unlink()
    with pytest.raises(Trouble, match=r"database does not start(.|\n)*PG_VERSION"):
        servers.start(state)


def test_no_server_is_left_when_the_other_one_fails(state: State) -> None:
    with servers.serving(state):
        pass
    files = state.servers / "broker" / "appendonlydir"
    for path in files.iterdir():
        path.write_bytes(b"not a message")
    with pytest.raises(Trouble, match="broker does not start"):
        servers.start(state)
    assert eventually(lambda: not those_of(state))


def test_servers_named_by_the_environment_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/street")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")
    assert servers.external() == Servers("postgres://db.example/street", "redis://broker.example/0")


def test_one_server_of_two_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/street")
    with pytest.raises(Trouble, match="both DATABASE_URL and REDIS_URL"):
        servers.external()
