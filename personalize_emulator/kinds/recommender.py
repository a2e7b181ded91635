"""Recommenders of domain groups: a use case, trained and served behind one ARN, that can be stopped.

Source: AWS API reference, CreateRecommender, UpdateRecommender, StartRecommender and StopRecommender;
developer guide, "Creating recommenders", "Updating a recommender" and "Stopping a recommender".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator import lifecycle
from personalize_emulator.errors import already_exists, in_use, invalid, quota_reached
from personalize_emulator.kinds import dataset
from personalize_emulator.kinds.kind import Kind
from personalize_emulator.kinds.learning import learn
from personalize_emulator.kinds.recommender_config import checked_config, columns_of, use_case
from personalize_emulator.lifecycle import AUTO, OWN, UPDATE
from personalize_emulator.recipes import recipe_of
from personalize_emulator.resources import ACTIVE, CREATE_FAILED, CREATE_IN_PROGRESS, INACTIVE

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

_MOST = 5
_CONFIG = "recommenderConfig"
# "Every 7 days". Source: guide, "Stopping a recommender".
_RETRAINED_AFTER = 7 * 86_400.0
_RETRAIN = "RETRAIN"


def create(realm: Realm, request: Json) -> Json:
    """CreateRecommender; trains on what the datasets hold when it gets IN_PROGRESS."""
    arn = realm.arn("recommender", request["name"])
    if realm.find("recommender", arn) is not None:
        raise already_exists(arn)
    group = realm.need_active("dataset-group", request["datasetGroupArn"])
    recipe = use_case(group, request["recipeArn"])
    config = checked_config(realm, group.arn, recipe, request.get(_CONFIG) or {})
    for kind in recipe.needs:
        if dataset.of_type(realm, group.arn, kind) is None:
            # Assumed: the error; training needs the dataset.
            raise invalid(f"The dataset group has no {kind} dataset, which the recipe needs: {group.arn}")
    others = realm.all("recommender", group=group.arn)
    if sum(not other.status.endswith("FAILED") for other in others) >= _MOST:
        raise quota_reached("recommender", _MOST)
    wire = {"datasetGroupArn": group.arn, "recipeArn": recipe.arn, _CONFIG: config}
    made = realm.create("recommender", request["name"], request, wire=wire, group=group.arn)
    return {"recommenderArn": made.arn}


def update(realm: Realm, request: Json) -> Json:
    """UpdateRecommender: the old configuration and model serve until the update is ACTIVE.

    The columns used in training take a retraining, anything else does not.
    """
    # Assumed: only an ACTIVE recommender can be updated; no page says so, nor that a stopped one can.
    recommender = realm.need_active("recommender", request["recommenderArn"])
    _check_settled(recommender)
    recipe = recipe_of(recommender.wire["recipeArn"])
    # Assumed: what is sent replaces the whole, since the member is required; what is left out goes back to
    # its default. aws-samples' monitor reads the configuration, changes it and writes it back.
    config = checked_config(realm, str(recommender.group), recipe, request[_CONFIG])
    retrains = columns_of(config) != columns_of(recommender.wire[_CONFIG])
    realm.update(recommender, {_CONFIG: config}, duration="recommender-retraining" if retrains else None)
    return {"recommenderArn": recommender.arn}


def stop(realm: Realm, request: Json) -> Json:
    """StopRecommender: from ACTIVE to INACTIVE; retraining pauses."""
    return _switch(realm, request, ACTIVE, "STOP", INACTIVE)


def start(realm: Realm, request: Json) -> Json:
    """StartRecommender: from INACTIVE to ACTIVE, with the model it had."""
    return _switch(realm, request, INACTIVE, "START", ACTIVE)


def check_delete(_realm: Realm, recommender: Resource) -> None:
    """In status ACTIVE, INACTIVE or CREATE FAILED (INACTIVE: aws-samples retail-demo-store issue 527)."""
    _check_settled(recommender)


def reach(realm: Realm, recommender: Resource, track: str, status: str) -> str:
    """Train on entering IN_PROGRESS and tell at the end; take over an update; retrain when it is due."""
    if track == AUTO:
        _retrain(realm, recommender)
    elif track == UPDATE and status == ACTIVE and recommender.update is not None:
        return _take_over(realm, recommender, recommender.update[_CONFIG])
    elif track == OWN and status == CREATE_IN_PROGRESS and "fail" not in recommender.notes:
        recommender.notes["outcome"] = _learn(realm, recommender)
    elif track == OWN and status == ACTIVE and (reason := recommender.notes.get("outcome")):
        recommender.reason = reason
        return CREATE_FAILED
    return status


def settled(realm: Realm, recommender: Resource, track: str, status: str) -> None:
    """The service retrains every seven days for as long as the recommender is not stopped."""
    if status == _RETRAIN or (track == OWN and status == ACTIVE):
        realm.store.plan(recommender.arn, AUTO, [(realm.now + _RETRAINED_AFTER, _RETRAIN)])


def _switch(realm: Realm, request: Json, before: str, word: str, after: str) -> Json:
    recommender = realm.need("recommender", request["recommenderArn"])
    if recommender.changing:
        raise in_use(f"The given recommender is in status {recommender.status}: {recommender.arn}")
    if recommender.status != before:
        # Assumed: the error; that only an ACTIVE one is stopped and an INACTIVE one started is documented.
        raise invalid(f"The given recommender is not {before} but {recommender.status}: {recommender.arn}")
    _check_settled(recommender)
    lifecycle.begin_switch(realm, recommender, word, after, realm.seconds("recommender-switch"))
    return {"recommenderArn": recommender.arn}


def _check_settled(recommender: Resource) -> None:
    if recommender.updating:
        # Assumed: as for campaigns, nothing else may happen to it during an update.
        raise in_use(f"The given recommender is being updated: {recommender.arn}")


def _take_over(realm: Realm, recommender: Resource, config: Json) -> str:
    """The update's configuration, with a new model if its columns need one; the status the update ends in."""
    if columns_of(config) != columns_of(recommender.wire[_CONFIG]) and (reason := _learn(realm, recommender)):
        recommender.notes["fail-update"] = reason
        return CREATE_FAILED
    recommender.wire[_CONFIG] = config
    return ACTIVE


def _retrain(realm: Realm, recommender: Resource) -> None:
    # Without new records the model would come out the same; if training fails the old one goes on serving.
    if _mark(realm, recommender) != recommender.notes.get("data"):
        _learn(realm, recommender)


def _learn(realm: Realm, recommender: Resource) -> str | None:
    recommender.notes["data"] = _mark(realm, recommender)
    return learn(realm, recommender, recipe=recommender.wire["recipeArn"])


def _mark(realm: Realm, recommender: Resource) -> int:
    datasets = realm.all("dataset", group=recommender.group)
    return max((realm.store.records.last(found.arn) for found in datasets), default=0)


KIND = Kind(
    name="recommender",
    noun="Recommender",
    operations={
        "CreateRecommender": create,
        "UpdateRecommender": update,
        "StartRecommender": start,
        "StopRecommender": stop,
    },
    update_member="latestRecommenderUpdate",
    check_delete=check_delete,
    reach=reach,
    settled=settled,
)
