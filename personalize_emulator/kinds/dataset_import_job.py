"""Dataset import jobs: records of runs, never changed or deleted. Source: AWS developer guide, "Importing
bulk records" and "Error messages"; API reference, CreateDatasetImportJob.

Assumed: a job outlives its dataset, since the API cannot delete one. Its name stays taken, and as a dataset
created again has the same ARN, its List shows the old jobs as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.data.csv_import import ImportFailed, read_records
from personalize_emulator.errors import already_exists, invalid, limit_exceeded
from personalize_emulator.kinds.dataset import schema_of
from personalize_emulator.kinds.kind import Kind
from personalize_emulator.records import BULK
from personalize_emulator.resources import ACTIVE, CREATE_FAILED, RUNNING
from personalize_emulator.storage import AccessDenied, BadLocation

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.records import Record
    from personalize_emulator.resources import Json, Resource

_MOST_RUNNING = 5
_IDENTITY = {"ITEMS": "ITEM_ID", "USERS": "USER_ID", "ACTIONS": "ACTION_ID"}


def create(realm: Realm, request: Json) -> Json:
    """CreateDatasetImportJob; LimitExceededException in the documented words at the sixth running job."""
    arn = realm.arn("dataset-import-job", request["jobName"])
    if realm.find("dataset-import-job", arn) is not None:
        raise already_exists(arn)
    dataset = realm.need_active("dataset", request["datasetArn"])
    location = (request["dataSource"] or {}).get("dataLocation")
    if not location or not location.startswith("s3://"):
        # Assumed: the words are documented, that they come with InvalidInputException is not.
        raise invalid("Invalid Data location.")
    if not request.get("roleArn"):
        # Assumed: the model leaves the role optional, the guide treats it as required for S3.
        raise invalid("roleArn is required to import from Amazon S3.")
    mode = request.get("importMode", "FULL")
    if mode == "INCREMENTAL" and not any(
        job.status == ACTIVE and job.wire["importMode"] == "FULL"
        for job in realm.all("dataset-import-job", parent=dataset.arn)
        if job.created >= dataset.created  # not one of a dataset that had this ARN before
    ):
        # Assumed: the API reference says that the first import must be FULL, not which error says so.
        raise invalid("The first bulk import into a dataset must have the import mode FULL.")
    if sum(job.status in RUNNING for job in realm.all("dataset-import-job")) >= _MOST_RUNNING:
        raise limit_exceeded(f"More than {_MOST_RUNNING} resources with PENDING or IN_PROGRESS status.")
    wire = {
        "datasetArn": dataset.arn,
        "dataSource": request["dataSource"],
        "roleArn": request["roleArn"],
        "importMode": mode,
        "publishAttributionMetricsToS3": request.get("publishAttributionMetricsToS3"),
    }
    job = realm.create(
        "dataset-import-job", request["jobName"], request, wire=wire, group=dataset.group, parent=dataset.arn
    )
    return {"datasetImportJobArn": job.arn}


def reach(realm: Realm, job: Resource, _track: str, status: str) -> str:
    """Read the files as the job ends: they decide between ACTIVE and CREATE FAILED."""
    if status != ACTIVE:
        return status
    dataset = realm.find("dataset", job.wire["datasetArn"])
    if dataset is None:
        job.reason = "The dataset no longer exists."
        return CREATE_FAILED
    job.reason = _run(realm, job, dataset)
    return ACTIVE if job.reason is None else CREATE_FAILED


def _run(realm: Realm, job: Resource, dataset: Resource) -> str | None:
    """Import; the failureReason if that does not work."""
    kind = dataset.wire["datasetType"]
    # The documented words, dots included. Source: developer guide, "Error messages".
    denied = (
        f"Failed to create a data import job for {kind} dataset...."
        "Insufficient privileges for accessing data in Amazon S3."
    )
    storage = realm.emulator.storage
    if not storage.role_exists(job.wire["roleArn"]):
        return denied
    try:
        files = storage.read(job.wire["dataSource"]["dataLocation"], realm.account, realm.partition)
        records = read_records(files, schema_of(realm, dataset), kind)
    except AccessDenied:
        return denied
    except BadLocation:
        return "Invalid Data location."
    except ImportFailed as failed:
        return failed.reason
    _keep(realm, dataset, job.wire["importMode"], records)
    return None


def _keep(realm: Realm, dataset: Resource, mode: str, records: list[Record]) -> None:
    key = _IDENTITY.get(dataset.wire["datasetType"])
    rows = [(str(record[key]) if key else None, record) for record in records]
    if mode == "FULL":
        realm.store.records.replace_bulk(dataset.arn, rows)
    else:
        realm.store.records.append(dataset.arn, BULK, rows)


KIND = Kind(
    name="dataset-import-job",
    noun="DatasetImportJob",
    operations={"CreateDatasetImportJob": create},
    name_member="jobName",
    scope={"datasetArn": "parent"},
    reach=reach,
)
