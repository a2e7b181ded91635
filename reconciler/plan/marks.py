"""Marks: the reconcile:* tags that say who owns a resource and what was last applied to it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from reconciler.model.address import Address
from reconciler.model.values import Unknown, UnknownText, Value, short_hash

STACK = "reconcile:stack"
ADDRESS = "reconcile:address"
DIGEST = "reconcile:digest"
SCHEMAS = "reconcile:schemas"
ATTRIBUTION = "reconcile:metric-attribution"
"""Of a group: the name of the metric attribution that a file of the stack has declared in it."""
REFUSED = "reconcile:refused"
"""Of a campaign: the version to which the service refused to move it, as `refusal_mark` says it."""
PREFIX = "reconcile:"

_VERSION = "1"
_COMBINED = "+"
"""No key of a field or `tag:` is this; `*` may not stand in a tag. Source: service model, shape TagValue."""
_LONGEST = 256
"""Source: Amazon Personalize developer guide, 'Tagging resources': tag values of at most 256 characters."""


class Owner(Enum):
    """Whose a live resource is."""

    OURS = "ours"
    UNOWNED = "unowned"
    FOREIGN = "foreign"


def owner_of(tags: Mapping[str, str] | None, stack: str) -> Owner:
    """Whose the resource with these tags is; None (a kind without tags) is never ours by tag."""
    mark = (tags or {}).get(STACK)
    if mark is None:
        return Owner.UNOWNED
    return Owner.OURS if mark == stack else Owner.FOREIGN


def marks_for(address: Address, stack: str) -> dict[str, Value]:
    """The tags that say whose a resource is and what the file calls it; the digest goes beside them."""
    return {STACK: stack, ADDRESS: str(address)}


def refusal_mark(version: str) -> str:
    """What the tag of a refused move says of the version's ARN: its id, or which solution was to be followed.

    A tag's value may not hold the dollar of SOLUTION/$LATEST. Source: service model, shape TagValue.
    """
    solution, version_id = version.rsplit("/", 2)[-2:]
    return f"{solution}/LATEST" if version_id == "$LATEST" else version_id


def encode_digest(values: Mapping[str, Value]) -> str:
    """One short hash per field and tag key, or one combined hash where that would be too long."""
    hashes = {_quoted(key): short_hash(value, 4) for key, value in values.items()}
    text = " ".join((_VERSION, *(f"{key}={hashed}" for key, hashed in hashes.items())))
    if len(text) <= _LONGEST:
        return text
    return f"{_VERSION} {_COMBINED}={short_hash(dict(sorted(hashes.items())), 12)}"


def decode_digest(text: str | None) -> Mapping[str, str]:
    """Key to hash; empty for no digest, an unreadable one, or a combined one (key "+" then)."""
    version, _, rest = (text or "").partition(" ")
    if version != _VERSION:
        return {}
    pairs = (item.rpartition("=") for item in rest.split(" "))
    return {_unquoted(key): hashed for key, _, hashed in pairs if key and hashed}


_QUOTES = {"@": "@40", " ": "@20", "=": "@3D", "+": "@2B"}
"""A tag's key may hold what separates the digest's parts."""


def _quoted(key: str) -> str:
    return "".join(_QUOTES.get(character, character) for character in key)


def _unquoted(key: str) -> str:
    for character, quoted in reversed(_QUOTES.items()):
        key = key.replace(quoted, character)
    return key


def rehashed(text: str | None, key: str, value: Value) -> str | UnknownText | None:
    """The digest with another value for one key; None where it does not tell its keys apart.

    Of a version that is still to be trained the id is hashed, once it is known.
    """
    digest = dict(decode_digest(text))
    if not tells(text) or key not in digest:
        return None
    late = value.address if isinstance(value, Unknown) else None
    known = value.rsplit("/", 1)[-1] if isinstance(value, str) else value
    digest[key] = "{}" if late else short_hash(known, 4)
    made = " ".join((_VERSION, *(f"{_quoted(name)}={hashed}" for name, hashed in digest.items())))
    return UnknownText(made, late) if late else made


def is_combined(digest: Mapping[str, str]) -> bool:
    """Whether the digest is one hash over everything, so that single fields cannot be told apart."""
    return _COMBINED in digest


def tells(text: str | None) -> bool:
    """Whether a digest says field by field what was applied; one of no fields says that there was none."""
    version = (text or "").partition(" ")[0]
    return version == _VERSION and not is_combined(decode_digest(text))
