"""`python3 -m launch COMMAND`: what the Makefile calls."""

import argparse
import sys
from collections.abc import Callable, Sequence

from launch import checking, demo, managing, signals, testing
from launch.console import Trouble, loud

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo.run,
    "manage": managing.run,
    "test": testing.run,
    "check": checking.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m launch", description=__doc__)
    parser.add_argument("--tied", action="store_true", help="end when the parent process does")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    signals.listen()
    if asked.tied:
        signals.end_with_parent()
    try:
        return COMMANDS[asked.command](asked.arguments)
    except Trouble as trouble:
        loud(str(trouble))
        return 1
    except PermissionError as error:
        loud(f"{error}\nDoes it belong to another user, who ran this before?")
        return 1
    except signals.Stopped as stopped:
        return stopped.exit_code


if __name__ == "__main__":
    sys.exit(main())
