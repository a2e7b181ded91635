"""Whether imported rows are enough, and whether columns tell anything.

Their checks are in reconciler/data, since they look at rows and not at the file.
"""

from __future__ import annotations

from reconciler.desired.rules.data_sources import ERRORS, OWN, QUOTAS
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule

RULES = (
    Rule(
        id="data/few-interactions",
        title="an import has fewer than 1,000 interactions",
        why="The service takes imports of interactions from 1,000 records on.",
        fix="Import more at once; single events can be sent through an event tracker.",
        source=QUOTAS,
    ),
    Rule(
        id="data/few-users",
        severity=Severity.WARNING,
        title="fewer than 25 users, or 1 %, have two interactions or more",
        why="Training fails then, unless events that were sent by other ways make up for it.",
        fix="Import a longer history.",
        source=QUOTAS,
    ),
    Rule(
        id="data/few-events",
        severity=Severity.WARNING,
        title="an event type that something is trained on occurs too rarely",
        why="A training goes by this type alone, and needs 1,000 of it, from 25 users with two or more.",
        fix="Import a longer history, or train on another event type.",
        source=ERRORS,
    ),
    Rule(
        id="data/event-types",
        severity=Severity.WARNING,
        title="more event types occur than the schema leaves room for",
        why=(
            "The service takes 10 distinct event types and optional columns of interactions together, and "
            "this cannot be raised. Whether an import or a training fails for it is not documented."
        ),
        fix="Merge event types, import fewer of them, or remove columns from the schema.",
        source=QUOTAS,
    ),
    Rule(
        id="data/event-type-absent",
        severity=Severity.WARNING,
        title="an event type that the file goes by does not occur",
        why="A filter by it matches nothing, and training by it learns nothing, until such events are sent.",
        fix="Write the type as the data does, or import such events.",
        source=OWN,
    ),
    Rule(
        id="data/duplicate-id",
        severity=Severity.WARNING,
        title="an id stands in more than one row",
        why="One row is kept for each id; which one is not documented for one import.",
        fix="Keep one row for each id.",
        source=OWN,
        bad=(
            "ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n"
            "i1,Drama,9.5,A film,1735689600\n"
            "i1,Comedy,7.5,A play,1735689600\n"
        ),
        good=(
            "ITEM_ID,GENRES,PRICE,ABOUT,CREATION_TIMESTAMP\n"
            "i1,Drama,9.5,A film,1735689600\n"
            "i2,Drama,9.5,A film,1735689600\n"
        ),
    ),
    Rule(
        id="data/unknown-id",
        severity=Severity.WARNING,
        title="interactions name an id that the other dataset lacks",
        why="There is no metadata of it to learn from or to filter by.",
        fix="Import the row too, or leave the interactions out.",
        source=OWN,
    ),
    Rule(
        id="data/constant-column",
        severity=Severity.WARNING,
        title="a column has one value in all rows, or none",
        why="Nothing can be learnt from it, and it takes one of the columns that a schema has room for.",
        fix="Leave the column out of the schema, or fill it.",
        source=OWN,
    ),
    Rule(
        id="data/all-distinct",
        severity=Severity.WARNING,
        title="no two rows share a value of a categorical column",
        why="Categories group rows; a column of names or ids groups nothing.",
        fix="Leave the column out, or declare it as a text.",
        source=OWN,
    ),
)
