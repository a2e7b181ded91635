"""Solutions, with their updates and automatic training.

Source: AWS API reference, CreateSolution, UpdateSolution and DeleteSolution; developer guide, "Updating a
solution" and "Configuring automatic training".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.errors import already_exists, in_use, invalid, quota_reached
from personalize_emulator.kinds import solution_version
from personalize_emulator.kinds.kind import Kind
from personalize_emulator.kinds.solution_config import (
    check_events,
    check_incremental,
    check_schedule,
    check_solution,
    schedule_days,
    shown_config,
)
from personalize_emulator.lifecycle import AUTO, OWN, UPDATE
from personalize_emulator.operations import summary
from personalize_emulator.recipes import recipe_of
from personalize_emulator.resources import ACTIVE, CREATE_STOPPING, GONE, RUNNING

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.recipes import Recipe
    from personalize_emulator.resources import Json, Resource

# The guide says 10, the General Reference 20; the stricter one finds more mistakes.
_MOST = 10
_DAY = 86_400.0
_TRAIN = "TRAIN"


def create(realm: Realm, request: Json) -> Json:
    """CreateSolution; without performAutoTraining the service trains, and bills, every seven days."""
    arn = realm.arn("solution", request["name"])
    if realm.find("solution", arn) is not None:
        raise already_exists(arn)
    group = realm.need_active("dataset-group", request["datasetGroupArn"])
    recipe = _recipe(request)
    if group.wire.get("domain") and recipe is not None and recipe.type == "PERSONALIZED_ACTIONS":
        # Assumed: the error; the guide says that domain groups cannot have next best actions.
        raise invalid(f"The given recipe cannot be used in a Domain dataset group: {recipe.arn}")
    check_solution(recipe, request)
    if sum(not other.status.endswith("FAILED") for other in realm.all("solution", group=group.arn)) >= _MOST:
        raise quota_reached("solution", _MOST)
    wire = {
        "datasetGroupArn": group.arn,
        "recipeArn": request.get("recipeArn"),
        "eventType": request.get("eventType"),
        "solutionConfig": shown_config(request.get("solutionConfig")),
        "performHPO": request.get("performHPO", False),
        "performAutoML": request.get("performAutoML", False),
        "performAutoTraining": request.get("performAutoTraining", True),
        "performIncrementalUpdate": request.get("performIncrementalUpdate", False),
    }
    solution = realm.create("solution", request["name"], request, wire=wire, group=group.arn)
    config = request.get("solutionConfig") or {}
    solution.notes["effective"] = {
        "performAutoTraining": wire["performAutoTraining"],
        "performIncrementalUpdate": wire["performIncrementalUpdate"],
        "autoTrainingConfig": config.get("autoTrainingConfig"),
        "eventsConfig": config.get("eventsConfig"),
    }
    realm.save(solution)
    return {"solutionArn": solution.arn}


def update(realm: Realm, request: Json) -> Json:
    """UpdateSolution: automatic training, its schedule, incremental updates and the events configuration."""
    solution = realm.need_active("solution", request["solutionArn"])
    if solution.updating:
        # Assumed: the operation lists ResourceInUseException, presumably for this.
        raise in_use(f"The given solution is being updated: {solution.arn}")
    config = request.get("solutionUpdateConfig") or {}
    check_schedule(config.get("autoTrainingConfig"))
    recipe = recipe_of(solution.wire["recipeArn"]) if "recipeArn" in solution.wire else None
    if recipe and config.get("eventsConfig") is not None:
        check_events(recipe)
    if recipe and request.get("performIncrementalUpdate"):
        check_incremental(recipe)
    # Assumed: the record of an update holds what that update was given and nothing of earlier ones.
    realm.update(solution, {key: value for key, value in request.items() if key != "solutionArn"})
    return {"solutionArn": solution.arn}


def check_delete(realm: Realm, solution: Resource) -> None:
    """No campaign, no running training, no running update. Assumed: the texts.

    Source: API reference, DeleteSolution; guide, "Deleting resources".
    """
    if solution.updating:
        raise in_use(f"The given solution is being updated: {solution.arn}")
    for campaign in realm.all("campaign", group=solution.group):
        pending = campaign.update["solutionVersionArn"] if campaign.update and campaign.updating else ""
        if campaign.parent == solution.arn or pending.startswith(f"{solution.arn}/"):
            raise in_use(f"The given solution is in use by a campaign: {campaign.arn}")
    for version in realm.all("solution-version", parent=solution.arn):
        if version.status in RUNNING | {CREATE_STOPPING}:
            raise in_use(
                f"The given solution has a solution version in status {version.status}: {version.arn}"
            )


def reach(realm: Realm, solution: Resource, track: str, status: str) -> str:
    """An update takes effect, or automatic training is due."""
    if track == UPDATE and status == ACTIVE and solution.update is not None:
        before = solution.notes["effective"]
        after = before | {k: solution.update[k] for k in before if k in solution.update}
        after |= {
            k: v for k, v in (solution.update.get("solutionUpdateConfig") or {}).items() if v is not None
        }
        # Assumed: the top level of DescribeSolution keeps what CreateSolution was given; AWS's own sample
        # reads the values of an update from latestSolutionUpdate.
        solution.notes["effective"] = after
        if not after["performAutoTraining"]:
            realm.store.plan(solution.arn, AUTO, [])
        elif not before["performAutoTraining"] or _days(before) != _days(after):
            _schedule(realm, solution)
    elif track == AUTO:
        _train(realm, solution)
    return status


def settled(realm: Realm, solution: Resource, track: str, status: str) -> None:
    """Automatic training starts within the hour; a deleted solution takes its versions along."""
    if track == OWN and status == ACTIVE and solution.notes["effective"]["performAutoTraining"]:
        _schedule(realm, solution)
        realm.save(solution)
    elif status == GONE:
        for version in realm.all("solution-version", parent=solution.arn):
            realm.remove(version)


def more(realm: Realm, solution: Resource) -> Json:
    """latestSolutionVersion, absent before the first one."""
    versions = realm.all("solution-version", parent=solution.arn)
    latest = summary(realm, realm.kind("solution-version"), versions[-1]) if versions else None
    return {"latestSolutionVersion": latest}


def _recipe(request: Json) -> Recipe | None:
    if request.get("performAutoML"):
        if request.get("recipeArn"):
            raise invalid("recipeArn cannot be given together with performAutoML.")
        return None
    if not request.get("recipeArn"):
        raise invalid("recipeArn is required unless performAutoML is true.")
    recipe = recipe_of(request["recipeArn"])
    if recipe.retired:
        # Assumed: the guide says that the HRNN recipes are no longer available; the error is not documented.
        raise invalid(f"The given recipe is no longer available: {recipe.arn}")
    if recipe.domain:
        # Assumed: the guide uses these recipes with recommenders only.
        raise invalid(f"The given recipe can only be used with a recommender: {recipe.arn}")
    return recipe


def _schedule(realm: Realm, solution: Resource) -> None:
    # A manual training within the hour counts instead, also after a change of the schedule.
    solution.notes |= {"auto-since": realm.now, "auto-ran": False}
    realm.store.plan(solution.arn, AUTO, [(realm.now + realm.seconds("automatic-training"), _TRAIN)])


def _train(realm: Realm, solution: Resource) -> None:
    """Start a training unless a manual one came first or nothing new arrived; plan the next in any case."""
    versions = realm.all("solution-version", parent=solution.arn)
    latest = versions[-1] if versions else None
    began = realm.now
    if (
        latest is not None
        and latest.created >= solution.notes["auto-since"]
        and not solution.notes.get("auto-ran")
    ):
        began = latest.created
    elif solution_version.has_new_data(realm, solution, latest):
        solution_version.start_automatic(realm, solution)
    solution.notes["auto-ran"] = True
    following = max(began + _days(solution.notes["effective"]) * _DAY, realm.now + 1)
    realm.store.plan(solution.arn, AUTO, [(following, _TRAIN)])


def _days(effective: Json) -> int:
    return schedule_days((effective.get("autoTrainingConfig") or {}).get("schedulingExpression"))


KIND = Kind(
    name="solution",
    noun="Solution",
    operations={"CreateSolution": create, "UpdateSolution": update},
    update_member="latestSolutionUpdate",
    check_delete=check_delete,
    reach=reach,
    settled=settled,
    more=more,
)
