"""What a step may ask of the scheduler: calls, pauses and looks, as data that a generator yields.

A step is a generator: it yields one of these, is resumed with the answer or has the ServiceError thrown
into it, and so holds no thread while it waits.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from reconciler.kinds import Kind
from reconciler.model.values import Json

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Make this call now; answered with the service's document."""

    operation: str
    request: Mapping[str, Json]
    mutates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAll:
    """Read every page of a List; answered with its items."""

    operation: str
    request: Mapping[str, Json]
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Resume after so many seconds. `brief` pauses are taken even when nobody waits for settling."""

    seconds: float
    brief: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Wait in a line for room that the service makes as things end.

    Only the first in the line is resumed: after so many seconds, or as soon as a step of the line's kind
    has ended. It leaves the line with its first effect that is neither a call nor this one, and lets the
    next one try at once.
    """

    line: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """See the resource after so many seconds, sooner when a List made for another step shows it.

    `parent` is the ARN that the kind's List is narrowed to ("" for a List that takes none); None when a
    List cannot answer the question.
    """

    kind: Kind
    arn: str
    seconds: float
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The answer to a Look: Describe's document or, when not `whole`, a List's summary."""

    body: Mapping[str, Json]
    whole: bool


Effect: TypeAlias = Ask | AskAll | Pause | Queue | Look
Moves: TypeAlias = Generator[Effect, Any, T]


class StepFailedError(Exception):
    """The step has failed; the text is the result's detail."""


class StepSkippedError(Exception):
    """The step found the world not as planned and leaves it alone; the text says what it found."""
