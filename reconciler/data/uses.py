"""What a file wants of its data: the datasets that it imports, and the event types that it goes by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reconciler.catalog.recipes import recipe
from reconciler.data.dataset import EVENTS, Dataset, columns_of
from reconciler.data.findings import listed
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.values import Json

_WITHOUT_INTERACTIONS = "aws-semantic-similarity"
_DATASETS = {"INTERACTIONS": "interactions", "ACTION_INTERACTIONS": "actionInteractions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventUse:
    """An event type that an address goes by; `trains` where a training needs 1,000 of it.

    `filters` where case does not matter. Source: developer guide, 'Guidelines and requirements' of filters.
    """

    event_type: str
    by: str
    trains: bool = False
    filters: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What one dataset of events is used for; `needed` when something of the group is trained on it."""

    needed: bool = False
    uses: tuple[EventUse, ...] = ()


def imported(desired: DesiredState) -> tuple[Dataset, ...]:
    """Every dataset with an import, in the order of the file's kinds and names."""
    return tuple(made for one in desired.resources.values() if (made := _dataset(desired, one)))


def _dataset(desired: DesiredState, one: DesiredResource) -> Dataset | None:
    if one.address.kind != "dataset-import-job":
        return None
    address = one.parents["dataset"]
    declared = desired.resources[address]
    schema = desired.resources[declared.parents["schema"]]
    return Dataset(
        address=address,
        location=str(one.fields["from"]),
        mode=str(one.fields["mode"]),
        columns=columns_of(schema.fields["avro"]),
    )


def training_of(desired: DesiredState, dataset: Dataset) -> Training:
    """What the dataset's group does with its events; nothing for a dataset without events."""
    if dataset.kind not in EVENTS:
        return Training()
    members = [one for one in desired.resources.values() if _group(one) == dataset.group]
    uses = [use for one in members for use in _uses(one, dataset.kind)]
    trained = [one for one in members if one.address.kind in {"solution", "recommender"}]
    needed = any(one.fields.get("recipe") != _WITHOUT_INTERACTIONS for one in trained)
    return Training(needed=needed, uses=tuple(dict.fromkeys(uses)))


def _group(one: DesiredResource) -> str:
    group = one.parents.get("dataset-group")
    return group.name if group else ""


def _uses(one: DesiredResource, kind: str) -> Iterator[EventUse]:
    by = str(one.address)
    if one.address.kind == "filter":
        yield from (EventUse(event_type=word, by=by, filters=True) for word in _filtered(one, kind))
    elif kind == "interactions":
        yield from (EventUse(event_type=word, by=by, trains=True) for word in _selected(one))
        weighed = _weighed(one.fields.get("solutionConfig.eventsConfig"))
        yield from (EventUse(event_type=word, by=by) for word in weighed)


def _selected(one: DesiredResource) -> Iterator[str]:
    """The event types that it is trained on: of a use case those of which it needs 1,000."""
    if one.address.kind == "recommender":
        found = recipe(str(one.fields.get("recipe")))
        yield from found.learns_from if found else ()
        return
    said = one.fields.get("eventType")
    yield from (said,) if isinstance(said, str) else ()


def _weighed(config: Json) -> Iterator[str]:
    listed = config.get("eventParametersList") if isinstance(config, Mapping) else None
    for one in listed if isinstance(listed, list) else ():
        said = one.get("eventType") if isinstance(one, Mapping) else None
        yield from (said,) if isinstance(said, str) else ()


def _filtered(one: DesiredResource, kind: str) -> Iterator[str]:
    # The parser library takes longer to import than all of this.
    from reconciler.filters.grammar import parse  # noqa: PLC0415
    from reconciler.filters.mistakes import Mistake  # noqa: PLC0415
    from reconciler.filters.tree import Text  # noqa: PLC0415

    found = parse(str(one.fields["expression"]))
    assert not isinstance(found, Mistake), "a file with such a filter is not valid"
    for expression in found.expressions:
        for condition in expression.all_conditions:
            field = condition.field
            if _DATASETS.get(field.dataset.upper()) == kind and field.name.upper() == "EVENT_TYPE":
                yield from (value.value for value in condition.values if isinstance(value, Text))


def chosen(datasets: Collection[Dataset], only: Collection[Address]) -> tuple[Dataset, ...]:
    """The datasets at these addresses, or all where none is named; ValueError names the first unknown one."""
    known = {one.address: one for one in datasets}
    for address in only:
        if address not in known:
            there = listed([str(one) for one in known])
            raise ValueError(f"{address} is no dataset with an import; there are {there or 'none'}")
    return tuple(one for one in datasets if not only or one.address in only)
