"""Dataset: one per type and group; its ARN follows from both, its own name is a label."""

from reconciler.kinds.forms import NAME
from reconciler.kinds.kind import Asks, Comparison, Field, Kind, Listing, Mutability, OnFixed, Overlay

KIND = Kind(
    name="dataset",
    title="dataset",
    rank=30,
    place="datasetGroups.*.datasets.*",
    about="The rows of one type (interactions, items, users) of a group, imported or streamed.",
    create="CreateDataset",
    describe="DescribeDataset",
    update="UpdateDataset",
    delete="DeleteDataset",
    listing=Listing(
        operation="ListDatasets", result="datasets", parent="dataset-group", narrows="datasetGroupArn"
    ),
    document="dataset",
    arn_member="datasetArn",
    resource="dataset/{group}/{type}",
    parents={"dataset-group": "datasetGroupArn"},
    update_record="latestDatasetUpdate",
    overlay=Overlay.WHILE_IN_PROGRESS,
    leaves=6,
    on_fixed=OnFixed.RECREATE,
    asks=Asks.ALWAYS,
    loses_data=True,
    on_delete="its imported and streamed records are lost; streamed ones exist nowhere else",
    omitted={"datasetType": "the key in the file says it"},
    fields=(
        Field(
            key="schema",
            member="schemaArn",
            overlay="schemaArn",
            mutability=Mutability.MUTABLE,
            comparison=Comparison.CONTENT,
            refers="schema",
            required=True,
            form=NAME,
            about="The name of one of `schemas`.",
        ),
        Field(
            key="name",
            member="name",
            mutability=Mutability.CREATE_ONLY,
            comparison=Comparison.UNCOMPARED,
            form=NAME,
            about="A label, GROUP-TYPE when left out; never a difference.",
        ),
    ),
)

API_TYPES = {
    "interactions": "Interactions",
    "items": "Items",
    "users": "Users",
    "actions": "Actions",
    "actionInteractions": "Action_Interactions",
}
"""The file's key to the API's datasetType; the service takes any case and answers in upper case."""
