"""Plans and files are data: to read one runs, imports, opens and calls nothing, whatever it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit" / "plan"))

import building as b
import market as m

from reconciler import __version__
from reconciler.plan.document import to_document

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CODE = (
    "__import__('os').system('true')",
    "{0.__class__.__init__.__globals__}",
    "{{ 7 * 7 }}${7*7}$(true)`true`%(x)s",
    "cos\nsystem\n(S'true'\ntR.",
    "!!python/object/apply:os.system ['true']",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "\x1b]0;title\x07\x1b[2J",
)
TAGS = (
    "!!python/object/apply:os.system ['true']",
    "!!python/object/new:subprocess.Popen [['true']]",
    "!!python/name:os.system",
    "!!python/module:antigravity",
    "!!python/object/apply:builtins.eval ['1+1']",
    "!!python/object/apply:builtins.open ['/etc/hostname']",
    "!include /etc/hostname",
    "!!binary gASVHwAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAR0cnVllIWUUpQu",
)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every scalar."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from leaves(one, (*path, key))
    if not isinstance(value, dict | list):
        yield path


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    made = json.loads(json.dumps(document))
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return made


def watched(kind: str, *paths: Path) -> tuple[int, list[list[str]]]:
    """How many documents were read to the end, and what happened besides reading them."""
    command = [sys.executable, str(Path(__file__).with_name("watcher.py")), kind, *map(str, paths)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    reading = [["open", str(path), mode] for path in paths for mode in ("r", "rb")]
    return told["read"], [event for event in told["events"] if event not in reading]


def test_a_careless_reader_would_be_caught(tmp_path: Path) -> None:
    (tmp_path / "harmless.yaml").write_text("a: 1")
    (tmp_path / "bad.yaml").write_text(f"a: {TAGS[0]}\n")
    _, events = watched("control", tmp_path / "harmless.yaml", tmp_path / "bad.yaml")
    assert ["os.system", "b'true'"] in events


def test_a_saved_plan_is_data(tmp_path: Path) -> None:
    """Every scalar of a plan with every kind of step is replaced by code, and members are added."""
    wider = m.market(m.events({"name": "EVENT_VALUE", "type": ["null", "float"]}))
    opened = m.opened(m.market())
    plans = [b.plan(b.shop(), b.nothing()), b.plan(m.agreeing(wider, opened), opened)]
    harmless, *paths = [tmp_path / f"plan-{number}.json" for number in range(1 + 2 * len(CODE) * 40)]
    documents = [{**to_document(made), "tool_version": __version__} for made in plans]
    harmless.write_text(json.dumps(documents[0]))
    used = iter(paths)
    count = 0
    for document in documents:
        places = list(leaves(document))
        for number, path in enumerate(places):
            code = CODE[number % len(CODE)]
            for value in (code, {"$unknown": code, "$template": code}, [code] * 3):
                if (number + len(path)) % 9:
                    continue
                next(used).write_text(json.dumps(changed(document, path, value)))
                count += 1
    assert count > 200
    read, events = watched("plan", harmless, *paths[:count])
    assert events == []
    assert read > 50, "many are plans all the same"


@pytest.mark.parametrize("place", ["{}", "stack: {}", "dataset_groups: {}", "schemas: {{x: {}}}"])
def test_a_file_is_data(place: str, tmp_path: Path) -> None:
    harmless = tmp_path / "harmless.yaml"
    harmless.write_text((ROOT / "personalize.yaml").read_text())
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    paths = []
    for number, tag in enumerate(TAGS):
        paths.append(tmp_path / f"file-{number}.yaml")
        paths[-1].write_text("region: eu-west-1\n" + place.format(tag) + "\n" if place != "{}" else tag)
    _, events = watched("file", harmless, *paths)
    assert events == []
