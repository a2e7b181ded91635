"""What `ci apply` leaves on GitHub: the deployment's state, the comments, the next run.

Everything before the first change must succeed. What comes after it must not hide what was done: there a
failure is a warning, and the next apply mends what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reconciler.cli.ci_comment import shortening
from reconciler.cli.ci_job import annotate
from reconciler.errors import GitHubError
from reconciler.github.comments import rewrite_comment
from reconciler.github.deployments import FAILURE, IN_PROGRESS, INACTIVE, SUCCESS, Deployment, begin, tell
from reconciler.github.dispatch import dispatch
from reconciler.plan.review import granted, imports
from reconciler.render.ci_markdown import LEFT_OUT, before

if TYPE_CHECKING:
    from reconciler.cli.ci_record import Merged, Record
    from reconciler.cli.screen import Screen
    from reconciler.github.client import Client
    from reconciler.github.deployments import Place
    from reconciler.github.event import Job
    from reconciler.plan.changes import Plan

_LEAST_ROOM = 2000
_ROOM_FOR_EARLIER = 3
"""A third of what is left for a result may be those of the runs before, which it goes on from."""


class Reporting:
    """Writes for one apply."""

    def __init__(self, client: Client, job: Job, record: Record, screen: Screen) -> None:
        """Nothing is written yet."""
        self._client, self._job, self._record, self._screen = client, job, record, screen
        self._deployment: Deployment | None = None

    def begin(self, place: Place, plan: Plan, *, by_hand: bool) -> None:
        """Open a deployment of this commit, before anything is changed; none where it was applied already.

        What a person agrees to by starting this run by hand opens one of its own, which remembers it.
        """
        if self._record.last == self._job.commit and not by_hand:
            return
        self._deployment = None if by_hand else self._record.current
        if self._deployment is None:
            agreed = granted(plan) if by_hand else ()
            self._deployment = begin(
                self._client, place, self._job.commit, grants=agreed, imports=imports(plan)
            )
        tell(self._client, self._deployment, IN_PROGRESS, "applying", self._job.run_url())

    def end(self, code: int, summary: str) -> None:
        """Say how the deployment ended; 3 leaves it in progress."""
        if self._deployment is None or code == 3:
            return
        deployment, page = self._deployment, self._job.run_url()
        self._attempt(
            "the deployment's state",
            partial(tell, self._client, deployment, FAILURE if code else SUCCESS, summary, page),
        )
        for old in self._record.unfinished if code == 0 else ():
            if old.id != deployment.id:
                self._attempt(
                    "an older deployment's state",
                    partial(tell, self._client, old, INACTIVE, "applied by a later one", page),
                )

    def comment(self, render: Callable[[int], str]) -> None:
        """Complete the comment of every pull request that this apply is about."""
        for merged in self._record.merged:
            self._attempt(f"the comment of #{merged.number}", partial(self._complete, merged, render))

    def go_on(self, environment: str) -> bool:
        """Start the workflow again; False, and a warning, where that cannot be.

        What a person agreed to by hand is in the deployment, and nobody agrees to more by its going on.
        """
        if not self._job.workflow or not self._job.branch:
            annotate(
                self._screen,
                "warning",
                "the workflow cannot start itself again: it runs on no branch of its own",
            )
            return False
        inputs = {"environment": environment}
        return self._attempt(
            "the next run", partial(dispatch, self._client, self._job.workflow, self._job.branch, inputs)
        )

    def _complete(self, merged: Merged, render: Callable[[int], str]) -> None:
        def put(longest: int) -> None:
            said = merged.said
            if said.room_for_apply(longest) < _LEAST_ROOM:
                said = replace(said, planned=LEFT_OUT)
            room = max(said.room_for_apply(longest), _LEAST_ROOM)
            earlier = before(merged.said.applied, room // _ROOM_FOR_EARLIER)
            whole = replace(said, applied=f"{render(room - len(earlier))}{earlier}")
            if whole.text() != merged.said.text():
                rewrite_comment(self._client, merged.comment, whole.text())

        shortening(put)

    def _attempt(self, what: str, write: Callable[[], None]) -> bool:
        try:
            write()
        except GitHubError as error:
            annotate(
                self._screen, "warning", f"{what} could not be written: {error.what}", error.why, error.fix
            )
            return False
        return True
