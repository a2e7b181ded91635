"""Exit codes, as the documentation lists them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a shell or a workflow learns from a run."""

    DONE = 0
    FAILED = 1
    DIFFERENT = 2
    IN_PROGRESS = 3
    USAGE = 64
    """EX_USAGE of sysexits.h; click's own 2 would read as "differences"."""
    INTERRUPTED = 130
