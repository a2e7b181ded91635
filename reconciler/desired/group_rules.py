"""What the file alone shows to be wrong between a thing and the dataset group that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from reconciler.desired.findings import error
from reconciler.desired.node import Node, find, key_position, value_position
from reconciler.desired.resources import Declared

if TYPE_CHECKING:
    from reconciler.desired.node import Path
    from reconciler.model.diagnostics import Diagnostic, Position

_USE_CASES = {"ECOMMERCE": "aws-ecomm-", "VIDEO_ON_DEMAND": "aws-vod-"}
"""How the recipes of a domain begin. Source: developer guide, 'ECOMMERCE use cases', 'VIDEO_ON_DEMAND …'."""
_CUSTOM_ONLY = {"actions", "actionInteractions"}
"""Source: developer guide, 'Domain dataset groups'."""


def _group(item: Declared) -> Path:
    """The path of the group around a declaration."""
    place = item.place
    while place.outer:
        place = place.outer
    return place.path


def _text(root: Node, path: Path) -> str | None:
    found = find(root, path)
    return found.value if found and isinstance(found.value, str) else None


def _domain(item: Declared, root: Node) -> str | None:
    return _text(root, (*_group(item), "domain"))


def _needs_interactions(item: Declared, root: Node) -> Iterator[Diagnostic]:
    kind = item.place.kind
    if find(root, (*_group(item), "datasets", "interactions")) is None:
        yield error(
            f"{kind.name}/no-interactions",
            f"the {kind.title} needs an interactions dataset in its group",
            key_position(root, item.place.path),
            fix=f"declare datasets.interactions, or remove the {kind.title}",
        )


def _use_case(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """A recommender serves a use case of its group's domain."""
    domain, name = _domain(item, root), item.resource.address.name
    if domain is None:
        yield error(
            "recommender/custom-group",
            f"the recommender {name} stands in a group without a domain",
            key_position(root, item.place.path),
            why="recommenders are made in groups of domain ECOMMERCE or VIDEO_ON_DEMAND only",
            fix="give the group a domain, or declare a solution with a campaign instead",
        )
    elif domain in _USE_CASES and not _recipe(item).startswith(_USE_CASES[domain]):
        yield error(
            "recommender/recipe",
            f"{_recipe(item)} is no use case of domain {domain}",
            _recipe_at(item, root),
            why=f"the group's domain is said at {value_position(root, (*_group(item), 'domain'))}",
            fix=f"name one that begins with {_USE_CASES[domain]}",
        )


def _custom_recipe(item: Declared, root: Node) -> Iterator[Diagnostic]:
    if _recipe(item).startswith(tuple(_USE_CASES.values())):
        yield error(
            "solution/domain-recipe",
            f"{_recipe(item)} is a use case of a domain, and a solution takes none",
            _recipe_at(item, root),
            why="a use case is served by a recommender, in a group of its domain",
            fix="declare it below recommenders, or name a recipe such as aws-user-personalization-v2",
        )


def _recipe(item: Declared) -> str:
    return str(item.said.get("recipe", "")).rsplit("/", 1)[-1]


def _recipe_at(item: Declared, root: Node) -> Position:
    return value_position(root, (*item.place.path, "recipe"))


def _custom_dataset(item: Declared, root: Node) -> Iterator[Diagnostic]:
    domain, name = _domain(item, root), item.resource.address.name
    if domain is not None and name in _CUSTOM_ONLY:
        yield error(
            "dataset/custom-only",
            f"a group of domain {domain} takes no {name} dataset",
            key_position(root, item.place.path),
            why=f"the group's domain is said at {value_position(root, (*_group(item), 'domain'))}",
            fix="move it to a group without a domain",
        )


def _schema_of_the_domain(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """The service takes a schema for datasets of its own domain only."""
    name = str(item.said.get("schema"))
    if find(root, ("schemas", name)) is None:
        return
    wanted, said = _domain(item, root), _text(root, ("schemas", name, "domain"))
    if wanted == said:
        return
    group = key_position(root, (*_group(item), "domain") if wanted else _group(item))
    schema = key_position(root, ("schemas", name, "domain") if said else ("schemas", name))
    yield error(
        "schema/domain",
        f"the schema {name} is {_of(said)} ({schema}), the group {_of(wanted)} ({group})",
        value_position(root, (*item.place.path, "schema")),
        why="the service takes a schema only for datasets of groups of the same domain",
        fix=f"give the schema domain: {wanted}" if wanted else "remove domain from the schema",
    )


def _of(domain: str | None) -> str:
    return f"of domain {domain}" if domain else "without a domain"


def _metrics_once(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """A metric goes by its name: the service removes metrics by it."""
    metrics = find(root, (*item.place.path, "metrics"))
    first: dict[object, Position] = {}
    for entry in metrics.items if metrics else ():
        name = entry.entries["metricName"].node
        if name.value in first:
            summary = f"the metric {name.value} is declared again; first at {first[name.value]}"
            yield error(
                "metric-attribution/metric-twice", summary, name.position, fix="rename one of the two"
            )
        first.setdefault(name.value, name.position)


Rule: TypeAlias = "Callable[[Declared, Node], Iterator[Diagnostic]]"

GROUP_RULES: Mapping[str, tuple[Rule, ...]] = {
    "event-tracker": (_needs_interactions,),
    "metric-attribution": (_needs_interactions, _metrics_once),
    "dataset": (_custom_dataset, _schema_of_the_domain),
    "solution": (_custom_recipe,),
    "recommender": (_use_case,),
}
