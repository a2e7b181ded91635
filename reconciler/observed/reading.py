"""Reading in parallel: many small calls at once, each failure kept as a ReadProblem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from reconciler.errors import DeniedError, NotFoundError, ServiceError, UnknownOutcomeError
from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.observed import ReadProblem
from reconciler.model.values import Json, canonical
from reconciler.observed.parallel import in_parallel
from reconciler.plan.naming import kind_of_arn
from reconciler.ports import PersonalizeApi

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Reader:
    """Makes reads and remembers which failed; a read that failed is never taken for "absent"."""

    def __init__(self, api: PersonalizeApi, parallelism: int) -> None:
        """Read through `api`, at most `parallelism` calls at once."""
        self.api = api
        self._parallelism = parallelism
        self._problems: dict[tuple[str, str], ReadProblem] = {}
        self.failed: set[Hashable] = set()
        """The keys whose read failed: of these nothing is known."""

    @property
    def problems(self) -> tuple[ReadProblem, ...]:
        """Reads that failed, each reason once per operation, in an order that threads do not change."""
        return tuple(self._problems[key] for key in sorted(self._problems))

    def each(self, keys: Iterable[Key], read: Callable[[Key], Found]) -> dict[Key, Found | None]:
        """`read` of every key, in parallel; None where there is no such thing, or the read `failed`."""
        listed = list(keys)
        spread = _spread(listed)
        found = in_parallel([partial(self._guarded, key, read) for key in spread], self._parallelism)
        answers = dict(zip(spread, found, strict=True))
        return {key: answers[key] for key in listed}

    def _guarded(self, key: Key, read: Callable[[Key], Found]) -> Found | None:
        try:
            return read(key)
        except NotFoundError:
            return None
        except UnknownOutcomeError:
            # No answer at all: the endpoint is gone, and every further read would say the same.
            raise
        except ServiceError as error:
            if isinstance(error, DeniedError) and error.code not in {"AccessDeniedException", "AccessDenied"}:
                raise
            self.failed.add(key)
            address = key if isinstance(key, Address) else None
            what = f"{error.what.rstrip('.')}. {error.fix}".strip()
            problem = ReadProblem(what=what, operation=error.operation, address=address)
            self._problems.setdefault((problem.operation, problem.what), problem)
            return None

    def describe(self, kind: str, arn: str) -> Mapping[str, Json]:
        """Describe's document, with what a List of its own alone shows; NotFoundError when there is none.

        A List promises no order, so what it shows is put in one: a saved plan would be out of date by chance.
        """
        row = KINDS[kind]
        document = self.api.call(row.describe, {row.arn_member: arn})[row.document]
        body = document if isinstance(document, Mapping) else {}
        listed = {
            field.member: sorted(
                self.api.pages(field.listing.operation, {field.listing.narrows: arn}, field.listing.result),
                key=canonical,
            )
            for field in row.fields
            if field.listing
        }
        return {**body, **listed}

    def listed(self, kind: str, parent: str = "") -> Sequence[Mapping[str, Json]]:
        """The summaries of a kind, below the parent with this ARN or, without one, in the whole account."""
        listing = KINDS[kind].listing
        assert listing is not None  # every kind is listed somewhere
        request = {listing.narrows: parent} if parent else {}
        return self.api.pages(listing.operation, request, listing.result)


def _spread(keys: Sequence[Key]) -> list[Key]:
    """The keys with all kinds spread evenly: the service counts the calls of each operation for itself.

    One kind after the other would leave every quota but one unused at any time.
    """
    kinds = [key.kind if isinstance(key, Address) else kind_of_arn(str(key)) for key in keys]
    count, seen = Counter(kinds), Counter[str | None]()
    places: list[tuple[float, int]] = []
    for number, kind in enumerate(kinds):
        places.append(((seen[kind] + 0.5) / count[kind], number))
        seen[kind] += 1
    return [keys[number] for _, number in sorted(places)]
