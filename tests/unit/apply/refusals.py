"""What the service says when it refuses."""

from __future__ import annotations

from reconciler.errors import InUseError, LimitError, NotFoundError, ThrottledError

IN_USE = InUseError("it is changing", operation="X", code="ResourceInUseException")
QUEUE = LimitError(
    "More than 5 resources with PENDING or IN_PROGRESS status.", operation="X", code="LimitExceededException"
)
QUOTA = LimitError(
    "More than 5 resources in ACTIVE state.", operation="CreateCampaign", code="LimitExceededException"
)
SLOWER = ThrottledError("Rate exceeded", operation="X", code="ThrottlingException")
MISSING = NotFoundError("not there", operation="X", code="ResourceNotFoundException")
