"""The one comment of a pull request for a stack: what was planned, what was agreed to, what became of it.

Built and read here alone. Its visible parts are Markdown of plan and outcome; what apply must know later
stands in the marker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.model.values import Json
from reconciler.render.marker import divider, marker, read_marker, without_markers

LONGEST = 60_000
"""Characters of a whole comment. GitHub takes 65,536."""
_APPLIED = divider("applied")
_ROOM_FOR_APPLY = 5
"""A fifth of a comment is kept free for what apply will say."""
_ROOM_FOR_DATA = 3
"""At most a third of a comment is spent on digests; more stand in the artifact only."""
_DIGEST = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StickyComment:
    """`key` tells stack and environment, `place` file and environment, since a broken file names no stack.

    `head` is the commit that was planned, `run` the run that did so. `digests` are what a reviewer of this
    plan agrees to, None when they stand in the run's artifact only; then `artifact` is the SHA-256 of its
    plan.json, else "". `planned` and `applied` are what people read.
    """

    key: str
    place: str
    head: str
    run: int
    digests: tuple[str, ...] | None = ()
    artifact: str = ""
    planned: str = ""
    applied: str = ""

    def text(self) -> str:
        """The comment's whole body."""
        data: dict[str, Json] = {
            "artifact": self.artifact,
            "digests": None if self.digests is None else " ".join(self.digests),
            "head": self.head,
            "place": self.place,
            "run": self.run,
        }
        parts = [marker(self.key, data), without_markers(self.planned)]
        parts += [_APPLIED, without_markers(self.applied)] if self.applied else []
        return "\n".join(parts)

    def fitting(self, longest: int) -> StickyComment:
        """The same, its digests left to the artifact where they take too much of `longest` characters.

        Where they do not, the artifact need not be known: it differs from run to run.
        """
        spent = len(replace(self, planned="", applied="").text())
        left_out = bool(self.digests) and spent > longest // _ROOM_FOR_DATA
        return replace(self, digests=None) if left_out else replace(self, artifact="")

    def room_for_plan(self, longest: int) -> int:
        """Characters that the plan may take, so that apply's part finds room later."""
        return self.room_for_apply(longest) - longest // _ROOM_FOR_APPLY

    def room_for_apply(self, longest: int) -> int:
        """Characters that are left for apply beside the plan."""
        return longest - len(replace(self, applied="").text()) - len(_APPLIED) - 2


def read_comment(body: str) -> StickyComment | None:
    """What a comment says; None where it has no marker of ours. Whether it *is* ours its author tells."""
    found = read_marker(body)
    if found is None:
        return None
    key, data = found
    _, _, rest = body.replace("\r\n", "\n").partition("\n")
    planned, _, applied = rest.partition(f"\n{_APPLIED}\n")
    return _with_data(
        StickyComment(key=key, place="", head="", run=0, planned=planned, applied=applied), data
    )


def _with_data(bare: StickyComment, data: Mapping[str, Json]) -> StickyComment | None:
    place, head, run = data.get("place"), data.get("head"), data.get("run")
    digests, artifact = data.get("digests"), data.get("artifact")
    texts = isinstance(place, str) and isinstance(head, str) and isinstance(artifact, str)
    if not texts or type(run) is not int or not isinstance(digests, str | None):
        return None
    listed: Sequence[str] | None = None if digests is None else digests.split()
    if listed is not None and not all(map(_DIGEST.fullmatch, listed)):
        return None
    return replace(
        bare,
        place=str(place),
        head=str(head),
        run=run,
        digests=None if listed is None else tuple(listed),
        artifact=str(artifact),
    )
