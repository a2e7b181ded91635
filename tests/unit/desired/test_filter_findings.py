"""Declared filters, held against the schemas of their group, with findings at their places in the file."""

from __future__ import annotations

import io
import json

import pytest

from reconciler.desired.every_environment import check
from reconciler.model.diagnostics import Diagnostic

HEAD = """\
version: 1
stack: shop
schemas:
  items:
    avro:
      type: record
      name: Items
      fields:
        - {name: ITEM_ID, type: string}
        - {name: GENRES, type: ["null", string]}
        - {name: PRICE, type: float}
  broken: {avro: {type: record, name: Users, fields: [{name: USER_ID, type: oops}, {type: int}]}}
  lost: {avro: gone.avsc}
"""
GROUP = HEAD + "datasetGroups:\n  g:\n    datasets:\n      items: {schema: items}\n%s    filters:\n%s"


def found(text: str, environment: str | None = None) -> list[Diagnostic]:
    told = check("-", stdin=io.StringIO(text), environment=environment).diagnostics
    return [one for one in told if one.code.startswith("filter/")]


def told(filters: str, datasets: str = "") -> list[tuple[str, str]]:
    """The filter rules broken, each with the text from its place on, on its line."""
    text = GROUP % (datasets, filters)
    lines = text.split("\n")
    places = [(one.code, one.position) for one in found(text)]
    return [(code, lines[at.line - 1][at.column - 1 :]) for code, at in places if at]


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ('f: EXCLUDE ItemID WHERE Items.GENRE IN ("x")', 'Items.GENRE IN ("x")'),
        (
            "f: {expression: EXCLUDE ItemID WHERE Items.GENRE IN ($P), tags: {a: b}}",
            "Items.GENRE IN ($P), tags",
        ),
        ("f: 'EXCLUDE ItemID WHERE Items.GENRE IN (\"it''s\")'", "Items.GENRE IN"),
        (r'f: "EXCLUDE\tItemID WHERE Items.GENRE IN (\"x\")"', r"Items.GENRE IN (\"x\")"),
        ('f: |\n        EXCLUDE ItemID WHERE\n          Items.GENRE IN ("x")', 'Items.GENRE IN ("x")'),
        ('f: >-\n        EXCLUDE ItemID\n        WHERE Items.GENRE IN ("x")', 'Items.GENRE IN ("x")'),
        ('f: EXCLUDE ItemID\n        WHERE Items.GENRE\n        IN ("x")', "Items.GENRE"),
    ],
)
def test_a_finding_points_into_the_expression_however_it_is_written(written: str, rest: str) -> None:
    ((code, here),) = told(f"      {written}\n")
    assert code == "filter/no-column"
    assert here.startswith(rest)


def test_a_mistake_points_at_what_cannot_be_read_and_shows_the_line() -> None:
    (one,) = found(GROUP % ("", "      f: >-\n        EXCLUDE ItemID\n        Items.PRICE = 1\n"))
    assert (one.code, str(one.position)) == ("filter/syntax", "<stdin>:21:9")
    assert one.summary == "expected WHERE, found Items.PRICE"
    assert one.excerpt
    assert (one.excerpt.text, one.excerpt.column) == ("        Items.PRICE = 1", 9)


@pytest.mark.parametrize(("behind", "fix"), [(' #1")', "the # begins a comment"), ("#1)", "close the quote")])
def test_a_text_that_a_comment_cuts_off_is_told_as_that(behind: str, fix: str) -> None:
    (one,) = found(GROUP % ("", f'      f: EXCLUDE ItemID WHERE Items.GENRE IN ("a{behind}\n'))
    assert one.code == "filter/syntax"
    assert fix in one.fix


def test_filters_of_a_group_without_datasets_are_read_and_held_against_nothing() -> None:
    text = HEAD + "datasetGroups:\n  g:\n    filters:\n      f: %s\n"
    assert found(text % "EXCLUDE ItemID WHERE Items.GONE = 1") == []
    assert [one.code for one in found(text % "EXCLUDE ItemID WHERE")] == ["filter/syntax"]
    empty = text.replace("    filters:", "    datasets: {}\n    filters:")
    assert found(empty % "EXCLUDE ItemID WHERE Items.GONE = 1") == []


