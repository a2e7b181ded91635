"""Mistakes against the JSON Schema: all at once, in our words, at the exact place."""

from __future__ import annotations

import json

import pytest

from reconciler.desired.file_schema import file_schema
from reconciler.desired.wording import PATTERNS

GROUP = "version: 1\nstack: s\ndatasetGroups:\n  g:\n    solutions:\n      so:\n        recipe: aws-sims\n"


@pytest.mark.parametrize(
    ("text", "code", "where", "words"),
    [
        ("version: 1\n", "file/missing-key", "1:1", "the file lacks stack"),
        ("stack: s\n", "file/missing-key", "1:1", "the file lacks version"),
        ("version: 2\nstack: s\n", "file/value", "1:10", "expected 1"),
        ("version: '1'\nstack: s\n", "file/value", "1:10", "expected 1"),
        ("version: 1\nstack: s\nregoin: eu-west-1\n", "file/unknown-key", "3:1", "did you mean region?"),
        ("version: 1\nstack: s\naccount: 123456789012\n", "file/type", "3:10", 'quotes: "123456789012"'),
        ("version: 1\nstack: s\naccount: 012345670123\n", "file/ambiguous", "3:10", 'quotes: "012345670123"'),
        ("version: 1\nstack: s\naccount: '1234'\n", "file/value", "3:10", "12 digits"),
        ("version: 1\nstack: s\naccount: |\n  123456789012\n", "file/value", "3:10", "12 digits"),
        ("version: 1\nstack: s\naccount: '١٢٣٤٥٦٧٨٩٠١٢'\n", "file/value", "3:10", "12 digits"),
        ("version: 1\nstack: s\nregion: Ireland\n", "file/value", "3:9", "a region such as eu-west-1"),
        ("version: 1\nstack: 'a b'\n", "file/value", "2:8", "letters, digits"),
        ("version: 1\nstack: " + "s" * 129 + "\n", "file/value", "2:8", "up to 128"),
        ("version: 1\nstack: s\ntags: [a]\n", "file/type", "3:7", "expected a mapping, got a list"),
        ("version: 1\nstack: s\ntags: {year: 2024}\n", "file/type", "3:14", 'put it in quotes: "2024"'),
        ("version: 1\nstack: s\nconsent:\n", "file/type", "3:9", "expected a list, got nothing"),
        ("version: 1\nstack: s\nschemas: {a b: {avro: x}}\n", "file/name", "3:11", "at most 63 characters"),
        ("version: 1\nstack: s\nschemas: {a: {}}\n", "file/missing-key", "3:11", "a lacks avro"),
        (
            "version: 1\nstack: s\nschemas: {a: {avro: 3}}\n",
            "file/type",
            "3:21",
            "expected text or a mapping",
        ),
        ("version: 1\nstack: s\npolicy: {maxDeletes: 5%%}\n", "file/value", "3:22", "a percentage such as"),
        (GROUP + "        autoTraining: yes\n", "file/type", "8:23", "write true"),
        (GROUP + "        autoTraining: {}\n", "file/missing-key", "8:9", "lacks schedule"),
        (
            GROUP + "        autoTraining: {schedule: weekly}\n",
            "file/value",
            "8:34",
            "rate(7 days)",
        ),
        (
            GROUP + "        autoTraining: {schedule: cron(0 0 * * ? *)}\n",
            "file/value",
            "8:34",
            "rate(7 days)",
        ),
        (GROUP + "        recipeArn: r\n", "file/unknown-key", "8:9", "recipe is its name here"),
        (GROUP + "        minTPS: 1\n", "file/unknown-key", "8:9", "campaigns.*"),
        (GROUP + "        campaigns: {c: {minTPS: 0}}\n", "file/value", "8:33", "expected at least 1, got 0"),
        (GROUP + "        campaigns: {c: {minTPS: 1.0}}\n", "file/type", "8:33", "or a mapping {min, max}"),
        (
            GROUP + "        campaigns: {c: {minTPS: {min: 1}}}\n",
            "file/missing-key",
            "8:25",
            "lacks max add max",
        ),
        (GROUP + "        campaigns: {c: {version: 43091512}}\n", "file/type", "8:34", 'quotes: "43091512"'),
        (GROUP + "        campaigns: {c: {minTPS: 1, version: 3}}\n", "file/type", "8:45", "or a version id"),
        (GROUP + "        training: {maxAge: 30}\n", "file/type", "8:28", "such as 12h, 30d"),
        (GROUP + "        campaigns: {c: {minTPS: '1'}}\n", "file/type", "8:33", "without quotes: 1"),
        (GROUP + "        campaigns: {c: {minTPS: 'x'}}\n", "file/type", "8:33", "billing floor"),
        (GROUP + "        performHPO: 'true'\n", "file/type", "8:21", "without quotes: true"),
        (GROUP + "        campaigns: {c: {minTPS: 0}}\n", "file/value", "8:33", "write 1 or more"),
        (GROUP + "        campaigns: {c: {version: newest}}\n", "file/value", "8:34", "latest (default)"),
        (GROUP + "        training: {when: import}\n", "file/value", "8:26", "imported? Write initial"),
        (GROUP + "        solutionConfig: {hpo: {}}\n", "file/unknown-key", "8:26", "hpoConfig"),
        (
            "version: 1\nstack: s\ndatasetGroups: {g: {datasets: {things: {schema: a}}}}\n",
            "file/unknown-key",
            "3:32",
            "interactions, items, users, actions and actionInteractions",
        ),
        ("version: 1\nstack: s\ndatasetGroups: {g: {eventTracker: 5}}\n", "file/type", "3:35", "text or a"),
        (
            "version: 1\nstack: s\ndatasetGroups: {g: {filters: {f: ''}}}\n",
            "file/value",
            "3:34",
            "at least 1",
        ),
        (
            "version: 1\nstack: s\nconsent: [{change: 3fa9c1, because: x}]\n",
            "file/missing-key",
            "3:11",
            "one of delete and recreate",
        ),
    ],
)
def test_a_mistake_is_shown_at_its_place_in_our_words(
    read, text: str, code: str, where: str, words: str
) -> None:
    (found,) = read(text).diagnostics
    assert (found.code, str(found.position)) == (code, f"p.yaml:{where}")
    assert words in f"{found.summary} {found.fix}"


