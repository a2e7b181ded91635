"""Personalize in process: moto's `mock_aws` with this emulator inside it, as a context manager."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from personalize_emulator.emulator import Emulator
from personalize_emulator.moto_seam import install, uninstall

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def mock_personalize(emulator: Emulator | None = None) -> Iterator[Emulator]:
    """Answer every boto3 call in this process, with `emulator` or a new one whose clock stands still.

    An emulator that was given is left open for its owner to close.
    """
    from moto import mock_aws  # noqa: PLC0415

    installed = install(emulator or Emulator(speed=0))
    try:
        with mock_aws():
            yield installed
    finally:
        uninstall(installed)
        if emulator is None:
            installed.close()
