"""JSON values, values known only after apply, and short hashes of values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reconciler.model.address import Address

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The identifier that the step at `address` will yield: shown as (known after apply).

    Stands in requests wherever an ARN is made up by the service, i.e. for solution versions.
    """

    address: Address

    def __str__(self) -> str:
        return "(known after apply)"


@dataclass(frozen=True, slots=True)
class UnknownText:
    """Text in which {id} will be the id that the step at `address` yields, and {} the short hash of that id.

    Stands in the tags of a campaign whose version is still to be trained.
    """

    template: str
    address: Address


Value: TypeAlias = (
    "str | int | float | bool | Unknown | UnknownText | Sequence[Value] | Mapping[str, Value] | None"
)


def plain(value: Value) -> Json:
    """The value as JSON, with every Unknown as {"unknown": ADDRESS}."""
    if isinstance(value, UnknownText):
        return {"unknown": str(value.address), "template": value.template}
    if isinstance(value, Unknown):
        return {"unknown": str(value.address)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def resolved(value: Value, arns: Mapping[Address, str]) -> Json:
    """The value with everything unknown filled in; KeyError names an address that yielded no ARN."""
    if isinstance(value, Unknown):
        return arns[value.address]
    if isinstance(value, UnknownText):
        made = arns[value.address].rsplit("/", 1)[-1]
        return value.template.replace("{id}", made).replace("{}", short_hash(made, 4))
    if isinstance(value, Mapping):
        return {key: resolved(item, arns) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [resolved(item, arns) for item in value]
    return value


def canonical(value: Value) -> str:
    """One spelling per value: sorted keys, no white space, 1.0 written as 1."""
    return json.dumps(_even(plain(value)), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _even(value: Json) -> Json:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _even(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_even(item) for item in value]
    return value


def short_hash(value: Value, length: int) -> str:
    """The first `length` hex digits of the SHA-256 of the canonical spelling."""
    # JSON can escape half of a surrogate pair, which plain UTF-8 refuses.
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def at_path(document: Mapping[str, Json], path: str) -> Json:
    """The value at a dotted path, None when any part is absent."""
    value: Json = document
    for part in path.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def put_path(document: dict[str, Value], path: str, value: Value) -> None:
    """Set the value at a dotted path, making the objects on the way (copies of those that exist)."""
    *parents, last = path.split(".")
    for part in parents:
        inner = document.get(part)
        document[part] = dict(inner) if isinstance(inner, Mapping) else {}
        document = document[part]  # type: ignore[assignment]
    document[last] = value
