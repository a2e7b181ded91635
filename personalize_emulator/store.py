"""What the emulator remembers, in SQLite: resources, planned transitions, imported records and models.

With a file, every API call is one transaction in write-ahead mode: a `kill -9` loses nothing that was
answered
(the operating system keeps what was written; only a power cut could lose it). Without a file it is in memory.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from personalize_emulator.errors import StartError
from personalize_emulator.lingering import Lingering
from personalize_emulator.records import Records
from personalize_emulator.resources import Json, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LAYOUT = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS resources (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, account TEXT NOT NULL,
  region TEXT NOT NULL, grp TEXT, parent TEXT, doc TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS resources_by_kind ON resources (kind, account, region);
CREATE TABLE IF NOT EXISTS transitions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, arn TEXT NOT NULL, track TEXT NOT NULL, status
  TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS transitions_by_time ON transitions (at, seq);
CREATE INDEX IF NOT EXISTS transitions_by_arn ON transitions (arn, track);
CREATE TABLE IF NOT EXISTS models (arn TEXT PRIMARY KEY, doc TEXT NOT NULL);
"""
_LAYOUT_VERSION = "1"
_COLUMNS = frozenset({"arn", "kind", "account", "region", "group", "parent", "seq"})
_DOCUMENT = tuple(f.name for f in fields(Resource) if f.name not in _COLUMNS)


