"""One file per kind of resource, with its behaviour; adding a file and naming it here adds a kind.

Does not belong here: statuses over time (`lifecycle`), Describe, List and Delete (`operations`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from personalize_emulator.kinds.kind import Kind

_MODULES = (
    "dataset_group",
    "schema",
    "dataset",
    "dataset_import_job",
    "event_tracker",
    "filter",
    "solution",
    "solution_version",
    "campaign",
    "recommender",
    "metric_attribution",
)


def all_kinds() -> dict[str, Kind]:
    """Every kind by its name, as written in ARNs."""
    kinds: list[Kind] = [import_module(f"{__name__}.{module}").KIND for module in _MODULES]
    return {kind.name: kind for kind in kinds}
