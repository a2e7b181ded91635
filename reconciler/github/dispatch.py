"""Starting a workflow, as a person does with "Run workflow"."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from reconciler.github.client import Client

WRITES = "actions: write"


def dispatch(client: Client, workflow: str, branch: str, inputs: Mapping[str, str]) -> None:
    """Start `workflow`, a file's name, on the branch.

    Of all that a job's own token does, only this starts another run.
    Source: GitHub documentation, 'Triggering a workflow from a workflow'.
    """
    path = f"/actions/workflows/{quote(workflow, safe='')}/dispatches"
    client.post(path, {"ref": branch, "inputs": dict(inputs)}, needs=WRITES)
