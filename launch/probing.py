"""Servers of somebody else are asked before anything is done with them."""

import os
import subprocess

from launch import packages
from launch.console import Trouble
from launch.servers import Servers

# The address holds a password: it is told in the environment, which only its owner can read.
ASK = {
    "DATABASE_URL": (
        "import os, psycopg2; psycopg2.connect(os.environ['ADDRESS'], connect_timeout=5).close()"
    ),
    "REDIS_URL": (
        "import os, redis; redis.from_url(os.environ['ADDRESS'], socket_connect_timeout=5).ping()"
    ),
}
LAST_WORDS = 300


def require_answers(servers: Servers) -> None:
    """Raise Trouble, naming the variable and the reason, when one of them does not answer."""
    for name, address in (
        ("DATABASE_URL", servers.database_url),
        ("REDIS_URL", servers.broker_url),
    ):
        asked = subprocess.run(
            [packages.program("python"), "-c", ASK[name]],
            env={**os.environ, "ADDRESS": address},
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode:
            words = asked.stderr.strip().splitlines() or ["no answer"]
            raise Trouble(
                f"{name} does not work. Nothing was changed.\n  {words[-1][:LAST_WORDS]}\n"
                "Check the address, or unset both variables to use embedded servers."
            )
