"""Solutions, their trainings and campaigns, and recommenders held against what their recipes take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.desired.rules import recipe_checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconciler.desired.group_columns import GroupColumns
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic


def check_recipes(items: Sequence[Declared], columns: GroupColumns, root: Node) -> Iterator[Diagnostic]:
    """What is wrong with every use of a recipe."""
    checks = recipe_checks()
    uses = [item for item in items if item.place.kind.name in checks]
    if not uses:
        return
    # A file without solutions and recommenders has no need of what is known of recipes.
    from reconciler.desired.recipe_uses import use_of  # noqa: PLC0415

    for item in uses:
        use = use_of(item, root, columns)
        for check in checks[item.place.kind.name]:
            yield from check(use)
