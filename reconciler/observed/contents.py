"""What stands around things that are to go: the service wants it gone first, whoever owns it."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Listing
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.observed import ObservedResource
from reconciler.observed.reading import Reader

Resources = Mapping[Address, tuple[ObservedResource, ...]]

_IN_GROUP = tuple(
    name for name, kind in KINDS.items() if kind.listing and kind.listing.parent == "dataset-group"
)
_LISTINGS = {name: (kind.listing, kind.arn_member) for name, kind in KINDS.items() if kind.listing} | {
    name: (Listing(operation=operation, result=result, narrows="datasetGroupArn"), member)
    for name, operation, result, member in (
        ("recommender", "ListRecommenders", "recommenders", "recommenderArn"),
        ("metric-attribution", "ListMetricAttributions", "metricAttributions", "metricAttributionArn"),
    )
}
"""Those of our kinds, and of those that no file can declare yet: they stand in the way all the same."""
_LISTED = {
    "dataset-group": (*_IN_GROUP, "recommender", "metric-attribution"),
    "dataset": ("event-tracker", "filter", "solution", "metric-attribution"),
    "solution": (),
}
"""Of which kinds the group is listed. Source: developer guide, 'Deleting Amazon Personalize resources'."""


def read_contents(
    desired: DesiredState, resources: Resources, reader: Reader
) -> Mapping[Address, tuple[str, ...]]:
    """ARNs of what is inside the groups, around the datasets and on the solutions that are to go.

    Asked for only then. Campaigns are listed per solution.
    """
    going = {
        address: live[0]
        for address, live in resources.items()
        if address.kind in _LISTED and address not in desired.resources and live
    }

    def read(key: tuple[str, str]) -> tuple[str, ...]:
        listing, member = _LISTINGS[key[0]]
        items = reader.api.pages(listing.operation, {listing.narrows: key[1]}, listing.result)
        return tuple(str(one[member]) for one in items)

    homes = {address: _home(live) for address, live in going.items()}
    listed = reader.each(sorted({(kind, homes[one]) for one in going for kind in _LISTED[one.kind]}), read)
    solutions = {
        address: (home,) if address.kind == "solution" else listed.get(("solution", home)) or ()
        for address, home in homes.items()
    }
    serving = reader.each(sorted({("campaign", one) for arns in solutions.values() for one in arns}), read)
    return {
        address: tuple(
            sorted(
                arn
                for found in (
                    *(listed.get((kind, home)) for kind in _LISTED[address.kind] if _blocks(kind, address)),
                    *(serving.get(("campaign", one)) for one in solutions[address]),
                )
                for arn in found or ()
            )
        )
        for address, home in homes.items()
    }


def _home(live: ObservedResource) -> str:
    """The ARN that the Lists are narrowed to: the group's, of a solution its own."""
    if live.address.kind == "dataset":
        return str(live.body.get("datasetGroupArn"))
    return live.arn


def _blocks(kind: str, address: Address) -> bool:
    """A dataset's group keeps its solutions, and its tracker unless it is the interactions that go."""
    if address.kind != "dataset":
        return True
    return kind != "solution" and (kind != "event-tracker" or address.name == "interactions")
