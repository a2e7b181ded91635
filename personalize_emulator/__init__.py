"""A local Amazon Personalize on top of moto: control plane, events and runtime.

Belongs here: what the service does, as documented or observed. Does not belong here: anything of the
reconciler; the two programs share only the wire, so that a wrong belief in one is not mirrored in the other.

`Emulator`, `Server`, `install` and `mock_personalize` are the public names; they load what they need on
first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator
    from personalize_emulator.mock import mock_personalize
    from personalize_emulator.moto_seam import install, uninstall
    from personalize_emulator.server import Server

__all__ = ["Emulator", "Server", "install", "mock_personalize", "uninstall"]

_HOMES = {
    "Emulator": "emulator",
    "Server": "server",
    "install": "moto_seam",
    "mock_personalize": "mock",
    "uninstall": "moto_seam",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
