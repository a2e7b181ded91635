"""The plan's types: what a reviewer reads (Change) and what apply does (Step)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from reconciler.model.address import Address
from reconciler.model.forecast import Costs, Estimate
from reconciler.model.observed import Environment, ReadProblem
from reconciler.model.values import Unknown, Value


class Action(Enum):
    """What happens to one address; the value is the word in the JSON plan.

    START and STOP are of steps only: a recommender is started or stopped, running trainings are stopped.
    A change says so as an update, or as the removal that they belong to.
    """

    NONE = "none"
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    RECREATE = "recreate"
    DELETE = "delete"
    ADOPT = "adopt"
    FORGET = "forget"
    RUN = "run"
    WAIT = "wait"
    MARK = "mark"
    START = "start"
    STOP = "stop"

    @property
    def symbol(self) -> str:
        """The sign before the address in every rendering."""
        return _SYMBOLS[self]


_SYMBOLS = {
    Action.NONE: " ",
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.REPLACE: "+/-",
    Action.RECREATE: "-/+",
    Action.DELETE: "-",
    Action.ADOPT: "<",
    Action.FORGET: " ",
    Action.RUN: ">",
    Action.WAIT: " ",
    Action.MARK: " ",
    Action.START: " ",
    Action.STOP: " ",
}


class Origin(Enum):
    """Why a field differs, told from the digest written at the last apply.

    DUE: nobody changed anything, a newer version is owed under `version: latest`. UNTOLD: the digest is
    missing or holds one hash for all fields.
    """

    DRIFT = "drift"
    PENDING = "pending"
    BOTH = "both"
    DUE = "due"
    UNTOLD = "untold"


class Effect(Enum):
    """What a step does to resources, for guards and for people."""

    LOSES_DATA = "loses-data"
    INTERRUPTS = "interrupts"
    CHANGES_IDENTIFIER = "changes-identifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one resource: `before` is live, `after` is the file's.

    `field` is the file's key, `member` the API's where it differs ("" otherwise). `sensitive` values
    come from the account only and are masked outside a terminal.
    """

    field: str
    member: str = ""
    before: Value
    after: Value
    origin: Origin = Origin.UNTOLD
    sensitive: bool = False

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing."""
        if self.before == self.after and type(self.before) is type(self.after):
            raise ValueError(f"{self.field} does not change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a change may not be applied.

    `rule` is a stable id (consent, foreign, unsupported, …); `paste` is the exact line for the file
    that lifts it, "" when no line does.
    """

    rule: str
    why: str
    fix: str
    paste: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happens to one address, as a reviewer reads it.

    `reason` is for people and decides nothing at apply. `due` marks a run or deployment that is owed
    under the file's policy rather than an edit. `unhealthy` carries the service's failureReason or
    status where the resource is not what it should be; with action NONE nothing is done about it here.
    `asks` are digests of what it does, `grants` of what a reviewer of it agrees to (reconciler.plan.review).
    """

    address: Address
    action: Action
    reason: str
    fields: tuple[FieldChange, ...] = ()
    arn: str | None = None
    effects: tuple[Effect, ...] = ()
    notes: tuple[str, ...] = ()
    change_id: str = ""
    refusal: Refusal | None = None
    missing: bool = False
    extra: bool = False
    due: bool = False
    unhealthy: str = ""
    asks: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse impossible values."""
        if self.action is Action.UPDATE and not self.fields:
            raise ValueError(f"an update of {self.address} without a field change")
        if self.action in {Action.CREATE, Action.RUN} and self.extra:
            raise ValueError(f"{self.address} cannot be extra and be made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One API call: the operation's name and its exact request, Unknowns standing for later ARNs.

    A StopSolutionVersionCreation of SOLUTION/* stands for one call per version of the solution that is being
    trained at that moment, and for none where none is: the service may start one at any time.
    """

    operation: str
    request: Mapping[str, Value]


class Until(Enum):
    """What a settling step waits for."""

    READY = "ready"
    UPDATED = "updated"
    STOPPED = "stopped"
    SETTLED = "settled"
    """Ready, stopped, failed or gone: whatever was going on has ended."""
    IDLE = "idle"
    """No version of the solution is being trained or stopped any more."""
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One unit that apply carries out: `calls`, then waiting `until`, then `marks`.

    `id` is "VERB ADDRESS", with the physical name in parentheses where it is another than the address's,
    unique in the plan. `arn` is what is acted on; an Unknown when the service
    makes it up, then the create answer tells it. `marks` are the tag writes that follow once the resource
    has settled: a digest written before would call a failed update drift. `expects` is the creation
    time that a destructive step must still find. `needs` are ids of steps that must have succeeded,
    `follows` ids of steps that must have ended, well or not.
    With `keeps_if_in_use` a ResourceInUse means the thing is kept, which is a success.
    `refused` are tag writes that follow where the service calls the request invalid; the step fails then.
    """

    id: str
    address: Address
    action: Action
    kind: str
    arn: str | Unknown
    calls: tuple[Call, ...] = ()
    until: Until | None = None
    marks: tuple[Call, ...] = ()
    refused: tuple[Call, ...] = ()
    needs: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    expects: str = ""
    keeps_if_in_use: bool = False

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The ids of all steps that come before this one."""
        return (*self.needs, *self.follows)

    @property
    def destructive(self) -> bool:
        """Whether the resource is read again before the first call."""
        return self.action in {Action.DELETE, Action.RECREATE}


class Scope(Enum):
    """What a plan is about; the value is the word in the JSON plan.

    RUNS: imports, trainings and deployments that are due. DESTROY: everything that the stack owns goes.
    """

    WHOLE = "whole"
    RUNS = "runs"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an apply would do, whole: changes for people, steps for apply.

    `fingerprint` covers file, observed state, account, region and tool version. `problems` are reads
    that failed: such a plan is shown and never applied. `made_at` is the ISO 8601 time that decisions
    about age and new job names were made with: the same time and world give the same plan again.
    `left_aside` counts the changes that are no runs, in a plan of runs only. `costs` and `estimate` are None
    where nothing is billed, or no step takes long; they decide nothing.
    """

    environment: Environment
    stack: str
    file: str
    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    problems: tuple[ReadProblem, ...] = ()
    fingerprint: str = ""
    tool_version: str = ""
    made_at: str = ""
    scope: Scope = Scope.WHOLE
    left_aside: int = 0
    costs: Costs | None = None
    estimate: Estimate | None = None

    @property
    def refused(self) -> tuple[Change, ...]:
        """Changes that a rule stands against; while there is one, apply changes nothing."""
        return tuple(change for change in self.changes if change.refusal)

    @property
    def has_differences(self) -> bool:
        """Whether anything but digest marks is to be done, refused, unwell or extra: the rule of exit 2."""
        quiet = {Action.NONE, Action.MARK}
        return any(
            one.action not in quiet or one.refusal or one.unhealthy or one.extra for one in self.changes
        )

    def counts(self) -> Mapping[str, int]:
        """Numbers of the last line, refused changes counted only as refused."""
        words = ("create", "update", "replace", "recreate", "delete", "adopt", "run")
        live = [change for change in self.changes if not change.refusal]
        numbers = {word: sum(change.action.value == word for change in live) for word in words}
        numbers["update"] += sum(change.action is Action.ADOPT and bool(change.fields) for change in live)
        return {**numbers, "refused": len(self.refused)}
