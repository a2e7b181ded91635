"""Credentials that give themselves away wherever they turn up, also encoded, packed or compressed."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORD = b"canary"
"""In every credential, in upper or lower case, and in nothing else."""
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIACANARYKEY0000000",
    "AWS_SECRET_ACCESS_KEY": "canary/secret+key/wJalrXUtnFEMI",
    "AWS_SESSION_TOKEN": "FwoGcanarySessionToken//////////wEaDA",
    "GITHUB_TOKEN": "ghs_canaryTokenOfTheJob",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "canaryIdToken",
    "DATABASE_PASSWORD": "canaryOfSomethingElse",
}
TOKEN = ENVIRONMENT["GITHUB_TOKEN"]
LOGIN = "user:canaryOfAnAddress"
COMMENT = "# the password of the warehouse is canary-in-a-comment\n"
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")


def seen(data: bytes) -> list[bytes]:
    """What surrounds each credential in the data."""
    found = [layer for layer in _layers(data) if WORD in layer.lower()]
    return [layer[max(0, layer.lower().index(WORD) - 80) :][:200] for layer in found]


def in_folder(folder: Path) -> dict[str, list[bytes]]:
    """Which files below a folder hold one, with what surrounds it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): found for path in files if (found := seen(path.read_bytes()))}


def _layers(data: bytes) -> Iterator[bytes]:
    """The data, and what is packed into it."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _layers(archive.read(name))
        return
    for found in _ENCODED.finditer(data):
        yield from _decoded(found[0])


def _decoded(text: bytes) -> Iterator[bytes]:
    try:
        inner = base64.urlsafe_b64decode(text.replace(b"+", b"-").replace(b"/", b"_"))
    except binascii.Error:
        return
    yield inner
    try:
        yield zlib.decompress(inner, wbits=47)
    except zlib.error:
        return
