"""A tiny HTTP service on the loopback: answers from a script, and counts what arrives."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, Any]
DROP: Answer = (0, None)


class StubService:
    """`script` maps an operation to its answers in turn, the last one for good; (0, None) hangs up."""

    def __init__(self) -> None:
        self.script: dict[str, list[Answer]] = {}
        self.seen: list[tuple[str, Any]] = []
        self.paths: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def says(self, operation: str, *answers: Answer) -> None:
        self.script[operation] = list(answers)

    def count(self, operation: str) -> int:
        return sum(name == operation for name, _ in self.seen)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, operation: str) -> Answer:
        answers = self.script.get(operation, [(200, {})])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                target = self.headers.get("X-Amz-Target", self.command).rpartition(".")[2]
                stub.seen.append((target, json.loads(body) if body.startswith(b"{") else body))
                stub.paths.append(self.path)
                status, answer = stub._next(target)
                if status == 0:
                    self.close_connection = True
                    return
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                headers = {"Content-Type": "application/x-amz-json-1.1", "Content-Length": str(len(content))}
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = _serve  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def error(code: str, message: str = "") -> Any:
    return {"__type": code, "message": message}
