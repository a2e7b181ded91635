"""recipes.yaml written as `reconciler/catalog/recipe_rows.py`, so that nothing at run time reads it.

`python tests/architecture/recipe_facts.py > reconciler/catalog/recipe_rows.py` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from pprint import pformat
from typing import Any

import yaml

FACTS = Path(__file__).parents[2] / "reconciler/catalog/recipes.yaml"
_WIDTH = 110
_KEPT = ("recipeType", "domain", "customOnly", "columns")
_PARAMETERS = ("hyperparameters", "featureTransformation")
_OF_PARAMETERS = ("type", "range", "values", "hpo")
_OPTIONS = ("takes", "refuses")
_HEAD = '''"""What is known of the recipes, generated from recipes.yaml beside it:
python tests/architecture/recipe_facts.py > reconciler/catalog/recipe_rows.py
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# fmt: off
'''


def facts() -> dict[str, Any]:
    """The whole document, read."""
    read: dict[str, Any] = yaml.safe_load(FACTS.read_text())
    return read


def module() -> str:
    """The module's text; the same at every call."""
    read = facts()
    rows = {name: _row(row) for name, row in read["recipes"].items()}
    exploration = {
        kind: {name: _parameter(one) for name, one in table.items()}
        for kind, table in read["exploration"].items()
    }
    tables = {"ROWS": rows, "OPTIONS": read["options"], "EXPLORATION": exploration}
    return "".join([_HEAD, *(line for name, table in tables.items() for line in _table(name, table))])


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """What rules read of a recipe; the rest of the facts is for readers."""
    events = row.get("minimum", {}).get("events", {})
    kept = {
        "legacy": row["status"] == "legacy",
        **{key: row[key] for key in _KEPT if key in row},
        "datasets": row.get("datasets", {}).get("required", []),
        "events": [event for event in events if event != "any"],
        **{key: row[key] for key in _OPTIONS},
    }
    return {key: value for key, value in kept.items() if value} | {
        key: {name: _parameter(one) for name, one in row[key].items()} for key in _PARAMETERS if key in row
    }


def _parameter(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in _OF_PARAMETERS if key in row}


def _table(name: str, table: dict[str, Any]) -> Iterator[str]:
    yield f"{name}: Mapping[str, Mapping[str, Any]] = {{\n"
    for key, row in table.items():
        yield f"    {key!r}: {{\n"
        for inner, value in row.items():
            yield from _entry(f"{inner!r}: ", value)
        yield "    },\n"
    yield "}\n"


def _entry(key: str, value: Any) -> Iterator[str]:
    """One key and its value, over several lines where it is long."""
    written = pformat(value, width=_WIDTH - 9 - len(key), sort_dicts=False, compact=True).splitlines()
    margin = " " * (8 + len(key))
    yield from (
        f"{' ' * 8}{key}{line}" if at == 0 else f"\n{margin}{line}" for at, line in enumerate(written)
    )
    yield ",\n"


if __name__ == "__main__":
    sys.stdout.write(module())
