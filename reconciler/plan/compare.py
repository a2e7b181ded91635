"""Comparing one declared resource with its live one, field by field, and telling why they differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reconciler.kinds.kind import Comparison, Field, Kind, Mutability
from reconciler.model.desired import DesiredResource
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Json, Unknown, UnknownText, Value, short_hash
from reconciler.plan.changes import FieldChange, Origin
from reconciler.plan.equality import equal, projected, unaliased
from reconciler.plan.live import file_value, live_value, wire_value
from reconciler.plan.marks import DIGEST, PREFIX, decode_digest, encode_digest, is_combined, tells
from reconciler.plan.naming import generation_number
from reconciler.plan.world import World

TAG = "tags."
SYNC = "sync"
LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One field held against the account: file's terms for people, the API's (`wire`) for requests.

    `hashed` and `live_hashed` are what the digest hashes: of a dataset's schema the content. `moved` says
    that a campaign serves another solution than the file says, `behind` that under sync it follows another
    generation of that solution.
    """

    field: Field
    wanted: Value
    wire: Value
    live: Json
    same: bool
    hashed: Value
    live_hashed: Json
    moved: bool = False
    behind: bool = False


def compare(
    kind: Kind, declared: DesiredResource, live: ObservedResource | None, world: World, version: Value = None
) -> tuple[Compared, ...]:
    """Every declared field that the API knows, compared; `version` is the resolved ARN of a campaign's."""
    return tuple(
        _compare_field(kind, field, declared, live, world, version)
        for field in kind.fields
        if field.key in declared.fields
        and field.mutability is not Mutability.POLICY
        and field.comparison is not Comparison.UNCOMPARED
    )


def _compare_field(
    kind: Kind,
    field: Field,
    declared: DesiredResource,
    live: ObservedResource | None,
    world: World,
    version: Value,
) -> Compared:
    environment = world.observed.environment
    said = declared.fields[field.key]
    if field.comparison is Comparison.VERSION:
        return _compare_version(kind, field, declared, live, version)
    if field.comparison is Comparison.CONTENT and field.refers:
        return _compare_schema(kind, field, declared, live, world)
    wire = wire_value(field, said, environment)
    found = unaliased(live_value(kind, field, live) if live else None, field.aliases)
    shown = file_value(
        field, projected(wire, found) if field.comparison is Comparison.SUBSET else found, environment
    )
    return Compared(
        field=field,
        wanted=said,
        wire=wire,
        live=shown,
        same=live is not None and equal(field.comparison, unaliased(wire, field.aliases), found),
        hashed=said,
        live_hashed=shown,
    )


def _compare_version(
    kind: Kind, field: Field, declared: DesiredResource, live: ObservedResource | None, version: Value
) -> Compared:
    """A version: the id, or `sync` where the service follows by itself.

    Under sync the service may show $LATEST or the concrete version; which one is not documented.
    """
    found = live_value(kind, field, live) if live else None
    follows = bool(live and live_value(kind, kind.field(field.flag), live))
    sync = declared.fields[field.key] == SYNC
    wanted = SYNC if sync else _id(version)
    shown = SYNC if follows else _id(found)
    same = sync == follows and (_solution(found) == _solution(version) if sync else found == version)
    said = shown if isinstance(shown, str) else None
    home, name = _solution(found), declared.parents["solution"].name
    old = home.rsplit("/", 1)[-1] if isinstance(home, str) else name
    moved = generation_number(name, old) is None
    behind = sync and follows and not same and not moved
    aim = str(_solution(version)).rsplit("/", 1)[-1] if behind else name
    return Compared(
        field=field,
        wanted=f"{aim}/{wanted}" if (moved or behind) and isinstance(wanted, str) else wanted,
        wire=version,
        live=f"{old}/{said}" if moved or behind else said,
        same=found is not None and same,
        hashed=wanted,
        live_hashed=said,
        moved=moved,
        behind=behind,
    )


def _id(version: Value) -> Value:
    return version.rsplit("/", 1)[-1] if isinstance(version, str) else version


def _solution(version: Value) -> Value:
    return version.rsplit("/", 1)[0] if isinstance(version, str) else version


def _compare_schema(
    kind: Kind, field: Field, declared: DesiredResource, live: ObservedResource | None, world: World
) -> Compared:
    """A dataset's schema compares by content, never by name."""
    schema = world.declared(declared.parents["schema"])
    arn = live_value(kind, field, live) if live else None
    found = world.schema_of(live) if live else None
    wanted = schema.fields["avro"] if schema else None
    domain = schema.fields.get("domain") if schema else None
    same = found is not None and equal(Comparison.CONTENT, wanted, found.content) and found.domain == domain
    name = declared.parents["schema"].name
    live_name = arn.rsplit("/", 1)[-1] if isinstance(arn, str) else None
    return Compared(
        field=field,
        wanted=name if same or live_name != name else f"{name} (other content)",
        wire=arn if same else None,
        live=name if same else live_name,
        same=same,
        hashed=wanted,
        live_hashed=found.content if found else None,
    )


