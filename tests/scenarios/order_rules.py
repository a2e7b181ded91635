"""The service's order of deletion and of creation, as rules over what stood at each call.

Nothing here knows what the reconciler plans. Source: developer guide, "Deleting resources", "Deleting a
dataset", and the prerequisites of each Create.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watched import Moment, Standing

CLASS = {
    "campaign": 1,
    "recommender": 1,
    "solution": 2,
    "event-tracker": 3,
    "metric-attribution": 4,
    "filter": 5,
    "dataset": 6,
    "dataset-group": 7,
    "schema": 8,
}
"""Each class is gone before the next is deleted, where a dataset or the whole group goes."""
CREATING = frozenset({"CREATE PENDING", "CREATE IN_PROGRESS"})
_GENERATION = re.compile(r"(-[0-9a-f]{6})?-v\d+$")
_ITEM_DATA = {"Interactions": "INTERACTIONS", "Items": "ITEMS", "Users": "USERS", "Actions": "ACTIONS"}


def deleted_too_early(moments: Sequence[Moment]) -> list[str]:
    """What was deleted while something stood, or was still leaving, that had to be gone before."""
    return [text for run in _runs(moments) for text in _deleted_too_early(run)]


def created_too_early(moments: Sequence[Moment]) -> list[str]:
    """What was created before what it needs was ready."""
    return [text for run in _runs(moments) for text in _created_too_early(run)]


def _runs(moments: Sequence[Moment]) -> list[list[Moment]]:
    return [[moment for moment in moments if moment.run == run] for run in sorted({m.run for m in moments})]


def _deleted_too_early(run: list[Moment]) -> Iterator[str]:
    deletions = [moment for moment in run if moment.operation.startswith("Delete")]
    subjects = [moment.subject for moment in deletions if moment.error is None]
    doomed = {subject.identity for subject in subjects if subject}
    torn_down = {s.group for s in subjects if s and s.kind in {"dataset", "dataset-group"}}
    solutions = {s.arn for moment in run for s in moment.standing if s.kind == "solution"}
    solutions |= {moment.arn for moment in run if moment.operation == "CreateSolution"}
    served = _served_again(run)
    for moment in deletions:
        subject = moment.subject
        # A refusal for being in use shows that it was asked too early; "delete if unused" is meant to ask.
        if subject is None or (moment.error and (moment.kind == "schema" or "InUse" not in moment.error)):
            continue
        groups = _groups_of_schema(run, subject.arn) if subject.kind == "schema" else {subject.group}
        for other in moment.standing:
            sooner = CLASS.get(other.kind, 9) < CLASS[subject.kind] and not (
                _replaced(other, subject, solutions)
                or (subject.kind != "dataset-group" and other.arn in served)
            )
            first = other.identity in doomed and (
                (other.group in groups & torn_down and sooner) or _depends(other, subject)
            )
            if first or _forbids_deletion(other, subject):
                yield f"{moment.operation} {_short(subject)} while {_short(other)} was {other.status}"


def _replaced(other: Standing, subject: Standing, solutions: set[str]) -> bool:
    """A generation that has a successor goes when nothing serves from it; only its group waits for it."""
    one = subject if subject.kind == "solution" else other
    if one.kind != "solution" or subject.kind == "dataset-group":
        return False
    stem, stems = _stem(one.arn), {_stem(arn) for arn in solutions - {one.arn}}
    return any(found.startswith(stem) or stem.startswith(found) for found in stems)


def _served_again(run: list[Moment]) -> set[str]:
    """The solutions that a campaign is made on: one that goes has to stay until that serves from another."""
    made = (moment for moment in run if moment.operation == "CreateCampaign" and moment.error is None)
    return {moment.request["solutionVersionArn"].rpartition("/")[0] for moment in made}


def _stem(arn: str) -> str:
    """A solution's name without its generation, and without the digits of a name that was cut."""
    return _GENERATION.sub("", arn)


def _groups_of_schema(run: list[Moment], schema: str) -> set[str | None]:
    """A schema belongs to no group; it goes after the groups whose datasets used it."""
    users = (s for moment in run for s in moment.standing if s.wire.get("schemaArn") == schema)
    return {user.group for user in users}


