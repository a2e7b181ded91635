"""Texts of others, such as errors of client libraries, without what could be a credential in them."""

from __future__ import annotations

import re

HIDDEN = "***"
_PATTERNS = (
    # user and password of an address; up to the last @, since people write passwords as they are
    (re.compile(r"(://)[^\s'\"<>]*@"), rf"\1{HIDDEN}@"),
    # the query of an address, or of a path as urllib3 quotes it: presigned addresses carry a signature there
    (re.compile(r"(://[^\s'\"<>?]*|\burl: [^\s'\"<>?]*)\?[^\s'\"<>]+"), rf"\1?{HIDDEN}"),
    # headers in the canonical request that AWS quotes when it refuses a signature
    (re.compile(r"(?i)\b(x-amz-security-token|authorization)\b(['\"]?\s*[:=]\s*)[^\r\n]+"), rf"\1\2{HIDDEN}"),
    # a header that http.client or requests refuses, as of a token that was pasted with a line break
    (re.compile(r"(?is)\b(header (?:value|part):?\s*)\(?(?:b?['\"]).*"), rf"\1{HIDDEN}"),
)


def redacted(text: str) -> str:
    """The text with passwords and queries of addresses, tokens, authorizations and refused headers hidden."""
    for pattern, shown in _PATTERNS:
        text = pattern.sub(shown, text)
    return text
