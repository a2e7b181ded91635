"""A stack of 200 resources, two imports and two trainings, as the text of a personalize.yaml."""

from __future__ import annotations

import json

GROUPS, FILTERS, SOLUTIONS, CAMPAIGNS = 5, 22, 10, 5
SERVING = 2
"""So many of the groups import, train one solution and serve its campaigns; the others only exist."""
RESOURCES = GROUPS * (1 + 3 + 1 + FILTERS + SOLUTIONS) + 3 + SERVING * (CAMPAIGNS + 1)
_ROLE = "arn:aws:iam::123456789012:role/AmazonPersonalizeAccessRole"
_FROM = "s3://user-videos-data/interactions.csv"
_WATCHED = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("{word}")'


def stack() -> str:
    """JSON, which is YAML."""
    document = {
        "version": 1,
        "stack": "bench",
        "account": "123456789012",
        "region": "eu-west-1",
        "schemas": {
            f"bench-{kind}": {"avro": f"specs/avro/{kind}.avsc"}
            for kind in ("interactions", "items", "users")
        },
        "datasetGroups": {f"bench-{number}": _group(number) for number in range(GROUPS)},
    }
    return json.dumps(document, indent=1)


def _group(number: int) -> dict[str, object]:
    datasets: dict[str, dict[str, object]] = {
        kind: {"schema": f"bench-{kind}"} for kind in ("interactions", "items", "users")
    }
    serves = number < SERVING
    if serves:
        datasets["interactions"]["import"] = {"from": _FROM, "role": _ROLE}
    group: dict[str, object] = {
        "datasets": datasets,
        "eventTracker": f"bench-{number}-tracker",
        "filters": {
            f"bench-{number}-filter-{one}": _WATCHED.format(word=f"w{one}")
            for one in range(FILTERS + (1 if serves else 0))
        },
        "solutions": {
            f"bench-{number}-solution-{one}": _solution(number, trained=serves and one == 0)
            for one in range(SOLUTIONS)
        },
    }
    return group


def _solution(number: int, *, trained: bool) -> dict[str, object]:
    solution: dict[str, object] = {
        "recipe": "aws-user-personalization-v2",
        "autoTraining": False,
        "training": {"when": "initial" if trained else "never"},
    }
    if trained:
        solution["campaigns"] = {
            f"bench-{number}-campaign-{one}": {"minTPS": 1, "version": "latest"} for one in range(CAMPAIGNS)
        }
    return solution
