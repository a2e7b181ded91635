"""JSON Schema fragments that several kinds' fields share; patterns are those of the service model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconciler.model.values import Json

NAME: Mapping[str, Json] = {
    "type": "string",
    "minLength": 1,
    "maxLength": 63,
    "pattern": r"^[a-zA-Z0-9][a-zA-Z0-9\-_]*$",
}
"""Source: service model, shape Name."""

ROLE_ARN: Mapping[str, Json] = {
    "type": "string",
    "maxLength": 256,
    "pattern": r"^arn:([a-z\d-]+):iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$",
}
"""Source: service model, shape RoleArn."""

KMS_KEY_ARN: Mapping[str, Json] = {
    "type": "string",
    "maxLength": 2048,
    "pattern": r"^arn:aws.*:kms:.*:[0-9]{12}:key/.*$",
}
"""Source: service model, shape KmsKeyArn; aliases do not match."""

S3_LOCATION: Mapping[str, Json] = {
    "type": "string",
    "maxLength": 256,
    "pattern": r"^s3://[A-Za-z0-9][A-Za-z0-9._-]*(/.*)?$",
}
"""Source: service model, shape S3Location, narrowed to the scheme that Personalize reads and to a bucket."""

RECIPE: Mapping[str, Json] = {
    "type": "string",
    "minLength": 1,
    "maxLength": 256,
    "pattern": r"^(arn:aws[a-z-]*:personalize:[a-z0-9-]*:[0-9]*:recipe/)?[A-Za-z0-9][A-Za-z0-9_-]*$",
}
"""A name, which stands for a recipe of AWS, or an ARN. Source: service model, shapes Arn and Name."""

BOOLEAN: Mapping[str, Json] = {"type": "boolean"}

EVENT_TYPE: Mapping[str, Json] = {"type": "string", "minLength": 1, "maxLength": 256}

STRING_MAP: Mapping[str, Json] = {
    "type": "object",
    "maxProperties": 100,
    "additionalProperties": {"type": ["string", "number", "boolean"], "maxLength": 1000},
}
"""Hyperparameters: strings on the wire; numbers and booleans may be written plainly in the file."""


def closed(properties: Mapping[str, Json], *, required: tuple[str, ...] = ()) -> Mapping[str, Json]:
    """An object that takes these keys and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(required),
    }


_COLUMNS: Mapping[str, Json] = {
    "type": "object",
    "maxProperties": 3,
    "additionalProperties": {"type": "array", "maxItems": 50, "items": {"type": "string", "maxLength": 150}},
}

TRAINING_DATA: Mapping[str, Json] = closed(
    {"excludedDatasetColumns": _COLUMNS, "includedDatasetColumns": _COLUMNS}
)
"""Columns to train on or to leave out. Source: service model, shape TrainingDataConfig."""
