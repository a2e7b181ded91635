"""Filter expressions against the schemas of the dataset group."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="filter/no-dataset",
        title="the dataset group has no dataset that a filter is about",
        why="The service has nothing to look its columns up in.",
        fix="Declare the dataset, or remove the condition.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ActionID WHERE Actions.VALUE > 3\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE > 3\n"),
    ),
    Rule(
        id="filter/no-column",
        title="the dataset's schema lacks a column that a filter names",
        why="A filter that named such a column was seen refused.",
        fix="Correct the name, or add the column to the schema.",
        source=Source(
            said="a frequently asked question of AWS's own samples, with examples that failed",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRE IN ("drama")\n'),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.genres IN ("drama")\n'),
    ),
    Rule(
        id="filter/event-type-only",
        title="a filter tests another column of interactions than EVENT_TYPE",
        why="Interactions are filtered by the type of the event only.",
        fix="Test EVENT_TYPE, or a column of another dataset.",
        source=Source(
            said="Amazon Personalize developer guide, 'Guidelines and requirements' of filter expressions",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Interactions.DEVICE IN ("tv")\n'),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")\n'),
    ),
    Rule(
        id="filter/boolean-column",
        title="a filter tests a column of type boolean",
        why="The service refuses it.",
        fix='Make it a string with the values "True" and "False", or an int with 0 and 1.',
        source=Source(
            said="Amazon Personalize developer guide, 'Guidelines and requirements' of filter expressions",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.KIDS IN ("true")\n'),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("true")\n'),
    ),
    Rule(
        id="filter/textual-column",
        title="a filter tests a textual column",
        why="Unstructured text cannot be filtered on.",
        fix="Test another column, or add one with what you look for as a value.",
        source=Source(
            said="Amazon Personalize developer guide, 'Guidelines and requirements' of filter expressions",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.PLOT IN ("love")\n'),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("love")\n'),
    ),
    Rule(
        id="filter/number-on-text",
        severity=Severity.WARNING,
        title="= or != compares a string column with a number",
        why="The guide compares numbers so, and it is not known what becomes of a text.",
        fix="Write IN or NOT IN and the value in double quotes.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES = 3\n"),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("3") IF CurrentUser.AGE = 3\n'),
    ),
    Rule(
        id="filter/list-on-number",
        severity=Severity.WARNING,
        title="IN or NOT IN tests a column of numbers",
        why="Lists match texts exactly, and it is not known which text a number is taken for.",
        fix="Compare it by =, != or order, or make the column a string.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE IN ("3")\n'),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE = 3\n"),
    ),
    Rule(
        id="filter/action-timing",
        severity=Severity.WARNING,
        title="a filter tests when an action expires or repeats",
        why="The service filters actions by that itself, and the guide says that no expression can.",
        fix="Remove the condition.",
        source=Source(
            said="Amazon Personalize developer guide, 'Guidelines and requirements' of filter expressions",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ActionID WHERE Actions.REPEAT_FREQUENCY > 3\n"),
        good=("filters:\n  f: EXCLUDE ActionID WHERE Actions.VALUE > 3\n"),
    ),
)
