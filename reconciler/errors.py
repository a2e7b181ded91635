"""The one small tree of exceptions that stop a run.

    ReconcilerError                 anything that ends a command with exit 1 and a clear message
    ├── InputError                  the files are at fault (reconciler.model.diagnostics)
    ├── SetupError                  account, region, credentials or endpoint are at fault
    ├── GitHubError                 a call to GitHub failed; `status` is the HTTP status
    │   ├── ArtifactError           what an earlier run has left is gone or not what it should be
    │   └── BodyTooLongError        a comment or issue is longer than GitHub takes
    ├── HeldError                   somebody else holds the stack's lock
    └── ServiceError                one API call failed; `code` is the service's own error code
        ├── NotFoundError           the resource does not exist
        ├── AlreadyExistsError      the name is taken
        ├── InUseError              the resource is changing or referred to; may succeed later
        ├── LimitError              a quota is full; `transient` when the queue empties by itself
        ├── InvalidError            the service calls the request wrong
        ├── DeniedError             credentials lack a permission, are expired or unknown
        ├── ThrottledError          refused for its rate even after the client's own retries
        └── UnknownOutcomeError     no answer arrived: the call may or may not have had its effect

What a user can fix in a file is a Diagnostic, not an exception; InputError merely carries them out.
"""

from __future__ import annotations


class ReconcilerError(Exception):
    """Ends the command with exit 1; `what` is shown as the summary, `fix` says what to do."""

    def __init__(self, what: str, *, why: str = "", fix: str = "") -> None:
        """Keep the three parts that every message to a user has."""
        super().__init__(what)
        self.what = what
        self.why = why
        self.fix = fix


class SetupError(ReconcilerError):
    """Account, region, credentials, endpoint or a guard is at fault; nothing was changed."""


class HeldError(ReconcilerError):
    """Somebody else holds the stack's lock; nothing was read or changed."""


class ServiceError(ReconcilerError):
    """One API call failed.

    `operation` is the API's name, `code` the service's error code, `what` its message.
    """

    def __init__(self, what: str, *, operation: str, code: str, fix: str = "") -> None:
        """Keep the operation and the service's own code beside the message."""
        super().__init__(what, fix=fix)
        self.operation = operation
        self.code = code

    def __str__(self) -> str:
        return f"{self.operation}: {self.code}: {self.what}"


class NotFoundError(ServiceError):
    """The resource does not exist."""


class AlreadyExistsError(ServiceError):
    """The name is taken, perhaps by an earlier call of ours whose answer was lost."""


class InUseError(ServiceError):
    """The resource is changing, or something refers to it; the call may succeed later."""


class LimitError(ServiceError):
    """A quota is full; `transient` when it empties by itself (the message says PENDING or IN_PROGRESS)."""

    @property
    def transient(self) -> bool:
        """Whether waiting frees the quota. Source: AWS developer guide, 'Troubleshooting' error messages."""
        return "PENDING or IN_PROGRESS" in self.what


class InvalidError(ServiceError):
    """The service calls the request wrong; sending it again does not help."""


class DeniedError(ServiceError):
    """The credentials lack a permission, are expired, or are unknown."""


class ThrottledError(ServiceError):
    """Refused for its rate even after the client's own retries; a read that ends so is incomplete."""


class UnknownOutcomeError(ServiceError):
    """No usable answer arrived: the call may or may not have had its effect."""


class GitHubError(ReconcilerError):
    """A call to GitHub failed; `status` is the HTTP status, 0 when no answer came."""

    def __init__(self, what: str, *, status: int, why: str = "", fix: str = "") -> None:
        """Keep the HTTP status beside the message."""
        super().__init__(what, why=why, fix=fix)
        self.status = status


class ArtifactError(GitHubError):
    """What an earlier run has left is gone, has expired, or is not what it should be."""


class BodyTooLongError(GitHubError):
    """GitHub refuses a comment or issue for its length; a shorter one may do."""
