"""The points at which moto is told to use this emulator, all in one place.

1. `moto.personalize.personalize_backends` (and the one in its `models`): the name that `mock_aws`,
   `ThreadedMotoServer` and `moto_server` look up.
2. `moto.backend_index.backend_url_patterns`: the hosts of the events plane and the runtime, which moto lacks.
3. `moto.core.models.botocore_stubber.process_request`: every in-process call passes here, so the call log can
   hold those of S3, STS and the tagging API too.

`install` may be called again with another emulator; `uninstall` gives moto back what it had.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator

_HOSTS = re.compile(r"https?://personalize-(?:events|runtime)\.(.+)\.amazonaws\.com")
_original: dict[str, Any] = {}
_emulators: list[Emulator] = []


def current() -> Emulator:
    """The emulator that answers in this process."""
    return _emulators[-1]


def is_installed() -> bool:
    """Whether any emulator answers in this process."""
    return bool(_emulators)


def install(emulator: Emulator | None = None) -> Emulator:
    """Make moto answer Personalize with `emulator` (a new one in memory, standing still, unless given)."""
    if emulator is None:
        from personalize_emulator.emulator import Emulator  # noqa: PLC0415

        emulator = Emulator(speed=0)
    _emulators.append(emulator)
    if not _original:
        _patch()
    return emulator


def uninstall(emulator: Emulator) -> None:
    """Take `emulator` away; the one installed before answers again, or moto's own when there was none."""
    _emulators.remove(emulator)
    if not _emulators:
        _restore()


def _patch() -> None:
    import moto.personalize  # noqa: PLC0415
    import moto.personalize.models  # noqa: PLC0415
    from moto import backend_index  # noqa: PLC0415
    from moto.core.models import botocore_stubber  # noqa: PLC0415

    from personalize_emulator.models import personalize_backends  # noqa: PLC0415

    _original["backends"] = moto.personalize.personalize_backends
    _original["process"] = botocore_stubber.process_request
    moto.personalize.personalize_backends = personalize_backends
    moto.personalize.models.personalize_backends = personalize_backends
    backend_index.backend_url_patterns.append(("personalize", _HOSTS))
    botocore_stubber.process_request = _process


def _restore() -> None:
    import moto.personalize  # noqa: PLC0415
    import moto.personalize.models  # noqa: PLC0415
    from moto import backend_index  # noqa: PLC0415
    from moto.core.models import botocore_stubber  # noqa: PLC0415

    moto.personalize.personalize_backends = _original["backends"]
    moto.personalize.models.personalize_backends = _original["backends"]
    backend_index.backend_url_patterns.remove(("personalize", _HOSTS))
    del botocore_stubber.process_request
    _original.clear()


def _process(request: Any) -> Any:
    """Let moto answer, and log the call unless it was one of Personalize, which logs itself."""
    from personalize_emulator.foreign import log_foreign  # noqa: PLC0415

    response = _original["process"](request)
    if response is not None:
        log_foreign(current(), request.method, request.url, request.headers, request.body, response[0])
    return response
