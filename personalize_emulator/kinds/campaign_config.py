"""What CreateCampaign and UpdateCampaign accept as version and configuration.

Source: AWS API reference, CampaignConfig; developer guide, "Creating a campaign". Texts are the emulator's
own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.errors import invalid
from personalize_emulator.kinds import dataset
from personalize_emulator.kinds.solution_version import newest_active, recipe_arn_of
from personalize_emulator.recipes import recipe_of

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.recipes import Recipe
    from personalize_emulator.resources import Json, Resource

_LATEST = "/$LATEST"
_EXPLORATION = {"explorationWeight": 1.0, "explorationItemAgeCutOff": float("inf")}


def version_to_serve(realm: Realm, arn: str, config: Json) -> Resource:
    """The ACTIVE version meant by `arn`: a version's own ARN, or SOLUTION/$LATEST together with sync.

    Errors: ResourceNotFoundException for anything that is no version, a bare solution ARN included (observed,
    aws-sdk-js-v3 issue 4982); InvalidInputException for $LATEST without sync, sync without it, or a recipe
    that no campaign serves.
    """
    sync = bool(config.get("syncWithLatestSolutionVersion"))
    if arn.endswith(_LATEST) != sync:
        # The rule is documented. Assumed: its error.
        raise invalid(
            "syncWithLatestSolutionVersion requires a solutionVersionArn of the form solutionArn/$LATEST,"
            " and the other way round."
        )
    if sync:
        solution = realm.need_active("solution", arn.removesuffix(_LATEST))
        version = newest_active(realm, solution.arn)
        if version is None:
            # Assumed: whether $LATEST can be used before any version is ACTIVE is not documented.
            raise invalid(f"The given solution has no ACTIVE solution version: {solution.arn}")
    else:
        # Assumed: whether the datasets it was trained on are still the same ones does not matter.
        version = realm.need_active("solution-version", arn)
        realm.need_active("solution", str(version.parent))
    recipe = recipe_of(recipe_arn_of(realm, version))
    if not recipe.serves:
        # Assumed: the error; user segmentation is documented for batch segment jobs only.
        raise invalid(f"A campaign cannot be created for recipe {recipe.arn}")
    _check_config(realm, version, config)
    return version


def _check_config(realm: Realm, version: Resource, config: Json) -> None:
    recipe = recipe_of(recipe_arn_of(realm, version))
    check_exploration(recipe, config.get("itemExplorationConfig") or {})
    influence = config.get("rankingInfluence") or {}
    if influence and not recipe.ranking_influence:
        raise invalid(f"rankingInfluence is not supported for recipe {recipe.arn}")
    if any(not 0 <= weight <= 1 for weight in influence.values()):
        raise invalid("rankingInfluence must lie between 0.0 and 1.0.")
    check_metadata(realm, str(version.group), config)


def check_exploration(recipe: Recipe, exploration: Json) -> None:
    """A weight from 0 to 1 and a cut-off in days, for the recipes that explore."""
    if exploration and not recipe.exploration:
        raise invalid(f"itemExplorationConfig is not supported for recipe {recipe.arn}")
    for name, value in exploration.items():
        if name not in _EXPLORATION or not _between(value, _EXPLORATION[name]):
            raise invalid(f"itemExplorationConfig has an invalid entry: {name}={value}")


def check_metadata(realm: Realm, group: str, config: Json) -> None:
    """Metadata in answers comes from an Items dataset."""
    if config.get("enableMetadataWithRecommendations") and not dataset.of_type(realm, group, "ITEMS"):
        raise invalid("enableMetadataWithRecommendations requires an Items dataset.")


def _between(value: str, high: float) -> bool:
    try:
        return 0 <= float(value) <= high
    except ValueError:
        return False
