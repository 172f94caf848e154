"""What the project's processes are told through their environment."""

import os
from collections.abc import Mapping

from launch import packages
from launch.servers import Servers
from launch.state import State

TOLD = ("SECRET_KEY", "FIELD_KEY", "DEMO_PASSWORD")


def for_children(state: State, servers: Servers) -> dict[str, str]:
    kept = state.secrets()
    return {
        **os.environ,
        **{name: kept[name] for name in TOLD},
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.broker_url,
        "STATE_DIR": str(state.folder),
        "STATIC_ROOT": os.environ.get("STATIC_ROOT", str(state.static)),
        "MEDIA_ROOT": os.environ.get("MEDIA_ROOT", str(state.media)),
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{packages.ENVIRONMENT}/bin{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}",
    }


def to_join(environment: Mapping[str, str]) -> dict[str, str]:
    """The part another launcher process needs in order to join a running demo."""
    names = (*TOLD, "DATABASE_URL", "REDIS_URL")
    return {name: environment[name] for name in names}
