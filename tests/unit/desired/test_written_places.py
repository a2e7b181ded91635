"""A character of a value is found again where it is written, whatever the style of the scalar."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reconciler.desired.node import Node, find
from reconciler.desired.variables import Substitution
from reconciler.desired.written import before_comment, place_in
from reconciler.desired.yaml_nodes import read_yaml

WORDS = st.lists(
    st.text(alphabet="abcdé😀'\"\\$<>=|().,*#:&!%@{}[]-", min_size=1, max_size=6), min_size=1, max_size=12
)


def value_of(text: str) -> Node:
    root, problems = read_yaml(text, "f.yaml")
    assert root is not None, problems
    node = find(root, ("a",))
    assert node is not None
    return node


def written_at(text: str, offset: int) -> tuple[str, int, int]:
    """The character of the file at the place of a character of the value, and line and column."""
    place = place_in(value_of(text), offset)
    line = text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.column], place.line, place.column


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        ("a: EXCLUDE me\n", "me", 1, 12),
        ("a:   EXCLUDE me\n", "me", 1, 14),
        ("b: é\na: é me\n", "me", 2, 6),
        ("a: EXCLUDE\n  more\n\n  me\n", "me", 4, 3),
        ("a: 'it''s me'\n", "me", 1, 11),
        ("a: 'one\n    two me'\n", "me", 2, 9),
        ('a: "say \\"x\\" me"\n', "me", 1, 15),
        ('a: "\\u0041\\x42\\U00000043\\N me"\n', "me", 1, 28),
        ('a: "one \\\n   \\  two\\tme"\n', "me", 2, 12),
        ('a: "one  \n\n   two me"\n', "me", 3, 8),
        ('a: "one\n   \\\n   me"\n', "me", 3, 4),
        ('a: "one \\\n\n   me"\n', "me", 3, 4),
        ("a: |\n  one\n    two me\n", "me", 3, 9),
        ("a: |2-\n    one\n  me", "me", 3, 3),
        ("a: | # said so\n\n  one\n  me\n", "me", 4, 3),
        ("a: >-\n  one\n  two\n\n  me\n", "me", 5, 3),
        ("a: >+\n  one\n    deep me\n  two\n\n", "me", 3, 10),
        ("a: &name EXCLUDE me\n", "me", 1, 18),
        ("a: &name # said so\n  EXCLUDE me\n", "me", 2, 11),
        ('a: !!str "EXCLUDE me"\n', "me", 1, 19),
        ('{b: 1, a: "x me", c: 2}\n', "me", 1, 14),
        ("a: one\r\n  me\r\n", "me", 2, 3),
        ("b: &x\n- 1\na: |\r\n  one\r\n  me\r\n", "me", 5, 3),
    ],
)
def test_a_word_is_found_where_it_is_written(text: str, word: str, line: int, column: int) -> None:
    offset = str(value_of(text).value).index(word)
    assert written_at(text, offset) == ("m", line, column)


@pytest.mark.parametrize("text", ["a: one\n", "a: 'one'\n", 'a: "one"\n', "a: |\n  one\n", "a: >-\n  one\n"])
def test_the_end_of_a_value_is_behind_its_last_character(text: str) -> None:
    end = place_in(value_of(text), 3)
    last = place_in(value_of(text), 2)
    assert (end.line, end.column) == (last.line, last.column + 1)
    assert place_in(value_of(text), 100).line in {end.line, end.line + 1}


@given(WORDS, st.sampled_from(["", "'", '"', "|", ">"]), st.integers(10, 60))
def test_every_character_is_found_in_every_style(words: list[str], style: str, width: int) -> None:
    text = yaml.safe_dump({"a": " ".join(words)}, default_style=style, width=width, allow_unicode=True)
    root, _ = read_yaml(text, "f.yaml")
    assert root is not None
    (entry,) = root.entries.values()
    value = str(entry.node.value)
    for offset, char in enumerate(value):
        if char not in " \n":
            place = place_in(entry.node, offset)
            rest = text.split("\n")[place.line - 1][place.column - 1 :]
            assert rest.startswith((char, "\\")), (text, offset)


@given(WORDS)
def test_every_character_is_found_behind_the_escapes_of_json(words: list[str]) -> None:
    value = " ".join(words).replace("😀", "ü")  # YAML takes no halves of pairs, as JSON writes them
    text = f"a: {json.dumps(value)}\n"
    node = value_of(text)
    assert node.value == value
    places = [place_in(node, offset).column for offset in range(len(value) + 1)]
    assert places == sorted(set(places))
    assert [text[column - 1] for column in places[:-1]] == [
        char if char.isascii() and char not in '"\\' else "\\" for char in value
    ]


def test_what_a_variable_stands_in_has_the_place_of_the_whole() -> None:
    root, _ = read_yaml('a: "one ${x} two"\nb: ${x}\nx: "three\\tfour"\n', "f.yaml")
    assert root is not None
    filled = Substitution({"x": root.entries["x"].node}).of(root)
    for key, line in (("a", 1), ("b", 2)):
        place = place_in(filled.entries[key].node, 5)
        assert (place.line, place.column) == (line, 4)


def test_what_is_no_text_has_the_place_of_the_whole() -> None:
    place = place_in(value_of("a: 12345\n"), 3)
    assert (place.line, place.column) == (1, 4)


@pytest.mark.parametrize(
    ("text", "cut"), [("a: b # c\n", True), ("a: b\n", False), ("a: 'b' # c\n", False), ("a: 1 # c\n", False)]
)
def test_a_comment_behind_a_scalar_without_quotes_is_seen(text: str, cut: bool) -> None:
    assert before_comment(value_of(text)) is cut
