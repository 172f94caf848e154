"""`make check`: every check that needs no test run, all of them even when one fails."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch import packages, throwaway
from launch.children import foreground
from launch.console import result, step
from launch.state import REPOSITORY

OPENAPI = REPOSITORY / "docs" / "openapi.yaml"
SHOWN_LINES = 40
Check = Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True)
class Tool:
    """A check by a program: passed when it exits with 0."""

    arguments: Sequence[str]

    def __call__(self, environment: Mapping[str, str]) -> bool:
        return foreground(self.arguments, environment, REPOSITORY) == 0


def tool(name: str, *arguments: str) -> Tool:
    return Tool([packages.program(name), *arguments])


def django(*arguments: str) -> Tool:
    return Tool(packages.django(*arguments))


def openapi_as_committed(environment: Mapping[str, str]) -> bool:
    fresh = Path(environment["STATE_DIR"]) / "openapi.yaml"
    made = django("spectacular", "--validate", "--fail-on-warn", "--file", str(fresh))
    if not made(environment):
        return False
    committed = OPENAPI.read_text() if OPENAPI.exists() else ""
    return same(committed, fresh.read_text())


def same(committed: str, made: str) -> bool:
    """Shows where the two differ."""
    lines = committed.splitlines(), made.splitlines()
    difference = list(difflib.unified_diff(*lines, "committed", "made from the code", n=1))
    for line in difference[:SHOWN_LINES]:
        result(line)
    if difference:
        result(f"Bring {OPENAPI.name} up to date: make openapi")
    return not difference


CHECKS: Mapping[str, Check] = {
    "format": tool("ruff", "format", "--check", "."),
    "lint": tool("ruff", "check", "."),
    "types": tool("mypy", "."),
    "imports": tool("lint-imports", "--no-logo"),
    "migrations": django("makemigrations", "--check", "--dry-run"),
    "deployment": django("check", "--fail-level=WARNING"),
    "translations": django("check_translations"),
    "openapi": openapi_as_committed,
}


def run(chosen: Sequence[str]) -> int:
    packages.ensure(packages.DEVELOPMENT)
    with throwaway.surroundings() as told:
        verdicts = {name: _check(name, told) for name in chosen or CHECKS}
    result()
    for name, passed in verdicts.items():
        result(f"  {'passed' if passed else 'FAILED'}  {name}")
    return 0 if all(verdicts.values()) else 1


def _check(name: str, environment: Mapping[str, str]) -> bool:
    step(f"Check: {name}")
    return CHECKS[name](environment)
