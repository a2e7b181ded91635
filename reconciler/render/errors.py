"""An exception that stopped a run, as the user reads it."""

from __future__ import annotations

from reconciler.errors import ReconcilerError, ServiceError
from reconciler.render.escape import visible
from reconciler.render.paint import Paint


def error_text(error: ReconcilerError, *, paint: Paint) -> str:
    """What went wrong, why, and what to do."""
    what = str(error) if isinstance(error, ServiceError) else error.what
    lines = [f"{paint('danger', 'error:')} {visible(what)}"]
    if error.why:
        lines.append(f"    why:   {visible(error.why)}")
    if error.fix:
        lines.append(f"    to do: {visible(error.fix)}")
    return "\n".join(lines)


def internal_error_text(error: BaseException, *, paint: Paint) -> str:
    """A mistake of ours: what to report; nothing a user could mend."""
    said = visible(f"{type(error).__name__}: {error}")
    return (
        f"{paint('danger', 'internal error:')} {said}\n"
        "    to do: this is a mistake in reconcile, please report it; -v shows where it happened"
    )


def system_error_text(error: OSError, *, paint: Paint) -> str:
    """What the operating system refused, and about which file."""
    said = visible(error.strerror or str(error))
    about = f"{visible(str(error.filename))}: " if error.filename else ""
    return f"{paint('danger', 'error:')} {about}{said}"
