"""Variables of environments."""

from __future__ import annotations

from reconciler.desired.rules.check import FORMAT
from reconciler.model.rules import Rule

RULES = (
    Rule(
        id="variable/nested",
        title="a variable's value holds ${",
        why="A variable's value is taken as it stands; nothing is substituted in it.",
        fix="Write the value out.",
        source=FORMAT,
        bad=('environments: {live: {variables: {team: "${name}"}}}\ntags: {team: "${team}"}\n'),
        good=('environments: {live: {variables: {team: video}}}\ntags: {team: "${team}"}\n'),
    ),
    Rule(
        id="variable/form",
        title="${ begins a variable, but no name and } follow",
        why="What is meant cannot be known.",
        fix="Write ${NAME}; or $${ where the text itself is meant.",
        source=FORMAT,
        bad=("datasetGroups:\n  shop:\n    filters: {f: 'EXCLUDE ItemID WHERE Items.A IN (\"${ x\")'}\n"),
        good=("datasetGroups:\n  shop:\n    filters: {f: 'EXCLUDE ItemID WHERE Items.A IN (\"$${ x\")'}\n"),
    ),
    Rule(
        id="variable/unknown",
        title="there is no variable of that name",
        why="The value would be sent with ${NAME} in it.",
        fix="Say the variable in every environment, or write $${ where the text itself is meant.",
        source=FORMAT,
        bad=('environments: {live: {variables: {team: video}}}\ntags: {team: "${teem}-${team}"}\n'),
        good=('environments: {live: {variables: {team: video}}}\ntags: {team: "${team}"}\n'),
    ),
    Rule(
        id="variable/unused",
        title="nothing uses a variable",
        why="It is most often a misspelt name.",
        fix="Use it as ${NAME}, or remove it.",
        source=FORMAT,
        bad="environments: {live: {variables: {team: video}}}\n",
        good=('environments: {live: {variables: {team: video}}}\ntags: {team: "${team}"}\n'),
    ),
    Rule(
        id="variable/missing",
        title="an environment lacks a variable that another says",
        why="A value that only some environments have would fail in the others.",
        fix="Say every variable in every environment.",
        source=FORMAT,
        bad=(
            "environments:\n"
            "  staging: {prefix: s-}\n"
            "  live: {variables: {team: video}}\n"
            'tags: {team: "${team}"}\n'
        ),
        good=(
            "environments:\n"
            "  staging: {prefix: s-, variables: {team: test}}\n"
            "  live: {variables: {team: video}}\n"
            'tags: {team: "${team}"}\n'
        ),
    ),
)
