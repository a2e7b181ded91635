"""Deleted resources that the tagging API goes on listing for a while, as it trails the service itself.

Does not belong here: tags of resources that exist (`tags`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_LAYOUT = """
CREATE TABLE IF NOT EXISTS lingering (
  arn TEXT PRIMARY KEY, kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, until REAL NOT NULL,
  tags TEXT NOT NULL);
"""


class Lingering:
    """What is gone and still listed, by ARN."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._db.executescript(_LAYOUT)

    def add(self, arn: str, kind: str, account: str, region: str, until: float, tags: dict[str, str]) -> None:
        """Go on listing a deleted resource with these tags until that virtual time."""
        row = (arn, kind, account, region, until, json.dumps(tags))
        self._db.execute("INSERT OR REPLACE INTO lingering VALUES (?,?,?,?,?,?)", row)

    def at(self, account: str, region: str, now: float) -> dict[str, tuple[str, dict[str, str]]]:
        """The kind and tags of each ARN still listed."""
        query = "SELECT arn, kind, tags FROM lingering WHERE account=? AND region=? AND until>?"
        rows = self._db.execute(query, (account, region, now))
        return {arn: (kind, json.loads(tags)) for arn, kind, tags in rows}

    def clear(self, account: str, region: str) -> None:
        """Forget one account and region."""
        self._db.execute("DELETE FROM lingering WHERE account=? AND region=?", (account, region))
