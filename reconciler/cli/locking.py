"""The stack's lock, held from before the account is read until the apply has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from reconciler.cli.interrupts import stopping
from reconciler.cli.lock_object import LockObject, unlock_command
from reconciler.cli.screen import Screen
from reconciler.errors import (
    DeniedError,
    HeldError,
    InUseError,
    ReconcilerError,
    ServiceError,
    SetupError,
    UnknownOutcomeError,
)

if TYPE_CHECKING:
    from reconciler.cli.stages import Live
    from reconciler.model.desired import DesiredState
    from reconciler.model.lock import Holder
    from reconciler.ports import Clock

Answer = TypeVar("Answer")

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 1.0, 15.0, 1.5
_ATTEMPTS = 5
"""How often a call is repeated that met another one, S3's 409, or a lock that was gone when it was read."""
_WATCH_SECONDS = 60.0
_PLAN_DIGITS = 12
"""How much of a plan's fingerprint the lock says: enough to tell two plans apart."""


@contextmanager
def locked(desired: DesiredState, live: Live, screen: Screen, *, timeout: float | None) -> Iterator[Hold]:
    """Inside, no other apply or destroy of the stack runs; nothing happens where the file names no lock.

    Enter it before the account is read: then no plan is carried out that is older than the lock. Waits for
    `timeout` seconds, None being for ever, while somebody else holds it. Raises HeldError when they still
    do, SetupError when the lock cannot be taken. It is released however the block is left.
    """
    if desired.lock is None:
        yield Hold()
        return
    turn = _Turn(desired, live, screen)
    try:
        turn.take(timeout)
        yield turn.hold
    finally:
        turn.release()


