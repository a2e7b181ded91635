"""Whether there is enough to import and to train on, and whether columns tell anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reconciler.data.dataset import ALWAYS, EVENTS, IDS, OF_EVENTS, Dataset
from reconciler.data.findings import Finding, error, listed, rows, visible, warning
from reconciler.data.profile import COUNTED_TYPES, ColumnProfile, DatasetProfile, Found
from reconciler.data.uses import EventUse, Training

INTERACTIONS = 1000
"""Of one import, and of a training after its selection of events. Source: developer guide, 'Quotas'."""
ACTIVE_USERS = 25
"""Users with two interactions or more that a training needs. Source: likewise."""
ACTIVE_PART = 0.01
"""And so large a part of all users. Source: likewise."""


EVENT_TYPES = 10
"""Distinct event types and optional columns of interactions, taken together. Source: developer guide, 'Item
interactions dataset schema requirements' and 'Quotas'; which reserved columns count is the former's."""


def check_amounts(dataset: Dataset, profile: DatasetProfile, training: Training) -> Iterator[Finding]:
    """The findings about numbers of rows, ids and distinct values."""
    if profile.stopped:
        return
    if not profile.rows:
        if not profile.faults:
            yield error("data/empty", "there is no row below the header")
        return
    if dataset.kind == "interactions":
        yield from _interactions(profile, training)
    if profile.duplicates.count:
        ids = "1 id" if profile.duplicates.count == 1 else f"{profile.duplicates.count:,} ids"
        column = IDS[dataset.kind]
        said = f"{column}: {ids} in more than one row"
        yield warning("data/duplicate-id", said, column=column, found=profile.duplicates)
    yield from _columns(dataset, profile)
    if dataset.kind == "interactions":
        yield from _many_types(dataset, profile)
    yield from _event_types(profile, training.uses, has_column=bool(dataset.column("EVENT_TYPE")))


def _interactions(profile: DatasetProfile, training: Training) -> Iterator[Finding]:
    if profile.rows + profile.unread_rows < INTERACTIONS:
        said = f"{rows(profile.rows)} of interactions; an import takes {INTERACTIONS:,} or more"
        yield error("data/few-interactions", said)
    if not training.needed or not profile.users:
        return
    part = profile.active_users / profile.users
    if profile.active_users < ACTIVE_USERS or part < ACTIVE_PART:
        said = (
            f"{profile.active_users:,} of {profile.users:,} users have two interactions or more; a training "
            f"needs {ACTIVE_USERS}, and 1 % of all users"
        )
        yield warning("data/few-users", said, column="USER_ID")


def _event_types(profile: DatasetProfile, uses: Iterable[EventUse], *, has_column: bool) -> Iterator[Finding]:
    """Each event type that the file names once, whoever names it."""
    if not has_column or not profile.event_types:
        return
    by_type: dict[str, list[EventUse]] = {}
    for use in uses:
        by_type.setdefault(use.event_type, []).append(use)
    for event_type, named in by_type.items():
        counted = profile.event_types.get(event_type)
        trained = [use.by for use in named if use.trains]
        if counted is None:
            yield from _absent(event_type, named, profile.event_types)
        elif trained and (counted.events < INTERACTIONS or counted.users < ACTIVE_USERS):
            by = f"{listed(trained, most=3)} {'needs' if len(trained) == 1 else 'need'}"
            said = (
                f"EVENT_TYPE: {visible(event_type)} occurs {counted.events:,} times, {counted.users:,} users "
                f"have two or more; {by} {INTERACTIONS:,} and {ACTIVE_USERS} to train"
            )
            yield warning("data/few-events", said, column="EVENT_TYPE")


def _many_types(dataset: Dataset, profile: DatasetProfile) -> Iterator[Finding]:
    """The event types that occur, whatever their case, and the optional columns beside them."""
    known = ALWAYS | (OF_EVENTS - {"EVENT_VALUE"})
    optional = [one for one in dataset.names if one == "EVENT_TYPE" or one not in known]
    types = {one.lower() for one in profile.event_types}
    if types and len(types) + len(optional) > EVENT_TYPES:
        or_more = " or more" if len(profile.event_types) >= COUNTED_TYPES else ""
        said = (
            f"EVENT_TYPE: {len(types)}{or_more} event types occur, and the optional columns are "
            f"{listed(optional)}; the service takes {EVENT_TYPES} of both together"
        )
        yield warning("data/event-types", said, column="EVENT_TYPE")


def _absent(event_type: str, named: Iterable[EventUse], known: Iterable[str]) -> Iterator[Finding]:
    same = next((one for one in known if one.lower() == event_type.lower()), "")
    missed = [use.by for use in named if not (same and use.filters)]
    if missed:
        fix = f"The data has {visible(same)}: write it the same way in both places." if same else ""
        by = f"{listed(missed, most=3)} {'goes' if len(missed) == 1 else 'go'} by it"
        said = f"EVENT_TYPE: {visible(event_type)} does not occur, and {by}"
        yield warning("data/event-type-absent", said, fix=fix, column="EVENT_TYPE")


def _columns(dataset: Dataset, profile: DatasetProfile) -> Iterator[Finding]:
    meant = ALWAYS | (OF_EVENTS if dataset.kind in EVENTS else frozenset())
    for column in profile.columns:
        declared = dataset.column(column.name)
        if declared is None or column.name in meant or profile.rows < _TELLING:
            continue
        if column.distinct <= 1 and column.exact:
            said = "is empty in every row" if not column.distinct else "has one value in all rows"
            yield warning("data/constant-column", f"{column.name} {said}", column=column.name)
        elif declared.categorical and _all_distinct(column, profile.rows):
            said = f"{column.name} is categorical, and no two rows share a value"
            yield warning("data/all-distinct", said, column=column.name)


_TELLING = 20
"""With fewer rows it is no wonder that they are all alike, or all different."""


def _all_distinct(column: ColumnProfile, count: int) -> bool:
    every = column.exact and column.distinct == count - column.nulls and column.distinct >= _TELLING
    return every and not column.shared


def check_across(
    column: str, other: Dataset, unknown: Found, known: int, *, unread: bool
) -> Iterator[Finding]:
    """Ids that interactions name and the other dataset lacks; `known` is how many of them it has.

    `unread` tells that some rows of the other dataset could not be read.
    """
    if unknown.count:
        total = unknown.count + known
        said = f"{column}: {unknown.count:,} of {total:,} ids are not in {other.address}"
        fix = f"First mend the rows of {other.address} that could not be read: some may be there."
        yield warning("data/unknown-id", said, fix=fix if unread else "", column=column, found=unknown)
