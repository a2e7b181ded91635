"""The errors that cross a boundary: what the service answers, and what stops the emulator from starting.

Does not belong here: deciding when an error is due; that is the business of the kind concerned.
"""

from __future__ import annotations


class ApiError(Exception):
    """An error answer of the service: its code (the `__type` on the wire), its text and the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class StartError(Exception):
    """What the person who started the emulator can mend: one line, no traceback."""


def invalid(message: str) -> ApiError:
    """InvalidInputException: the request can never succeed as it stands."""
    return ApiError("InvalidInputException", message)


def in_use(message: str) -> ApiError:
    """ResourceInUseException: something still depends on the resource, or it is changing state."""
    return ApiError("ResourceInUseException", message)


def limit_exceeded(message: str) -> ApiError:
    """LimitExceededException: a quota of resources, not a request rate (that is ThrottlingException)."""
    return ApiError("LimitExceededException", message)


def quota_reached(words: str, most: int) -> ApiError:
    """LimitExceededException in the words that the guide's page "Error messages" holds for campaigns."""
    # Assumed: other kinds with a quota of active resources use the same sentence.
    return limit_exceeded(
        f"Cannot create a {words}. More than {most} resources in ACTIVE state."
        " Please delete some and try again."
    )


def not_found(words: str, arn: str) -> ApiError:
    """ResourceNotFoundException in the words seen in a recorded answer of DeleteDatasetGroup."""
    # Assumed: the text was observed for dataset groups only; other kinds get the same sentence.
    return ApiError("ResourceNotFoundException", f"The given {words} does not exist: {arn}")


def already_exists(arn: str) -> ApiError:
    """ResourceAlreadyExistsException in observed words (aws-samples retail-demo-store issue 219)."""
    return ApiError("ResourceAlreadyExistsException", f"Another resource with Arn {arn} already exists.")
