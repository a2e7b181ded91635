"""docs/kinds.md: what a file can say of each kind, generated from the kinds.

`python -m reconciler.render.kinds_page > docs/kinds.md` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from reconciler.kinds import KINDS
from reconciler.kinds.kind import UNMANAGED, Asks, Comparison, Field, Kind, Mutability
from reconciler.model.address import Address

_HEAD = """\
# Kinds and their fields

<!-- Generated from reconciler/kinds: python -m reconciler.render.kinds_page > docs/kinds.md -->

What [personalize.yaml](file.md) can say of each kind of resource, in the order in which they are created.
`*` stands for a name that you choose. Below `datasets` it is one of interactions, items, users, actions and
actionInteractions.

- *in place*: the field can change on the live resource.
- *fixed*: the service has no call that changes it; this version refuses the edit and says so.
- *not yet*: the service can change it in some cases; this version refuses the edit and says so.
- *next run*: holds from the next run on; what has run stays as it is.
- *policy*: not of the API; it tells the reconciler when to act.
- *label*: sent when the resource is made and never compared.

A field with a default is managed even where the file is silent; any other field only where the file says it.
"""
_CHANGES = {Mutability.MUTABLE: "in place", Mutability.CREATE_ONLY: "fixed", Mutability.POLICY: "policy"}
_COMPARED = {
    Comparison.NUMBER: 'by value: `"0.5"` equals `0.50`',
    Comparison.BAND: "anything between `min` and `max` is equal",
    Comparison.SUBSET: "only the members that the file says",
    Comparison.EXPRESSION: "white space outside quotes does not matter",
    Comparison.CONTENT: "by content: object key order and white space do not matter, field order does",
    Comparison.VERSION: "by version id",
}
_CONSENT = {
    Asks.ALWAYS: "Deleting one needs consent in the file",
    Asks.WHEN_ACTIVE: "Deleting an ACTIVE one needs consent in the file",
    Asks.NEVER: "Deleting one needs no consent",
}


_BAR = "\\|"
_TAGS = (
    "| `tags` | the same | in place |  | per key | Merged with the file's own `tags`; per key these win. |"
)


def kinds_page() -> str:
    """The whole page; the same at every call."""
    return "\n".join([_HEAD, *("\n".join(_section(kind)) for kind in KINDS.values())])


def _section(kind: Kind) -> Iterator[str]:
    yield f"## {kind.title}\n"
    yield f"{kind.about}\n"
    yield f"- In the file: `{kind.place}`{_shorthand(kind)}"
    yield f"- Address: `{_address(kind)}`"
    yield f"- Calls: {', '.join(f'`{one}`' for one in _calls(kind))}"
    if kind.run:
        yield "- A record: never updated and never deleted."
    elif kind.delete:
        lost = f"; {kind.on_delete}" if kind.on_delete else ""
        yield f"- {_CONSENT[kind.asks]}{lost}."
    if not kind.taggable:
        yield "- Takes no tags, hence carries no mark of ownership."
    if kind.versioned:
        yield "- Generations: `NAME`, `NAME-v2`, `NAME-v3`, … belong to one address."
    yield "\n| field | of the API | change | default | compared | meaning |\n|---|---|---|---|---|---|"
    yield from (_row(kind, field) for field in kind.fields if field.file)
    if kind.taggable and not kind.run:
        yield _TAGS
    for member, why in kind.omitted.items():
        yield f"\nNot sayable: `{member}`, because {why}."
    yield ""


def _shorthand(kind: Kind) -> str:
    return f"; a bare string there is short for `{{{kind.shorthand}: …}}`" if kind.shorthand else ""


def _address(kind: Kind) -> str:
    if kind.run:
        fed = next(iter(kind.parents))
        return str(Address(kind.name, ("GROUP", "TYPE") if fed == "dataset" else ("NAME",)))
    if "{type}" in kind.resource:
        return f"{kind.name}/GROUP/TYPE"
    return f"{kind.name}/{'NAME' if kind.resource else 'GROUP'}"


def _calls(kind: Kind) -> list[str]:
    return [one for one in (kind.create, kind.describe, kind.update, kind.delete) if one]


def _row(kind: Kind, field: Field) -> str:
    same = "the same" if field.member else ""
    cells = [
        f"`{field.key}`{' (required)' if field.required else ''}",
        f"`{field.member}`" if field.member not in {"", field.key} else same,
        _change(kind, field),
        _default(field),
        _COMPARED.get(field.comparison, ""),
        field.about,
    ]
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"


def _change(kind: Kind, field: Field) -> str:
    if field.comparison is Comparison.UNCOMPARED:
        return "label"
    if kind.run and field.mutability is Mutability.CREATE_ONLY:
        return "next run"
    return "not yet" if field.refers else _CHANGES[field.mutability]


def _default(field: Field) -> str:
    if field.absent is UNMANAGED:
        return ""
    return f"`{str(field.absent).lower() if isinstance(field.absent, bool) else field.absent}`"


if __name__ == "__main__":
    sys.stdout.write(kinds_page())
