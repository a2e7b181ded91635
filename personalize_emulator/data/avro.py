"""Dataset schemas: what CreateSchema, CreateDataset and UpdateDataset accept.

Source: https://docs.aws.amazon.com/personalize/latest/dg/how-it-works-dataset-schema.html and
https://docs.aws.amazon.com/personalize/latest/dg/updating-dataset-schema.html. No public source holds the
service's texts for these refusals, so every message here is our own.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from personalize_emulator.data.dataset_fields import DatasetRules, RequiredField, canonical_type, rules_of

MAX_LENGTH = 20_000
NAMESPACE = "com.amazonaws.personalize.schema"
FIELD_TYPES = frozenset({"float", "double", "int", "long", "string", "boolean"})
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_IDS = frozenset({"USER_ID", "ITEM_ID", "ACTION_ID"})


class SchemaError(ValueError):
    """The service would answer InvalidInputException; `str(error)` is the message."""


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One column: `types` without null, in the order declared; `nullable` says whether null is one."""

    name: str
    types: tuple[str, ...]
    nullable: bool = False
    categorical: bool = False
    textual: bool = False
    item_name: bool = False


@dataclass(frozen=True, slots=True)
class DatasetSchema:
    """A parsed schema; the order of `fields` is the order of the CSV's columns."""

    name: str
    fields: tuple[SchemaField, ...]

    def field(self, name: str) -> SchemaField | None:
        """The field of this name, in any case: filters are written in lower case too."""
        wanted = name.upper()
        return next((field for field in self.fields if field.name.upper() == wanted), None)


