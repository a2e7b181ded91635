"""The HTTP front: one port for Personalize, moto's other services and the emulator's own endpoints.

A keep-alive server of the standard library. Calls to Personalize go straight to the emulator; everything
else goes
through moto's WSGI application, loaded on first use. werkzeug's own server would close each connection.
"""

from __future__ import annotations

import json
import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from personalize_emulator import moto_seam
from personalize_emulator.admin import PREFIX, administer
from personalize_emulator.errors import StartError
from personalize_emulator.foreign import log_foreign
from personalize_emulator.wire import answer, credential_scope, operation_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personalize_emulator.emulator import Emulator

_DEFAULT_REGION = "us-east-1"


class Server:
    """The emulator behind a port of the loopback interface."""

    def __init__(self, emulator: Emulator, host: str = "127.0.0.1", port: int = 0) -> None:
        self.emulator = emulator
        try:
            self._http = _Http((host, port), emulator)
        except OSError as error:
            raise StartError(f"cannot listen on {host}:{port}: {error.strerror}") from error
        self.port = int(self._http.server_address[1])
        self.url = f"http://{host}:{self.port}"
        self._thread: Thread | None = None

    def start(self) -> None:
        """Serve from a thread."""
        self._thread = Thread(target=self.serve, name="personalize-emulator", daemon=True)
        self._thread.start()

    def serve(self) -> None:
        """Serve until `stop`."""
        self._http.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        """Stop serving and close every connection."""
        self._http.shutdown()
        if self._thread is not None:
            self._thread.join()
        self._http.server_close()
        self._http.hang_up()
        self._http.forget_moto()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], emulator: Emulator) -> None:
        super().__init__(address, _Handler)
        self.emulator = emulator
        self._lock = Lock()
        self._connections: set[socket.socket] = set()
        self._moto: Any = None

    def server_bind(self) -> None:
        # HTTPServer's own looks the host's name up, which can take seconds and is not used.
        # A restart on the same port must not wait for old connections to time out.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up, or a connection closed by `stop`, is no news; anything else is a bug.
        if not isinstance(sys.exception(), OSError | ValueError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Close connections that clients keep open."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            self.shutdown_request(connection)

    def moto(self) -> Any:
        """moto's application, with this emulator installed in moto."""
        with self._lock:
            if self._moto is None:
                from personalize_emulator.motoapp import moto_application  # noqa: PLC0415

                moto_seam.install(self.emulator)
                self._moto = moto_application(self.emulator)
        return self._moto

    def forget_moto(self) -> None:
        """Give moto back what it had."""
        if self._moto is not None:
            moto_seam.uninstall(self.emulator)
            self._moto = None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Http

    def _handle(self) -> None:
        try:
            self._route(self._body())
        except ConnectionError:
            self.close_connection = True
        except Exception as error:  # a bug of ours must reach the client as an answer
            text = f"The emulator failed: {type(error).__name__}: {error}"
            document = {"__type": "InternalFailure", "message": text}
            self._send(500, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(document).encode())

    def _route(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        if path == PREFIX or path.startswith(PREFIX + "/"):
            status, document = administer(self.server.emulator, self.command, path, query, body)
            self._send(status, {"Content-Type": "application/json"}, json.dumps(document).encode())
            return
        scope = credential_scope(self.headers.get("Authorization", ""))
        target = self.headers.get("X-Amz-Target", "")
        if (scope and scope[1] == "personalize") or (scope is None and operation_of(path, target)):
            self._personalize(path, target, body, scope[0] if scope else _DEFAULT_REGION)
        else:
            self._forward(path, query, body)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._handle
        raise AttributeError(name)

    def _personalize(self, path: str, target: str, body: bytes, region: str) -> None:
        emulator = self.server.emulator
        reply, headers, content = answer(
            emulator, path, target, body, account=emulator.account, region=region
        )
        if reply.lost:
            self.close_connection = True
            return
        self._send(reply.status, headers, content)

    def _forward(self, path: str, query: str, body: bytes) -> None:
        emulator = self.server.emulator
        emulator.storage.open()
        application = self.server.moto()
        started: list[Any] = []
        with emulator.lock:  # also what makes S3's conditional writes hold: moto checks, then writes
            chunks = application(self._environ(path, query, body), lambda *given: started.extend(given[:2]))
            content = b"".join(chunks)
            if close := getattr(chunks, "close", None):
                close()
        status = int(started[0].split()[0])
        log_foreign(emulator, self.command, self.path, dict(self.headers), body, status)
        self._send(status, dict(started[1]), content)

    def _environ(self, path: str, query: str, body: bytes) -> dict[str, Any]:
        host, port = self.server.server_address[:2]
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(urlsplit(path).path).encode().decode("latin-1"),
            "RAW_URI": self.path,
            "REQUEST_URI": self.path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": str(host),
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = "HTTP_" + name.upper().replace("-", "_")
            if key not in {"HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"}:
                environ[key] = value
        # moto's own switch for the account that a call belongs to.
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = self.server.emulator.account
        return environ

    def handle_expect_100(self) -> bool:
        """Let the client go on at once: S3's clients wait a second for that before they send a body."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Date", self.date_time_string())
        if not any(name.lower() == "content-length" for name in headers) and status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name is the base class's)
        """Say nothing: the call log holds every call."""
