"""Files that an earlier run has left, as a zip from GitHub's store."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass

import requests

from reconciler.errors import ArtifactError, GitHubError
from reconciler.github.client import Client, Document
from reconciler.github.failures import unreachable

READS = "actions: read"
_LARGEST = 64 * 1024 * 1024
_TIMEOUT = 60
_GONE = {404, 410}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Artifact:
    id: int
    expired: bool


def artifact_file(client: Client, run: int, name: str, file: str, *, sha256: str) -> bytes:
    """The content of `file` in the artifact `name` of a run, which must have this hash.

    ArtifactError where it is not to be had, or another.
    """
    path = f"/actions/runs/{run}/artifacts"
    found = (one for page in client.pages(path, _listed, needs=READS, size=100, name=name) for one in page)
    newest = max(found, key=lambda one: one.id, default=None)
    if newest is None:
        raise _gone(f"run {run} has no artifact {name}", "it was deleted, or the run did not upload it")
    if newest.expired:
        raise _gone(f"artifact {name} of run {run} has expired", "artifacts are kept for a limited time")
    try:
        address = client.redirect(f"/actions/artifacts/{newest.id}/zip", needs=READS)
    except GitHubError as error:
        if error.status not in _GONE:
            raise
        raise _gone(f"artifact {name} of run {run} has expired", error.what) from error
    content = _unpacked(_download(address), name, file)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _gone(f"{file} in artifact {name} of run {run} is another one", "somebody has replaced it")
    return content


def _listed(document: Document) -> list[_Artifact]:
    return [_artifact(one) for one in document["artifacts"]]


def _artifact(document: Document) -> _Artifact:
    return _Artifact(id=int(document["id"]), expired=bool(document["expired"]))


def _download(address: str) -> bytes:
    """What stands at the address, which carries its own permission: our token is not for that host."""
    try:
        with requests.get(address, timeout=_TIMEOUT, stream=True) as answer:
            if answer.status_code in _GONE:
                raise _gone("an artifact has expired", "GitHub's store does not have it any more")
            if answer.status_code != 200:
                raise GitHubError(
                    f"GitHub's store answers {answer.status_code} for an artifact", status=answer.status_code
                )
            data = bytearray()
            for part in answer.iter_content(1 << 16):
                data += part
                if len(data) > _LARGEST:
                    raise _gone("an artifact is larger than any plan", "it was not made by this program")
            return bytes(data)
    except (requests.RequestException, OSError) as error:
        raise unreachable(error) from error


def _unpacked(data: bytes, name: str, file: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(file) as stream:
            content = stream.read(_LARGEST + 1)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _gone(f"artifact {name} has no readable {file}", "it was not made by this program") from error
    if len(content) > _LARGEST:
        raise _gone(f"{file} in artifact {name} is larger than any plan", "it was not made by this program")
    return content


def _gone(what: str, why: str) -> ArtifactError:
    return ArtifactError(what, status=0, why=why)