class Hold:
    """That the lock is ours, and whether it still is."""

    def __init__(
        self,
        still_ours: Callable[[], bool] | None = None,
        rewritten: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Without `still_ours` there is no lock, and nothing to lose.

        `rewritten` has the lock say what a plan's fingerprint begins with; False when it is ours no more.
        """
        self._still_ours, self._rewritten = still_ours, rewritten

    def confirm(self, fingerprint: str) -> None:
        """Before the first change: from now on, the lock says which plan is carried out.

        SetupError if it was taken away, say while a question was open, or cannot be written.
        """
        if not self._rewritten(fingerprint[:_PLAN_DIGITS]):
            raise SetupError(
                "the lock was taken away since this plan was made; nothing was changed",
                why="another apply may have run meanwhile, and the plan may be out of date",
                fix="run the same command again",
            )

    @contextmanager
    def watched(self, *ask: Callable[[], None]) -> Iterator[None]:
        """Inside, each of `ask` is called once the lock turns out to be taken away; seen within a minute."""
        if self._still_ours is None:
            yield
            return
        ended = Event()
        # not waited for at the end: a read may be under way, and nothing depends on it any more
        Thread(target=self._watch, args=(ended, ask), daemon=True).start()
        try:
            yield
        finally:
            ended.set()

    def _watch(self, ended: Event, ask: tuple[Callable[[], None], ...]) -> None:
        while not ended.wait(_WATCH_SECONDS):
            if self._still_ours is not None and not self._still_ours() and not ended.is_set():
                for call in ask:
                    call()
                return


class _Turn:
    """One apply's attempt at the lock."""

    def __init__(self, desired: DesiredState, live: Live, screen: Screen) -> None:
        from reconciler.aws.clock import SystemClock  # noqa: PLC0415
        from reconciler.cli.holder import present_holder  # noqa: PLC0415

        assert desired.lock is not None
        self._desired, self._screen = desired, screen
        self._clock: Clock = SystemClock()
        self._object = LockObject(desired.lock, desired, live)
        self._us = present_holder("apply" if desired.destroyed is None else "destroy", self._clock.now())
        self._etag: str | None = None
        self._perhaps_ours = False
        self.hold = Hold(self._still_ours, self._rewritten)

    def take(self, timeout: float | None) -> None:
        """Come to hold the lock."""
        try:
            self._wait(timeout)
        except ServiceError as error:
            # any other answer is a refusal: then nothing was written
            self._perhaps_ours = isinstance(error, UnknownOutcomeError)
            raise SetupError(
                f"the lock {self._object.place} cannot be taken: {error}",
                why="without it another apply could run at the same time; nothing was read or changed",
                fix=error.fix,
            ) from error

    def _wait(self, timeout: float | None) -> None:
        began, pause, told = self._clock.elapsed(), _FIRST_PAUSE, ""
        while (holder := self._tried()) is not None:
            left = None if timeout is None else began + timeout - self._clock.elapsed()
            if left is not None and left <= 0:
                raise self._held(holder)
            if told != holder.id:
                told = holder.id
                self._tell(holder)
            self._pause(pause if left is None else min(pause, left))
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)

    def _tried(self) -> Holder | None:
        """Who else holds the lock; None when it is ours now."""
        denied: DeniedError | None = None
        for _ in range(_ATTEMPTS):
            self._perhaps_ours = True
            self._etag = self._object.put(self._us)
            if self._etag is not None:
                return None
            try:
                found = self._object.found()
            except DeniedError as error:  # S3's answer, too, of a lock released a moment ago
                found, denied = None, error
            if found is not None and found.holder.id == self._us.id:
                self._etag = found.etag  # the answer was lost, and the call sent again
                return None
            self._perhaps_ours = False
            if found is not None:
                return found.holder
            self._pause(_FIRST_PAUSE)
        if denied is not None:
            raise denied
        raise SetupError(
            f"the lock {self._object.place} can be neither taken nor read",
            why="the bucket says that it is there and that it is not; nothing was read or changed",
            fix="run the same command again",
        )

    def _pause(self, seconds: float) -> None:
        nothing: SimpleQueue[Any] = SimpleQueue()
        self._clock.wait(nothing, seconds)

    def _tell(self, holder: Holder) -> None:
        from reconciler.render.lock_text import holder_words  # noqa: PLC0415

        said = holder_words(holder, self._clock.now())
        self._screen.say(f"waiting for the lock of stack {self._desired.stack}: held by {said}")

    def _held(self, holder: Holder) -> HeldError:
        from reconciler.render.lock_text import holder_words  # noqa: PLC0415

        command = unlock_command(self._desired, holder.id)
        return HeldError(
            f"stack {self._desired.stack} is locked by {holder_words(holder, self._clock.now())}",
            why="two applies of one stack at once would undo each other's work; nothing was read or changed",
            fix=f"wait for its end with --lock-timeout 30m or, if it is dead: {command}",
        )

    def _rewritten(self, plan: str) -> bool:
        """Whether the lock, still ours, says this plan now. Raises SetupError when nobody can tell."""
        before, self._etag = self._etag, None  # until the answer is here, it may be either
        assert before is not None
        self._us = replace(self._us, plan=plan)
        try:
            self._etag = self._replaced(before)
        except ServiceError as error:
            raise SetupError(
                f"the lock {self._object.place} cannot be written again: {error}",
                why="it is to say which plan is carried out; nothing was changed",
                fix=error.fix,
            ) from error
        self._perhaps_ours = self._etag is not None
        return self._perhaps_ours

    def _replaced(self, etag: str) -> str | None:
        """The new lock's ETag, None when the one with this ETag was taken away."""
        written = self._repeated(lambda: self._object.replace(etag, self._us))
        if written is not None:
            return written
        found = self._object.found()
        # ours when the answer was lost, and the call sent again
        return found.etag if found is not None and found.holder.id == self._us.id else None

    def _still_ours(self) -> bool:
        """A read that fails tells nothing."""
        try:
            found = self._object.found()
        except ReconcilerError:
            return True
        return found is not None and found.holder.id == self._us.id

    def release(self) -> None:
        """Delete our lock, and say so when it is ours no more or cannot be deleted.

        A first Ctrl-C does not keep it from that; a second one does, and is raised.
        """
        if not self._perhaps_ours:
            return
        try:
            with stopping(self._releasing):
                gone = self._withdrawn() if self._etag is None else self._deleted(self._etag)
        except ReconcilerError as error:
            self._left_behind(str(error))
        except KeyboardInterrupt:
            self._left_behind("interrupted while it was released")
            raise
        else:
            self._tell_if_lost(gone)

    def _releasing(self) -> None:
        self._screen.say("releasing the lock. Once more leaves it behind.")

    def _tell_if_lost(self, gone: bool) -> None:
        if not gone:
            self._screen.say(
                f"warning: the lock {self._us.id} was taken away while this {self._us.what} held it\n"
                "    why:   somebody ran `reconcile unlock`, or removed the object\n"
                "    to do: another apply may have run at the same time; see `reconcile plan`"
            )

    def _withdrawn(self) -> bool:
        """Leave no lock behind that was written without our knowing: its answer was lost or cut off."""
        for _ in range(_ATTEMPTS):
            found = self._object.found()
            # a call that was cut off may still write the lock after it is read
            if found is None or found.holder.id != self._us.id or self._deleted(found.etag):
                return True
        self._left_behind("it was written again whenever it was to be deleted")
        return True

    def _deleted(self, etag: str) -> bool:
        return self._repeated(lambda: self._object.delete(etag))

    def _repeated(self, call: Callable[[], Answer]) -> Answer:
        """The answer of a call that may have met another one."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return call()
            except InUseError:
                self._pause(_FIRST_PAUSE)
        return call()

    def _left_behind(self, why: str) -> None:
        self._screen.say(
            f"warning: the lock may be left behind: {why}\n"
            f"    to do: {unlock_command(self._desired, self._us.id)}"
        )
