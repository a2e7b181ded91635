"""What answers a request of the runtime: the campaign or the recommender that it names.

Source: AWS API reference of the runtime, GetRecommendations; developer guide, "Stopping a recommender".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from personalize_emulator.errors import ApiError, invalid
from personalize_emulator.recipes import recipe_of
from personalize_emulator.resources import ACTIVE

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.recipes import Recipe
    from personalize_emulator.resources import Json, Resource


@dataclass(frozen=True, slots=True)
class Serving:
    """A campaign or recommender, its recipe, and the ARN under which its model is kept."""

    resource: Resource
    recipe: Recipe
    trained: str

    @property
    def group(self) -> str:
        """The dataset group it belongs to."""
        return str(self.resource.group)

    def model(self, realm: Realm) -> Json:
        """What was learned; an ACTIVE campaign or recommender has a model."""
        model = realm.store.model(self.trained)
        if model is None:
            raise ApiError("InternalFailure", f"There is no model of {self.trained}", 500)
        return model

    @property
    def lacks_metadata(self) -> bool:
        """Whether metadata must be turned on first. Source: guide, "Enabling metadata in recommendations"."""
        config = self.resource.wire.get("recommenderConfig") or {}
        return self.resource.kind == "recommender" and not config.get("enableMetadataWithRecommendations")


def serving(realm: Realm, request: Json) -> Serving:
    """What the request names; ResourceNotFoundException or InvalidInputException if it cannot answer."""
    campaign, recommender = request.get("campaignArn"), request.get("recommenderArn")
    if bool(campaign) == bool(recommender):
        # Assumed: the model requires neither; one of the two must be given.
        raise invalid("Either campaignArn or recommenderArn is required.")
    return _campaign(realm, str(campaign)) if campaign else _recommender(realm, str(recommender))


def _campaign(realm: Realm, arn: str) -> Serving:
    found = realm.find("campaign", arn)
    # Assumed: a campaign that was never ACTIVE answers as one that is not there.
    if found is None or found.status != ACTIVE:
        raise ApiError(
            "ResourceNotFoundException", f"The given campaign does not exist or is not ACTIVE: {arn}", 404
        )
    version = realm.need("solution-version", found.wire["solutionVersionArn"])
    return Serving(found, recipe_of(version.wire["recipeArn"]), version.arn)


def _recommender(realm: Realm, arn: str) -> Serving:
    found = realm.find("recommender", arn)
    if found is None:
        raise ApiError("ResourceNotFoundException", f"The given recommender does not exist: {arn}", 404)
    if found.status != ACTIVE:
        # That a stopped one gives no recommendations is documented. Assumed: the error, and that it is the
        # same in every other status than ACTIVE.
        raise invalid(f"The given recommender is in status {found.status}: {arn}")
    return Serving(found, recipe_of(found.wire["recipeArn"]), found.arn)
