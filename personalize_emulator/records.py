"""The records of datasets: what imports brought and what clients put one by one.

A FULL import replaces bulk records and leaves individual ones. Source: AWS developer guide, "Importing data
into an Amazon Personalize dataset". Does not belong here: reading CSV or checking records (see `data`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Record = dict[str, Any]

BULK, PUT = "BULK", "PUT"

_LAYOUT = """
CREATE TABLE IF NOT EXISTS records (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, dataset TEXT NOT NULL, origin TEXT NOT NULL, id TEXT, doc TEXT NOT
  NULL);
CREATE UNIQUE INDEX IF NOT EXISTS records_by_id ON records (dataset, origin, id);
"""


class Records:
    """Records per dataset ARN, kept decoded between requests because every recommendation reads them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._db.executescript(_LAYOUT)
        self._decoded: dict[tuple[str, str], list[Record]] = {}

    def replace_bulk(self, dataset: str, rows: Iterable[tuple[str | None, Record]]) -> None:
        """A FULL import."""
        self._db.execute("DELETE FROM records WHERE dataset=? AND origin=?", (dataset, BULK))
        self.append(dataset, BULK, rows)

    def append(self, dataset: str, origin: str, rows: Iterable[tuple[str | None, Record]]) -> None:
        """Add rows of (identity, record); a known identity replaces its record, None is always new."""
        self._db.executemany(
            "INSERT OR REPLACE INTO records (dataset, origin, id, doc) VALUES (?,?,?,?)",
            [(dataset, origin, identity, json.dumps(record)) for identity, record in rows],
        )
        self._decoded.pop((dataset, origin), None)

    def of(self, dataset: str) -> list[Record]:
        """Every record: the imported ones, then the ones put, each in the order of arrival."""
        # Assumed: of a record that was imported and put, the individual one counts.
        return self.of_origin(dataset, BULK) + self.of_origin(dataset, PUT)

    def of_origin(self, dataset: str, origin: str) -> list[Record]:
        """The records of one origin; the list is shared, so callers never change it."""
        key = (dataset, origin)
        if key not in self._decoded:
            query = "SELECT doc FROM records WHERE dataset=? AND origin=? ORDER BY seq"
            self._decoded[key] = [json.loads(doc) for (doc,) in self._db.execute(query, key)]
        return self._decoded[key]

    def last(self, dataset: str) -> int:
        """A mark that grows with every arriving record."""
        row = self._db.execute(
            "SELECT coalesce(max(seq), 0) FROM records WHERE dataset=?", (dataset,)
        ).fetchone()
        return int(row[0])

    def remove(self, dataset: str) -> None:
        """Forget a deleted dataset's records."""
        self._db.execute("DELETE FROM records WHERE dataset=?", (dataset,))
        self.forget(dataset)

    def forget(self, dataset: str | None = None) -> None:
        """Drop what was decoded, of one dataset or of all."""
        for key in [key for key in self._decoded if dataset in {None, key[0]}]:
            del self._decoded[key]
