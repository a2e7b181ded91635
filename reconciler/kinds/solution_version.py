"""Solution version: a record of one training; disappears with its solution."""

from reconciler.kinds.kind import Field, Kind, Listing, Mutability

KIND = Kind(
    name="solution-version",
    title="training",
    rank=80,
    place="datasetGroups.*.solutions.*.training",
    about="When a solution is trained.",
    create="CreateSolutionVersion",
    describe="DescribeSolutionVersion",
    listing=Listing(
        operation="ListSolutionVersions", result="solutionVersions", parent="solution", narrows="solutionArn"
    ),
    document="solutionVersion",
    arn_member="solutionVersionArn",
    parents={"solution": "solutionArn"},
    run=True,
    omitted={"name": "a label that no other operation takes; the version id is what a campaign names"},
    fields=(
        Field(
            key="when",
            mutability=Mutability.POLICY,
            absent="initial",
            form={"enum": ["initial", "imported", "never"]},
            about="initial (default): once; imported: after every import of the group; never.",
        ),
        Field(
            key="maxAge",
            mutability=Mutability.POLICY,
            form={"type": "string", "pattern": r"^[1-9]\d*[hdw]$"},
            about="Train again when the newest version is older than this, e.g. 30d.",
        ),
        Field(
            key="trainingMode",
            member="trainingMode",
            mutability=Mutability.CREATE_ONLY,
            form={"enum": ["FULL", "UPDATE"]},
            about="FULL (the service's default) or UPDATE, which few recipes take.",
        ),
    ),
)