def parse_schema(text: str) -> DatasetSchema:
    """Read a schema as CreateSchema does, or raise SchemaError.

    As lenient as the service was seen to be: any case in the record name, one-element unions, no `version`,
    null on either side of a union, unknown attributes, plain strings and booleans as metadata.
    """
    if len(text) > MAX_LENGTH:
        raise SchemaError(f"The schema is longer than {MAX_LENGTH} characters.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemaError("The schema is not valid JSON.") from error
    if not isinstance(document, dict):
        raise SchemaError("The schema is not a JSON object.")
    if document.get("type") != "record":
        raise SchemaError('The schema must have "type": "record".')
    name = document.get("name")
    if not isinstance(name, str) or not _FIELD_NAME.fullmatch(name):
        raise SchemaError("The schema must have a valid name.")
    # Assumed: a namespace may be missing, as in Avro, but not differ from the documented one.
    if document.get("namespace", NAMESPACE) != NAMESPACE:
        raise SchemaError(f"The schema's namespace must be {NAMESPACE}.")
    entries = document.get("fields")
    if not isinstance(entries, list) or not entries:
        raise SchemaError("The schema must have a list of fields.")
    schema = DatasetSchema(name, tuple(_parse_field(entry) for entry in entries))
    _check_names(schema)
    if sum(field.textual for field in schema.fields) > 1:
        raise SchemaError("A schema can have only one textual field.")
    return schema


def check_for_dataset(schema: DatasetSchema, dataset_type: str, domain: str | None) -> None:
    """Raise SchemaError unless the schema suits a dataset of this type in a group of this domain."""
    rules = rules_of(dataset_type, domain)
    kind = canonical_type(dataset_type)
    if rules is None:
        group = "a custom" if domain is None else f"a {domain}"
        raise SchemaError(f"{dataset_type} is not a dataset type of {group} dataset group.")
    # The guide wants the record name to match the type; a lower case name was seen to be accepted.
    # Assumed: underscores do not matter either.
    if schema.name.replace("_", "").upper() != rules.record_name.upper():
        raise SchemaError(
            f"The schema's name {schema.name} does not match the dataset type {kind}: {rules.record_name}."
        )
    for required in rules.required:
        _check_required(schema, required, kind)
    _check_reserved(schema, rules)
    metadata = [field for field in schema.fields if field.name not in rules.keywords]
    reserved = [field for field in schema.fields if field.name in rules.reserved]
    # Assumed: CREATION_TIMESTAMP counts as the metadata field that Items and Actions need.
    if rules.needs_metadata and not metadata and not reserved:
        raise SchemaError(f"The schema of {kind} needs at least one metadata field.")
    if len(metadata) > rules.metadata_limit:
        raise SchemaError(
            f"The schema of {kind} has {len(metadata)} metadata fields; at most {rules.metadata_limit}."
        )
    if not rules.textual and any(field.textual for field in schema.fields):
        raise SchemaError("Only an Items schema can have a textual field.")


def check_evolution(old: DatasetSchema, new: DatasetSchema) -> None:
    """Raise SchemaError unless UpdateDataset accepts `new` in place of `old`.

    Every old field must stay as it is, and every new one must allow null. Assumed: the order of the fields
    may change, since no page forbids it.
    """
    kept = {field.name: field for field in new.fields}
    for field in old.fields:
        successor = kept.pop(field.name, None)
        if successor is None:
            raise SchemaError(f"The new schema lacks the field {field.name}.")
        if _shape(successor) != _shape(field):
            raise SchemaError(f"The new schema changes the field {field.name}.")
    for field in kept.values():
        if not field.nullable:
            raise SchemaError(f"The new field {field.name} must allow null values.")


def _shape(field: SchemaField) -> tuple[object, ...]:
    # The order within a union says nothing about the data.
    return (frozenset(field.types), field.nullable, field.categorical, field.textual, field.item_name)


def _parse_field(entry: object) -> SchemaField:
    if not isinstance(entry, Mapping):
        raise SchemaError("Every field of the schema must be a JSON object.")
    name = entry.get("name")
    if not isinstance(name, str) or not _FIELD_NAME.fullmatch(name):
        raise SchemaError(f"{name!r} is not a valid field name: use letters, digits and underscores.")
    declared = entry.get("type")
    candidates: list[object] = declared if isinstance(declared, list) else [declared]
    union = [member for member in candidates if isinstance(member, str)]
    if len(union) != len(candidates):
        raise SchemaError(f"The field {name} must have a primitive type or a union of primitive types.")
    types = tuple(member for member in union if member != "null")
    unknown = sorted(set(types) - FIELD_TYPES)
    if unknown:
        raise SchemaError(f"The field {name} has an unsupported type: {', '.join(unknown)}.")
    if not types or len(set(union)) != len(union):
        raise SchemaError(f"The field {name} must have one type that is not null, and none twice.")
    field = SchemaField(
        name=name,
        types=types,
        nullable="null" in union,
        categorical=_flag(entry, "categorical", name),
        textual=_flag(entry, "textual", name),
        item_name=_flag(entry, "itemName", name),
    )
    if (field.categorical or field.textual) and types != ("string",):
        raise SchemaError(f"The field {name} must be of type string to be categorical or textual.")
    # Assumed: the two exclude each other; the guide describes them as alternatives.
    if field.categorical and field.textual:
        raise SchemaError(f"The field {name} cannot be both categorical and textual.")
    return field


def _flag(entry: Mapping[str, object], attribute: str, name: str) -> bool:
    value = entry.get(attribute, False)
    if not isinstance(value, bool):
        raise SchemaError(f"The attribute {attribute} of the field {name} must be true or false.")
    return value


def _check_names(schema: DatasetSchema) -> None:
    # The guide: names are unique also when underscores are ignored, because PutEvents maps camelCase on them.
    seen: dict[str, str] = {}
    for field in schema.fields:
        key = field.name.replace("_", "").upper()
        if key in seen:
            raise SchemaError(f"The field names {seen[key]} and {field.name} are not distinct.")
        seen[key] = field.name


def _check_required(schema: DatasetSchema, required: RequiredField, kind: str) -> None:
    field = next((field for field in schema.fields if field.name == required.name), None)
    if field is None:
        raise SchemaError(f"The schema of {kind} lacks the required field {required.name}.")
    if not required.types.issuperset(field.types):
        expected = " or ".join(sorted(required.types))
        raise SchemaError(f"The field {required.name} must be of type {expected}.")
    if required.categorical and not field.categorical:
        raise SchemaError(f"The field {required.name} must be categorical.")
    if field.categorical and not required.categorical:
        raise SchemaError(f"The required field {required.name} cannot be categorical.")
    # Assumed: only what identifies a record, or dates an interaction, must never be null.
    if field.nullable and (required.name in _IDS or required.name == "TIMESTAMP"):
        raise SchemaError(f"The required field {required.name} cannot be null.")


def _check_reserved(schema: DatasetSchema, rules: DatasetRules) -> None:
    for field in schema.fields:
        types = rules.reserved.get(field.name)
        if types is not None and not types.issuperset(field.types):
            raise SchemaError(
                f"The reserved field {field.name} must be of type {' or '.join(sorted(types))}."
            )
        # The guide: EVENT_TYPE is a string and never categorical. Assumed: other reserved fields may be.
        if field.name == "EVENT_TYPE" and field.categorical:
            raise SchemaError("The reserved field EVENT_TYPE cannot be categorical.")
