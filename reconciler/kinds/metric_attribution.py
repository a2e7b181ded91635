"""Metric attribution: one per group, without tags; its metrics are read with a List of their own."""

from reconciler.kinds.forms import EVENT_TYPE, KMS_KEY_ARN, NAME, ROLE_ARN, S3_LOCATION, closed
from reconciler.kinds.kind import Comparison, Field, Kind, Listing, Mutability, OnFixed, RoleUse

KIND = Kind(
    name="metric-attribution",
    title="metric attribution",
    rank=65,
    place="datasetGroups.*.metricAttribution",
    keyed_by="name",
    about="What recommendations achieved, summed per event type and reported. One per group.",
    create="CreateMetricAttribution",
    describe="DescribeMetricAttribution",
    update="UpdateMetricAttribution",
    delete="DeleteMetricAttribution",
    listing=Listing(
        operation="ListMetricAttributions",
        result="metricAttributions",
        parent="dataset-group",
        narrows="datasetGroupArn",
    ),
    document="metricAttribution",
    arn_member="metricAttributionArn",
    resource="metric-attribution/{name}",
    parents={"dataset-group": "datasetGroupArn"},
    needs=("dataset",),
    taggable=False,
    owned_through="dataset-group",
    leaves=4,
    on_fixed=OnFixed.RECREATE,
    on_delete="nothing more is reported; the reports that were written stay",
    passes=(
        RoleUse(
            role="metricsOutputConfig.roleArn",
            location="metricsOutputConfig.s3DataDestination.path",
            key="metricsOutputConfig.s3DataDestination.kmsKeyArn",
            objects=("s3:PutObject",),
            anywhere=("cloudwatch:PutMetricData",),
        ),
    ),
    fields=(
        Field(
            key="name",
            member="name",
            mutability=Mutability.CREATE_ONLY,
            comparison=Comparison.UNCOMPARED,
            required=True,
            form=NAME,
            about="Its name, unique per account and region.",
        ),
        Field(
            key="metrics",
            member="metrics",
            update="addMetrics",
            removal="removeMetrics",
            listing=Listing(
                operation="ListMetricAttributionMetrics", result="metrics", narrows="metricAttributionArn"
            ),
            mutability=Mutability.MUTABLE,
            comparison=Comparison.METRICS,
            required=True,
            form={
                "type": "array",
                "minItems": 1,
                "maxItems": 10,
                "items": closed(
                    {
                        "eventType": EVENT_TYPE,
                        "metricName": {"type": "string", "minLength": 1, "maxLength": 256},
                        "expression": {"type": "string", "minLength": 1, "maxLength": 256},
                    },
                    required=("eventType", "metricName", "expression"),
                ),
            },
            about="At most 10 of {eventType, metricName, expression}, such as SUM(Items.PRICE).",
        ),
        Field(
            key="metricsOutputConfig",
            member="metricsOutputConfig",
            mutability=Mutability.MUTABLE,
            comparison=Comparison.SUBSET,
            required=True,
            form=closed(
                {
                    "roleArn": ROLE_ARN,
                    "s3DataDestination": closed(
                        {"path": S3_LOCATION, "kmsKeyArn": KMS_KEY_ARN}, required=("path",)
                    ),
                },
                required=("roleArn",),
            ),
            about="The role that reports, and where in S3 the reports of imports go.",
        ),
    ),
)
