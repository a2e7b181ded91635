"""What a mistake against the JSON Schema is called, where it is shown, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from reconciler.desired import file_schema
from reconciler.desired.findings import did_you_mean, error, listed, shown, with_hint
from reconciler.desired.node import find, key_position, value_position
from reconciler.kinds import KINDS
from reconciler.kinds.forms import KMS_KEY_ARN, NAME, RECIPE, ROLE_ARN, S3_LOCATION

if TYPE_CHECKING:
    from reconciler.desired.node import Node, Path
    from reconciler.model.diagnostics import Diagnostic


class Mistake(NamedTuple):
    """A diagnostic and the path of the value that is not to be looked at further."""

    path: Path
    diagnostic: Diagnostic


PATTERNS: Mapping[str, str] = {
    str(NAME["pattern"]): "letters, digits, - and _, the first a letter or digit",
    str(ROLE_ARN["pattern"]): "the ARN of an IAM role, such as arn:aws:iam::123456789012:role/NAME",
    str(KMS_KEY_ARN["pattern"]): "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/ID",
    str(S3_LOCATION["pattern"]): "a location such as s3://BUCKET/FILE.csv or s3://BUCKET/FOLDER/",
    str(RECIPE["pattern"]): "a recipe's name, such as aws-user-personalization-v2, or its ARN",
    file_schema.STACK_PATTERN: "up to 128 letters, digits and _ . : / = + @ -, the first a letter or digit",
    file_schema.ACCOUNT_PATTERN: "an account id: 12 digits",
    file_schema.REGION_PATTERN: "a region such as eu-west-1",
    file_schema.CHANGE_PATTERN: "a change id as the plan prints it, such as 3fa9c1",
    file_schema.BUCKET_PATTERN: "the name of a bucket: 3 to 63 lower-case letters, digits, - and .",
    file_schema.PREFIX_PATTERN: "folders such as reconcile/, each of letters, digits, - _ . and ending in /",
    file_schema.PERCENT_PATTERN: 'a whole number or a percentage such as "20%"',
    r"^(?:arn:([a-z\d-]+):personalize:.*:.*:.+)$": "an ARN of Amazon Personalize",
    r"^[1-9]\d*[hdw]$": "a time such as 12h, 30d or 4w",
    r"^rate\(\d+ days?\)$": "rate(N days), such as rate(7 days)",
}
"""What the patterns ask for; those of fields that are not here have the field's own description."""

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
_OLD_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}

_API_NAMES = {
    field.member.split(".")[-1]: field.key.split(".")[-1]
    for kind in KINDS.values()
    for field in kind.fields
    if field.member and field.file and field.member != field.key
}

_HOMES: Mapping[str, str] = {
    field.key.split(".")[0]: kind.place for kind in KINDS.values() for field in kind.fields if field.file
}
"""Where a key that stands in the wrong place would be right."""

_LONGEST_NAME = 80
_SEE = "See docs/file.md for what a file holds."


def word(problem: Any, root: Node) -> Iterator[Mistake]:
    """Our words for one error of jsonschema, as one or more mistakes."""
    path = tuple(problem.absolute_path)
    if "propertyNames" in problem.absolute_schema_path:
        yield _name(problem, path, root)
        return
    yield from _WORDS[problem.validator](problem, path, root)


def _name(problem: Any, path: Path, root: Node) -> Mistake:
    name = problem.instance
    asked = PATTERNS.get(problem.schema.get("pattern", ""), "at least one character")
    diagnostic = error(
        "file/name",
        f"{shown(name)} is no valid key of {_subject(path)}",
        key_position(root, (*path, name)),
        fix=f"use {asked}, at most {problem.schema['maxLength']} characters",
    )
    return Mistake((*path, name), diagnostic)


