"""What others word is shown without credentials, and otherwise as it is."""

from __future__ import annotations

import pytest

from reconciler.model.redaction import redacted

LOGIN = "user:pw"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"cannot reach https://{LOGIN}@host:1/path", "cannot reach https://***@host:1/path"),
        ("https://us@er" + ":p/w@host is bad", "https://***@host is bad"),
        ("'http://token@host'", "'http://***@host'"),
        ("Invalid URL 'https://store/a.zip?sig=pw&se=1': no", "Invalid URL 'https://store/a.zip?***': no"),
        (
            "Max retries exceeded with url: /a.zip?sig=pw (Caused by",
            "Max retries exceeded with url: /a.zip?*** (Caused by",
        ),
        ("host:x\nx-amz-security-token:pw pw\nend", "host:x\nx-amz-security-token:***\nend"),
        ("{'Authorization': 'AWS4-HMAC-SHA256 pw'", "{'Authorization': ***"),
        ("Authorization=AWS4 Credential=pw", "Authorization=***"),
        ("Invalid header value b'pw\\n'", "Invalid header value ***"),
        ('Invalid header value b"p\'w\\n"', "Invalid header value ***"),
        ("return character(s) in header value: 'token pw\\n'", "return character(s) in header value: ***"),
        ("Header part ('pw') from ('A', 'pw') must be of type str", "Header part ***"),
    ],
)
def test_a_credential_is_hidden_wherever_it_stands(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:personalize:eu-west-1:123456789012:solution/a@b is gone",
        "https://docs.aws.amazon.com/personalize/latest/dg/limits.html",
        "s3://bucket/in/: mail somebody@example.com, authorization is missing",
        "is the region right? http://127.0.0.1:4577 cannot be reached",
    ],
)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert redacted(text) == text
