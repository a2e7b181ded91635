"""CSV files beside a personalize.yaml of ours that imports them, as cases about data lay them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from made_cases import Lay, Made

EVENTS = "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n"
ITEMS = "ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n"
ITEM = "i1,Drama,9.5,A film,1735689600\n"
SOUND_ITEMS = ITEMS + ITEM
USERS = 40


def _avro(name: str, *fields: Mapping[str, object]) -> Mapping[str, object]:
    namespace = "com.amazonaws.personalize.schema"
    return {"type": "record", "name": name, "namespace": namespace, "fields": fields, "version": "1.0"}


def _field(name: str, *types: str, **more: bool) -> Mapping[str, object]:
    return {"name": name, "type": types[0] if len(types) == 1 else list(types), **more}


SCHEMAS = {
    "interactions": _avro(
        "Interactions",
        _field("USER_ID", "string"),
        _field("ITEM_ID", "string"),
        _field("EVENT_TYPE", "string"),
        _field("TIMESTAMP", "long"),
    ),
    "items": _avro(
        "Items",
        _field("ITEM_ID", "string"),
        _field("GENRES", "string", categorical=True),
        _field("PRICE", "float", "null"),
        _field("ABOUT", "string", "null", textual=True),
        _field("CREATION_TIMESTAMP", "long"),
    ),
}


def event(number: int, *, user: str = "", item: str = "i1", kind: str = "watch") -> str:
    """A sound interaction."""
    return f"{user or f'u{number % USERS}'},{item},{kind},{1735689600 + number}\n"


def events(*rows: str, header: str = EVENTS, count: int = 1000, kind: str = "watch") -> bytes:
    """These rows first, then as many sound ones as make up the count."""
    more = (event(number, kind=kind) for number in range(count - len(rows)))
    return (header + "".join(rows) + "".join(more)).encode()


def files(
    mode: str = "FULL", train: Mapping[str, object] | None = None, **content: str | bytes | Sequence[bytes]
) -> Lay:
    """Files by dataset type, declared with an import each; several of one type are a folder."""

    def made_files(folder: Path) -> Made:
        datasets: dict[str, object] = {}
        for kind, body in content.items():
            location = f"s3://data/{kind}.csv"
            if isinstance(body, str | bytes):
                (folder / f"{kind}.csv").write_bytes(body.encode() if isinstance(body, str) else body)
            else:
                location = f"s3://data/{kind}/"
                (folder / kind).mkdir()
                for number, part in enumerate(body):
                    (folder / kind / f"{number}.csv").write_bytes(part)
            datasets[kind] = {"schema": kind, "import": _import(location, mode)}
        return Made(_main(folder, datasets, train), data=True)

    made_files.__doc__ = "".join(
        body if isinstance(body, str) else body.decode(errors="replace")
        for body in content.values()
        if isinstance(body, str | bytes)
    )
    return made_files


def _import(location: str, mode: str = "FULL") -> Mapping[str, str]:
    return {"from": location, "role": "arn:aws:iam::123456789012:role/Access", "mode": mode}


def _main(folder: Path, datasets: Mapping[str, object], train: Mapping[str, object] | None) -> str:
    group = {"datasets": datasets, **(train or {})}
    document = {
        "version": 1,
        "stack": "shop",
        "schemas": {kind: {"avro": SCHEMAS[kind]} for kind in datasets},
        "datasetGroups": {"shop": group},
    }
    (folder / "personalize.yaml").write_text(json.dumps(document))
    return "personalize.yaml"


def absent(folder: Path) -> Made:
    datasets = {"items": {"schema": "items", "import": _import("s3://data/items.csv")}}
    return Made(_main(folder, datasets, None), data=True)


def sparse(folder: Path) -> Made:
    """A file larger than an incremental import takes, without that much on the disk."""
    made = files(mode="INCREMENTAL", items=SOUND_ITEMS)(folder)
    made.sizes["items.csv"] = 1024**3 + 1
    return made


def beside(name: str) -> Lay:
    """A folder with a file of this name and no content beside the data."""

    def made_beside(folder: Path) -> Made:
        made = files(items=(SOUND_ITEMS.encode(),))(folder)
        (folder / "items" / name).touch()
        return made

    return made_beside


def underscored(folder: Path) -> Made:
    """The data alone in a file of such a name."""
    made = files(items=(SOUND_ITEMS.encode(),))(folder)
    (folder / "items" / "0.csv").rename(folder / "items" / "_items.csv")
    return made


def items(*rows: str) -> str:
    return ITEMS + "".join(rows)


def many(make: Callable[[int], str], count: int = 30) -> str:
    return ITEMS + "".join(make(number) for number in range(count))
