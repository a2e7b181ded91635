"""Dataset group: the container of everything else but schemas; nothing but its tags can change."""

from reconciler.kinds.forms import KMS_KEY_ARN, ROLE_ARN
from reconciler.kinds.kind import Asks, Field, Kind, Listing, Mutability, OnFixed, RoleUse

KIND = Kind(
    name="dataset-group",
    title="dataset group",
    rank=20,
    place="datasetGroups.*",
    about="A container for one product's datasets, solutions, campaigns, filters and event tracker.",
    create="CreateDatasetGroup",
    describe="DescribeDatasetGroup",
    delete="DeleteDatasetGroup",
    listing=Listing(operation="ListDatasetGroups", result="datasetGroups"),
    document="datasetGroup",
    arn_member="datasetGroupArn",
    resource="dataset-group/{name}",
    asks=Asks.ALWAYS,
    leaves=7,
    on_fixed=OnFixed.RECREATE,
    loses_data=True,
    passes=(RoleUse(role="roleArn", key="kmsKeyArn"),),
    fields=(
        Field(
            key="domain",
            member="domain",
            mutability=Mutability.CREATE_ONLY,
            absent=None,
            default=None,
            form={"enum": ["ECOMMERCE", "VIDEO_ON_DEMAND"]},
            about="Left out: a custom group.",
        ),
        Field(
            key="kmsKeyArn",
            member="kmsKeyArn",
            mutability=Mutability.CREATE_ONLY,
            form=KMS_KEY_ARN,
            about="A key of your own to encrypt the data with; goes with roleArn.",
        ),
        Field(
            key="roleArn",
            member="roleArn",
            mutability=Mutability.CREATE_ONLY,
            form=ROLE_ARN,
            about="The role that may use the key.",
        ),
    ),
)
