"""One stack's file as a document that people edit, with the data that fits its schemas."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from start import FIRST, Start

Json = dict[str, Any]
ROLE = "arn:aws:iam::123456789012:role/AmazonPersonalizeAccessRole"
_ROWS = {"interactions": 3300, "actionInteractions": 1200}
_VALUES = {"EVENT_TYPE": ("View", "Purchase", "watch"), "GENRE": ("drama", "crime"), "COUNTRY": ("DE", "FR")}


class StackFile:
    """`document` is what `path` says; `bucket` holds the data of all its imports."""

    def __init__(self, path: Path, bucket: str, document: Json) -> None:
        self.path, self.bucket, self.document = path, bucket, document
        self.write()

    @classmethod
    def of(cls, start: Start, folder: Path) -> StackFile:
        """The file of a start, its schemas written into it."""
        document = yaml.safe_load((start.files / "personalize.yaml").read_text())
        for schema in document["schemas"].values():
            schema["avro"] = json.loads((start.files / schema["avro"]).read_text())
        return cls(folder / "personalize.yaml", start.bucket, document)

    @property
    def stack(self) -> str:
        return str(self.document["stack"])

    @property
    def option(self) -> str:
        """What names this file on the command line."""
        return f"-f {self.path.name}"

    def edit(self, document: Json) -> None:
        self.document = document
        self.write()

    def copied(self) -> Json:
        return copy.deepcopy(self.document)

    def write(self) -> None:
        # JSON is YAML; one entry a line, so that a message's position says something.
        self.path.write_text(json.dumps(self.document, indent=1))

    def paste(self, line: str) -> bool:
        """Add what a plan printed to be added; whether it was not there yet."""
        new = False
        for key, entries in yaml.safe_load(line).items():
            kept = self.document.setdefault(key, [])
            fresh = [entry for entry in entries if entry not in kept]
            # An entry that says less, or agrees to what is no more, makes room for the new one.
            about = [_about(entry) for entry in fresh]
            kept[:] = [entry for entry in kept if _about(entry) not in about] + fresh
            new = new or bool(fresh)
        self.write()
        return new

    def imports(self) -> Iterator[tuple[str, str, str, Json, Json]]:
        """Every dataset with an import: group, dataset, object key, import, Avro schema."""
        for group, body in self.document.get("datasetGroups", {}).items():
            for name, dataset in body.get("datasets", {}).items():
                if "import" in dataset:
                    key = dataset["import"]["from"].split("/", 3)[3]
                    avro = self.document["schemas"][dataset["schema"]]["avro"]
                    yield group, name, key, dataset["import"], avro

    def addresses(self) -> set[str]:
        """The addresses of every resource that the file declares, schemas apart."""
        found = set()
        for group, body in self.document.get("datasetGroups", {}).items():
            found |= {f"dataset-group/{group}"} | {f"dataset/{group}/{name}" for name in body["datasets"]}
            found |= {f"event-tracker/{group}"} if "eventTracker" in body else set()
            found |= {f"filter/{name}" for name in body.get("filters", {})}
            found |= {f"recommender/{name}" for name in body.get("recommenders", {})}
            for name, solution in body.get("solutions", {}).items():
                found |= {f"solution/{name}"} | {f"campaign/{one}" for one in solution.get("campaigns", {})}
            if "metricAttribution" in body:
                found.add(f"metric-attribution/{body['metricAttribution']['name']}")
        return found


def _about(entry: Any) -> Any:
    if isinstance(entry, str):
        return entry
    return next((entry[key] for key in ("address", "recreate", "delete") if key in entry), None)


def table(avro: Json, dataset: str, variant: int) -> bytes:
    """A CSV file that fits a schema; each variant is another one."""
    return _table(json.dumps(avro), dataset, variant)


@lru_cache(maxsize=64)
def _table(schema: str, dataset: str, variant: int) -> bytes:
    avro = json.loads(schema)
    names = [one["name"] for one in avro["fields"]]
    types = {one["name"]: _type(one["type"]) for one in avro["fields"]}
    rows = (
        ",".join(_value(name, types[name], dataset, n, variant) for name in names)
        for n in range(_ROWS.get(dataset, 40))
    )
    return "".join(f"{row}\n" for row in (",".join(names), *rows)).encode()


def _type(declared: Any) -> str:
    return next(one for one in declared if one != "null") if isinstance(declared, list) else str(declared)


def _value(name: str, kind: str, dataset: str, n: int, variant: int) -> str:
    several = dataset in _ROWS
    match name:
        case "USER_ID":
            return f"u{n % 60}"
        case "ITEM_ID":
            return f"i{(n // 60 + n) % 40}" if several else f"i{n}"
        case "ACTION_ID":
            return f"a{n % 10}" if several else f"a{n}"
        case "TIMESTAMP":
            return str(FIRST + n + variant)
        case "EVENT_TYPE" if dataset == "actionInteractions":
            return ("Viewed", "Taken")[n // 60 % 2]
        case "VALUE":
            return str(n % 10 + 1)
    if name in _VALUES:
        # Not by n alone: it tells the user, and every user does everything.
        return _VALUES[name][(n // 60 if several else n) % len(_VALUES[name])]
    return f"v{(n + variant) % 5}" if kind == "string" else str(n % 7 + 1)
