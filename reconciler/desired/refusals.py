"""What jsonschema has against a file: every mistake at once, in our own words, at its exact place."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from reconciler.desired.file_schema import file_schema
from reconciler.desired.findings import MAX_FINDINGS
from reconciler.desired.node import plain
from reconciler.desired.patterns import matches
from reconciler.desired.wording import Mistake, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconciler.desired.node import Node


def refusals(root: Node) -> list[Mistake]:
    """What the schema refuses, with the path of each; hopeless files are given up after MAX_FINDINGS."""
    found: list[Mistake] = []
    for problem in _validator().iter_errors(plain(root)):
        for single in _narrowed(problem):
            found += islice(word(single, root), MAX_FINDINGS + 1 - len(found))
        if len(found) > MAX_FINDINGS:
            break
    return found


@cache
def _validator() -> Any:
    # JSON Schema takes 1.0 for a whole number, which would not get past the service.
    checker = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    extend: Any = validators.extend
    return extend(Draft202012Validator, {"pattern": _pattern}, type_checker=checker)(file_schema())


def _pattern(_: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not matches(instance, pattern, schema):
        yield ValidationError("pattern")


def _narrowed(problem: Any) -> Iterable[Any]:
    """Of "none of these", the findings of the one branch whose type the value has."""
    if problem.validator != "oneOf":
        return [problem]
    for index, branch in enumerate(problem.validator_value):
        if "type" in branch and _validator().evolve(schema={"type": branch["type"]}).is_valid(
            problem.instance
        ):
            inner = [item for item in problem.context if item.relative_schema_path[0] == index]
            return [single for item in inner for single in _narrowed(item)]
    return [problem]
