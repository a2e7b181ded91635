"""Which looks one call answers: a List for several of one parent, else a Describe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.apply.effects import Look
from reconciler.kinds.kind import Listing
from reconciler.model.values import Json
from reconciler.ports import PersonalizeApi


class Watchers:
    """The steps that wait to see their resource, by key."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._looks: dict[int, Look] = {}

    def add(self, key: int, look: Look) -> None:
        """This step wants to see that resource."""
        self._looks[key] = look

    def __contains__(self, key: int) -> bool:
        return key in self._looks

    def clear(self) -> None:
        """Nobody waits any more."""
        self._looks.clear()

    def take(self, key: int) -> Mapping[int, Look]:
        """This step's look and every other that the same List answers; none of them waits any more."""
        look = self._looks[key]
        if look.parent is None:
            together = {key: look}
        else:
            together = {
                other: item
                for other, item in self._looks.items()
                if (item.kind.name, item.parent) == (look.kind.name, look.parent)
            }
        for taken in together:
            del self._looks[taken]
        return together


def _listing(look: Look) -> Listing:
    assert look.kind.listing is not None
    return look.kind.listing


def listing_of(look: Look) -> str:
    """The kind's List operation."""
    return _listing(look).operation


def list_of(api: PersonalizeApi, look: Look) -> Mapping[str, Mapping[str, Json]]:
    """ARN to summary of everything beside this resource, by its kind's List."""
    listing = _listing(look)
    request = {listing.narrows: look.parent} if listing.narrows else {}
    items: Sequence[Mapping[str, Json]] = api.pages(listing.operation, request, listing.result)
    return {str(item[look.kind.arn_member]): item for item in items}


def description_of(api: PersonalizeApi, look: Look) -> Mapping[str, Json]:
    """Describe's document of this resource."""
    answer = api.call(look.kind.describe, {look.kind.arn_member: look.arn})
    body = answer[look.kind.document]
    assert isinstance(body, Mapping)
    return body