@pytest.mark.parametrize(
    "schema",
    ["broken", "lost", "undeclared", "{a: b}"],
    ids=["malformed", "no-file", "undeclared", "no-name"],
)
def test_a_dataset_whose_schema_cannot_be_read_says_nothing_of_columns(schema: str) -> None:
    datasets = f"      users: {{schema: {schema}}}\n"
    anything = "      f: EXCLUDE UserID WHERE Users.ANYTHING = 1\n"
    assert told(anything, datasets) == []
    assert [code for code, _ in told(anything)] == ["filter/no-dataset"]


def test_a_type_that_is_no_word_is_not_judged() -> None:
    said = 'f: EXCLUDE ItemID WHERE Items.ODD > 3 AND Items.ODD IN ("x")'
    text = GROUP.replace("type: float}", "type: float}\n        - {name: ODD, type: {type: string}}")
    assert found(text % ("", f"      {said}\n")) == []


def test_all_filters_of_a_group_together_may_use_so_many_fields() -> None:
    def filters(names: str) -> str:
        parts = (" AND ".join(f"Items.{name}{number} = 1" for number in range(7)) for name in names)
        return "".join(f"      f{index}: EXCLUDE ItemID WHERE {part}\n" for index, part in enumerate(parts))

    bare = HEAD + "datasetGroups:\n  g:\n    filters:\n"
    (one,) = found(bare + filters("ABC"))
    assert (one.code, str(one.position)) == ("filter/too-many-fields-of-group", "<stdin>:16:5")
    assert "21 distinct fields" in one.summary
    assert found(bare + filters("ABA")) == []
    assert found(bare + filters("AB") + "  h:\n    filters:\n" + filters("C").replace("f0", "f9")) == []


ENVIRONMENTS = """\
environments:
  test: {variables: {genre: drama, column: GENRE}, prefix: t-}
  live:
    variables: {genre: crime, column: GENRES}
    overrides: {filter/g: 'EXCLUDE ItemID WHERE Items.PRICE IN ("9")'}
"""
FILTERS = """\
      f: EXCLUDE ItemID WHERE Items.${column} IN ("${genre}")
      g: EXCLUDE ItemID WHERE Items.PRICE > 9
"""


def test_every_environment_is_looked_at_with_its_variables_and_overrides() -> None:
    text = GROUP % ("", FILTERS) + ENVIRONMENTS
    places = {(one.code, str(one.position)): one for one in found(text)}
    assert set(places) == {("filter/no-column", "<stdin>:19:10"), ("filter/list-on-number", "<stdin>:25:49")}
    variable = places["filter/no-column", "<stdin>:19:10"]
    assert "at character 22 of the expression (environment test)" in variable.summary
    assert "${column} is said at <stdin>:22:" in variable.why
    assert places["filter/list-on-number", "<stdin>:25:49"].summary.endswith("(environment live)")


def test_only_the_environment_that_is_asked_for_is_looked_at() -> None:
    text = GROUP % ("", FILTERS) + ENVIRONMENTS
    assert [one.code for one in found(text, "test")] == ["filter/no-column"]
    assert [one.code for one in found(text, "live")] == ["filter/list-on-number"]


@pytest.mark.parametrize(
    "at", ["filter/f", "datasetGroups.*.filters", "datasetGroups.g.filters.f.expression"]
)
def test_a_warning_inside_an_expression_is_ignored_by_the_place_of_the_filter(at: str) -> None:
    said = "      f:\n        expression: >-\n          EXCLUDE ItemID WHERE\n          Items.PRICE IN ($P)\n"
    ignore = (
        f"validate: {{ignore: [{{rule: filter/list-on-number, at: {json.dumps(at)}, because: known}}]}}\n"
    )
    assert [one.code for one in found(GROUP % ("", said))] == ["filter/list-on-number"]
    assert found(GROUP % ("", said) + ignore) == []
    assert [one.code for one in found(GROUP % ("", said) + ignore.replace("filter/f", "filter/g"))] == (
        ["filter/list-on-number"] if at == "filter/f" else []
    )
