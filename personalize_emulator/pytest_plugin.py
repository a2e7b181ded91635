"""pytest fixtures: a Personalize in the test's own process, or behind a real port.

Importing this costs pytest nothing: boto3, botocore and moto load when a fixture is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from personalize_emulator.emulator import Emulator
    from personalize_emulator.served import Served


@pytest.fixture
def personalize_emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """The emulator under moto's `mock_aws`; its clock stands still until `advance`.

    Sets AWS_DEFAULT_REGION to eu-west-1 and unsets AWS_ENDPOINT_URL for the test.
    """
    from personalize_emulator.mock import mock_personalize  # noqa: PLC0415

    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_personalize() as emulator:
        yield emulator


@pytest.fixture
def personalize_server() -> Iterator[Served]:
    """The emulator behind a free port of the loopback interface; its clock stands still until `advance`."""
    from personalize_emulator.served import Served  # noqa: PLC0415

    served = Served()
    try:
        yield served
    finally:
        served.stop()
