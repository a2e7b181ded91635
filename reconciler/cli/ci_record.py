"""What an apply is answerable to on GitHub: what was applied last, what was merged and reviewed since.

The last complete apply is a deployment; which pull requests were merged since, the commits tell; what was
reviewed, their comments. See docs/decisions/0015-applied-is-what-was-reviewed.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler.cli.ci_comment import artifact_name
from reconciler.errors import ArtifactError, SetupError
from reconciler.github.artifacts import artifact_file
from reconciler.github.comments import Comment, find_comment
from reconciler.github.deployments import SUCCESS, Deployment, Place, deployments, states
from reconciler.github.history import UNKNOWN, Pull, Span, first_span, merged_pulls, span
from reconciler.render.sticky_comment import StickyComment, read_comment

if TYPE_CHECKING:
    from reconciler.github.client import Client
    from reconciler.github.event import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A pull request that was merged since the last complete apply, and what its comment says."""

    number: int
    comment: int
    said: StickyComment


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """`last` is the commit that was applied last, "" for none; `current` a deployment of this very commit.

    `unfinished` are deployments that never came to an end. `reviewed` is what reviewers of the merged pull
    requests have agreed to, and who started such a deployment by hand, and the imports as they were applied
    last; `remarks` say whose review could not
    be had.
    """

    last: str
    current: Deployment | None
    unfinished: tuple[Deployment, ...]
    merged: tuple[Merged, ...]
    reviewed: frozenset[str]
    remarks: tuple[str, ...]


def read_record(client: Client, job: Job, place: Place, *, by_hand: bool) -> Record:
    """Read it; SetupError when this commit is older than what was applied last, or has no part in it.

    Calls: one for the deployments and one for each until one that succeeded, one for the commits, one for
    the closed pull requests of each hundred changed since, one for each that was merged.
    """
    unfinished, last = _deployments(client, place)
    between = span(client, last.commit, job.commit) if last else first_span(client, job.commit)
    agreed = [one for one in unfinished if one.grants and one.author == job.author]
    if last:
        _follows(between, last.commit, by_hand=by_hand or any(one.commit == job.commit for one in agreed))
    pulls = merged_pulls(client, job.branch, between) if between.commits else ()
    merged = tuple(found for pull in pulls for found in _commented(client, job, pull.number, place.key))
    remarks = [*_outdated(merged, pulls)]
    reviewed = frozenset[str]().union(
        *(_agreed(client, one, remarks) for one in merged),
        *(one.grants for one in agreed),
        last.imports if last and last.author == job.author else (),
    )
    return Record(
        last=last.commit if last else "",
        current=next((one for one in unfinished if one.commit == job.commit), None),
        unfinished=tuple(unfinished),
        merged=merged,
        reviewed=reviewed,
        remarks=tuple(remarks),
    )


def _outdated(merged: Iterable[Merged], pulls: Iterable[Pull]) -> Iterator[str]:
    """Which plans are not of what was merged: the last job of the pull request did not get that far."""
    heads = {pull.number: pull.head for pull in pulls}
    for one in merged:
        if one.said.head != heads[one.number]:
            yield (
                f"The plan in #{one.number} is of commit {one.said.head[:7]}, "
                f"not of its last one, {heads[one.number][:7]}."
            )


def _deployments(client: Client, place: Place) -> tuple[list[Deployment], Deployment | None]:
    """Those that are newer than the newest that ever succeeded, and that one."""
    unfinished: list[Deployment] = []
    for one in deployments(client, place):
        if SUCCESS in states(client, one):
            return unfinished, one
        unfinished.append(one)
    return unfinished, None


def _follows(between: Span, last: str, *, by_hand: bool) -> None:
    if between.relation in {"ahead", "identical"}:
        return
    if between.relation == "behind":
        raise SetupError(
            "this commit is older than what was applied last; nothing was changed",
            why=f"commit {last[:7]} was applied after it",
            fix="run the workflow on the branch as it is now, instead of this run again; if the branch "
            "itself was set back, push a commit to it and start the workflow by hand as unreviewed",
        )
    if not by_hand:
        gone = "is gone" if between.relation == UNKNOWN else "is no part of this branch"
        raise SetupError(
            f"commit {last[:7]}, which was applied last, {gone}; nothing was changed",
            why="so nobody can tell which pull requests were merged since",
            fix="see what `reconcile plan` says, then start the workflow by hand as unreviewed",
        )


def _commented(client: Client, job: Job, number: int, key: str) -> Iterator[Merged]:
    def ours(comment: Comment) -> bool:
        said = read_comment(comment.body) if comment.author == job.author else None
        return said is not None and said.key == key

    found = find_comment(client, number, ours)
    said = read_comment(found.body) if found else None
    if found and said:
        yield Merged(number=number, comment=found.id, said=said)


def _agreed(client: Client, merged: Merged, remarks: list[str]) -> frozenset[str]:
    """What its reviewers have agreed to; where it cannot be had, nothing, and a remark."""
    said = merged.said
    if said.digests is not None:
        return frozenset(said.digests)
    try:
        name = artifact_name(said.key)
        return _grants(artifact_file(client, said.run, name, "plan.json", sha256=said.artifact))
    except ArtifactError as error:
        remarks.append(f"What was reviewed in #{merged.number} cannot be had: {error.what}.")
        return frozenset()


def _grants(document: bytes) -> frozenset[str]:
    """Of a plan.json, whose hash has been checked."""
    changes = json.loads(document)["changes"]
    return frozenset(digest for change in changes for digest in change["grants"])
