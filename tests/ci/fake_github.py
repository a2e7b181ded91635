"""A stand-in for GitHub's REST API on loopback: tokens, permissions, pages, faults, a record of calls."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fake_repository import BOT, Repository, UnprocessableError
from fake_routes import ROUTES, Answer, Asked, NotThereError

ALL = {
    "contents": "read",
    "pull-requests": "write",
    "issues": "write",
    "deployments": "write",
    "actions": "write",
}
LEVELS = {"none": 0, "read": 1, "write": 2}
READS = {"GET"}


@dataclass
class Fault:
    """What is answered instead, `times` times, to calls of this method whose path holds `path`.

    The first `after` of them are answered as ever.
    """

    status: int
    method: str = ""
    path: str = ""
    message: str = "Server Error"
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    after: int = 0


class GitHub:
    """The server; `requests` holds every call, as METHOD and path with query."""

    def __init__(self) -> None:
        self.repository = Repository()
        self.requests: list[str] = []
        self.faults: list[Fault] = []
        self.tokens: dict[str, tuple[str, dict[str, str]]] = {}
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"github": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.repository.url = self.url
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def token(self, permissions: dict[str, str] | None = None, login: str = BOT) -> str:
        """A new token that may do this."""
        name = f"ghs_{len(self.tokens):04}"
        self.tokens[name] = (login, ALL if permissions is None else permissions)
        return name

    def fault(self, status: int, **more: Any) -> None:
        self.faults.append(Fault(status, **more))

    def writes(self) -> list[str]:
        return [one for one in self.requests if not one.startswith("GET ")]

    def forget_requests(self) -> None:
        self.requests.clear()

    def answer(self, method: str, target: str, token: str, data: bytes) -> Answer:
        with self._lock:
            self.requests.append(f"{method} {target}")
            return self._faulty(method, target) or self._answered(method, target, token, data)

    def _faulty(self, method: str, target: str) -> Answer | None:
        for fault in self.faults:
            if fault.times and fault.method in {"", method} and fault.path in target:
                if fault.after:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return Answer(fault.status, {"message": fault.message}, dict(fault.headers))
        return None

    def _answered(self, method: str, target: str, token: str, data: bytes) -> Answer:
        parts = urlsplit(target)
        for verb, pattern, needs, handle in ROUTES:
            found = pattern.fullmatch(parts.path)
            if verb != method or not found:
                continue
            if needs and token not in self.tokens:
                return Answer(401, {"message": "Bad credentials", "status": "401"})
            login, permissions = self.tokens.get(token, ("", {}))
            wanted = LEVELS["read" if method in READS else "write"]
            if needs and not any(LEVELS[permissions.get(one, "none")] >= wanted for one in needs):
                return Answer(403, {"message": "Resource not accessible by integration", "status": "403"})
            query = dict(parse_qsl(parts.query))
            asked = Asked(self.repository, login, found.groups(), query, json.loads(data or b"null"), token)
            return self._paged(_handled(handle, asked), parts.path, query)
        return Answer(404, {"message": "Not Found", "status": "404"})

    def _paged(self, answer: Answer, path: str, query: dict[str, str]) -> Answer:
        """Source: GitHub documentation, 'Using pagination in the REST API'."""
        if answer.listed is None:
            return answer
        size = min(int(query.get("per_page", answer.usual)), answer.most)
        page = int(query.get("page", 1))
        whole = answer.listed
        part = whole[(page - 1) * size : page * size]
        if page * size < len(whole):
            more = urlencode({**query, "page": page + 1})
            answer.headers["Link"] = f'<{self.url}{path}?{more}>; rel="next"'
        answer.document = part if answer.member is None else {**answer.document, answer.member: part}
        return answer


def _handled(handle: Any, asked: Asked) -> Answer:
    try:
        answer: Answer = handle(asked)
    except UnprocessableError as error:
        return Answer(422, {**error.document, "status": "422"})
    except (NotThereError, KeyError):
        return Answer(404, {"message": "Not Found", "status": "404"})
    return answer


class _Handler(BaseHTTPRequestHandler):
    github: GitHub
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        token = self.headers.get("Authorization", "").partition(" ")[2]
        answer = self.github.answer(self.command, self.path, token, data)
        body = answer.data if answer.data is not None else json.dumps(answer.document).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        body = b"" if answer.status == 204 else body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = _serve  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Nothing: the record is in `requests`."""
