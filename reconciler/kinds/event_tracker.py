"""Event tracker: one per group, its ARN and trackingId made up by the service, its name a label."""

from reconciler.kinds.forms import NAME
from reconciler.kinds.kind import Asks, Comparison, Field, Kind, Listing, Mutability, OnFixed

KIND = Kind(
    name="event-tracker",
    title="event tracker",
    rank=40,
    place="datasetGroups.*.eventTracker",
    shorthand="name",
    about="Takes live events for the group's interactions dataset. Clients embed its trackingId.",
    create="CreateEventTracker",
    describe="DescribeEventTracker",
    delete="DeleteEventTracker",
    listing=Listing(
        operation="ListEventTrackers",
        result="eventTrackers",
        parent="dataset-group",
        narrows="datasetGroupArn",
    ),
    document="eventTracker",
    arn_member="eventTrackerArn",
    parents={"dataset-group": "datasetGroupArn"},
    needs=("dataset/interactions",),
    asks=Asks.ALWAYS,
    leaves=3,
    on_fixed=OnFixed.RECREATE,
    on_delete="its trackingId is gone for good: clients that send events with it fail",
    fields=(
        Field(
            key="name",
            member="name",
            mutability=Mutability.CREATE_ONLY,
            comparison=Comparison.UNCOMPARED,
            required=True,
            form=NAME,
            about="A label; matched by group, so another name is no difference.",
        ),
    ),
)