def test_all_mistakes_are_shown_at_once_in_the_order_of_the_file(wrong) -> None:
    text = "stack: 5\nregion: x\naccount: 1\nfoo: 1\nfoo: 2\nschemas: {s: {avro: gone.avsc}}\n"
    assert wrong(text) == [
        ("file/missing-key", "p.yaml:1:1"),
        ("file/type", "p.yaml:1:8"),
        ("file/value", "p.yaml:2:9"),
        ("file/type", "p.yaml:3:10"),
        ("file/unknown-key", "p.yaml:4:1"),
        ("file/duplicate-key", "p.yaml:5:1"),
        ("schema/missing", "p.yaml:6:21"),
    ]


def test_two_missing_keys_are_one_finding(read) -> None:
    datasets = "datasetGroups: {g: {datasets: {items: {schema: s, import: {}}}}}\n"
    text = "version: 1\nstack: s\nschemas: {s: {avro: i.avsc}}\n" + datasets
    (found,) = read(text).diagnostics
    assert found.summary == "import lacks from and role"


def test_every_pattern_of_the_schema_is_said_in_words() -> None:
    def unsaid(part: object, about: str) -> list[str]:
        if isinstance(part, list):
            return [text for item in part for text in unsaid(item, about)]
        if not isinstance(part, dict):
            return []
        own = part.get("description", "")
        here = part.get("pattern")
        missing = [here] if isinstance(here, str) and here not in PATTERNS and not own else []
        return missing + [text for item in part.values() for text in unsaid(item, own)]

    assert unsaid(file_schema(), "") == []


def test_the_schema_is_the_same_at_every_call() -> None:
    assert json.dumps(file_schema()) == json.dumps(file_schema())


def test_a_hopeless_file_is_cut_short_and_says_so(read) -> None:
    found = read("version: 1\nstack: s\n" + "".join(f"k{i}: 1\n" for i in range(700))).diagnostics
    assert len(found) == 501
    assert found[-1].code == "file/more"


@pytest.mark.parametrize(
    "inside", ["role: myrole", "from: s3://bucket/x.csv", "from: 3", "from: s3://b, when: 4"]
)
def test_what_stands_below_an_unknown_key_is_no_further_mistake(read, inside: str) -> None:
    text = (
        "version: 1\nstack: s\nregion: eu-west-1\naccount: '123456789012'\n"
        f"datasetGroups:\n  g:\n    datasets:\n      item: {{schema: x, import: {{{inside}}}}}\n"
    )
    (found,) = read(text).diagnostics
    assert (found.code, str(found.position)) == ("file/unknown-key", "p.yaml:8:7")
    assert "did you mean items?" in found.fix
