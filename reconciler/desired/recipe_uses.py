"""Declarations together with the recipe that they use: what the rules about recipes look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reconciler.catalog.recipes import Recipe, recipe, recipes, takers
from reconciler.desired.findings import did_you_mean, listed
from reconciler.desired.node import key_position, value_position
from reconciler.desired.rules.check import group_of, text_at
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from reconciler.catalog.recipes import Parameter
    from reconciler.desired.group_columns import GroupColumns
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.filters.columns import Column, Columns
    from reconciler.model.diagnostics import Diagnostic, Position
    from reconciler.model.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeUse:
    """A solution or recommender, or what stands in a solution.

    `name` is the recipe's, "" where none is said, `recipe` what is known of it. `columns` are those of the
    group's datasets, None where the file declares no dataset of it.
    """

    item: Declared
    root: Node
    name: str
    recipe: Recipe | None
    columns: Columns | None

    def said(self, path: str) -> Json:
        """What the declaration says at a dotted path, None where nothing."""
        return at_path(self.item.said, path)

    def mapping(self, path: str) -> Mapping[str, Json]:
        """The mapping at a dotted path, empty where there is none."""
        found = self.said(path)
        return found if isinstance(found, Mapping) else {}

    def at(self, *path: str | int, key: bool = False) -> Position:
        """Where a path below the declaration has its value, or its key; keys may hold dots."""
        where = key_position if key else value_position
        return where(self.root, (*self.item.place.path, *path))

    def refuses(self, option: str) -> bool:
        """Whether the recipe is known not to take an option."""
        return self.recipe is not None and option in self.recipe.refuses

    def lacks(self, dataset: str) -> bool:
        """Whether the file declares datasets of the group, and not this one."""
        return self.columns is not None and dataset not in self.columns

    def schema(self, dataset: str) -> Mapping[str, Column] | None:
        """A dataset's columns by name in capitals, None where they are not known."""
        return self.columns.get(dataset) if self.columns else None


RecipeCheck: TypeAlias = "Callable[[RecipeUse], Iterator[Diagnostic]]"
"""What is wrong with one declaration, given its recipe and the schemas of its group."""


def use_of(item: Declared, root: Node, columns: GroupColumns) -> RecipeUse:
    """The declaration with its recipe: its own, or that of the solution around it."""
    place = item.place if item.place.kind.name in {"solution", "recommender"} else item.place.outer
    assert place, "campaigns and trainings stand in a solution"
    name = (text_at(root, (*place.path, "recipe")) or "").rsplit("/", 1)[-1]
    return RecipeUse(item=item, root=root, name=name, recipe=recipe(name), columns=columns.of(group_of(item)))


def suggestion(name: str) -> str:
    """The known recipe that a name comes close to, as a question, or where to find them all."""
    return did_you_mean(name, recipes()) or "see 'Choosing a recipe' in the developer guide"


def takers_of(option: str) -> str:
    """The recipes that take an option, listed."""
    return listed(takers(option), "and")


def as_sent(value: Json) -> str:
    """A parameter's value as the service is sent it: a text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def close_parameter(name: str, known: Mapping[str, Parameter]) -> str:
    """The parameter that a name comes close to, as a question, or those that there are."""
    if not known:
        return "remove it"
    return did_you_mean(name, known) or f"the recipe has {listed(sorted(known), 'and')}"
