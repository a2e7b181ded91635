"""YAML: words mean what they look like, keys are said once, aliases are bounded."""

from __future__ import annotations

import pytest
import yaml

from reconciler.desired.node import plain
from reconciler.desired.scalars import resolve
from reconciler.desired.yaml_nodes import read_yaml


def problems(text: str) -> list[tuple[str, int, int]]:
    _, found = read_yaml(text, "p.yaml")
    return [(item.code, item.position.line, item.position.column) for item in found if item.position]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("1_000", "1_000"),
        ("12e456", "12e456"),
        (".inf", ".inf"),
        ("-7", -7),
        ("0.50", 0.5),
        ("1.5e3", 1500.0),
    ],
)
def test_an_unquoted_word_means_what_it_looks_like(text: str, value: object) -> None:
    found = resolve(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["012345670123", "0x1F", "0o17", "00", "1" * 16, "9" * 5000])
def test_a_number_that_readers_disagree_on_has_to_be_quoted(text: str) -> None:
    assert problems(f"a: {text}") == [("file/ambiguous", 1, 4)]
    assert problems(f'a: "{text}"') == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\nb:\u00a0c\nd: 1\n", (2, 3)),
        ("a:\n  b: 1\n\u00a0 c: 1\n  d: 1\n", (3, 1)),
        ("a: x\u00a0y\nb: 1\nc: 1\n d: 2\n", (4, 3)),
    ],
)
def test_what_only_looks_like_a_space_is_named_where_it_may_be_why_a_line_cannot_be_read(
    text: str, where: tuple[int, int]
) -> None:
    assert problems(text) == [("file/not-yaml", *where)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("file/duplicate-key", 3, 1)]),
        ("a: {b: 1, b: 2}\n", [("file/duplicate-key", 1, 11)]),
        ("123: a\n", [("file/key-not-text", 1, 1)]),
        ("true: a\n", [("file/key-not-text", 1, 1)]),
        ("? [a]\n: b\n", [("file/key-not-text", 1, 3)]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", [("file/merge-key", 3, 3)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("file/tag", 1, 4)]),
        ("a: !!str 1\n", [("file/tag", 1, 4)]),
        ("a: 1\n---\nb: 2\n", [("file/documents", 2, 1)]),
        ("a: *b\n", [("file/alias", 1, 4)]),
        ("a: &b [*b]\n", [("file/alias", 1, 8)]),
        ("[" * 200, [("file/too-deep", 1, 101)]),
        ("a: &a {a: 1}\nb: {'<<': x}\n", []),
    ],
)
def test_what_yaml_allows_and_a_reviewer_would_misread_is_refused(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert problems(text) == expected


def test_the_second_of_two_equal_keys_names_the_first() -> None:
    _, (found,) = read_yaml("a: 1\na: 2\n", "p.yaml")
    assert "p.yaml:1:1" in found.summary


def test_an_alias_is_the_value_it_names() -> None:
    root, found = read_yaml("a: &x [1, 2]\nb: *x\n", "p.yaml")
    assert found == []
    assert root is not None
    assert plain(root) == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    "text",
    [
        "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60)),
        "a: &a " + "x" * 1_000_000 + "\nb: [" + "*a, " * 1000 + "]\n",
        "a: [" + "[]," * 200_000 + "]\n",
    ],
    ids=["doubling", "long text", "wide"],
)
def test_an_expanding_file_is_refused_before_it_expands(text: str) -> None:
    root, found = read_yaml(text, "p.yaml")
    assert root is None
    assert [item.code for item in found] == ["file/too-many-values"]


def test_levels_hidden_behind_aliases_count() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 150))
    root, found = read_yaml(text, "p.yaml")
    assert root is None
    assert [item.code for item in found] == ["file/too-deep"]


@pytest.mark.parametrize(
    "text", ["a: &x {b: [1, 'two']}\nc: *x\n", "a: [\n", "a:\n\t- b\n", "é: '😀'\nb: [😀, c]\n", "a: b: c\n"]
)
def test_the_slow_parser_reads_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, fast_problems = read_yaml(text, "p.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    slow, slow_problems = read_yaml(text, "p.yaml")
    assert slow == fast
    assert [item.code for item in slow_problems] == [item.code for item in fast_problems]
