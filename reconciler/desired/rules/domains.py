"""Domains of dataset groups, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error
from reconciler.desired.node import find, key_position, value_position
from reconciler.desired.rules.check import Check, domain_of, group_of, text_at
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic, Position

RULES = (
    Rule(
        id="recommender/custom-group",
        title="a recommender stands in a group without a domain",
        why="Recommenders are made in groups of domain ECOMMERCE or VIDEO_ON_DEMAND only.",
        fix="Give the group a domain, or declare a solution with a campaign instead.",
        source=Source(
            said="Amazon Personalize developer guide, 'Choosing recommender use cases'",
            seen="2026-11-23",
        ),
        bad=(
            "datasetGroups:\n"
            "  shop:\n"
            "    recommenders: {best: {recipe: aws-ecomm-popular-items-by-purchases}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: ECOMMERCE\n"
            "    recommenders: {best: {recipe: aws-ecomm-popular-items-by-purchases}}\n"
        ),
    ),
    Rule(
        id="recommender/recipe",
        title="a recommender's recipe is no use case of the group's domain",
        why="The service refuses it.",
        fix="Name a use case of the domain.",
        source=Source(
            said="Amazon Personalize developer guide, 'Choosing recommender use cases'",
            seen="2026-11-23",
        ),
        bad=(
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: ECOMMERCE\n"
            "    recommenders: {best: {recipe: aws-vod-most-popular}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: VIDEO_ON_DEMAND\n"
            "    recommenders: {best: {recipe: aws-vod-most-popular}}\n"
        ),
    ),
    Rule(
        id="dataset/custom-only",
        title="a domain group has an actions or actionInteractions dataset",
        why="Groups of a domain take interactions, items and users only.",
        fix="Move it to a group without a domain.",
        source=Source(
            said="Amazon Personalize developer guide, 'Domain dataset groups'",
            seen="2026-11-23",
        ),
        bad=(
            "schemas:\n"
            "  s: {avro: actions.avsc, domain: ECOMMERCE}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: ECOMMERCE\n"
            "    datasets: {actions: {schema: s}}\n"
        ),
        good=(
            "schemas:\n"
            "  s: {avro: actions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {actions: {schema: s}}\n"
        ),
    ),
    Rule(
        id="schema/domain",
        title="a schema's domain is not its dataset group's",
        why="The service takes a schema only for datasets of groups of the same domain.",
        fix="Give both the same domain, or neither.",
        source=Source(said="Amazon Personalize API reference, CreateDataset", seen="2026-11-23"),
        bad=(
            "schemas:\n"
            "  s: {avro: interactions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: ECOMMERCE\n"
            "    datasets: {interactions: {schema: s}}\n"
        ),
        good=(
            "schemas:\n"
            "  s: {avro: interactions.avsc, domain: ECOMMERCE}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: ECOMMERCE\n"
            "    datasets: {interactions: {schema: s}}\n"
        ),
    ),
)

_USE_CASES = {"ECOMMERCE": "aws-ecomm-", "VIDEO_ON_DEMAND": "aws-vod-"}
"""How the recipes of a domain begin. Source: developer guide, 'ECOMMERCE use cases', 'VIDEO_ON_DEMAND …'."""
_CUSTOM_ONLY = {"actions", "actionInteractions"}
"""Source: developer guide, 'Domain dataset groups'."""


def _use_case(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """A recommender serves a use case of its group's domain."""
    domain, name = domain_of(item, root), item.resource.address.name
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
            why=f"the group's domain is said at {value_position(root, (*group_of(item), 'domain'))}",
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
    domain, name = domain_of(item, root), item.resource.address.name
    if domain is not None and name in _CUSTOM_ONLY:
        yield error(
            "dataset/custom-only",
            f"a group of domain {domain} takes no {name} dataset",
            key_position(root, item.place.path),
            why=f"the group's domain is said at {value_position(root, (*group_of(item), 'domain'))}",
            fix="move it to a group without a domain",
        )


def _schema_of_the_domain(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """The service takes a schema for datasets of its own domain only."""
    name = str(item.said.get("schema"))
    if find(root, ("schemas", name)) is None:
        return
    wanted, said = domain_of(item, root), text_at(root, ("schemas", name, "domain"))
    if wanted == said:
        return
    group = key_position(root, (*group_of(item), "domain") if wanted else group_of(item))
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


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "dataset": (_custom_dataset, _schema_of_the_domain),
    "solution": (_custom_recipe,),
    "recommender": (_use_case,),
}
