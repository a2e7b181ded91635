"""Reading for a destroy: also what the inventory does not list yet, and nothing that only runs need."""

from __future__ import annotations

import building as b
from fake_reads import Account

from reconciler.errors import DeniedError

SHOP = b.shop()
PLAIN = b.settled(SHOP)
GOING = SHOP.emptied()


def test_what_the_inventory_does_not_list_yet_is_found_by_its_declared_name() -> None:
    account = Account(PLAIN)
    account.lag = set(account.bodies)
    state = account.look(GOING)
    assert state.resources.keys() == PLAIN.resources.keys()
    assert b.actions(b.plan(GOING, state)) == b.actions(b.plan(GOING, Account(PLAIN).look(GOING)))


def test_no_object_and_no_import_is_looked_at() -> None:
    account = Account(PLAIN)
    account.look(GOING)
    assert not {"objects", "ListDatasetImportJobs", "ListSchemas"} & set(account.calls)


def test_a_thing_that_cannot_be_read_makes_the_destroy_incomplete() -> None:
    account = Account(PLAIN)
    account.refuse["DescribeCampaign"] = DeniedError(
        "not allowed.", operation="DescribeCampaign", code="AccessDeniedException"
    )
    made = b.plan(GOING, account.look(GOING))
    assert [one.operation for one in made.problems] == ["DescribeCampaign"]
    assert made.steps == ()
