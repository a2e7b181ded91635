"""Which versions there are, so that a file can pin a campaign to one."""

from __future__ import annotations

from collections.abc import Mapping

from arena import Arena

NOWHERE = "0000dead"
"""The id of no version."""


def trained_versions(arena: Arena) -> Mapping[str, list[str]]:
    """Ids of versions by the name of their solution in the file, of all its generations, and one of none."""
    every = arena.emulator.store.every()
    homes = {
        one.arn: address.partition("/")[2]
        for one in every
        if one.kind == "solution" and (address := one.tags.get("reconcile:address"))
    }
    found: dict[str, list[str]] = {}
    for one in every:
        if one.kind == "solution-version" and one.parent in homes:
            found.setdefault(homes[one.parent], []).append(one.arn.rpartition("/")[2])
    return {name: [*sorted(ids), NOWHERE] for name, ids in found.items()}
