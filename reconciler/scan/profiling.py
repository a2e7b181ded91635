"""What was read of a dataset, to its profile."""

from __future__ import annotations

from reconciler.data.profile import DatasetProfile
from reconciler.data.questions import questions
from reconciler.scan.measure import Table, answers, columns, duplicates, event_types
from reconciler.scan.reading import Read
from reconciler.scan.store import Store


def profile(store: Store, table: Table, made: Read, *, now: int) -> DatasetProfile:
    """Everything that is measured whatever the rows are for; `now` is in epoch seconds."""
    return DatasetProfile(
        files=tuple(made.files),
        rows=made.rows,
        faults=made.faults,
        answers=answers(store, table, questions(table.dataset, now=now)),
        columns=columns(store, table, made.rows),
        duplicates=duplicates(store, table),
        event_types=event_types(store, table),
        stopped=made.stopped,
    )
