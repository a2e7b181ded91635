"""Filter expressions: their values."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="filter/single-quotes",
        severity=Severity.WARNING,
        title="a text stands in single quotes",
        why="The guide writes double ones; only posts show single ones, and no answer of the service.",
        fix="Write it in double quotes.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ('drama')\n"),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("children\'s")\n'),
    ),
    Rule(
        id="filter/quoted-placeholder",
        severity=Severity.WARNING,
        title="a text in quotes looks like a placeholder",
        why="In quotes it is a text, which hardly any value is; a placeholder stands without them.",
        fix="Remove the quotes; where the text is meant, ignore the warning.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-26",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("$GENRE")\n'),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ($GENRE)\n"),
    ),
    Rule(
        id="filter/placeholder-not-in",
        title="a placeholder stands in a NOT IN",
        why="The service answers that placeholders are not allowed with the NOT_IN operator.",
        fix="Write IN, and turn INCLUDE into EXCLUDE or EXCLUDE into INCLUDE.",
        source=Source(said="Amazon Personalize developer guide, 'Error messages'", seen="2026-11-23"),
        bad=("filters:\n  f: INCLUDE ItemID WHERE Items.GENRES NOT IN ($GENRES)\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ($GENRES)\n"),
    ),
    Rule(
        id="filter/placeholder-name",
        severity=Severity.WARNING,
        title="a placeholder's name is longer than 50 characters",
        why="A request names its values by at most 50 characters.",
        fix="Shorten it.",
        source=Source(
            said="botocore 1.44.5, Personalize Runtime service model, shape FilterAttributeName",
            seen="2026-11-23",
        ),
        bad=(
            "filters:\n"
            "  f: EXCLUDE ItemID WHERE Items.A IN ($GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGG)\n"
        ),
        good=(
            "filters:\n"
            "  f: EXCLUDE ItemID WHERE Items.A IN ($GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGG)\n"
        ),
    ),
    Rule(
        id="filter/too-many-placeholders",
        severity=Severity.WARNING,
        title="a filter has more than 25 placeholders",
        why="A request carries at most 25 values.",
        fix="Use fewer, or one name where the value is the same.",
        source=Source(
            said="botocore 1.44.5, Personalize Runtime service model, shape FilterValues", seen="2026-11-23"
        ),
        bad=(
            "filters:\n"
            "  f: >-\n"
            "    EXCLUDE ItemID WHERE Items.A = $P0 OR Items.A = $P1 OR Items.A = $P2 OR Items.A =\n"
            "    $P3 OR Items.A = $P4 OR Items.A = $P5 OR Items.A = $P6 OR Items.A = $P7 OR Items.A =\n"
            "    $P8 OR Items.A = $P9 OR Items.A = $P10 OR Items.A = $P11 OR Items.A = $P12 OR\n"
            "    Items.A = $P13 OR Items.A = $P14 OR Items.A = $P15 OR Items.A = $P16 OR Items.A =\n"
            "    $P17 OR Items.A = $P18 OR Items.A = $P19 OR Items.A = $P20 OR Items.A = $P21 OR\n"
            "    Items.A = $P22 OR Items.A = $P23 OR Items.A = $P24 OR Items.A = $P25\n"
        ),
        good=(
            "filters:\n"
            "  f: >-\n"
            "    EXCLUDE ItemID WHERE Items.A = $P0 OR Items.A = $P1 OR Items.A = $P2 OR Items.A =\n"
            "    $P3 OR Items.A = $P4 OR Items.A = $P5 OR Items.A = $P6 OR Items.A = $P7 OR Items.A =\n"
            "    $P8 OR Items.A = $P9 OR Items.A = $P10 OR Items.A = $P11 OR Items.A = $P12 OR\n"
            "    Items.A = $P13 OR Items.A = $P14 OR Items.A = $P15 OR Items.A = $P16 OR Items.A =\n"
            "    $P17 OR Items.A = $P18 OR Items.A = $P19 OR Items.A = $P20 OR Items.A = $P21 OR\n"
            "    Items.A = $P22 OR Items.A = $P23 OR Items.A = $P24 OR Items.A = $P0\n"
        ),
    ),
    Rule(
        id="filter/asterisk",
        title="an asterisk is compared with something else than Interactions.EVENT_TYPE",
        why="It means every event type, behind IN or NOT IN.",
        fix="List the values that are meant.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("*")\n'),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")\n'),
    ),
    Rule(
        id="filter/value-field",
        title="a field is compared with one that is not CurrentItem's",
        why="Of fields, only those of CurrentItem stand as values.",
        fix="Write CurrentItem and the column, a placeholder, or a value.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: INCLUDE ItemID WHERE Items.PRICE < Items.BUDGET\n"),
        good=("filters:\n  f: INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE\n"),
    ),
    Rule(
        id="filter/mixed-values",
        severity=Severity.WARNING,
        title="a list holds a placeholder, an asterisk or a field beside other values",
        why="The guide shows several texts or one placeholder, which takes several values itself.",
        fix="List texts, or leave one placeholder.",
        source=Source(
            said="Amazon Personalize developer guide, filter expression examples (it shows nothing else)",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("drama", $GENRES)\n'),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("drama", "crime")\n'),
    ),
    Rule(
        id="filter/number-in-list",
        severity=Severity.WARNING,
        title="a list holds a number without quotes",
        why="Lists are compared as texts, and the guide shows no other.",
        fix="Write it in double quotes, or compare with =.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.SEASON IN (1, 2)\n"),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.SEASON IN ("1", "2")\n'),
    ),
    Rule(
        id="filter/number-form",
        severity=Severity.WARNING,
        title="a number is written in an unusual form",
        why="The guide shows digits and a decimal point only.",
        fix="Write it in digits.",
        source=Source(
            said="Amazon Personalize developer guide, filter expression examples (it shows nothing else)",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE > 1e3\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE > -1000.50\n"),
    ),
    Rule(
        id="filter/text-comparison",
        severity=Severity.WARNING,
        title="= or != compares a field with a text",
        why="The guide compares numbers so, and texts in lists; only in an IF were texts seen.",
        fix="Write IN or NOT IN and the text in parentheses.",
        source=Source(
            said="Amazon Personalize developer guide, 'Filter expression structure and elements'",
            seen="2026-11-23",
        ),
        bad=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES = "drama"\n'),
        good=('filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES IN ("drama") IF CurrentUser.PLAN = "kids"\n'),
    ),
    Rule(
        id="filter/order-of-text",
        title="a text is compared by order",
        why="Only numbers are compared by order; a filter that did otherwise was seen refused.",
        fix="Compare texts with IN, or make the column a number.",
        source=Source(
            said="a frequently asked question of AWS's own samples, with examples that failed",
            seen="2026-11-23",
        ),
        bad=("filters:\n  f: EXCLUDE ItemID WHERE Items.GENRES > 3\n"),
        good=("filters:\n  f: EXCLUDE ItemID WHERE Items.PRICE > 3\n"),
    ),
)
