"""Every finding about an expression that can be read, its place in the text, and near misses."""

from __future__ import annotations

import pytest

from reconciler.filters.check import check
from reconciler.filters.columns import Column
from reconciler.filters.grammar import parse
from reconciler.filters.tree import Filter


def _column(name: str, *types: str, textual: bool = False) -> Column:
    return Column(name=name, types=frozenset(types), textual=textual)


COLUMNS = {
    "interactions": {
        name: _column(name, "string") for name in ("USER_ID", "ITEM_ID", "EVENT_TYPE", "DEVICE")
    },
    "items": {
        one.name.upper(): one
        for one in (
            _column("ITEM_ID", "string"),
            _column("Genres", "string"),
            _column("PRICE", "float"),
            _column("KIDS", "boolean"),
            _column("PLOT", "string", textual=True),
            _column("ODD", "string", "int"),
            _column("UNREAD"),
        )
    },
    "users": None,
    "actions": {"VALUE": _column("VALUE", "long"), "REPEAT_FREQUENCY": _column("REPEAT_FREQUENCY", "long")},
}
TEN = " AND ".join(f"Items.F{number} = 1" for number in range(10))


def told(text: str, columns: object = None) -> list[tuple[str, str]]:
    """The rules that a text breaks, each with the word at its place."""
    found = parse(text)
    assert isinstance(found, Filter), found
    return [
        (one.rule.removeprefix("filter/"), text[one.offset :].split(" ", maxsplit=1)[0].strip("(),"))
        for one in check(found, COLUMNS if columns else None)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exclude ItemID where items.a in ($P)", []),
        ("EXCLUDE itemid WHERE ITEMS.a in ($P)", []),
        ("EXCLUDE ItemID WHERE Itms.A = 1", [("unknown-dataset", "Itms.A")]),
        ("EXCLUDE ActionID WHERE Action.A = 1", [("singular-action", "Action.A")]),
        ("EXCLUDE ItemID WHERE Whatever.A = 1", [("unknown-dataset", "Whatever.A")]),
        ("EXCLUDE ItemID WHERE Items.A = 1 OR Users.A = 1", [("two-datasets", "Users.A")]),
        ("EXCLUDE ItemID WHERE Items.A = 1 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)", []),
        ("EXCLUDE ItemID WHERE Users.A = 1", [("subject", "Users.A")]),
        ("EXCLUDE ActionID WHERE Items.A = 1", [("subject", "Items.A")]),
        ("EXCLUDE UserID WHERE Interactions.EVENT_TYPE IN (*)", []),
        (
            "EXCLUDE ItemID WHERE Items.A = 1 | EXCLUDE UserID WHERE Users.A = 1",
            [("mixed-subjects", "EXCLUDE")],
        ),
        ("EXCLUDE ItemID WHERE Items.A = 1 AND Items.B = 1 OR Items.C = 1", [("and-or", "Items.C")]),
        ("EXCLUDE ItemID WHERE Items.A = 1 OR Items.B = 1 AND Items.C = 1", [("and-or", "Items.C")]),
        ("EXCLUDE ItemID WHERE Items.A = 1 OR Items.B = 1 OR Items.C = 1", []),
        ("EXCLUDE ItemID WHERE Items.A = 1 IF Users.A = 1", [("if-field", "Users.A")]),
        ("EXCLUDE ItemID WHERE Items.A = 1 IF currentuser.A = 1", []),
        ("EXCLUDE ItemID WHERE CurrentUser.A = 1", [("current-misplaced", "CurrentUser.A")]),
        ("EXCLUDE ItemID WHERE CurrentItem.A = 1", [("current-misplaced", "CurrentItem.A")]),
        ("EXCLUDE ItemID WHERE Items.A = CurrentUser.A", [("value-field", "CurrentUser.A")]),
        ("EXCLUDE ItemID WHERE Items.A IN CurrentItem.A", []),
        ("EXCLUDE ItemID WHERE Items.A NOT IN ($P)", [("placeholder-not-in", "$P")]),
        (f"EXCLUDE ItemID WHERE Items.A IN (${'P' * 51})", [("placeholder-name", f"${'P' * 51}")]),
        (f"EXCLUDE ItemID WHERE Items.A IN (${'P' * 50})", []),
        ("EXCLUDE ItemID WHERE Items.A IN (*)", [("asterisk", "*")]),
        ('EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("*")', [("asterisk", '"*"')]),
        ("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE = *", [("asterisk", "*")]),
        ("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (*)", []),
        ("EXCLUDE ItemID WHERE Items.A IN ('x')", [("single-quotes", "'x'")]),
        ('EXCLUDE ItemID WHERE Items.A < "9"', [("order-of-text", '"9"')]),
        ('EXCLUDE ItemID WHERE Items.A IN ("$P")', [("quoted-placeholder", '"$P"')]),
        ("EXCLUDE ItemID WHERE Items.A = '$GENRE_1'", [("quoted-placeholder", "'$GENRE_1'")]),
        ('EXCLUDE ItemID WHERE Items.A < "$P"', [("order-of-text", '"$P"')]),
        ('EXCLUDE ItemID WHERE Items.A IN ("$5", "US$", "$", "$P and more")', []),
        ('EXCLUDE ItemID WHERE Items.A = "9"', [("text-comparison", '"9"')]),
        ('EXCLUDE ItemID WHERE Items.A != "9"', [("text-comparison", '"9"')]),
        ('EXCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.B = "9"', []),
        ('EXCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.B > "9"', [("order-of-text", '"9"')]),
        ("EXCLUDE ItemID WHERE Items.A IN (1)", [("number-in-list", "1")]),
        ("EXCLUDE ItemID WHERE Items.A = 1e3", [("number-form", "1e3")]),
        ("EXCLUDE ItemID WHERE Items.A = +.5", [("number-form", "+.5")]),
        ("EXCLUDE ItemID WHERE Items.A = -10.50", []),
        ('EXCLUDE ItemID WHERE Items.A IN ("x", $P)', [("mixed-values", "$P")]),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*, "x")', [("mixed-values", "*")]),
        ('EXCLUDE ItemID WHERE Items.A IN ("x", CurrentItem.A)', [("mixed-values", "CurrentItem.A")]),
        (f"EXCLUDE ItemID WHERE {TEN} AND Items.F10 = 1", [("too-many-fields", "Items.F10")]),
        (f"EXCLUDE ItemID WHERE {TEN} AND items.f9 = 1", []),
        (f"EXCLUDE ItemID WHERE {TEN} | EXCLUDE ItemID WHERE Items.F0 = CurrentItem.F1", []),
        (f"EXCLUDE ItemID WHERE {TEN} IF CurrentUser.F0 = 1", [("too-many-fields", "CurrentUser.F0")]),
    ],
)
def test_what_an_expression_alone_shows(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_one_more_placeholder_than_a_request_has_values_is_told() -> None:
    def text(count: int) -> str:
        parts = (f"EXCLUDE ItemID WHERE Items.A = $P{number}" for number in range(count))
        return " | ".join(parts)

    assert told(text(25)) == []
    assert told(text(26)) == [("too-many-placeholders", "$P25")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ($E)", ["no-dataset"]),
        ("EXCLUDE ActionID WHERE Action_Interactions.ACTION_ID IN ($E)", ["event-type-only"]),
        ('EXCLUDE ItemID WHERE Interactions.DEVICE IN ("tv")', ["event-type-only"]),
        ("EXCLUDE ItemID WHERE Interactions.event_type IN ($E)", []),
        ('EXCLUDE ItemID WHERE Items.GENRE IN ("x")', ["no-column"]),
        ('EXCLUDE ItemID WHERE Items.genres IN ("x")', []),
        ("EXCLUDE ItemID WHERE Items.KIDS = 1", ["boolean-column"]),
        ('EXCLUDE ItemID WHERE Items.PLOT IN ("x")', ["textual-column"]),
        ("EXCLUDE ItemID WHERE Items.GENRES > 3", ["order-of-text"]),
        ("EXCLUDE ItemID WHERE Items.GENRES > $P", ["order-of-text"]),
        ("EXCLUDE ItemID WHERE Items.PRICE > $P", []),
        ("EXCLUDE ItemID WHERE Items.PRICE > CurrentItem.GENRES", ["order-of-text"]),
        ("EXCLUDE ItemID WHERE Items.PRICE > CurrentItem.PRICE", []),
        ("EXCLUDE ItemID WHERE Items.PRICE = CurrentItem.COST", ["no-column"]),
        ("EXCLUDE ItemID WHERE Items.PRICE = CurrentItem.GENRES", []),
        ("EXCLUDE ItemID WHERE Items.GENRES = 3", ["number-on-text"]),
        ("EXCLUDE ItemID WHERE Items.GENRES != 3", ["number-on-text"]),
        ("EXCLUDE ItemID WHERE Items.GENRES = $P", []),
        ('EXCLUDE ItemID WHERE Items.PRICE IN ("3")', ["list-on-number"]),
        ("EXCLUDE ItemID WHERE Items.ODD > 3 AND Items.UNREAD > 3", []),
        ('EXCLUDE ItemID WHERE Items.ODD IN ("3") AND Items.UNREAD IN ("3")', []),
        ("EXCLUDE ItemID WHERE Items.PRICE > 3 IF CurrentUser.ANYTHING > 3", []),
        ("EXCLUDE ActionID WHERE Actions.REPEAT_FREQUENCY > 3", ["action-timing"]),
        ("EXCLUDE ActionID WHERE Actions.VALUE > 3", []),
        ("EXCLUDE ItemID WHERE Nothing.PRICE > 3", ["unknown-dataset"]),
    ],
)
def test_what_the_columns_show(text: str, expected: list[str]) -> None:
    assert [rule for rule, _ in told(text, COLUMNS)] == expected


