"""What keeps a dataset from being deleted.

Source: developer guide, "Deleting a dataset" and "Deleting resources", which are stricter than the API
reference. Assumed: every text; that what is stopping, being deleted or retrained counts as still there, since
"nothing in a transitional status" may be in the way of anything and each step of a deletion must have ended
before the next. Batch jobs would stand in the way too; the emulator has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.data.metric_expression import references
from personalize_emulator.errors import in_use
from personalize_emulator.resources import (
    ACTIVE,
    CREATE_STOPPING,
    DELETE_IN_PROGRESS,
    DELETE_PENDING,
    RUNNING,
)

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Resource

# Which statuses of what is trained or served in the group stand in the way.
_IN_GROUP = {
    "solution-version": RUNNING | {CREATE_STOPPING},
    "recommender": RUNNING,
    "campaign": RUNNING | {ACTIVE, DELETE_PENDING, DELETE_IN_PROGRESS},
}


def check_delete(realm: Realm, dataset: Resource) -> None:
    """ResourceInUseException while anything of the guide's list is there."""
    if dataset.updating:
        raise in_use(f"The given dataset is being updated: {dataset.arn}")
    _check_users(realm, dataset)
    _check_running(realm, dataset)


def _check_users(realm: Realm, dataset: Resource) -> None:
    """All filters of the group, whichever dataset they mention; for interactions the tracker; the metrics."""
    kind = dataset.wire["datasetType"]
    if filters := realm.all("filter", group=dataset.group):
        raise in_use(f"The dataset group of the given dataset still has filters: {filters[0].arn}")
    trackers = realm.all("event-tracker", group=dataset.group)
    if trackers and kind == "INTERACTIONS":
        raise in_use(f"The dataset group of the given dataset still has an event tracker: {trackers[0].arn}")
    for attribution in realm.all("metric-attribution", group=dataset.group):
        if references(attribution.wire["metrics"], kind):
            raise in_use(f"The given dataset is referenced by a metric attribution: {attribution.arn}")


def _check_running(realm: Realm, dataset: Resource) -> None:
    for job in realm.all("dataset-import-job", parent=dataset.arn):
        if job.status in RUNNING:
            raise in_use(f"The given dataset has a dataset import job in status {job.status}: {job.arn}")
    for kind, statuses in _IN_GROUP.items():
        for found in realm.all(kind, group=dataset.group):
            if found.status in statuses:
                words = realm.kind(kind).words
                raise in_use(f"The dataset group has a {words} in status {found.status}: {found.arn}")
    for recommender in realm.all("recommender", group=dataset.group):
        if recommender.updating:
            raise in_use(f"The dataset group has a recommender that is being updated: {recommender.arn}")
