"""Named environments."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="environment/none",
        title="an environment is asked for where the file names none, or the key names none",
        why="A command would be about nothing.",
        fix="Name an environment below environments, or leave the key and --env out.",
        source=FORMAT,
        bad="environments: {}\n",
        good="environments: {live: {}}\n",
    ),
    Rule(
        id="environment/too-many",
        title=(
            "there are more than 20 environments, or more values in all of them than can be looked at soon"
        ),
        why="Every environment is checked as a file of its own.",
        fix="Split the file.",
        source=Source(
            said="the reader's own limit, so that hostile input ends in bounded time",
            seen="2026-11-23",
        ),
    ),
    Rule(
        id="environment/choose",
        title="the file has environments, and the command does not say which one",
        why="Each leads to an account of its own.",
        fix="Pass --env NAME, or set RECONCILE_ENV.",
        source=FORMAT,
    ),
    Rule(
        id="environment/unknown",
        title="the file has no environment of that name",
        why="A command would be about nothing.",
        fix="Pass the name of one that the file has.",
        source=FORMAT,
    ),
    Rule(
        id="environment/clash",
        title="two environments of one account and region would make the same things",
        why="Names are unique per account and region, and the stack says whose a resource is.",
        fix="Set prefix in one of them, or say the account and region of both where they differ.",
        source=Source(
            said="Amazon Personalize API reference: names are unique per account and region",
            seen="2026-11-23",
        ),
        bad=("environments:\n  staging: {}\n  live: {}\n"),
        good=("environments:\n  staging: {prefix: s-}\n  live: {}\n"),
    ),
)
