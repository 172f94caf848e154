"""`python -m tests.demo.two_processes COUNT BREAKS_AT`: people are made by two processes."""

import sys

import django


def make_people(count: int, breaks_at: int) -> None:
    from demo.actions.together import side_by_side
    from tests.factories.grids import make_person

    def work(number: int) -> None:
        if number == breaks_at:
            raise ValueError(number)
        make_person(f"piece{number}")

    side_by_side(count, work, print, processes=2)


if __name__ == "__main__":
    django.setup()
    make_people(int(sys.argv[1]), int(sys.argv[2]))