def _depends(other: Standing, subject: Standing) -> bool:
    """What has to be gone first even where nothing else of the group goes."""
    if subject.kind == "solution":
        moving = str(other.update.get("solutionVersionArn", ""))
        return other.kind == "campaign" and (
            other.parent == subject.arn or moving.startswith(f"{subject.arn}/")
        )
    return subject.kind == "schema" and other.wire.get("schemaArn") == subject.arn


def _forbids_deletion(other: Standing, subject: Standing) -> bool:
    """The dataset's own list: nothing of it may stand, whoever deletes it."""
    if subject.kind != "dataset" or other.group != subject.group:
        return False
    kind = subject.wire.get("datasetType")
    expressions = " ".join(metric["expression"] for metric in other.wire.get("metrics", ()))
    return {
        "filter": True,
        "event-tracker": kind == "INTERACTIONS",
        "metric-attribution": kind == "INTERACTIONS" or (kind == "ITEMS" and "Items." in expressions),
        "dataset-import-job": other.parent == subject.arn and other.status in CREATING,
        "solution-version": other.status in CREATING,
        "recommender": other.status in CREATING,
        "campaign": other.status in CREATING | {"ACTIVE"},
    }.get(other.kind, False)


def _created_too_early(run: list[Moment]) -> Iterator[str]:
    creations = [m for m in run if m.operation.startswith("Create") and m.error is None]
    for number, moment in enumerate(creations):
        group = _group(moment)
        later = [other for other in creations[number + 1 :] if _group(other) == group]
        for need in _unmet(moment, group, later):
            yield f"{moment.operation} {_tail(moment.arn)} before {need}"


def _unmet(moment: Moment, group: str | None, later: list[Moment]) -> Iterator[str]:
    standing = {other.arn: other for other in moment.standing}
    for member in ("datasetGroupArn", "datasetArn", "schemaArn", "solutionArn", "solutionVersionArn"):
        # A campaign in sync names SOLUTION/$LATEST.
        arn = str(moment.request.get(member, "")).removesuffix("/$LATEST")
        if arn and (arn not in standing or standing[arn].status != "ACTIVE"):
            yield f"{_tail(arn)} was ACTIVE"
    datasets = {s.wire["datasetType"]: s for s in moment.standing if s.kind == "dataset" and s.group == group}
    for kind in _data_needed(moment, datasets):
        if kind not in datasets or datasets[kind].status != "ACTIVE":
            yield f"dataset {kind} was ACTIVE"
    if moment.kind in {"solution", "recommender"}:
        yield from (f"{_tail(m.arn)} was created" for m in later if m.kind == "dataset")
    if moment.kind in {"solution-version", "recommender"}:
        yield from (f"{_tail(m.arn)} was imported" for m in later if m.kind == "dataset-import-job")
        imports = (s for s in moment.standing if s.kind == "dataset-import-job" and s.group == group)
        yield from (f"{_tail(job.arn)} was finished" for job in imports if job.status in CREATING)


def _data_needed(moment: Moment, datasets: dict[str, Standing]) -> set[str]:
    request = moment.request
    if moment.kind == "event-tracker":
        return {"INTERACTIONS"}
    if moment.kind == "filter":
        return {kind for word, kind in _ITEM_DATA.items() if f"{word}." in request["filterExpression"]}
    if moment.kind == "metric-attribution":
        summed = any("Items." in metric["expression"] for metric in request["metrics"])
        return {"INTERACTIONS"} | ({"ITEMS"} if summed else set())
    # Trained are all datasets that the group has.
    return set(datasets) if moment.kind in {"solution-version", "recommender"} else set()


def _group(moment: Moment) -> str | None:
    if "datasetGroupArn" in moment.request:
        return str(moment.request["datasetGroupArn"])
    named = (moment.request.get(m) for m in ("datasetArn", "solutionArn", "solutionVersionArn"))
    arn = str(next(filter(None, named), "")).removesuffix("/$LATEST")
    return next((other.group for other in moment.standing if other.arn == arn), None)


def _tail(arn: str) -> str:
    return arn.rpartition(":")[2]


def _short(standing: Standing) -> str:
    return _tail(standing.arn)
