"""The emulator's own tests take the same steps as the contract's, in process or through a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "contract"))

from journey import Journey

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator
    from personalize_emulator.served import Served


@pytest.fixture
def journey(personalize_emulator: Emulator) -> Journey:
    return Journey(personalize_emulator.advance)


@pytest.fixture
def over_http(personalize_server: Served) -> Journey:
    return Journey(personalize_server.advance, personalize_server.url)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
