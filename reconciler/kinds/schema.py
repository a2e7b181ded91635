"""Schema: an Avro document, immutable, account-wide, without status and without tags."""

from reconciler.kinds.kind import Comparison, Field, Kind, Listing, Mutability, OnFixed

KIND = Kind(
    name="schema",
    title="schema",
    rank=10,
    place="schemas.*",
    about="The columns of a dataset as an Avro document. Immutable: a change makes a new generation NAME-vN.",
    create="CreateSchema",
    describe="DescribeSchema",
    delete="DeleteSchema",
    listing=Listing(operation="ListSchemas", result="schemas"),
    document="schema",
    arn_member="schemaArn",
    resource="schema/{name}",
    taggable=False,
    versioned=True,
    leaves=8,
    on_fixed=OnFixed.SUPERSEDE,
    fields=(
        Field(
            key="avro",
            member="schema",
            mutability=Mutability.CREATE_ONLY,
            comparison=Comparison.CONTENT,
            required=True,
            form={"oneOf": [{"type": "string", "minLength": 1}, {"type": "object"}]},
            about="A file below this one's folder, or the Avro document itself.",
        ),
        Field(
            key="domain",
            member="domain",
            mutability=Mutability.CREATE_ONLY,
            form={"enum": ["ECOMMERCE", "VIDEO_ON_DEMAND"]},
            about="The domain of the groups that use it; left out for custom groups.",
        ),
    ),
)
