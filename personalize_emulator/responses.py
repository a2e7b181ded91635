"""moto's Personalize responses, replaced by ours: every plane, every path, one dispatch."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ConnectionClosedError
from moto.personalize.responses import PersonalizeResponse as MotoPersonalizeResponse

from personalize_emulator.models import PersonalizeBackend, personalize_backends
from personalize_emulator.moto_seam import current
from personalize_emulator.wire import answer


class PersonalizeResponse(MotoPersonalizeResponse):  # type: ignore[misc]  # moto is untyped here
    """Takes account and region from moto's rules and hands the call to the installed emulator."""

    @property
    def personalize_backend(self) -> PersonalizeBackend:
        """Return the backend of this account and region."""
        backend: PersonalizeBackend = personalize_backends[self.current_account][self.region]
        return backend

    def _dispatch(self, request: Any, full_url: Any = None, headers: Any = None) -> Any:
        self.setup_class(request, full_url, headers)
        backend = self.personalize_backend
        target = self.headers.get("X-Amz-Target") or ""
        reply, answered, body = answer(
            current(), self.path, target, self.body, account=backend.account_id, region=backend.region_name
        )
        if reply.lost:
            raise ConnectionClosedError(endpoint_url=self.uri)
        return reply.status, {**self.response_headers, **answered}, body.decode()
