"""A whole check over the files in a folder, as tests ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reconciler.data.dataset import DataColumn, Dataset
from reconciler.data.report import Checked
from reconciler.data.uses import Training
from reconciler.model.address import parse_address
from reconciler.scan.checking import Task, check
from reconciler.scan.local_files import LocalFiles
from reconciler.scan.reading import Told

ID, NUMBER = (
    DataColumn(name="ITEM_ID", types=("string",)),
    DataColumn(name="N", types=("float",), nullable=True),
)
TEXT = DataColumn(name="T", types=("string",), nullable=True)
USER = DataColumn(name="USER_ID", types=("string",))
TIME = DataColumn(name="TIMESTAMP", types=("long",))
ITEMS = (ID, NUMBER, TEXT)
EVENTS = (USER, ID, TIME)


def declared(kind: str, columns: Sequence[DataColumn], location: str) -> Dataset:
    address = parse_address(f"dataset/shop/{kind}")
    return Dataset(address=address, location=location, mode="FULL", columns=tuple(columns))


def checked(folder: Path, *datasets: Dataset, training: Training | None = None) -> list[Checked]:
    source = LocalFiles(str(folder))
    tasks = [
        Task(dataset=one, files=tuple(source.files(one.location)), training=training or Training())
        for one in datasets
    ]
    read: dict[str, int] = {}

    def step(dataset: Dataset) -> Told:
        read[dataset.kind] = 0

        def told(size: int) -> None:
            read[dataset.kind] += size

        return told

    done = list(check(tasks, source, now=1_790_000_000, step=step))
    for task, one in zip(tasks, done, strict=True):
        if not one.profile.stopped:
            assert read[task.dataset.kind] == sum(file.size for file in task.files)
    return done


def items(folder: Path, content: str) -> Checked:
    (folder / "items.csv").write_bytes(content.encode())
    (one,) = checked(folder, declared("items", ITEMS, "s3://data/items.csv"))
    return one


def seen(one: Checked, rule: str) -> list[tuple[str, int, str]]:
    (finding,) = (each for each in one.findings if each.rule == rule)
    assert finding.found
    return [(each.file, each.line, each.value) for each in finding.found.examples]