def digest_of(compared: tuple[Compared, ...], declared: DesiredResource) -> str | UnknownText:
    """The digest that says what was applied; the hash of a version still to be trained is filled in later."""
    late = next((one.wanted for one in compared if isinstance(one.wanted, Unknown)), None)
    values = {_digest_key(one.field): one.hashed for one in compared if one.hashed is not None}
    values.update({f"tag:{key}": value for key, value in sorted(declared.tags.items())})
    text = encode_digest(values)
    if late is None or is_combined(decode_digest(text)):
        return text
    return UnknownText(text.replace(short_hash(late, 4), "{}", 1), late.address)


def _digest_key(field: Field) -> str:
    return field.key.rsplit(".", 1)[-1]


def differences(
    compared: tuple[Compared, ...], declared: DesiredResource, live: ObservedResource
) -> tuple[FieldChange, ...]:
    """What differs, each with its origin as the digest tells it, tags included."""
    return field_changes(compared, declared, live) + _tag_changes(declared, live, _told(live))


def field_changes(
    compared: tuple[Compared, ...], declared: DesiredResource, live: ObservedResource
) -> tuple[FieldChange, ...]:
    """The fields that differ, each with its origin as the digest tells it."""
    digest = _told(live)
    flags = {one.field.flag for one in compared if one.field.flag and not one.same}
    return tuple(
        FieldChange(
            field=one.field.key,
            member=member_shown(one.field),
            before=one.live,
            after=one.wanted,
            origin=_origin(one, declared, digest),
            sensitive=one.field.sensitive,
        )
        for one in compared
        if not one.same and one.field.key not in flags and one.live != one.wanted
    )


def _told(live: ObservedResource) -> Mapping[str, str] | None:
    """The digest, None where it is missing or holds one hash for all fields."""
    text = (live.tags or {}).get(DIGEST)
    return decode_digest(text) if tells(text) else None


def member_shown(field: Field) -> str:
    """The API's name to show beside the file's key, "" where they are the same."""
    return field.member if field.member != field.key else ""


def _origin(one: Compared, declared: DesiredResource, digest: Mapping[str, str] | None) -> Origin:
    if digest is None:
        return Origin.UNTOLD
    noted = digest.get(_digest_key(one.field))
    if noted is None:
        return Origin.PENDING
    as_live = noted == short_hash(one.live_hashed, 4)
    if one.behind and as_live:
        # The digest is the same for every generation; nobody but a replacement leaves a campaign behind.
        return Origin.DUE
    if not isinstance(one.wanted, Unknown) and noted == short_hash(one.hashed, 4):
        # Under sync the digest does not say which solution's versions are followed.
        return Origin.UNTOLD if one.moved and as_live else Origin.DRIFT
    if one.moved:
        return Origin.PENDING if as_live else Origin.BOTH
    if declared.fields[one.field.key] == LATEST and one.live != SYNC:
        return Origin.DUE if as_live else Origin.BOTH
    if as_live or isinstance(one.wanted, Mapping):
        # Of a map only the declared leaves are hashed, so an edit of the file hides what happened outside.
        return Origin.PENDING
    return Origin.BOTH


def _tag_changes(
    declared: DesiredResource, live: ObservedResource, digest: Mapping[str, str] | None
) -> tuple[FieldChange, ...]:
    """Tags to set, and tags to take away: those that the digest says we once set, gone from the file."""
    tags = live.tags or {}
    wanted: dict[str, str | None] = dict(declared.tags)
    noted = {key.removeprefix("tag:") for key in digest or () if key.startswith("tag:")}
    wanted.update({key: None for key in noted if key not in declared.tags and key in tags})
    changes = []
    for key, value in sorted(wanted.items()):
        if tags.get(key) == value or key.startswith(PREFIX):
            continue
        origin = Origin.UNTOLD
        if digest is not None:
            mark = digest.get(f"tag:{key}")
            applied = mark is not None and value is not None and mark == short_hash(value, 4)
            untouched = mark == (short_hash(tags[key], 4) if key in tags else None)
            origin = Origin.DRIFT if applied else Origin.PENDING if untouched else Origin.BOTH
        changes.append(FieldChange(field=f"{TAG}{key}", before=tags.get(key), after=value, origin=origin))
    return tuple(changes)


def unmanaged_notes(
    declared: DesiredResource, live: ObservedResource, kind: Kind, dropped: Collection[str] = ()
) -> tuple[str, ...]:
    """Fields that an earlier apply managed and the file no longer says: left as they are, and said so.

    But for those that are `dropped`, or that nothing is left of.
    """
    digest = decode_digest((live.tags or {}).get(DIGEST))
    known = {
        _digest_key(field): field.key
        for field in kind.fields
        if field.file and live_value(kind, field, live) not in (None, {})
    }
    said = {key.rsplit(".", 1)[-1] for key in declared.fields}
    gone = sorted(known[key] for key in digest if key in known and key not in said)
    return tuple(
        f"{key} is no longer in the file: it is no longer managed and stays as it is"
        for key in gone
        if key not in dropped
    )
