"""The seed file: what exists around Personalize before anybody calls, put in place anew at every start.

Keys: `account` (twelve digits), `buckets` (name: local folder, relative to the seed file, or nothing for an
empty bucket), `roles` (names), `durations` (see `durations`). Anything else is an error.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from personalize_emulator.errors import StartError

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS = ("account", "buckets", "roles", "durations")
_DEEPEST = 10
_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "personalize.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A seed file, read and checked."""

    account: str | None = None
    buckets: dict[str, Path | None] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    durations: dict[str, float] = field(default_factory=dict)


def read_seed(path: Path) -> Seed:
    """Read a seed file; StartError says in one line what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        _check_form(path, text)
        document = yaml.safe_load(text) or {}
    except (OSError, UnicodeDecodeError) as error:
        raise StartError(
            f"cannot read the seed {path}: {getattr(error, 'strerror', None) or error}"
        ) from error
    except yaml.YAMLError as error:
        raise StartError(f"the seed {path} is not YAML: {' '.join(str(error).split())}") from error
    except ValueError as error:  # of PyYAML's own readers of dates and numbers
        raise StartError(f"the seed {path} has a value that cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise StartError(f"the seed {path} must be a mapping of {', '.join(_KEYS)}")
    if unknown := [key for key in document if key not in _KEYS]:
        raise StartError(f"the seed {path} has the unknown key {unknown[0]!r}; known are {', '.join(_KEYS)}")
    return Seed(
        account=checked_account(document.get("account"), f"the seed {path}"),
        buckets=_buckets(path, _typed(path, document, "buckets", dict)),
        roles=_roles(path, _typed(path, document, "roles", list)),
        durations=_typed(path, document, "durations", dict),
    )


def _check_form(path: Path, text: str) -> None:
    """Refuse, before anything is built, what would take long or never end: depth and aliases."""
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise StartError(f"the seed {path} has the alias *{event.anchor}; write it out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise StartError(f"the seed {path} nests more than {_DEEPEST} levels")


def _roles(path: Path, names: list[Any]) -> tuple[str, ...]:
    for name in names:
        if not isinstance(name, str):
            raise StartError(f"the seed {path}: a role is a name, not {str(name)[:60]}")
    return tuple(names)


def checked_account(value: Any, where: str) -> str | None:
    """An account id, or None for none; StartError unless it is a string of twelve digits."""
    if value is None or (isinstance(value, str) and re.fullmatch(r"[0-9]{12}", value)):
        return value
    raise StartError(f"{where}: account must be a string of twelve digits, not {value!r}")


def plant(seed: Seed, account: str, region: str) -> None:
    """Create the seed's buckets, objects and roles in moto; StartError when moto refuses one of them."""
    from moto.core.exceptions import ServiceException  # noqa: PLC0415  (moto loads slowly; see the server)

    try:
        _plant(seed, account, region)
    except ServiceException as error:
        raise StartError(f"the seed cannot be planted: {error}") from error


def _plant(seed: Seed, account: str, region: str) -> None:
    from moto.iam.models import iam_backends  # noqa: PLC0415
    from moto.s3.models import s3_backends  # noqa: PLC0415

    storage = s3_backends[account]["aws"]
    for bucket, folder in seed.buckets.items():
        storage.create_bucket(bucket, region)
        for key, body in _files(folder) if folder else ():
            storage.put_object(bucket, key, body)
    for role in seed.roles:
        iam_backends[account]["aws"].create_role(
            role_name=role,
            assume_role_policy_document=_TRUST,
            path="/",
            permissions_boundary=None,
            description="Planted by the seed of the Personalize emulator.",
            tags=[],
            max_session_duration="3600",
        )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            yield file.relative_to(folder).as_posix(), file.read_bytes()
        except OSError as error:
            raise StartError(f"cannot read {file}: {error.strerror}") from error


def _typed(path: Path, document: dict[str, Any], key: str, kind: type) -> Any:
    value = document.get(key)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise StartError(f"the seed {path}: {key} must be a {'mapping' if kind is dict else 'list'}")
    return value


def _buckets(path: Path, document: dict[str, Any]) -> dict[str, Path | None]:
    buckets: dict[str, Path | None] = {}
    for name, folder in document.items():
        found = path.parent / folder if isinstance(folder, str) else None
        if folder is not None and (found is None or not found.is_dir()):
            raise StartError(f"the seed {path}: bucket {name} has no folder {folder!r} to read")
        buckets[str(name)] = found
    return buckets
