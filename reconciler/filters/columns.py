"""What is known of the columns of a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

NUMERIC = frozenset({"int", "long", "float", "double"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a dataset's schema; `types` are its Avro types without null, none where not known.

    `textual`, `categorical` and `item_name` are attributes that the schema gives it.
    """

    name: str
    types: frozenset[str] = frozenset()
    textual: bool = False
    nullable: bool = False
    categorical: bool = False
    item_name: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it holds texts and nothing else."""
        return self.types == {"string"}

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers and nothing else."""
        return bool(self.types) and self.types <= NUMERIC


Columns: TypeAlias = "Mapping[str, Mapping[str, Column] | None]"
"""By dataset type as personalize.yaml names it, then by name in capitals.

None for a dataset whose schema cannot be read; what is not there is a dataset that the group does not have.
"""

DATASETS: Mapping[str, str] = {
    "INTERACTIONS": "interactions",
    "ITEMS": "items",
    "USERS": "users",
    "ACTIONS": "actions",
    "ACTION_INTERACTIONS": "actionInteractions",
}
"""The word of an expression, in capitals, to the dataset type.

Source: developer guide, filter expression examples; the samples write words in any case.
"""
SHOWN: Mapping[str, str] = {
    "INTERACTIONS": "Interactions",
    "ITEMS": "Items",
    "USERS": "Users",
    "ACTIONS": "Actions",
    "ACTION_INTERACTIONS": "Action_Interactions",
}
"""The same words as the guide writes them."""
CURRENT: Mapping[str, str] = {"CURRENTUSER": "USERS", "CURRENTITEM": "ITEMS"}
"""What stands for a row of the request's own, and the dataset that it is of."""
