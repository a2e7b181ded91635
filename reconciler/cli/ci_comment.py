"""The comment that `ci plan` keeps on a pull request, and the artifact that goes with it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.ci_job import on_github, source_of
from reconciler.cli.showing import as_json
from reconciler.errors import BodyTooLongError, SetupError
from reconciler.model.values import short_hash
from reconciler.render.ci_markdown import invalid, planned
from reconciler.render.marker import stack_key
from reconciler.render.sticky_comment import LONGEST, StickyComment, read_comment

if TYPE_CHECKING:
    from reconciler.github.comments import Comment
    from reconciler.github.event import Job
    from reconciler.model.desired import DesiredState
    from reconciler.model.diagnostics import Diagnostic
    from reconciler.plan.changes import Plan

LENGTHS = (LONGEST, LONGEST // 2, LONGEST // 6)
"""Tried one after the other, while GitHub finds a comment too long."""


class PlanComment:
    """What one run of `ci plan` says on the pull request; on other events it says nothing there."""

    def __init__(self, job: Job, file: str, environment: str) -> None:
        """Nothing is read or written yet."""
        self._job, self._file = job, file
        self._place = short_hash([_in_repository(file), environment], 12)
        self._head = job.pull.head if job.pull else job.commit
        self._source = source_of(job, self._head)
        self._late: bool | None = None

    @property
    def late(self) -> bool:
        """Whether the pull request had been merged by then: its comment was left as it was reviewed."""
        return bool(self._late)

    def planned(self, plan: Plan, limit: int | None) -> str:
        """The plan as Markdown."""
        return planned(plan, self._source, limit=limit)

    def invalid(self, diagnostics: Sequence[Diagnostic], limit: int) -> str:
        """What is wrong with the files, as Markdown."""
        return invalid(self._file, diagnostics, self._source, limit=limit)

    def write_invalid(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Say that there is no plan; nothing that was agreed to before counts any more."""
        unnamed = StickyComment(key=self._place, place=self._place, head=self._head, run=self._job.run)
        self._write(unnamed, lambda room: self.invalid(diagnostics, room))

    def write_plan(self, plan: Plan, desired: DesiredState) -> None:
        """Leave the plan as an artifact and in the comment."""
        from reconciler.plan.review import granted  # noqa: PLC0415

        key = stack_key(desired)
        said = StickyComment(
            key=key,
            place=self._place,
            head=self._head,
            run=self._job.run,
            digests=tuple(sorted(granted(plan))),
            artifact=self._leave(plan, key),
        )
        self._write(said, lambda room: self.planned(plan, room), needed=plan.has_differences)

    def _leave(self, plan: Plan, key: str) -> str:
        """Write the artifact's files, set the outputs that name them; the SHA-256 of plan.json."""
        from reconciler.github.runner import scratch, write_output  # noqa: PLC0415
        from reconciler.render.plan_document import plan_document  # noqa: PLC0415

        folder = scratch(os.environ) / "personalize-plan" / key
        document = f"{as_json(plan_document(plan))}\n".encode(errors="backslashreplace")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            page = self.planned(plan, None)
            (folder / "plan.md").write_text(page, encoding="utf-8", errors="backslashreplace")
            (folder / "plan.json").write_bytes(document)
        except OSError as error:
            raise SetupError(f"{folder} of the runner cannot be written: {error.strerror}") from error
        write_output(os.environ, "artifact", str(folder))
        write_output(os.environ, "artifact-name", artifact_name(key))
        return hashlib.sha256(document).hexdigest()

    def _write(self, said: StickyComment, render: Callable[[int], str], *, needed: bool = True) -> None:
        """Write the comment unless it says the same already; a first one only if `needed`.

        Not after the merge, by a job that was slow or started again: nobody has reviewed what it found, and
        what stands in the comment is taken for reviewed.
        """
        from reconciler.github.comments import find_comment, rewrite_comment, write_comment  # noqa: PLC0415
        from reconciler.github.history import is_merged  # noqa: PLC0415

        if self._job.pull is None:
            return
        client, number = on_github(self._job), self._job.pull.number
        there = find_comment(client, number, lambda one: self._is_it(one, said))
        before = read_comment(there.body) if there else None
        if there is None and not needed:
            return

        def put(longest: int) -> None:
            fitted = _fitted(said, before, render, longest)
            if before is not None and fitted.text() == before.text():
                return
            if self._late is None:
                self._late = is_merged(client, number)
            if self._late:
                return
            if there is None:
                write_comment(client, number, fitted.text())
            else:
                rewrite_comment(client, there.id, fitted.text())

        shortening(put)

    def _is_it(self, comment: Comment, said: StickyComment) -> bool:
        if comment.author != self._job.author:
            return False
        found = read_comment(comment.body)
        return found is not None and (found.key == said.key or found.place == said.place)


def artifact_name(key: str) -> str:
    """The name under which the workflow uploads what `ci plan` leaves."""
    return f"personalize-plan-{key}"


def shortening(put: Callable[[int], None]) -> None:
    """Call `put` with ever fewer characters until GitHub takes the text."""
    for longest in LENGTHS[:-1]:
        try:
            put(longest)
        except BodyTooLongError:
            continue
        return
    put(LENGTHS[-1])


def _fitted(
    said: StickyComment, before: StickyComment | None, render: Callable[[int], str], longest: int
) -> StickyComment:
    """The comment within so many characters, with what an apply has said in it before."""
    fitted = replace(said, applied=before.applied if before else "").fitting(longest)
    return replace(fitted, planned=render(fitted.room_for_plan(longest)))


def _in_repository(file: str) -> str:
    """The file's path from the repository's root, so that two jobs mean the same file by it."""
    root = os.environ.get("GITHUB_WORKSPACE") or "."
    return os.path.relpath(Path(file).resolve(), Path(root).resolve())
