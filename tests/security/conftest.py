"""Checkouts, servers and jobs as elsewhere, and services that are not what they should be."""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("e2e", "ci")]

from canaries import COMMENT, ENVIRONMENT, LOGIN
from installed import Checkout
from servers import Serve, applied_state, folder, serve, shared, untouched

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Serve", "applied_state", "folder", "serve", "shared", "untouched"]

QUOTING = """<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we
calculated does not match the signature you provided.

The Canonical String for this request should have been
'POST
/

{headers}'</Message></Error></ErrorResponse>"""
"""Source of the words: IAM user guide, 'Troubleshoot Signature Version 4 signing for AWS API requests'."""


class Service:
    """Answers every call alike: `quoting` with 403 and the whole request, else with what nobody expects."""

    def __init__(self, *, quoting: bool) -> None:
        self.heard: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                said = "\n".join(f"{name.lower()}:{value}" for name, value in self.headers.items())
                service.heard.append(said)
                body = (QUOTING.format(headers=said) if quoting else "<Nothing/>").encode()
                self.send_response(403 if quoting else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def quoting() -> Iterator[Service]:
    made = Service(quoting=True)
    yield made
    made.stop()


@pytest.fixture
def senseless() -> Iterator[Service]:
    made = Service(quoting=False)
    yield made
    made.stop()


@pytest.fixture
def checkout(folder: Path) -> Checkout:
    """The example, with credentials in the environment, in a proxy's address and in a comment of the file."""
    made = Checkout(folder, None)
    made.write(COMMENT + made.text)
    proxy = f"http://{LOGIN}@127.0.0.1:1"
    made.environment = {
        **{name: value for name, value in made.environment.items() if not name.lower().endswith("_proxy")},
        **ENVIRONMENT,
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    return made
