"""Whether campaigns served without a break, read off the history: pure, so that any test can ask it.

Does not belong here: keeping the history, or what the runtime answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from personalize_emulator.history import OWN, Change
from personalize_emulator.resources import ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time, of whatever length, in which a campaign that had served before had no ACTIVE version behind it.

    `since` and `until` are in the emulator's seconds; `until` is None while it lasts. `why` is what began it.
    A campaign is its ARN: one deleted and created again has a gap in between.
    """

    campaign: str
    since: float
    until: float | None
    why: str


def gaps(changes: Iterable[Change]) -> list[Gap]:
    """Every gap of every campaign, in the order in which they began.

    Judged after each single change, so that two changes at the same moment hide nothing. A version of which
    the history knows nothing counts as one that is not ACTIVE.
    """
    statuses: dict[str, str] = {}
    serves: dict[str, str | None] = {}
    served: set[str] = set()
    found: list[Gap] = []
    for change in changes:
        if change.track == OWN:
            statuses[change.arn] = change.status
        if change.kind == "campaign":
            serves[change.arn] = change.version
        for campaign, version in serves.items():
            why = _lapse(campaign, version, statuses)
            if why is None:
                served.add(campaign)
                found = [_ended(gap, campaign, change.time) for gap in found]
            elif campaign in served:
                served.remove(campaign)
                found.append(Gap(campaign=campaign, since=change.time, until=None, why=why))
    return found


def _lapse(campaign: str, version: str | None, statuses: dict[str, str]) -> str | None:
    if statuses.get(campaign) != ACTIVE:
        return f"the campaign is {statuses.get(campaign)}"
    if version is None or statuses.get(version) != ACTIVE:
        return f"it serves {version}, which is {statuses.get(str(version), 'unknown')}"
    return None


def _ended(gap: Gap, campaign: str, time: float) -> Gap:
    if gap.campaign != campaign or gap.until is not None:
        return gap
    return Gap(campaign=gap.campaign, since=gap.since, until=time, why=gap.why)
