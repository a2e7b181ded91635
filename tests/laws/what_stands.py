"""What an account looks like at the end, without what no two runs have in common: ids, times, digests."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from arena import Arena

_LEFT_OUT = {"reconcile:digest", "reconcile:schemas"}
"""The second, since a stop between CreateSchema and CreateDataset leaves a schema in no tag (decision 9).

The fault matrix judges which schemas may be in none.
"""
_ID = re.compile(r"(solution/[^/\"]+)/[0-9a-f]{8}")


def end_state(arena: Arena) -> list[str]:
    """One line per resource; versions and imports are counted, since they are records.

    Those of a solution that the service trains by itself are not: how many depends on when one looks.
    """
    every = [one for one in arena.emulator.store.every() if not one.leaving]
    by_itself = {one.arn for one in every if one.wire.get("performAutoTraining")}
    records: Counter[str] = Counter()
    lines = []
    for one in every:
        if one.kind in {"solution-version", "dataset-import-job"}:
            if one.status == "ACTIVE" and one.parent not in by_itself:
                records[f"{one.kind} of {one.parent}"] += 1
            continue
        lines.append(_line(one))
    return sorted([*lines, *(f"{key}: {count}" for key, count in records.items())])


def with_first_names(arena: Arena, wished: list[str]) -> list[str]:
    """The wished state where a solution of the account bears its first name, not that of a later generation.

    One that goes before its successor is made leaves that name free, if the apply breaks off in between.
    """
    text = "\n".join(wished)
    for one in arena.emulator.store.every():
        first = one.kind == "solution" and one.tags.get("reconcile:address") == f"solution/{one.name}"
        if not first or one.leaving or f'"{one.arn}"' in text:
            continue
        for kind, arn, *_, tags in (json.loads(line) for line in wished if line.startswith('["solution"')):
            if kind == one.kind and tags.get("reconcile:address") == f"solution/{one.name}":
                text = re.sub(rf'{re.escape(arn)}(?=["/:\n]|$)', one.arn, text)
    return sorted(text.split("\n"))


def _line(one: Any) -> str:
    tags = {key: value for key, value in one.tags.items() if key not in _LEFT_OUT}
    wire = {key: value for key, value in one.wire.items() if key not in {"trackingId", "accountId"}}
    arn = "" if one.kind == "event-tracker" else one.arn
    text = json.dumps([one.kind, arn, one.group, one.status, wire, tags], sort_keys=True)
    return _ID.sub(r"\1/ID", text)
