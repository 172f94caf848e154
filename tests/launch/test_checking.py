import pytest

from launch import checking
from launch.checking import Tool


@pytest.fixture
def two_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = {"first": Tool(["false"]), "second": Tool(["true"])}
    monkeypatch.setattr(checking, "CHECKS", checks)


@pytest.mark.usefixtures("two_checks")
def test_every_check_runs_even_when_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert checking.run([]) == 1
    assert capsys.readouterr().out.split() == ["FAILED", "first", "passed", "second"]


@pytest.mark.usefixtures("two_checks")
def test_a_single_check_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert checking.run(["second"]) == 0
    assert capsys.readouterr().out.split() == ["passed", "second"]


def test_a_contract_that_differs_from_the_code_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert checking.same("a: 1\n", "a: 1\n")
    assert not checking.same("a: 1\n", "a: 2\n")
    assert {"-a: 1", "+a: 2"} < set(capsys.readouterr().out.splitlines())
