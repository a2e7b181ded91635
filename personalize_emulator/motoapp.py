"""moto's WSGI application, made fast enough to sit behind the front.

The one change: `moto.backends.list_of_moto_modules` walks the package folder on every request, half of what a
request costs; the answer never changes, so it is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator


def moto_application(emulator: Emulator) -> Any:
    """The application that answers everything but Personalize, in the emulator's account."""
    from moto import backends  # noqa: PLC0415
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415

    from personalize_emulator.models import personalize_backends  # noqa: PLC0415

    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules

    dispatch = DomainDispatcherApplication(create_backend_app)

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        # The tagging API asks only backends that have been used; after a restart nothing has been yet.
        _ = personalize_backends[emulator.account]
        return dispatch(environ, start_response)

    return application
