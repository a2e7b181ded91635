"""Dataset groups. Source: AWS API reference, CreateDatasetGroup and DeleteDatasetGroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.errors import in_use, invalid, quota_reached
from personalize_emulator.kinds.kind import Kind

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

_MOST = 5


def create(realm: Realm, request: Json) -> Json:
    """CreateDatasetGroup; LimitExceededException at five active groups in a region (quota L-14011066)."""
    if bool(request.get("kmsKeyArn")) != bool(request.get("roleArn")):
        # Assumed: the API reference says that the two belong together, not which error says so.
        raise invalid("kmsKeyArn and roleArn must be given together.")
    members = ("domain", "kmsKeyArn", "roleArn")
    # A taken name is the more telling answer, so it is looked for before the quota.
    taken = realm.find("dataset-group", realm.arn("dataset-group", request["name"])) is not None
    active = [group for group in realm.all("dataset-group") if not group.status.endswith("FAILED")]
    if not taken and len(active) >= _MOST:
        raise quota_reached("dataset group", _MOST)
    wire = {member: request.get(member) for member in members}
    group = realm.create("dataset-group", request["name"], request, wire=wire)
    return {"datasetGroupArn": group.arn} | ({"domain": request["domain"]} if request.get("domain") else {})


def check_delete(realm: Realm, group: Resource) -> None:
    """Everything inside must be gone.

    Source: API reference, DeleteDatasetGroup; developer guide, "Deleting resources".
    """
    for kind in ("recommender", "solution", "event-tracker", "metric-attribution", "filter", "dataset"):
        if found := realm.all(kind, group=group.arn):
            # Assumed: the text; the API reference names event trackers, solutions and datasets, the guide's
            # order of deletion puts the other kinds before the group as well.
            raise in_use(f"The given dataset group still has {realm.kind(kind).words}s: {found[0].arn}")


KIND = Kind(
    name="dataset-group",
    noun="DatasetGroup",
    operations={"CreateDatasetGroup": create},
    scope={},
    check_delete=check_delete,
    # Only DELETE PENDING is listed for groups. Source: API reference, DatasetGroup.
    delete_shows_progress=False,
)
