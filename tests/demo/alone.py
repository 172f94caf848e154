"""A program of its own on the test database: forking is safe only where no other thread runs."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

MEASURING = "COVERAGE_PROCESS_"


def run_alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments; it is not measured, which would make it take minutes."""
    at = connection.settings_dict
    address = f"{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    kept = {name: told for name, told in os.environ.items() if not name.startswith(MEASURING)}
    told = kept | {"DATABASE_URL": f"postgres://{address}"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=told,
        check=False,
        capture_output=True,
        text=True,
    )
