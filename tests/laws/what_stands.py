"""What an account looks like at the end, without what no two runs have in common: ids, times, digests."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from arena import Arena

_DIGEST = "reconcile:digest"
_ID = re.compile(r"(solution/[^/\"]+)/[0-9a-f]{8}")


def end_state(arena: Arena) -> list[str]:
    """One line per resource; versions and imports are counted, since they are records."""
    every = [one for one in arena.emulator.store.every() if not one.leaving]
    records: Counter[str] = Counter()
    lines = []
    for one in every:
        if one.kind in {"solution-version", "dataset-import-job"}:
            if one.status == "ACTIVE":
                records[f"{one.kind} of {one.parent}"] += 1
            continue
        lines.append(_line(one))
    return sorted([*lines, *(f"{key}: {count}" for key, count in records.items())])


def _line(one: Any) -> str:
    tags = {key: value for key, value in one.tags.items() if key != _DIGEST}
    wire = {key: value for key, value in one.wire.items() if key not in {"trackingId", "accountId"}}
    arn = "" if one.kind == "event-tracker" else one.arn
    text = json.dumps([one.kind, arn, one.group, one.status, wire, tags], sort_keys=True)
    return _ID.sub(r"\1/ID", text)