def _unknown(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    allowed = list(problem.schema["properties"])
    for key in problem.instance:
        if key in allowed:
            continue
        named = _API_NAMES.get(key, "")
        hint = f"{named} is its name here" if named in allowed else did_you_mean(key, allowed)
        hint = hint or (f"{key} belongs to {_HOMES[key]}" if key in _HOMES else "")
        fix = " ".join(filter(None, [_sentence(hint), f"The keys here are {listed(allowed, 'and')}."]))
        where = key_position(root, (*path, key))
        yield Mistake(
            (*path, key),
            error("file/unknown-key", f"unknown key {shown(key)} in {_subject(path)}", where, fix=fix),
        )


def _sentence(hint: str) -> str:
    return hint if not hint or hint.endswith("?") else f"{hint}."


def _missing(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    # jsonschema sends one error per key: all of them yield this same finding, which is kept once.
    absent = [key for key in problem.validator_value if key not in problem.instance]
    known = problem.schema.get("properties", {})
    fix = "; ".join(f"{key}: {about}" for key in absent if (about := known.get(key, {}).get("description")))
    fix = fix or f"add {listed(absent, 'and')}"
    summary = f"{_subject(path)} lacks {listed(absent, 'and')}"
    yield Mistake(path, error("file/missing-key", summary, key_position(root, path), fix=fix))


def _type(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    types = problem.validator_value
    types = types if isinstance(types, list) else [types]
    yield _wrong_type(types, problem, path, root)


def _one_of(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    branches = problem.validator_value
    if all("required" in branch and "type" not in branch for branch in branches):
        keys = [key for branch in branches for key in branch["required"]]
        where = key_position(root, path)
        summary = f"{_subject(path)} must say one of {listed(keys, 'and')}"
        yield Mistake(path, error("file/missing-key", summary, where, fix=f"write {listed(keys)}: ADDRESS"))
        return
    types = [branch["type"] for branch in branches]
    keys = next((list(branch["properties"]) for branch in branches if "properties" in branch), [])
    yield _wrong_type(types, problem, path, root, keys)


def _wrong_type(
    types: list[str], problem: Any, path: Path, root: Node, keys: list[str] | None = None
) -> Mistake:
    node = find(root, path)
    text = node.text if node else ""
    words = [
        _TYPES[name] + (f" {{{', '.join(keys)}}}" if keys and name == "object" else "") for name in types
    ]
    fix = _about(problem, path)
    if problem.instance is None:
        fix = "give it a value or remove the key"
    elif "string" in types and text:
        fix = _quoted(problem.schema, text)
    elif isinstance(problem.instance, str) and _is_bare(text, types):
        fix = f"write it without quotes: {text}"
    elif "boolean" in types and text.lower() in _OLD_BOOLEANS:
        fix = f"write {_OLD_BOOLEANS[text.lower()]}; only true and false are read as such"
    summary = f"{_subject(path)}: expected {listed(words)}, got {_kind_of(problem.instance)}"
    return Mistake(path, error("file/type", summary, value_position(root, path), fix=fix))


def _quoted(schema: Any, text: str) -> str:
    """How to write as text what YAML takes for something else; in quotes it may be of another form still."""
    branches = schema.get("oneOf", [schema])
    pattern = next((one["pattern"] for one in branches if "pattern" in one), "")
    if re.search(pattern, text):
        return f'put it in quotes: "{text}"'
    return f"expected {PATTERNS.get(pattern) or schema.get('description', '')}"


_BARE = {"integer": "-?[0-9]+", "number": r"-?[0-9]+([.][0-9]+)?", "boolean": "true|false"}


def _is_bare(text: str, types: list[str]) -> bool:
    """Whether a text would be of one of the types, were it not for its quotes."""
    return any(re.fullmatch(_BARE[one], text) for one in types if one in _BARE)


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    names = ((str, "text"), (int, "a whole number"), (float, "a number"), (list, "a list"))
    return next((name for kind, name in names if isinstance(value, kind)), "a mapping")


def _pattern(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    asked = PATTERNS.get(problem.validator_value) or problem.schema.get("description", "")
    yield _value(f"{_subject(path)}: {shown(problem.instance)} is not valid", path, root, f"expected {asked}")


def _choice(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    allowed = [str(item) for item in problem.validator_value]
    said = problem.instance
    got = shown(said) if isinstance(said, str) else _kind_of(said)
    hint = did_you_mean(said, allowed) if isinstance(said, str) else ""
    fix = with_hint(hint, f"write {listed(allowed)}")
    yield _value(f"{_subject(path)}: expected {listed(allowed)}, got {got}", path, root, fix)


def _constant(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    expected = problem.validator_value
    node = find(root, path)
    got = shown(node.text) if node and node.text else _kind_of(problem.instance)
    yield _value(f"{_subject(path)}: expected {expected}, got {got}", path, root, f"write {expected}")


_LIMITS = {
    "minimum": "expected at least {limit}, got {got}",
    "maximum": "expected at most {limit}, got {got}",
    "minLength": "expected at least {limit} characters, got {size}",
    "maxLength": "expected at most {limit} characters, got {size}",
    "minItems": "expected at least {limit} items, got {size}",
    "maxItems": "expected at most {limit} items, got {size}",
    "maxProperties": "expected at most {limit} keys, got {size}",
}

_NEAREST = {
    "minimum": "write {limit} or more",
    "maximum": "write {limit} or less",
    "minLength": "give it a value or remove the key",
    "maxLength": "write {limit} characters or fewer",
}


def _about(problem: Any, path: Path) -> str:
    """What the key is for; the description of the whole file advises nobody."""
    nearer = _NEAREST.get(problem.validator, _SEE).format(limit=problem.validator_value)
    return (str(problem.schema.get("description", "")) if path else "") or nearer


def _limit(problem: Any, path: Path, root: Node) -> Iterator[Mistake]:
    got = problem.instance
    pattern = problem.schema.get("pattern", "")
    if isinstance(got, str) and pattern in PATTERNS and not re.search(pattern, got):
        # A text of another form is most often of another length, too.
        summary = f"{_subject(path)}: {shown(got)} is not valid"
        yield _value(summary, path, root, f"expected {PATTERNS[pattern]}")
        return
    size = len(got) if isinstance(got, str | list | dict) else 0
    text = _LIMITS[problem.validator].format(limit=problem.validator_value, got=got, size=size)
    yield _value(f"{_subject(path)}: {text}", path, root, _about(problem, path))


def _value(summary: str, path: Path, root: Node, fix: str) -> Mistake:
    return Mistake(path, error("file/value", summary, value_position(root, path), fix=fix))


def _subject(path: Path) -> str:
    """How a message names the value at a path."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_subject(path[:-1])}"
    name = str(path[-1])
    return name if name.isprintable() and len(name) <= _LONGEST_NAME else shown(name)


_WORDS: Mapping[str, Callable[[Any, Path, Node], Iterator[Mistake]]] = {
    "additionalProperties": _unknown,
    "required": _missing,
    "type": _type,
    "oneOf": _one_of,
    "pattern": _pattern,
    "enum": _choice,
    "const": _constant,
    **dict.fromkeys(_LIMITS, _limit),
}
