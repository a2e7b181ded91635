"""Solution versions: trainings, started by hand or by the service, never deleted by themselves.

Source: AWS API reference, CreateSolutionVersion and StopSolutionVersionCreation; recorded answers for ARN
and name.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from personalize_emulator import lifecycle
from personalize_emulator.errors import invalid, limit_exceeded
from personalize_emulator.kinds import dataset
from personalize_emulator.kinds.kind import Kind
from personalize_emulator.kinds.learning import learn
from personalize_emulator.recipes import recipe_of
from personalize_emulator.resources import (
    ACTIVE,
    CREATE_FAILED,
    CREATE_IN_PROGRESS,
    CREATE_PENDING,
    CREATE_STOPPED,
    CREATE_STOPPING,
    RUNNING,
)

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

_MOST_RUNNING = 20
_LONGEST = 63
# Assumed: which recipe the service picks under AutoML.
_AUTO_ML_RECIPE = "arn:aws:personalize:::recipe/aws-user-personalization"


def create(realm: Realm, request: Json) -> Json:
    """CreateSolutionVersion; trains on what the datasets hold when it gets IN_PROGRESS."""
    solution = realm.need_active("solution", request["solutionArn"])
    mode = request.get("trainingMode", "FULL")
    if mode == "AUTOTRAIN":
        # Assumed: the service uses this mode for its own trainings.
        raise invalid("The training mode AUTOTRAIN cannot be requested.")
    if mode == "UPDATE":
        _check_update(realm, solution)
    for kind in recipe_of(_recipe_arn(solution)).needs:
        if dataset.of_type(realm, str(solution.group), kind) is None:
            # Assumed: the error; training needs the dataset.
            raise invalid(
                f"The dataset group has no {kind} dataset, which the recipe needs: {solution.group}"
            )
    if sum(version.status in RUNNING for version in realm.all("solution-version")) >= _MOST_RUNNING:
        # Assumed: the text is documented for import jobs; the quota L-9C16B368 for versions.
        raise limit_exceeded(f"More than {_MOST_RUNNING} resources with PENDING or IN_PROGRESS status.")
    return {"solutionVersionArn": _start(realm, solution, request, mode, "MANUAL").arn}


def stop(realm: Realm, request: Json) -> Json:
    """StopSolutionVersionCreation: pending stops at once, in progress passes through CREATE STOPPING."""
    version = realm.need("solution-version", request["solutionVersionArn"])
    if version.status not in RUNNING:
        # Assumed: the error for a version that is not running.
        raise invalid(f"The given solution version is in status {version.status}: {version.arn}")
    pending = version.status == CREATE_PENDING
    version.status, version.updated = CREATE_STOPPED if pending else CREATE_STOPPING, realm.now
    realm.save(version)
    wait = realm.seconds("solution-version-stop")
    realm.store.plan(version.arn, lifecycle.OWN, [] if pending else [(realm.now + wait, CREATE_STOPPED)])
    return {}


def start_automatic(realm: Realm, solution: Resource) -> None:
    """A training that the service starts by itself. Assumed: it carries none of the solution's tags."""
    if all(
        dataset.of_type(realm, str(solution.group), kind) for kind in recipe_of(_recipe_arn(solution)).needs
    ):
        _start(realm, solution, {}, "FULL", "AUTOMATIC")


def has_new_data(realm: Realm, solution: Resource, latest: Resource | None) -> bool:
    """Whether interactions arrived since the last training.

    Source: developer guide, "Configuring automatic training".
    """
    return latest is None or bool(_mark(realm, solution) > latest.notes.get("data", 0))


def reach(realm: Realm, version: Resource, _track: str, status: str) -> str:
    """Train on entering IN_PROGRESS; tell the outcome at the end."""
    if status == CREATE_IN_PROGRESS and "fail" not in version.notes:
        version.notes["outcome"] = _train(realm, version)
    elif status == ACTIVE:
        if reason := version.notes.get("outcome"):
            version.reason = reason
            return CREATE_FAILED
        version.wire["trainingHours"] = round((realm.now - version.created) / 3600, 3)
    return status


