"""The contract is stated on the emulator in process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from journey import Journey

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator


@pytest.fixture
def journey(personalize_emulator: Emulator) -> Journey:
    return Journey(personalize_emulator.advance)
