"""The table of quotas: known operations, codes of the right form, one reading of what empties by itself."""

from __future__ import annotations

import re
from datetime import date

from reconciler.catalog.quotas import AS_OF, QUOTAS
from reconciler.kinds import KINDS


def test_every_kind_that_is_made_has_a_quota_or_is_bounded_by_its_parent() -> None:
    unbounded = {kind.create for kind in KINDS.values()} - QUOTAS.keys()
    assert unbounded == {"CreateDataset"}  # one per type and group: its ARN leaves no room for a second


def test_codes_are_those_of_service_quotas_and_unique() -> None:
    codes = [quota.code for quota in QUOTAS.values() if quota.code]
    assert all(re.fullmatch(r"L-[0-9A-F]{8}", code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_what_can_be_raised_has_a_code_to_ask_with() -> None:
    assert all(quota.code for quota in QUOTAS.values() if quota.adjustable)


def test_only_runs_free_themselves() -> None:
    runs = {kind.create for kind in KINDS.values() if kind.run}
    assert {operation for operation, quota in QUOTAS.items() if quota.frees_itself} == runs


def test_the_table_is_dated() -> None:
    assert date.fromisoformat(AS_OF) > date(2026, 1, 1)