def settled(realm: Realm, version: Resource, _track: str, status: str) -> None:
    """Campaigns in sync take up a version as it turns ACTIVE."""
    if status == ACTIVE:
        from personalize_emulator.kinds.campaign import follow  # noqa: PLC0415

        follow(realm, str(version.parent))


def newest_active(realm: Realm, solution: str) -> Resource | None:
    """The newest ACTIVE version of a solution."""
    versions = realm.all("solution-version", parent=solution)
    return next((version for version in reversed(versions) if version.status == ACTIVE), None)


def recipe_arn_of(realm: Realm, version: Resource) -> str:
    """The recipe that a version was trained with."""
    return _recipe_arn(realm.need("solution", str(version.parent)))


def _start(realm: Realm, solution: Resource, request: Json, mode: str, kind: str) -> Resource:
    number = uuid.uuid4().hex[:8]
    inherited = ("performHPO", "performAutoML", "recipeArn", "eventType", "datasetGroupArn")
    wire = {key: solution.wire.get(key) for key in inherited} | {
        "solutionArn": solution.arn,
        "solutionConfig": _config(solution),
        "trainingMode": mode,
        "trainingType": kind,
    }
    return realm.create(
        "solution-version",
        f"{solution.name}/{number}",
        request,
        wire=wire | {"recipeArn": _recipe_arn(solution)},
        # Assumed: cut where a long solution name leaves no room; a name has 63 characters at most.
        name=request.get("name") or f"{solution.name[: _LONGEST - len(number) - 1]}/{number}",
        group=solution.group,
        parent=solution.arn,
    )


def _config(solution: Resource) -> Json | None:
    """The configuration to train with: the solution's, with what updates have changed.

    While an update runs that is the old one. Source: guide, "Updating a solution". Assumed: a version shows
    the changed members in its solutionConfig.
    """
    changed = {
        member: solution.notes["effective"][member]
        for member in ("autoTrainingConfig", "eventsConfig")
        if solution.notes["effective"].get(member) is not None
    }
    return {**(solution.wire.get("solutionConfig") or {}), **changed} or None


def _check_update(realm: Realm, solution: Resource) -> None:
    """UPDATE needs a recipe that can and a FULL version. Source: API reference, CreateSolutionVersion."""
    if not recipe_of(_recipe_arn(solution)).updates:
        raise invalid("The training mode UPDATE is not supported for the recipe of the given solution.")
    versions = realm.all("solution-version", parent=solution.arn)
    if not any(version.status == ACTIVE and version.wire["trainingMode"] == "FULL" for version in versions):
        raise invalid("The training mode UPDATE needs an ACTIVE solution version trained with FULL.")


def _train(realm: Realm, version: Resource) -> str | None:
    """Learn a model and keep it; the failureReason if the data does not suffice."""
    version.notes["data"] = _mark(realm, version)
    config = version.wire.get("solutionConfig") or {}
    threshold = config.get("eventValueThreshold")
    return learn(
        realm,
        version,
        recipe=version.wire["recipeArn"],
        event_type=version.wire.get("eventType"),
        event_threshold=None if threshold is None else float(threshold),
    )


def _mark(realm: Realm, resource: Resource) -> int:
    found = dataset.of_type(realm, str(resource.group), "INTERACTIONS")
    return 0 if found is None else realm.store.records.last(found.arn)


def _recipe_arn(solution: Resource) -> str:
    return str(solution.wire.get("recipeArn") or _AUTO_ML_RECIPE)


KIND = Kind(
    name="solution-version",
    noun="SolutionVersion",
    arn_type="solution",
    operations={"CreateSolutionVersion": create, "StopSolutionVersionCreation": stop},
    scope={"solutionArn": "parent"},
    scope_must_exist="solution",
    reach=reach,
    settled=settled,
)
