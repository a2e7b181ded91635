"""Who we are, for others who meet our lock."""

from __future__ import annotations

import getpass
import os
import secrets
import socket
from typing import TYPE_CHECKING

from reconciler import __version__
from reconciler.model.lock import Holder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_ID_BYTES = 6


def present_holder(what: str, now: datetime) -> Holder:
    """This process as the holder of a lock from `now` on, under a new id; `what` is apply or destroy.

    On GitHub Actions the actor and the run's address, elsewhere the user, host and process.
    """
    job = _github(os.environ)
    who, where = job or (_user(), f"{socket.gethostname()}, process {os.getpid()}")
    return Holder(
        id=secrets.token_hex(_ID_BYTES), who=who, where=where, what=what, since=now, version=__version__
    )


def _github(variables: Mapping[str, str]) -> tuple[str, str] | None:
    """Source: GitHub Actions, 'Default environment variables'."""
    if variables.get("GITHUB_ACTIONS") != "true":
        return None
    server, repository, run = (
        variables.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")
    )
    return variables.get("GITHUB_ACTOR", ""), f"{server}/{repository}/actions/runs/{run}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # in containers an id may have no name
        return f"user {os.getuid()}"
