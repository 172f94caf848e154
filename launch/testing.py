"""`make test`: everything from nothing to a full test run, real browser included."""

import os
import shlex
from collections.abc import Sequence

from launch import chromium, packages, throwaway
from launch.children import foreground
from launch.console import step
from launch.state import REPOSITORY

WORKERS = ("-n", "2", "--dist=worksteal")
COVERAGE = ("--cov", "--cov-report=term:skip-covered")


def run(arguments: Sequence[str]) -> int:
    """All tests with the coverage gate; or those that `arguments` choose, without it."""
    packages.ensure(packages.DEVELOPMENT)
    browser = chromium.find_or_install()
    if browser is None and os.environ.get("CI") == "true":
        return 1
    with throwaway.surroundings() as told:
        told["CHROMIUM"] = str(browser or "")
        chosen = arguments or COVERAGE
        step(f"Testing: pytest {shlex.join(chosen)}")
        command = [packages.program("python"), "-m", "pytest", *WORKERS, *chosen]
        return foreground(command, told, REPOSITORY)
