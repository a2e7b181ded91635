"""What a client may rely on for groups of a domain and for groups with a key of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code
from journey import RECIPE, interactions_csv
from recommenders import PREFIX, VIDEO, describe, start

if TYPE_CHECKING:
    from journey import Journey

SHOP = "ECOMMERCE"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
ROLE = "arn:aws:iam::123456789012:role/Import"


def imported(journey: Journey, domain: str, *events: str) -> str:
    """A group whose interactions are of these event types, as many as there are users and items."""
    header, *rows = interactions_csv().splitlines()
    body = [row.replace("watch", event) for event in events for row in rows]
    group = journey.group(domain=domain)
    dataset = journey.dataset(group, domain=domain)
    journey.bucket(interactions="\n".join([header, *body]) + "\n")
    journey.start_import(dataset, "interactions.csv", "first", journey.role())
    journey.wait(600)
    return group


@pytest.mark.documented
@pytest.mark.parametrize(
    ("domain", "event", "trained"),
    [
        (
            SHOP,
            "View",
            {"popular-items-by-views", "customers-who-viewed-x-also-viewed", "recommended-for-you"},
        ),
        (
            SHOP,
            "Purchase",
            {"popular-items-by-purchases", "frequently-bought-together", "recommended-for-you"},
        ),
        (VIDEO, "Watch", {"because-you-watched-x", "most-popular", "trending-now", "top-picks"}),
        (VIDEO, "Click", {"trending-now", "top-picks"}),
    ],
)
def test_each_use_case_trains_on_its_type_of_event(
    journey: Journey, domain: str, event: str, trained: set[str]
) -> None:
    group = imported(journey, domain, event)
    names = {
        SHOP: (
            "popular-items-by-views",
            "popular-items-by-purchases",
            "frequently-bought-together",
            "customers-who-viewed-x-also-viewed",
            "recommended-for-you",
        ),
        VIDEO: ("because-you-watched-x", "most-popular", "trending-now", "top-picks"),
    }[domain]
    short = {SHOP: "ecomm", VIDEO: "vod"}[domain]
    arns = {name: start(journey, group, f"r-{name}", f"{PREFIX}aws-{short}-{name}") for name in names}
    journey.wait(3600)
    assert {name for name, arn in arns.items() if describe(journey, arn)["status"] == "ACTIVE"} == trained


@pytest.mark.documented
def test_more_like_x_needs_items(journey: Journey) -> None:
    group = imported(journey, VIDEO, "Click")
    recipe = f"{PREFIX}aws-vod-more-like-x"
    call = journey.personalize.create_recommender
    assert code(call, name="r", datasetGroupArn=group, recipeArn=recipe) == "InvalidInputException"
    items = [
        ("ITEM_ID", "string"),
        ("CREATION_TIMESTAMP", "long"),
        ("GENRES", "string", {"categorical": True}),
    ]
    journey.dataset(group, "Items", items, domain=VIDEO)
    arn = start(journey, group, "r", recipe)
    journey.wait(3600)
    assert describe(journey, arn)["status"] == "ACTIVE"


@pytest.mark.documented
def test_a_domain_group_takes_custom_solutions_but_no_next_best_action(journey: Journey) -> None:
    group = imported(journey, VIDEO, "Watch")
    assert describe_campaign(journey, journey.campaign(journey.version(journey.solution(group)))) == "ACTIVE"
    wanted = {"datasetGroupArn": group, "recipeArn": f"{PREFIX}aws-next-best-action"}
    assert code(journey.personalize.create_solution, name="a", **wanted) == "InvalidInputException"
    custom = journey.group("custom")
    journey.personalize.create_solution(name="a", **(wanted | {"datasetGroupArn": custom}))


def describe_campaign(journey: Journey, campaign: str) -> str:
    return str(journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]["status"])


@pytest.mark.documented
def test_next_best_action_needs_actions(journey: Journey) -> None:
    group = journey.imported()
    solution = journey.solution(group, recipeArn=f"{PREFIX}aws-next-best-action")
    call = journey.personalize.create_solution_version
    assert code(call, solutionArn=solution) == "InvalidInputException"
    journey.dataset(group, "Actions", [("ACTION_ID", "string"), ("VALUE", ["long", "null"])])
    call(solutionArn=solution)


@pytest.mark.documented
def test_a_group_may_have_a_key_with_a_role_and_only_describe_shows_them(journey: Journey) -> None:
    group = journey.group("secret", kmsKeyArn=KEY, roleArn=ROLE, domain=SHOP)
    found = journey.personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"]
    assert (found["kmsKeyArn"], found["roleArn"], found["domain"]) == (KEY, ROLE, SHOP)
    listed = journey.personalize.list_dataset_groups()["datasetGroups"]
    assert listed[0]["domain"] == SHOP
    assert listed[0].keys().isdisjoint({"kmsKeyArn", "roleArn"})


@pytest.mark.assumed
@pytest.mark.parametrize(
    "half",
    [
        {"kmsKeyArn": KEY},
        {"roleArn": ROLE},
        {"kmsKeyArn": KEY.replace("key/", "alias/"), "roleArn": ROLE},
    ],
)
def test_a_key_without_a_role_a_role_without_a_key_and_an_alias_are_refused(
    journey: Journey, half: dict[str, Any]
) -> None:
    call = journey.personalize.create_dataset_group
    assert code(call, name="secret", **half) == "InvalidInputException"


@pytest.mark.documented
def test_domain_recipes_are_no_solutions_and_custom_ones_no_recommenders(journey: Journey) -> None:
    group = journey.group(domain=VIDEO)
    top = f"{PREFIX}aws-vod-top-picks"
    for call, recipe in (
        (journey.personalize.create_solution, top),
        (journey.personalize.create_recommender, RECIPE),
    ):
        assert code(call, name="x", datasetGroupArn=group, recipeArn=recipe) == "InvalidInputException"
