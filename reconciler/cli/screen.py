"""Where output goes: data to standard output, everything else to standard error."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass, field
from typing import TextIO

from reconciler.model.redaction import redacted
from reconciler.render.paint import Paint

_NOBODY_READS = {errno.EPIPE, errno.EIO}
_USUAL_WIDTH = 120
_PLAINER = str.maketrans({"→": "->", "…": "...", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The two streams, with what the user asked of them.

    `quiet` leaves out what is only nice to know, `verbose` adds what is left out otherwise. Standard error
    takes also what others have worded, such as a traceback or click's refusals: credentials are hidden there.
    """

    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def data(self, text: str) -> None:
        """What the command was asked for. OSError where there is no room for it, as on a full disk."""
        _write(self.out, f"{text}\n", needed=True)

    def note(self, text: str) -> None:
        """What is nice to know while waiting; left out by -q."""
        if not self.quiet:
            _write(self.err, f"{redacted(text)}\n")

    def say(self, text: str) -> None:
        """What must be known and is not data: errors, warnings, questions."""
        _write(self.err, f"{redacted(text)}\n")

    def ask(self, text: str) -> None:
        """A question, the cursor left behind it."""
        _write(self.err, text)

    @property
    def out_paint(self) -> Paint:
        """Colours for standard output."""
        return Paint(self._colour(self.out))

    @property
    def err_paint(self) -> Paint:
        """Colours for standard error."""
        return Paint(self._colour(self.err))

    @property
    def out_width(self) -> int:
        """Columns of standard output, a usual number where it is no terminal."""
        return _width(self.out)

    @property
    def err_width(self) -> int:
        """Columns of standard error, likewise."""
        return _width(self.err)

    def _colour(self, stream: TextIO) -> bool:
        """Source of the variable: no-color.org, any value but the empty one."""
        wanted = not self.no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return wanted and is_terminal(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end; a closed stream is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _width(stream: TextIO) -> int:
    try:
        # Some terminals, as one over a serial line, say that they have none.
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


def can_show(text: str, stream: TextIO) -> bool:
    """Whether the stream's encoding has all of these characters."""
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def open_streams() -> None:
    """Lead standard streams that whoever started us has closed (`2>&-`) to nowhere.

    Python has None for them, and the next file or connection would take their numbers.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115


def _write(stream: TextIO, text: str, *, needed: bool = False) -> None:
    if not can_show(text, stream):
        encoding = stream.encoding or "utf-8"
        text = text.translate(_PLAINER).encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # Who read it has gone, as in `reconcile plan | head` or with a closed terminal; the run and its exit
        # code are not touched. Nor is a run cut off since its log is full.
        silence(stream)
        if needed and error.errno not in _NOBODY_READS:
            error.filename = "standard output"
            raise


def silence(stream: TextIO) -> None:
    """Send the rest of a stream nowhere, so that Python's own flush at exit finds an open end."""
    try:
        number = stream.fileno()
    except OSError:  # in memory: nothing is flushed at exit
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
