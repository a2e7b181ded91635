"""Requests and responses held against botocore's own service models.

botocore's client-side validator checks types, required members and minima; the service also checks maxima,
patterns and enumerations, so this one does. Does not belong here: rules that the models do not state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from botocore.loaders import Loader
from botocore.model import ServiceModel

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTROL, EVENTS, RUNTIME = "personalize", "personalize-events", "personalize-runtime"

# Named versions: letting botocore look for the newest one lists some 400 folders at start-up.
_VERSIONS = {CONTROL: "2018-05-22", EVENTS: "2018-03-22", RUNTIME: "2018-05-22"}
_SCALARS: dict[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float),
}


@cache
def service_model(plane: str) -> Any:
    """botocore's model of the control plane, the events plane or the runtime."""
    description = Loader().load_data(f"{plane}/{_VERSIONS[plane]}/service-2")
    return ServiceModel(description, service_name=plane)


@cache
def operation_model(plane: str, operation: str) -> Any:
    """The model of one operation, or None when the service has no such operation."""
    model = service_model(plane)
    return model.operation_model(operation) if operation in model.operation_names else None


@cache
def output_members(operation: str, *path: str) -> frozenset[str]:
    """The members of a structure inside a control plane answer; a list on the path means its element."""
    shape = operation_model(CONTROL, operation).output_shape
    for name in path:
        shape = shape.members[name]
        if shape.type_name == "list":
            shape = shape.member
    return frozenset(shape.members)


@cache
def list_member(operation: str) -> str:
    """The member that holds the page of a List answer (filters stand under `Filters`, with a capital)."""
    members = operation_model(CONTROL, operation).output_shape.members
    return str(next(name for name, shape in members.items() if shape.type_name == "list"))


def request_problem(plane: str, operation: str, parameters: Any) -> str | None:
    """What the service's validation would say of a request, or None."""
    shape = operation_model(plane, operation).input_shape
    return _report(list(_Walk(patterns=True).problems(parameters, shape, ""))) if shape is not None else None


def response_problem(plane: str, operation: str, answer: Any) -> str | None:
    """What botocore's model has against one of our own answers, or None."""
    shape = operation_model(plane, operation).output_shape
    if shape is None:
        return None if answer == {} else f"{operation} has no output, got {answer!r}"
    # Patterns are left out: recorded answers break them (a solution version's `name` holds a slash).
    return _report(list(_Walk(patterns=False).problems(answer, shape, "")))


def _report(problems: list[str]) -> str | None:
    # Assumed: the sentence is the one AWS services of this protocol share; no recorded answer of
    # Personalize's own validation was found.
    if not problems:
        return None
    plural = "s" if len(problems) > 1 else ""
    return f"{len(problems)} validation error{plural} detected: {'; '.join(problems)}"


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk through a value beside its shape, collecting what does not fit."""

    patterns: bool

    def problems(self, value: Any, shape: Any, path: str) -> Iterator[str]:
        if value is None:
            return
        inside = {
            "structure": self.in_structure,
            "list": self.in_list,
            "map": self.in_map,
            "string": self.in_string,
        }.get(shape.type_name)
        if inside is not None:
            yield from inside(value, shape, path)
            return
        accepted = _SCALARS[shape.type_name]
        if not isinstance(value, accepted) or (isinstance(value, bool) and bool not in accepted):
            yield _constraint(value, shape, path, f"Member must be of type {shape.type_name}")
        elif shape.type_name != "timestamp":
            yield from self.in_bounds(value, value, shape, path, "have value")

    def in_structure(self, value: Any, shape: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield _constraint(value, shape, path, "Member must be a structure")
            return
        for name in shape.required_members:
            if value.get(name) is None:
                where = _join(path, name)
                yield f"Value null at '{where}' failed to satisfy constraint: Member must not be null"
        for name, member in value.items():
            if name in shape.members:
                yield from self.problems(member, shape.members[name], _join(path, name))
            else:
                # Assumed: the service may ignore members it does not know; silence would hide a misspelling.
                yield f"Value at '{_join(path, name)}' failed to satisfy constraint: Member is not known"

    def in_list(self, value: Any, shape: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield _constraint(value, shape, path, "Member must be a list")
            return
        yield from self.in_bounds(len(value), value, shape, path, "have length")
        for index, member in enumerate(value, 1):
            yield from self.problems(member, shape.member, _join(path, f"{index}.member"))

    def in_map(self, value: Any, shape: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield _constraint(value, shape, path, "Member must be a map")
            return
        yield from self.in_bounds(len(value), value, shape, path, "have length")
        for key, member in value.items():
            yield from self.problems(key, shape.key, _join(path, "key"))
            yield from self.problems(member, shape.value, _join(path, f"{key}.member"))

    def in_string(self, value: Any, shape: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield _constraint(value, shape, path, "Member must be a string")
            return
        yield from self.in_bounds(len(value), value, shape, path, "have length")
        if shape.enum and value not in shape.enum:
            allowed = f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
            yield _constraint(value, shape, path, allowed)
        pattern = shape.metadata.get("pattern")
        if self.patterns and pattern and not _pattern(pattern).fullmatch(value):
            yield _constraint(
                value, shape, path, f"Member must satisfy regular expression pattern: {pattern}"
            )

    def in_bounds(self, number: Any, value: Any, shape: Any, path: str, verb: str) -> Iterator[str]:
        low, high = shape.metadata.get("min"), shape.metadata.get("max")
        if low is not None and number < low:
            yield _constraint(value, shape, path, f"Member must {verb} greater than or equal to {low}")
        if high is not None and number > high:
            yield _constraint(value, shape, path, f"Member must {verb} less than or equal to {high}")


def _constraint(value: Any, shape: Any, path: str, rule: str) -> str:
    shown = "" if shape.metadata.get("sensitive") else f" '{value}'"
    return f"Value{shown} at '{path}' failed to satisfy constraint: {rule}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> re.Pattern[str]:
    # Java's Unicode classes in the tag patterns, said the way Python says them.
    for java, python in (
        (r"\p{ASCII}", r"[\x00-\x7F]"),
        (r"\p{L}", r"\w"),
        (r"\p{N}", r"\d"),
        (r"\p{Z}", r"\s"),
    ):
        pattern = pattern.replace(java, python)
    return re.compile(pattern)
