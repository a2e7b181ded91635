"""A check of data from files to report: group by group, so that no more than one of them is on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from reconciler.data.amount_checks import check_across
from reconciler.data.dataset import EVENTS, IDS, DataFile, Dataset, is_left_beside
from reconciler.data.findings import Finding
from reconciler.data.profile import DatasetProfile
from reconciler.data.report import Checked, judged, ordered
from reconciler.data.uses import Training
from reconciler.ports import DataFiles
from reconciler.scan.measure import Table, active_users, unknown_ids
from reconciler.scan.profiling import profile
from reconciler.scan.reading import Told, read
from reconciler.scan.store import Store

Step = Callable[[Dataset], Told]
"""Hears which dataset is read next; what it gives hears of every piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One dataset with its files, and what its events are used for."""

    dataset: Dataset
    files: tuple[DataFile, ...]
    training: Training


def check(tasks: Sequence[Task], source: DataFiles, *, now: int, step: Step) -> tuple[Checked, ...]:
    """Read every file once and judge it; `now` is in epoch seconds."""
    done: list[Checked] = []
    for _, group in groupby(tasks, key=lambda one: one.dataset.group):
        with (
            tempfile.TemporaryDirectory(prefix="reconcile-data-") as folder,
            closing(Store(Path(folder))) as store,
        ):
            done += _group(store, list(group), source, now, step)
    return tuple(done)


def _group(store: Store, tasks: list[Task], source: DataFiles, now: int, step: Step) -> list[Checked]:
    tables: dict[str, Table] = {}
    checked: dict[str, Checked] = {}
    for index, task in enumerate(tasks):
        table, profile = _dataset(store, f"t{index}", task, source, now, step(task.dataset))
        kind = task.dataset.kind
        tables[kind] = table
        found = judged(task.dataset, profile, task.training)
        checked[kind] = Checked(dataset=task.dataset, profile=profile, findings=found)
    for kind in EVENTS & checked.keys():
        across = _across(store, kind, tables, checked)
        findings = ordered([*checked[kind].findings, *across])
        checked[kind] = replace(checked[kind], findings=findings)
    return list(checked.values())


def _dataset(
    store: Store, name: str, task: Task, source: DataFiles, now: int, told: Told
) -> tuple[Table, DatasetProfile]:
    dataset = task.dataset
    beside = tuple(one for one in task.files if len(task.files) > 1 and is_left_beside(one))
    data = [one for one in task.files if one not in beside]
    # Where all are empty there is no data.
    chosen = [one for one in data if one.size] or data
    told(sum(one.size for one in beside))
    store.make(name, len(dataset.columns))
    made, places = read(store, name, dataset, chosen, source, told)
    table = Table(name=name, dataset=dataset, present=made.present or frozenset(), places=places)
    every, active = active_users(store, table)
    measured = profile(store, table, made, now=now)
    names = tuple(one.name for one in beside)
    empty = tuple(one.name for one in data if one not in chosen)
    return table, replace(measured, beside=names, empty=empty, users=every, active_users=active)


def _across(
    store: Store, kind: str, tables: Mapping[str, Table], checked: Mapping[str, Checked]
) -> list[Finding]:
    """Ids of events that are in no row of the group's other datasets, where those are whole."""
    found: list[Finding] = []
    for other, column in IDS.items():
        if other in tables and _is_whole(checked[other]):
            told = unknown_ids(store, tables[kind], tables[other], column)
            if told:
                unread = checked[other].profile.unread
                found += check_across(column, checked[other].dataset, *told, unread=unread)
    return found


def _is_whole(one: Checked) -> bool:
    """Whether the rows are all that the dataset will have from imports: an incremental one adds to others."""
    return one.dataset.mode == "FULL" and one.profile.rows > 0 and not one.profile.stopped