class Store:
    """All state behind one connection; the caller serialises access and brackets it in `transaction`."""

    def __init__(self, path: Path | None = None) -> None:
        try:
            self._db = sqlite3.connect(
                path or ":memory:", check_same_thread=False, isolation_level=None, timeout=0.2
            )
            if path is not None:
                # One emulator per state: a second one would otherwise plan against the first.
                self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_LAYOUT)
            self.records = Records(self._db)
            self.lingering = Lingering(self._db)
            found = self.meta("layout")
            self.set_meta("layout", found or _LAYOUT_VERSION)
        except sqlite3.Error as error:
            raise StartError(f"cannot use the state in {path}: {error}") from error
        if found not in {None, _LAYOUT_VERSION}:
            raise StartError(
                f"the state in {path} has layout {found}, this emulator writes {_LAYOUT_VERSION}"
            )
        self._next: float | None = None
        self._next_known = False
        self._models: dict[str, Json] = {}

    def close(self) -> None:
        """Close the file; nothing is pending outside a transaction."""
        self._db.close()

    def serialized(self) -> bytes:
        """Everything that is remembered, as one piece."""
        return self._db.serialize()

    def replace(self, serialized: bytes) -> None:
        """Remember what was `serialized` and nothing else; only for a state in memory."""
        self._db.deserialize(serialized)
        self._forget_decoded()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an exception undoes everything since the start."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            self._forget_decoded()
            raise
        self._db.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        """A stored setting, or None."""
        row = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (key, value))

    def add(self, resource: Resource) -> None:
        """Store a new resource and give it its place in the order of creation."""
        row = (
            resource.arn,
            resource.kind,
            resource.account,
            resource.region,
            resource.group,
            resource.parent,
        )
        cursor = self._db.execute(
            "INSERT INTO resources (arn, kind, account, region, grp, parent, doc) VALUES (?,?,?,?,?,?,?)",
            (*row, _document(resource)),
        )
        resource.seq = int(cursor.lastrowid or 0)

    def save(self, resource: Resource) -> None:
        """Store a changed resource."""
        self._db.execute(
            "UPDATE resources SET grp=?, parent=?, doc=? WHERE arn=?",
            (resource.group, resource.parent, _document(resource), resource.arn),
        )

    def remove(self, arn: str) -> None:
        """Forget a resource, with its transitions, records and model."""
        for table in ("resources", "transitions", "models"):
            self._db.execute(f"DELETE FROM {table} WHERE arn=?", (arn,))  # noqa: S608  (table is a constant)
        self.records.remove(arn)
        self._models.pop(arn, None)
        self._next_known = False

    def find(self, arn: str) -> Resource | None:
        """The resource of that ARN, or None."""
        row = self._db.execute(f"{_SELECT} WHERE arn=?", (arn,)).fetchone()
        return None if row is None else _resource(row)

    def select(
        self, kind: str, account: str, region: str, after: int = 0, **scope: str | None
    ) -> list[Resource]:
        """Resources of a kind in the order of their creation, narrowed by `group` or `parent`."""
        where, values = "kind=? AND account=? AND region=? AND seq>?", [kind, account, region, after]
        for column, value in scope.items():
            if value is not None:
                where += f" AND {'grp' if column == 'group' else 'parent'}=?"
                values.append(value)
        return [_resource(row) for row in self._db.execute(f"{_SELECT} WHERE {where} ORDER BY seq", values)]

    def every(self) -> list[Resource]:
        """All resources of all accounts and regions in the order of their creation."""
        return [_resource(row) for row in self._db.execute(f"{_SELECT} ORDER BY seq")]

    def plan(self, arn: str, track: str, steps: list[tuple[float, str]]) -> None:
        """Replace what is planned on one track of a resource by `steps` of (virtual time, status)."""
        self._db.execute("DELETE FROM transitions WHERE arn=? AND track=?", (arn, track))
        self._db.executemany(
            "INSERT INTO transitions (at, arn, track, status) VALUES (?,?,?,?)",
            [(at, arn, track, status) for at, status in steps],
        )
        self._next_known = False

    def planned(self, arn: str, track: str) -> list[tuple[float, str]]:
        """What is still planned on one track of a resource, in order."""
        query = "SELECT at, status FROM transitions WHERE arn=? AND track=? ORDER BY at, seq"
        return [(float(at), str(status)) for at, status in self._db.execute(query, (arn, track))]

    def is_due(self, now: float) -> bool:
        """Whether any transition is due: the cheap question asked on every request."""
        if not self._next_known:
            row = self._db.execute("SELECT min(at) FROM transitions").fetchone()
            self._next, self._next_known = row[0], True
        return self._next is not None and self._next <= now

    def due(self, now: float) -> list[tuple[int, float, str, str, str]]:
        """Due transitions as (seq, at, arn, track, status), in time order."""
        query = "SELECT seq, at, arn, track, status FROM transitions WHERE at<=? ORDER BY at, seq"
        return list(self._db.execute(query, (now,)))

    def done(self, seq: int) -> None:
        """Forget a transition that has taken place."""
        self._db.execute("DELETE FROM transitions WHERE seq=?", (seq,))
        self._next_known = False

    def postpone(self, arn: str, track: str, seconds: float) -> None:
        """Move everything planned on one track of a resource."""
        self._db.execute("UPDATE transitions SET at=at+? WHERE arn=? AND track=?", (seconds, arn, track))
        self._next_known = False

    def save_model(self, arn: str, model: Json) -> None:
        """Keep what a training produced."""
        self._db.execute("INSERT OR REPLACE INTO models VALUES (?,?)", (arn, json.dumps(model)))
        self._models.pop(arn, None)

    def model(self, arn: str) -> Json | None:
        """What a training produced, or None; kept decoded, since every recommendation reads it."""
        if arn not in self._models:
            row = self._db.execute("SELECT doc FROM models WHERE arn=?", (arn,)).fetchone()
            if row is None:
                return None
            self._models[arn] = _object(row[0])
        return self._models[arn]

    def clear(self, account: str, region: str) -> list[str]:
        """Forget one account and region, as a reset of moto does; the ARNs that were there."""
        rows = self._db.execute("SELECT arn FROM resources WHERE account=? AND region=?", (account, region))
        arns = [str(arn) for (arn,) in rows.fetchall()]
        for arn in arns:
            self.remove(arn)
        self.lingering.clear(account, region)
        return arns

    def _forget_decoded(self) -> None:
        self._next_known = False
        self._models.clear()
        self.records.forget()


_SELECT = "SELECT arn, kind, account, region, grp, parent, seq, doc FROM resources"


def _document(resource: Resource) -> str:
    return json.dumps({name: getattr(resource, name) for name in _DOCUMENT})


def _object(text: str) -> Json:
    loaded: Json = json.loads(text)
    return loaded


def _resource(row: tuple[Any, ...]) -> Resource:
    arn, kind, account, region, group, parent, seq, doc = row
    return Resource(
        arn=arn,
        kind=kind,
        account=account,
        region=region,
        group=group,
        parent=parent,
        seq=seq,
        **_object(doc),
    )
