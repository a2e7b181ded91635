"""`apply --reviewed`: which plans were reviewed, and whether this one does nothing beyond them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from reconciler.cli.saved_plan import read_document
from reconciler.cli.screen import Screen
from reconciler.errors import ReconcilerError
from reconciler.plan.review import unreviewed
from reconciler.render.escape import visible

if TYPE_CHECKING:
    from reconciler.plan.changes import Plan

_DIGEST = re.compile(r"[0-9a-f]{32}")
_AGAIN = "name a file written by `reconcile plan --format json` or `reconcile plan --out FILE`"


def reviewed_digests(paths: Iterable[str]) -> frozenset[str]:
    """What the plans in these files grant; ReconcilerError for one that is no plan."""
    return frozenset(digest for path in paths for digest in _granted(path))


def within_review(plan: Plan, reviewed: Collection[str], screen: Screen) -> bool:
    """Whether the plan does nothing beyond what was reviewed; says what it does beyond it."""
    beyond = unreviewed(plan, reviewed)
    if not beyond:
        return True
    screen.say(
        "error: this plan does what no reviewed plan shows\n"
        + "".join(
            f"    {one.action.value} {visible(str(one.address))}: {visible(one.reason)}\n" for one in beyond
        )
        + "    why:   the file or the account has changed since the review\n"
        "    to do: review a new plan, or leave --reviewed out to apply this one unreviewed"
    )
    return False


def _granted(path: str) -> Iterable[str]:
    try:
        return _digests(read_document(path, fix=_AGAIN))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReconcilerError(f"{path} is no plan that says what was reviewed", fix=_AGAIN) from error


def _digests(document: Any) -> list[str]:
    found = [digest for change in document["changes"] for digest in change["grants"]]
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in found):
        raise ValueError("not a digest")
    return found
