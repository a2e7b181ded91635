"""The form of a resource kind: a table row from which all stages derive what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from reconciler.model.values import Json


class Mutability(Enum):
    """Whether a field can change in place."""

    MUTABLE = "mutable"
    CREATE_ONLY = "create-only"
    POLICY = "policy"
    """Not of the API: tells the reconciler when to act (import.when, training.maxAge)."""
    SWITCH = "switch"
    """Changed by the kind's start and stop operations, said by no other."""


class Comparison(Enum):
    """How a live value is held against a declared one."""

    EXACT = "exact"
    NUMBER = "number"
    """Spelling of numbers does not matter: "0.5" equals 0.50."""
    BAND = "band"
    """A number, or {min, max}: anything inside is equal."""
    SUBSET = "subset"
    """Only declared leaves count; scalars compare as numbers where both are."""
    EXPRESSION = "expression"
    """White space outside quotes does not matter."""
    CONTENT = "content"
    """A schema's parsed content: object key order does not matter, field order does."""
    VERSION = "version"
    """A solution version: latest, sync or an id."""
    METRICS = "metrics"
    """The metrics of a metric attribution: their order says nothing."""
    RUNNING = "running"
    """Whether it runs, as the status word tells."""
    UNCOMPARED = "uncompared"
    """A label; never a difference."""


class Overlay(Enum):
    """When the members of latest…Update stand for the top level."""

    NEVER = "never"
    WHILE_IN_PROGRESS = "while in progress"
    UNTIL_FAILED = "until failed"


class Asks(Enum):
    """Whether deleting needs consent in the file."""

    NEVER = "never"
    WHEN_ACTIVE = "when active"
    ALWAYS = "always"


class OnFixed(Enum):
    """What a change of a create-only field, the group it is in included, leads to."""

    REPLACE = "replace"
    """A new generation beside the old one, behind the same address; the old one goes when nothing uses it."""
    SUPERSEDE = "supersede"
    """A new generation beside the old one, which stays for as long as something may use it."""
    PROVE = "prove"
    """First made under another name to see that the service takes it, then recreated under its own."""
    RECREATE = "recreate"
    """The old one away first, then the new one."""


class _Unmanaged:
    """The type of UNMANAGED, told apart from None, which a file can say."""


UNMANAGED = _Unmanaged()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A List operation: its result key and the request member that narrows it to a parent."""

    operation: str
    result: str
    parent: str = ""
    narrows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind.

    `key` is the dotted path in the file below the resource, `member` the dotted path of the API in
    Create and Describe; `update` and `read` say where Update takes it and Describe shows it if not
    there. `removal` is where Update takes what is to leave a list, `update` taking what joins it then.
    `listing` is the List that alone shows the field; its result is read from `member` of the body.
    `overlay` is where latest…Update shows it. `absent` is the value managed although the file is
    silent, `default` what the service assumes when Create leaves the member out: not sent then.
    `prefix` is what the API puts before the value, `texts` says that a map's values travel as text.
    `aliases` maps names that the service answers with to those it was sent, within the value.
    `refers` names the kind whose ARN the API wants where the file says a name. `form` is the JSON
    Schema of the file's value. `flag` of a version is the key of the field that says whether the service
    follows new versions by itself; it is shown as `version: sync`.
    `file` is False for a field that another key of the file expands to.
    """

    key: str
    member: str = ""
    mutability: Mutability
    comparison: Comparison = Comparison.EXACT
    update: str = ""
    removal: str = ""
    read: str = ""
    listing: Listing | None = None
    overlay: str = ""
    absent: Json | _Unmanaged = UNMANAGED
    default: Json | _Unmanaged = UNMANAGED
    refers: str = ""
    flag: str = ""
    prefix: str = ""
    required: bool = False
    sensitive: bool = False
    texts: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    file: bool = True
    form: Mapping[str, Json] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleUse:
    """What a role that a file names is passed for: the service takes it on to reach S3, KMS or CloudWatch.

    `role` is the dotted path of the role's ARN in the declared fields, `location` that of the place in S3
    and `key` that of the KMS key, "" where there is none. `objects` are the actions on objects, `bucket`
    those on the bucket, `anywhere` those that take no resource.
    Source: AWS developer guide, 'Setting up permissions'.
    """

    role: str
    location: str = ""
    key: str = ""
    objects: tuple[str, ...] = ()
    bucket: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One resource kind.

    `rank` orders creation and rendering. `place` is where a file declares it, `*` standing for a key that
    the user chooses, e.g. datasetGroups.*.filters.*; `shorthand` is the field that a bare string there sets.
    `keyed_by` is the field that names the thing in its address where the place has no key that could.
    `resource` is the ARN's last part with {name}, {group} and {type} to fill in, "" where the service makes
    it up. `document` is the key of Describe's answer,
    `arn_member` the request member that takes the ARN. `update_record` is the latest…Update member.
    `start` and `stop` are the operations behind a field that is a switch.
    `parents` maps each kind that the Create request refers to, to the request member that takes its ARN.
    `owned_through` names the parent's kind whose owner owns this one too, where the kind takes no tags.
    `leaves` is its turn when a group is emptied: what has a lower one is gone before; 0 of runs, which stay.
    Source: AWS developer guide, 'Deleting Amazon Personalize resources'.
    `on_fixed` says what a changed create-only field leads to; None of runs, which never change.
    `on_delete` says in words what goes with it when it is deleted.
    `companions` maps an update's structure to the member that must go with it.
    `passes` lists the roles that its Create and Update pass to the service.
    `needs` lists what must exist in the same group first: a kind, or a kind and a key, e.g.
    dataset/interactions. `omitted` gives the reason for every Create or Update member that a file cannot
    say. `expand` rewrites the file's mapping so that its keys are the fields' keys; it must not fail on
    input that the JSON Schema accepts.
    """

    name: str
    title: str
    rank: int
    place: str
    shorthand: str = ""
    keyed_by: str = ""
    about: str
    create: str
    describe: str = ""
    update: str = ""
    delete: str = ""
    start: str = ""
    stop: str = ""
    listing: Listing | None = None
    document: str
    arn_member: str
    name_member: str = "name"
    resource: str = ""
    parents: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    passes: tuple[RoleUse, ...] = ()
    fields: tuple[Field, ...] = ()
    update_record: str = ""
    overlay: Overlay = Overlay.NEVER
    companions: Mapping[str, str] = field(default_factory=dict)
    taggable: bool = True
    owned_through: str = ""
    versioned: bool = False
    run: bool = False
    leaves: int = 0
    on_fixed: OnFixed | None = None
    asks: Asks = Asks.NEVER
    loses_data: bool = False
    on_delete: str = ""
    omitted: Mapping[str, str] = field(default_factory=dict)
    expand: Callable[[Mapping[str, Json]], Mapping[str, Json]] = dict

    def field(self, key: str) -> Field:
        """The field with this key; KeyError when the kind has none."""
        for item in self.fields:
            if item.key == key:
                return item
        raise KeyError(key)
