"""Every id of a rule that the program can emit is registered, and every registered one is emitted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tree import ROOT, sources

from reconciler.desired.rules import rules

MAKERS = {"error": "error", "warning": "warning"}
"""The functions that make diagnostics, and the severity of what they make."""
ID = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sources("reconciler"):
        yield path, ast.parse((ROOT / path).read_text())


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Calls by the bare name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            yield node, name


def literal(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def constants(tree: ast.Module) -> dict[str, str]:
    """Names of a module that stand for one text."""
    return {
        target.id: literal(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and literal(node.value)
    }


def code(call: ast.Call, known: dict[str, str]) -> str:
    """The id that a call passes first, "" where it passes something else."""
    first = call.args[0] if call.args else None
    text = known.get(first.id, "") if isinstance(first, ast.Name) else literal(first)
    return text if ID.fullmatch(text) else ""


def passed_on(tree: ast.Module) -> set[int]:
    """Lines where a function hands its own parameter `code` on."""
    return {
        call.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and "code" in {one.arg for one in function.args.args}
        for call, _ in calls(ast.Module([function], []))
    }


EMITTED = {
    (found, name, str(path))
    for path, tree in trees()
    for call, name in calls(tree)
    if (found := code(call, constants(tree)))
}


def test_every_emitted_id_is_registered_and_every_registered_one_is_emitted() -> None:
    assert {found for found, _, _ in EMITTED} == set(rules())


def test_an_id_is_made_with_the_severity_that_its_rule_has() -> None:
    made = {(found, MAKERS[name]) for found, name, _ in EMITTED if name in MAKERS}
    assert made, "nothing is made"
    assert {one for one in made if rules()[one[0]].severity.value != one[1]} == set()


def test_no_diagnostic_is_made_with_an_id_that_this_test_cannot_read() -> None:
    unread = [
        f"{path}:{call.lineno}"
        for path, tree in trees()
        if path.parts[1] in {"desired", "cli", "render"}
        for call, name in calls(tree)
        if name in {*MAKERS, "Diagnostic"}
        and not code(call, constants(tree))
        and call.lineno not in passed_on(tree)
    ]
    assert unread == []


def test_every_rule_says_all_that_its_page_shows() -> None:
    for rule in rules().values():
        for said in (rule.title, rule.why, rule.fix, rule.source.said):
            assert said == said.strip() != "", rule.id
        assert not rule.title.endswith("."), rule.id
        assert rule.why.endswith("."), rule.id
        assert rule.fix.endswith("."), rule.id
        assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", rule.source.seen), rule.id
        assert bool(rule.bad) == bool(rule.good), rule.id


def test_ids_are_told_apart_and_their_anchors_too() -> None:
    anchors = [rule.anchor for rule in rules().values()]
    assert len(anchors) == len(set(anchors))
    rows = [code_ for path, tree in trees() for code_ in _rows(path, tree)]
    assert sorted(rows) == sorted(rules())


def _rows(path: Path, tree: ast.Module) -> Iterator[str]:
    if path.parts[:3] == ("reconciler", "desired", "rules"):
        for call, name in calls(tree):
            if name == "Rule":
                yield next(literal(one.value) for one in call.keywords if one.arg == "id")
