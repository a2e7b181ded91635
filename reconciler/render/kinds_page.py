"""docs/kinds.md: what a file can say of each kind, generated from the kinds.

`python -m reconciler.render.kinds_page > docs/kinds.md` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from reconciler.catalog.time_outs import HOUR, TIME_OUTS
from reconciler.kinds import KINDS
from reconciler.kinds.kind import UNMANAGED, Asks, Comparison, Field, Kind, Mutability, OnFixed
from reconciler.model.address import Address

_HEAD = """\
# Kinds and their fields

<!-- Generated from reconciler/kinds: python -m reconciler.render.kinds_page > docs/kinds.md -->

What [personalize.yaml](file.md) can say of each kind of resource, in the order in which they are created.
What an edit then does, step by step and with examples, stands in [life cycle](lifecycle.md).
`*` stands for a name that you choose. Below `datasets` it is one of interactions, items, users, actions and
actionInteractions.

- *in place*: the field changes on the live resource.
- *start or stop*: the service's own start and stop operations change it.
- *new generation*: `NAME-v2`, `NAME-v3`, … is made beside the old one, behind the same address, unless an
  equal one is there already. The old solution goes, without consent, once no campaign uses it; the old schema
  stays until its dataset goes. Datasets move to a new schema in place or by a recreation, see there.
- *proven, then recreated*: first made as `NAME-next`, to see that the service takes it; only then is the old
  one deleted and made again under its own name, and `NAME-next` deleted.
- *recreated*: deleted and made again, since the service has no call that changes it. Where deleting one needs
  consent, so does this. What has to go and come back with it is covered, save an event tracker.
- *in place or recreated*: new columns of items and users that may be null are added in place; anything else
  recreates the dataset with all that the service wants gone before it, under consent.
- *next run*: holds from the next run on; what has run stays as it is.
- *policy*: not of the API; it tells the reconciler when to act.
- *label*: sent when the resource is made and never compared.
- *identity*: another name is another resource.

*Waited for at most* is how long the service may be at work on one before its step fails; nothing else is
done about it then. The service publishes no such times: what each rests on stands in
reconciler/catalog/time_outs.py.

What moves to another group is made anew there, as *In another group* says. *Turn* is the place of a kind in
the order in which a group is emptied. A file without any group deletes nothing without consent.

A field with a default is managed even where the file is silent; any other field only where the file says it.
"""
_CHANGES = {
    Mutability.MUTABLE: "in place",
    Mutability.POLICY: "policy",
    Mutability.SWITCH: "start or stop",
}
_FIXED = {
    OnFixed.REPLACE: "new generation",
    OnFixed.SUPERSEDE: "new generation",
    OnFixed.PROVE: "proven, then recreated",
    OnFixed.RECREATE: "recreated",
    None: "next run",
}
_COMPARED = {
    Comparison.NUMBER: 'by value: `"0.5"` equals `0.50`',
    Comparison.BAND: "anything between `min` and `max` is equal",
    Comparison.SUBSET: "only the members that the file says",
    Comparison.EXPRESSION: "white space outside quotes does not matter",
    Comparison.CONTENT: "by content: object key order and white space do not matter, field order does",
    Comparison.VERSION: "by version id",
    Comparison.METRICS: "as a set: their order does not matter",
    Comparison.RUNNING: "by status: INACTIVE, or on the way there, is `false`",
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
    if kind.name in TIME_OUTS:
        yield f"- Waited for at most: {_time_outs(kind)}."
    if kind.run:
        yield "- A record: never updated and never deleted."
    else:
        lost = f"; {kind.on_delete}" if kind.on_delete else ""
        yield f"- {_CONSENT[kind.asks]}{lost}. Turn: {kind.leaves}."
    if kind.owned_through:
        yield f"- Takes no tags: it belongs to whoever owns its {KINDS[kind.owned_through].title}."
    elif not kind.taggable:
        yield "- Takes no tags: it belongs to whoever owns the datasets that list it in theirs."
    yield from _moves(kind)
    if kind.stop:
        yield "- Updated only while it runs: what changes of a stopped one waits until it is started."
    if kind.versioned:
        yield "- Generations: `NAME`, `NAME-v2`, `NAME-v3`, … belong to one address."
    yield "\n| field | of the API | change | default | compared | meaning |\n|---|---|---|---|---|---|"
    yield from (_row(kind, field) for field in kind.fields if field.file)
    if kind.taggable and not kind.run:
        yield _TAGS
    for member, why in kind.omitted.items():
        yield f"\nNot sayable: `{member}`, because {why}."
    yield ""


def _time_outs(kind: Kind) -> str:
    return ", ".join(
        f"{phase.value} {found.seconds / HOUR:g} h" for phase, found in TIME_OUTS[kind.name].items()
    )


def _moves(kind: Kind) -> Iterator[str]:
    """What becomes of one that the file declares elsewhere; with a group in its address it is another."""
    if kind.run or not kind.parents:
        return
    if not kind.resource or "{group}" in kind.resource:
        yield "- In another group: another resource."
    else:
        yield f"- In another group: {_FIXED[kind.on_fixed]}."
    if "solution" in kind.parents:
        yield "- Under another solution of its group: in place."


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
    lists = [field.listing.operation for field in kind.fields if field.listing]
    named = (kind.create, kind.describe, *lists, kind.update, kind.start, kind.stop, kind.delete)
    return [one for one in named if one]


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
    if field.key == kind.keyed_by:
        return "identity"
    if field.comparison is Comparison.UNCOMPARED:
        return "label"
    if field.mutability is Mutability.CREATE_ONLY:
        return _FIXED[kind.on_fixed]
    return "in place or recreated" if field.refers else _CHANGES[field.mutability]


def _default(field: Field) -> str:
    if field.absent is UNMANAGED:
        return ""
    if field.absent is None:
        return "none"
    return f"`{str(field.absent).lower() if isinstance(field.absent, bool) else field.absent}`"


if __name__ == "__main__":
    sys.stdout.write(kinds_page())
