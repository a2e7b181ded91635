"""Filter expressions: what the text alone shows."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="filter/syntax",
        title="a filter expression cannot be read",
        why="The service answers that the expression is invalid.",
        fix="Write such as EXCLUDE ItemID WHERE, and conditions on fields such as Items.GENRES.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID Items.PRICE = 1\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE = 1\n"),
    ),
    Rule(
        id="filter/unknown-dataset",
        title="a field names no dataset",
        why="Fields are those of Interactions, Items, Users, Actions and Action_Interactions.",
        fix="Name one of these datasets.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Item.PRICE = 1\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE ITEMS.PRICE = 1\n"),
    ),
    Rule(
        id="filter/singular-action",
        severity=Severity.WARNING,
        title="a field says Action where the dataset is called Actions",
        why="The guide names the dataset Actions and has Action in one example, which is probably misspelt.",
        fix="Write Actions.",
        source=Source(
            said="Amazon Personalize developer guide, 'Action recommendation filter expression examples'",
            seen="2026-11-26",
        ),
        bad=("filters:\n  f: INCLUDE ActionID WHERE Action.VALUE > 3\n"),
        good=("filters:\n  f: INCLUDE ActionID WHERE Actions.VALUE > 3\n"),
    ),
    Rule(
        id="filter/two-datasets",
        title="conditions joined by AND or OR are of two datasets",
        why="One expression is about one dataset.",
        fix="Chain two expressions with a | between them.",
        source=Source(
            said="Amazon Personalize developer guide, 'Guidelines and requirements' of filter expressions",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE = 1 OR Interactions.EVENT_TYPE IN ("watch")\n'),
        good=(
            "filters:\n"
            "  f: >-\n"
            "    EXCLUDE ItemID WHERE Items.PRICE = 1 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE\n"
            '    IN ("watch")\n'
        ),
    ),
    Rule(
        id="filter/subject",
        severity=Severity.WARNING,
        title="the sort of id is filtered by a dataset that does not go with it",
        why="No example of the guide does so, and the service is likely to refuse it.",
        fix="Filter items by Items, actions by Actions, users by Users, or each by its interactions.",
        source=Source(
            said="Amazon Personalize developer guide, filter expression examples (assumed from them)",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Users.AGE < 18\n"),
        good=("filters:\n  f: EXCLUDE UserID WHERE Users.AGE < 18\n"),
    ),
    Rule(
        id="filter/mixed-subjects",
        severity=Severity.WARNING,
        title="the expressions of one filter are about different sorts of id",
        why="A request is answered with items, actions or users, so a filter is likely for one sort.",
        fix="Make two filters of it.",
        source=Source(said="assumed: the guide shows nothing else", seen="2026-11-23"),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE = 1 | EXCLUDE UserID WHERE Users.AGE < 18\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE = 1 | INCLUDE ItemID WHERE Items.PRICE < 9\n"),
    ),
    Rule(
        id="filter/and-or",
        severity=Severity.WARNING,
        title="AND and OR stand in one expression",
        why="Which of the two binds more tightly is not documented, and there are no parentheses.",
        fix="Use one of them, and chain expressions with a |.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.A = 1 AND Items.B = 2 OR Items.C = 3\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.A = 1 AND Items.B = 2 AND Items.C = 3\n"),
    ),
    Rule(
        id="filter/if-field",
        title="an IF tests something else than CurrentUser",
        why="An IF is about the user of the request only.",
        fix="Write CurrentUser and the column.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE > 9 IF Users.AGE < 18\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE > 9 IF CurrentUser.AGE < 18\n"),
    ),
    Rule(
        id="filter/current-misplaced",
        title="CurrentUser or CurrentItem stands where it cannot",
        why="CurrentUser is what an IF tests, CurrentItem what a field is compared with.",
        fix="Move CurrentUser into an IF, and CurrentItem behind the operator.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE CurrentUser.AGE < 18\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE > 9 IF CurrentUser.AGE < 18\n"),
    ),
    Rule(
        id="filter/too-many-fields",
        title="a filter uses more than 10 distinct fields",
        why="The service takes 10; the quota cannot be raised.",
        fix="Use fewer columns, or combine some of them in one column of the data.",
        source=Source(
            said="Amazon Personalize developer guide, 'Guidelines and requirements' of filter expressions",
            seen="2026-11-23",
        ),
        bad=(
            "filters:\n"
            "  f: >-\n"
            "    EXCLUDE ItemID WHERE Items.F0 = 1 AND Items.F1 = 1 AND Items.F2 = 1 AND Items.F3 = 1\n"
            "    AND Items.F4 = 1 AND Items.F5 = 1 AND Items.F6 = 1 AND Items.F7 = 1 AND Items.F8 = 1\n"
            "    AND Items.F9 = 1 AND Items.F10 = 1\n"
        ),
        good=(
            "filters:\n"
            "  f: >-\n"
            "    EXCLUDE ItemID WHERE Items.F0 = 1 AND Items.F1 = 1 AND Items.F2 = 1 AND Items.F3 = 1\n"
            "    AND Items.F4 = 1 AND Items.F5 = 1 AND Items.F6 = 1 AND Items.F7 = 1 AND Items.F8 = 1\n"
            "    AND Items.F9 = 1 AND items.f0 = 2\n"
        ),
    ),
    Rule(
        id="filter/too-many-fields-of-group",
        title="the filters of a dataset group use more than 20 distinct fields",
        why="The service takes 20; the quota cannot be raised.",
        fix="Use fewer columns, or combine some of them in one column of the data.",
        source=Source(
            said="Amazon Personalize developer guide, 'Guidelines and requirements' of filter expressions",
            seen="2026-11-23",
        ),
        bad=(
            "filters:\n"
            "  f0: >-\n"
            "    EXCLUDE ItemID WHERE Items.F0 = 1 AND Items.F1 = 1 AND Items.F2 = 1 AND Items.F3 = 1\n"
            "    AND Items.F4 = 1 AND Items.F5 = 1 AND Items.F6 = 1\n"
            "  f1: >-\n"
            "    EXCLUDE ItemID WHERE Items.G0 = 1 AND Items.G1 = 1 AND Items.G2 = 1 AND Items.G3 = 1\n"
            "    AND Items.G4 = 1 AND Items.G5 = 1 AND Items.G6 = 1\n"
            "  f2: >-\n"
            "    EXCLUDE ItemID WHERE Items.H0 = 1 AND Items.H1 = 1 AND Items.H2 = 1 AND Items.H3 = 1\n"
            "    AND Items.H4 = 1 AND Items.H5 = 1 AND Items.H6 = 1\n"
        ),
        good=(
            "filters:\n"
            "  f0: >-\n"
            "    EXCLUDE ItemID WHERE Items.F0 = 1 AND Items.F1 = 1 AND Items.F2 = 1 AND Items.F3 = 1\n"
            "    AND Items.F4 = 1 AND Items.F5 = 1 AND Items.F6 = 1 AND Items.F7 = 1 AND Items.F8 = 1\n"
            "    AND Items.F9 = 1\n"
            "  f1: >-\n"
            "    EXCLUDE ItemID WHERE Items.G0 = 1 AND Items.G1 = 1 AND Items.G2 = 1 AND Items.G3 = 1\n"
            "    AND Items.G4 = 1 AND Items.G5 = 1 AND Items.G6 = 1 AND Items.G7 = 1 AND Items.G8 = 1\n"
            "    AND Items.G9 = 1\n"
            "  f2: >-\n"
            "    EXCLUDE ItemID WHERE Items.F0 = 1 AND Items.F1 = 1 AND Items.F2 = 1 AND Items.F3 = 1\n"
            "    AND Items.F4 = 1 AND Items.F5 = 1 AND Items.F6 = 1 AND Items.F7 = 1 AND Items.F8 = 1\n"
            "    AND Items.F9 = 1\n"
        ),
    ),
)
