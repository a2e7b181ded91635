"""Addresses: kind and the file's own keys, the identity of everything a file declares.

An address never shows a generation: `schema/NAME` stays itself when NAME-v2 takes NAME's place.
"""

from __future__ import annotations

from dataclasses import dataclass

_RUNS = {"dataset-import-job": ("dataset", "import"), "solution-version": ("solution", "training")}
_SUFFIXES = {form: kind for kind, form in _RUNS.items()}
_KEYS = {"dataset": 2, "dataset-import-job": 2}


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Kind and keys, e.g. ("dataset", ("user-videos", "items")), written dataset/user-videos/items.

    Runs are written below what they feed: dataset/GROUP/interactions/import, solution/NAME/training.
    """

    kind: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        prefix, suffix = _RUNS.get(self.kind, (self.kind, ""))
        return "/".join((prefix, *self.keys, *((suffix,) if suffix else ())))

    @property
    def name(self) -> str:
        """The last key: what the file calls the thing."""
        return self.keys[-1]


def parse_address(text: str) -> Address:
    """Read an address as printed; ValueError when it has no such form."""
    kind, *keys = text.split("/")
    if kind in _RUNS:
        kind = ""
    if keys and (kind, keys[-1]) in _SUFFIXES and len(keys) == _KEYS.get(kind, 1) + 1:
        kind, keys = _SUFFIXES[kind, keys[-1]], keys[:-1]
    if len(keys) != _KEYS.get(kind, 1) or not all(keys) or not kind:
        raise ValueError(
            f"{text!r} is not an address; addresses look like campaign/NAME or dataset/GROUP/TYPE"
        )
    return Address(kind, tuple(keys))
