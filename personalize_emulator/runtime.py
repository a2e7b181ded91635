"""The runtime: GetRecommendations and GetPersonalizedRanking, answered from what was imported and put.

Source: AWS API reference of the runtime; developer guide, "Getting real-time recommendations". Does not
belong here: how items are scored (see `data`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from personalize_emulator.data.filters import FilterError, parse_filter
from personalize_emulator.data.recommend import rank, recommend
from personalize_emulator.errors import ApiError, invalid
from personalize_emulator.events import recent_events
from personalize_emulator.kinds import dataset
from personalize_emulator.resources import ACTIVE
from personalize_emulator.serving import serving

if TYPE_CHECKING:
    from personalize_emulator.kinds.kind import Handler
    from personalize_emulator.realm import Realm
    from personalize_emulator.records import Record
    from personalize_emulator.resources import Json
    from personalize_emulator.serving import Serving

_DEFAULT_RESULTS, _MOST_RESULTS, _MOST_WITH_METADATA = 25, 500, 50
_MOST_COLUMNS = 10
Allowed = Callable[[str], bool]


def get_recommendations(realm: Realm, request: Json) -> Json:
    """GetRecommendations from a campaign or a recommender."""
    source = serving(realm, request)
    recipe = source.recipe
    if recipe.type in {"PERSONALIZED_RANKING", "PERSONALIZED_ACTIONS"}:
        # Assumed: the error for the wrong operation.
        raise invalid(f"GetRecommendations is not supported for recipes of type {recipe.type}.")
    if not all(request.get(needed) for needed in recipe.required_inputs):
        # Seen in a batch job's output (re:Post); assumed to be the same here.
        raise invalid(f"Required fields for the provided recipe are {', '.join(recipe.required_inputs)}")
    if request.get("promotions"):
        raise ApiError("NotImplementedException", "The emulator does not have promotions yet.", 501)
    count = request.get("numResults") or _DEFAULT_RESULTS
    columns = _columns(request)
    if columns and source.lacks_metadata:
        # Assumed: the error; the guide says to turn metadata on before asking for it.
        raise invalid("enableMetadataWithRecommendations is not true for the given recommender.")
    if count > (_MOST_WITH_METADATA if columns else _MOST_RESULTS):
        limit = _MOST_WITH_METADATA if columns else _MOST_RESULTS
        raise invalid(f"numResults must be at most {limit}.")
    found = recommend(
        source.model(realm),
        user_id=request.get("userId"),
        item_id=request.get("itemId"),
        recent_events=_recent(realm, source, request),
        num_results=count,
        allowed=_allowed(realm, source, request),
    )
    return {
        "itemList": _items(realm, source, found, columns, scores=recipe.type == "USER_PERSONALIZATION"),
        "recommendationId": f"RID-{uuid.uuid4()}",
    }


def get_personalized_ranking(realm: Realm, request: Json) -> Json:
    """GetPersonalizedRanking: the given items in the user's order."""
    source = serving(realm, request)
    if source.recipe.type != "PERSONALIZED_RANKING":
        # Assumed: the error for the wrong operation.
        raise invalid("GetPersonalizedRanking requires a recipe of type PERSONALIZED_RANKING.")
    if len(request["inputList"]) > _MOST_RESULTS:
        raise invalid(f"inputList can hold at most {_MOST_RESULTS} items.")
    found = rank(
        source.model(realm),
        user_id=request["userId"],
        input_list=request["inputList"],
        recent_events=_recent(realm, source, request),
        allowed=_allowed(realm, source, request),
    )
    return {
        "personalizedRanking": _items(realm, source, found, _columns(request), scores=True),
        "recommendationId": f"RID-{uuid.uuid4()}",
    }


def _recent(realm: Realm, source: Serving, request: Json) -> list[Record]:
    interactions = dataset.of_type(realm, source.group, "INTERACTIONS")
    return recent_events(realm, interactions, request.get("userId"))


def _allowed(realm: Realm, source: Serving, request: Json) -> Allowed:
    """Which items pass the request's filter; every item without one."""
    arn = request.get("filterArn")
    if not arn:
        return lambda _item: True
    found = realm.find("filter", arn)
    if found is None or found.group != source.group:
        raise ApiError("ResourceNotFoundException", f"The given filter does not exist: {arn}", 404)
    if found.status != ACTIVE:
        # Assumed: the error for a filter that is not ready.
        raise invalid(f"The given filter is in status {found.status}: {arn}")
    user, item = request.get("userId"), request.get("itemId")
    items = _by_id(realm, source, "ITEMS", "ITEM_ID")
    interactions = [row for row in _rows(realm, source, "INTERACTIONS") if row.get("USER_ID") == user]
    try:
        return parse_filter(found.wire["filterExpression"]).bind(
            items=items,
            user=_by_id(realm, source, "USERS", "USER_ID").get(user or "", {}),
            interactions=interactions,
            values=request.get("filterValues") or {},
            current_item=items.get(item) if item else None,
        )
    except FilterError as error:
        raise invalid(str(error)) from error


def _rows(realm: Realm, source: Serving, kind: str) -> list[Record]:
    found = dataset.of_type(realm, source.group, kind)
    return [] if found is None else realm.store.records.of(found.arn)


def _by_id(realm: Realm, source: Serving, kind: str, column: str) -> dict[str, Record]:
    return {str(record[column]): record for record in _rows(realm, source, kind)}


def _columns(request: Json) -> list[str]:
    asked: dict[str, list[str]] = request.get("metadataColumns") or {}
    columns = [name for kind, names in asked.items() if kind.upper() == "ITEMS" for name in names]
    if len(columns) > _MOST_COLUMNS:
        raise invalid(f"At most {_MOST_COLUMNS} metadata columns can be requested.")
    return columns


def _items(
    realm: Realm, source: Serving, found: list[tuple[str, float]], columns: list[str], *, scores: bool
) -> list[Json]:
    items = _by_id(realm, source, "ITEMS", "ITEM_ID") if columns else {}
    answer: list[dict[str, Any]] = []
    for item, score in found:
        # Only user personalization and ranking recipes return scores. Source: guide, "Recommendation scores".
        entry: dict[str, Any] = {"itemId": item} | ({"score": score} if scores else {})
        if columns:
            row = items.get(item, {})
            entry["metadata"] = {
                c.lower(): str(row[c.upper()]) for c in columns if row.get(c.upper()) is not None
            }
        answer.append(entry)
    return answer


OPERATIONS: dict[str, Handler] = {
    "GetRecommendations": get_recommendations,
    "GetPersonalizedRanking": get_personalized_ranking,
}
