"""Reading errors off boto3's exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable


def refused(call: Callable[..., Any], **parameters: Any) -> tuple[str, str]:
    """(code, message) of a call that must not succeed."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def code(call: Callable[..., Any], **parameters: Any) -> str:
    """The code of a call that must not succeed."""
    return refused(call, **parameters)[0]
