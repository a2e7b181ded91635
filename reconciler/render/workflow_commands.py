"""Lines on standard output that a runner of GitHub Actions takes for commands: annotations.

Source: GitHub documentation, 'Workflow commands for GitHub Actions', and the escapes of actions/toolkit.
"""

from __future__ import annotations

from reconciler.model.redaction import redacted
from reconciler.render.escape import visible


def annotation(level: str, *lines: str, **properties: str | int) -> str:
    """An annotation of level error, warning or notice, shown on the run's page and beside its file's line."""
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = "\n".join(visible(redacted(line)) for line in lines if line)
    return f"::{level} {said}::{_data(text)}"


def paused(token: str) -> tuple[str, str]:
    """Lines around output in which nothing is to be taken for a command; nobody can foretell `token`."""
    return f"::stop-commands::{token}", f"::{token}::"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
