"""Dataset import job: a record of one bulk import, neither updated nor deleted."""

from reconciler.kinds.forms import BOOLEAN, ROLE_ARN, S3_LOCATION
from reconciler.kinds.kind import Field, Kind, Listing, Mutability, RoleUse

KIND = Kind(
    name="dataset-import-job",
    title="import",
    rank=60,
    place="datasetGroups.*.datasets.*.import",
    about="Where a dataset's rows come from, and when they are read again.",
    create="CreateDatasetImportJob",
    describe="DescribeDatasetImportJob",
    listing=Listing(
        operation="ListDatasetImportJobs", result="datasetImportJobs", parent="dataset", narrows="datasetArn"
    ),
    document="datasetImportJob",
    arn_member="datasetImportJobArn",
    name_member="jobName",
    resource="dataset-import-job/{name}",
    parents={"dataset": "datasetArn"},
    run=True,
    passes=(RoleUse(role="role", location="from", objects=("s3:GetObject",), bucket=("s3:ListBucket",)),),
    fields=(
        Field(
            key="from",
            member="dataSource.dataLocation",
            mutability=Mutability.CREATE_ONLY,
            required=True,
            form=S3_LOCATION,
            about="s3://BUCKET/FILE.csv, or s3://BUCKET/FOLDER/ for all files directly in it.",
        ),
        Field(
            key="role",
            member="roleArn",
            mutability=Mutability.CREATE_ONLY,
            required=True,
            form=ROLE_ARN,
            about="The role with which Personalize reads the bucket.",
        ),
        Field(
            key="when",
            mutability=Mutability.POLICY,
            absent="initial",
            form={"enum": ["initial", "changed", "never"]},
            about="initial (default): once; changed: when the objects' ETags change; never.",
        ),
        Field(
            key="mode",
            member="importMode",
            mutability=Mutability.CREATE_ONLY,
            absent="FULL",
            default="FULL",
            form={"enum": ["FULL", "INCREMENTAL"]},
            about="FULL (default) replaces the bulk rows, INCREMENTAL adds; the first import is always FULL.",
        ),
        Field(
            key="publishAttributionMetricsToS3",
            member="publishAttributionMetricsToS3",
            mutability=Mutability.CREATE_ONLY,
            form=BOOLEAN,
            about="Whether a metric attribution publishes reports of this import.",
        ),
    ),
)
