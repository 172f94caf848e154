"""Becomes another program that cannot outlive the launcher.

Run as `python leash.py PARENT SIGNAL UID GID PROGRAM ARGUMENT…`. The kernel sends SIGNAL when the
launcher dies, however it dies. A change of user clears that order, so it is given afterwards, and
the parent is looked at once more, because it may have died in between.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(death_signal: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")


def become(uid: int, gid: int) -> None:
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def main(arguments: list[str]) -> None:
    parent, death_signal, uid, gid = map(int, arguments[:4])
    become(uid, gid)
    die_with_parent(death_signal)
    if os.getppid() != parent:
        sys.exit("The launcher is gone.")
    program = arguments[4:]
    os.execvp(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
