"""One dataset group in two notations: as the reconciler sees its columns, and as the emulator its schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from personalize_emulator.data.avro import parse_schema
from reconciler.filters.columns import DATASETS, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personalize_emulator.data.avro import DatasetSchema

_SAID: Mapping[str, Mapping[str, object]] = {
    "INTERACTIONS": {"USER_ID": "string", "ITEM_ID": "string", "TIMESTAMP": "long", "EVENT_TYPE": "string"},
    "ITEMS": {
        "ITEM_ID": "string",
        "GENRES": ["null", "string"],
        "PRICE": ["null", "float"],
        "KIDS": "boolean",
        "PLOT": {"type": ["null", "string"], "textual": True},
        **{f"F{number}": "string" for number in range(11)},
    },
    "USERS": {"USER_ID": "string", "AGE": "int", "PLAN": "string"},
    "ACTION_INTERACTIONS": {"USER_ID": "string", "ACTION_ID": "string", "EVENT_TYPE": "string"},
}


def _field(name: str, said: object) -> dict[str, object]:
    return {"name": name, **(said if isinstance(said, dict) else {"type": said})}


def _column(name: str, said: object) -> Column:
    field = _field(name, said)
    types = field["type"] if isinstance(field["type"], list) else [field["type"]]
    return Column(name=name, types=frozenset(types) - {"null"}, textual=bool(field.get("textual")))


COLUMNS = {
    DATASETS[word]: {name: _column(name, said) for name, said in columns.items()}
    for word, columns in _SAID.items()
}
SCHEMAS: Mapping[str, DatasetSchema] = {
    word: parse_schema(
        json.dumps(
            {
                "type": "record",
                "name": word.title(),
                "fields": [_field(name, said) for name, said in columns.items()],
            }
        )
    )
    for word, columns in _SAID.items()
}
