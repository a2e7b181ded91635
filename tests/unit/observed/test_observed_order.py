"""The order in which many reads are made."""

from __future__ import annotations

from fake_reads import Account

from reconciler.model.address import Address
from reconciler.model.observed import Environment, ObservedState
from reconciler.observed.reading import Reader

ACCOUNT = Account(
    ObservedState(environment=Environment(account="123456789012", region="eu-west-1"), resources={})
)
REGION = "arn:aws:personalize:eu-west-1:123456789012"


def test_kinds_are_read_side_by_side_and_answers_keep_their_order() -> None:
    filters = [f"{REGION}:filter/f{one}" for one in range(4)]
    solutions = [f"{REGION}:solution/s{one}" for one in range(2)]
    read: list[str] = []

    def note(arn: str) -> str:
        read.append(arn.rpartition("/")[2])
        return arn

    answers = Reader(ACCOUNT, 1).each([*filters, *solutions], note)
    assert read == ["f0", "s0", "f1", "f2", "s1", "f3"]
    assert list(answers) == [*filters, *solutions]


def test_addresses_are_spread_by_their_kind() -> None:
    keys = [Address("filter", (name,)) for name in "ab"] + [Address("solution", (name,)) for name in "cd"]
    read: list[Address] = []
    Reader(ACCOUNT, 1).each(keys, read.append)
    assert [one.name for one in read] == ["a", "c", "b", "d"]
