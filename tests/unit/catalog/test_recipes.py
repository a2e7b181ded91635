"""What the reconciler knows of recipes."""

from __future__ import annotations

from reconciler.catalog.recipes import unfit_options


def test_a_recipe_that_is_not_known_may_take_every_option() -> None:
    assert unfit_options("aws-recipe-of-next-year") == frozenset()


def test_a_known_recipe_refuses_the_options_of_others() -> None:
    assert unfit_options("aws-semantic-similarity") == {"campaignConfig.itemExplorationConfig"}
