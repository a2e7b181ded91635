"""A server in a thread, for tests: started empty, thrown away afterwards.

Does not belong here: the server itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from personalize_emulator.emulator import Emulator
from personalize_emulator.seed import Seed, plant, read_seed
from personalize_emulator.server import Server

if TYPE_CHECKING:
    from personalize_emulator.calls import Calls
    from personalize_emulator.clock import Clock
    from personalize_emulator.faults import Faults
    from personalize_emulator.history import History


class Served:
    """A running server: `url` for clients, `clock`, `faults`, `calls` and `history` for the test."""

    def __init__(self, *, speed: float = 0.0, **settings: Any) -> None:
        self.emulator = Emulator(speed=speed, **settings)
        self._server = Server(self.emulator)
        self._server.start()

    @property
    def url(self) -> str:
        """What AWS_ENDPOINT_URL must say."""
        return self._server.url

    @property
    def clock(self) -> Clock:
        """The virtual clock."""
        return self.emulator.clock

    @property
    def faults(self) -> Faults:
        """The faults in force."""
        return self.emulator.faults

    @property
    def calls(self) -> Calls:
        """The log of calls."""
        return self.emulator.calls

    @property
    def history(self) -> History:
        """The changes of statuses."""
        return self.emulator.history

    def advance(self, seconds: float) -> float:
        """Step the clock and let what came due take place."""
        return self.emulator.advance(seconds)

    def seed(self, seed: Seed | Path, region: str = "eu-west-1") -> None:
        """Put a seed's buckets and roles in place."""
        planted = read_seed(seed) if isinstance(seed, Path) else seed
        plant(planted, self.emulator.account, region)

    def stop(self) -> None:
        """Stop the server and forget moto's buckets and roles."""
        self._server.stop()
        self.emulator.close()
        from moto.core.base_backend import BackendDict  # noqa: PLC0415

        BackendDict.reset()