def test_a_missing_column_is_told_with_a_close_one_or_all_there_are() -> None:
    def fix(name: str, columns: int) -> str:
        known = {f"COLUMN_{number}": _column(f"Column_{number}", "string") for number in range(columns)}
        found = parse(f"EXCLUDE ItemID WHERE Items.{name} IN ($P)")
        assert isinstance(found, Filter)
        (one,) = check(found, {"items": known})
        return one.fix

    assert fix("COLUM_1", 3) == "did you mean Column_1?"
    assert fix("PRICE", 2) == "it has Column_0 and Column_1"
    assert fix("PRICE", 20).endswith("Column_7 and 12 more")


def test_a_placeholder_in_quotes_is_to_be_written_without_and_never_behind_not_in() -> None:
    def fix(condition: str) -> str:
        found = parse(f"EXCLUDE ItemID WHERE Items.A {condition}")
        assert isinstance(found, Filter)
        (one,) = check(found, None)
        return one.fix

    assert fix('IN ("$P")') == fix('> "$P"') == "write $P without quotes"
    assert fix('NOT IN ("$P")').startswith("write $P without quotes, and IN, and turn INCLUDE into EXCLUDE")


@pytest.mark.parametrize("field", ["Items.NOTHING", "Items.KIDS", "Users.NOTHING", "Interactions.ITEM_ID"])
def test_an_if_about_another_dataset_is_one_finding(field: str) -> None:
    text = f"EXCLUDE ItemID WHERE Items.PRICE > 1 IF {field} = 1"
    assert told(text, COLUMNS) == [("if-field", field)]


def test_findings_stand_in_the_order_of_the_text() -> None:
    text = "EXCLUDE ItemID WHERE Items.KIDS = 1 AND Items.GENRES NOT IN ('x', $P) IF Users.A = 1"
    rules = [rule for rule, _ in told(text, COLUMNS)]
    assert rules == [
        "boolean-column",
        "single-quotes",
        "placeholder-not-in",
        "mixed-values",
        "if-field",
    ]


def test_what_is_cited_is_short_and_printable() -> None:
    found = parse(f'EXCLUDE ItemID WHERE Items.{"A" * 300} > "\u202e{"x" * 300}"')
    assert isinstance(found, Filter)
    for one in check(found, COLUMNS):
        assert len(one.summary) < 200
        assert (one.summary + one.fix).isprintable()
