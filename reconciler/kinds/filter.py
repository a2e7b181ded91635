"""Filter: a named expression, immutable."""

from reconciler.kinds.kind import Comparison, Field, Kind, Listing, Mutability, OnFixed

KIND = Kind(
    name="filter",
    title="filter",
    rank=50,
    place="datasetGroups.*.filters.*",
    shorthand="expression",
    about="A named expression that includes or excludes items at request time.",
    create="CreateFilter",
    describe="DescribeFilter",
    delete="DeleteFilter",
    listing=Listing(
        operation="ListFilters", result="Filters", parent="dataset-group", narrows="datasetGroupArn"
    ),
    document="filter",
    arn_member="filterArn",
    resource="filter/{name}",
    parents={"dataset-group": "datasetGroupArn"},
    needs=("dataset",),
    leaves=5,
    on_delete="requests that name it fail from then on",
    on_fixed=OnFixed.PROVE,
    fields=(
        Field(
            key="expression",
            member="filterExpression",
            mutability=Mutability.CREATE_ONLY,
            comparison=Comparison.EXPRESSION,
            required=True,
            sensitive=True,
            form={"type": "string", "minLength": 1, "maxLength": 2500},
            about="The filter expression; white space outside quotes does not matter.",
        ),
    ),
)
