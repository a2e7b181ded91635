"""Cases that no file in a repository can be: absent, unreadable, huge, not text, or about an option."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HEAD = "version: 1\nstack: shop\n"
NAMED = HEAD + "schemas:\n  items: {avro: given.avsc}\n"
NAMED += "datasetGroups:\n  shop: {datasets: {items: {schema: items}}}\n"
FIELDS = '[{"name":"ITEM_ID","type":"string"},{"name":"GENRE","type":"string"}]'
TWO = "environments:\n  staging: {prefix: s-}\n  live: {}\n"


@dataclass(frozen=True, slots=True)
class Made:
    """The file to look at; with `asked`, as a command about one environment does.

    With `data`, the files that its imports name are looked at, of which `sizes` are told other than they are.
    """

    file: str
    environment: str | None = None
    asked: bool = False
    data: bool = False
    sizes: dict[str, int] = field(default_factory=dict)


Lay = Callable[[Path], Made]


def text(content: str | bytes, *, environment: str | None = None, asked: bool = False) -> Lay:
    """A main file of this content."""

    def made(folder: Path) -> Made:
        data = content if isinstance(content, bytes) else content.encode()
        (folder / "personalize.yaml").write_bytes(data)
        return Made("personalize.yaml", environment, asked)

    return made


def schema(content: str) -> Lay:
    """A schema file of this content, named by a main file."""

    def made_schema(folder: Path) -> Made:
        (folder / "given.avsc").write_text(content)
        return text(NAMED)(folder)

    return made_schema


def nothing(_: Path) -> Made:
    return Made("personalize.yaml")


def folder_itself(_: Path) -> Made:
    return Made(".")


def pipe(folder: Path) -> Made:
    os.mkfifo(folder / "pipe")
    return Made("pipe")


def no_path(_: Path) -> Made:
    return Made("a\0b")


def columns(count: int) -> str:
    """A schema of so many characters."""
    start = '{"type":"record","name":"Items","doc":"'
    end = f'","fields":{FIELDS}}}'
    return start + "x" * (count - len(start) - len(end)) + end


def nested(levels: int) -> str:
    """A schema whose doc is so many lists deep, the record itself counted."""
    deep = levels - 2
    return '{"type":"record","name":"Items","doc":' + "[" * deep + "1" + "]" * deep + f',"fields":{FIELDS}}}'


def tags(count: int) -> str:
    return HEAD + "tags:\n" + "".join(f'  k{n}: ""\n' for n in range(count)) + "datasetGroups:\n  shop: {}\n"


def schemas(count: int) -> str:
    """So many schemas, which no dataset uses."""
    return HEAD + "schemas:\n" + "".join(f"  s{n}: {{avro: items.avsc}}\n" for n in range(count))


def environments(count: int) -> str:
    return HEAD + "environments:\n" + "".join(f"  e{n}: {{prefix: p{n}-}}\n" for n in range(count))


SMALL = text(HEAD)
MANY = "a: &a [" + "1," * 999 + "1]\n" + "b: &b [" + "*a," * 99 + "*a]\n"

BREAKS: Mapping[str, tuple[Lay, ...]] = {
    "file/missing": (nothing,),
    "file/directory": (folder_itself,),
    "file/not-a-file": (pipe,),
    "file/unreadable": (no_path,),
    "file/too-large": (text(HEAD + "#" * (2 * 1024 * 1024)),),
    "file/not-utf8": (text(HEAD.encode() + b"# \xe9\n"), text(HEAD.encode("utf-16"))),
    "file/control-character": (text(HEAD + "# \x07\n"),),
    "file/hidden-character": (text(HEAD + "# \u202e\n"),),
    "file/more": (text(HEAD + "".join(f"k{n}: 1\n" for n in range(501))),),
    "file/too-deep": (text(HEAD + "tags: " + "[" * 101 + "]" * 101),),
    "file/too-many-values": (text(HEAD + MANY + "c: *b\n"),),
    "schema/too-deep": (schema(nested(101)),),
    "schema/too-many-values": (schema("[" + "1," * 100_000 + "1]"),),
    "schema/too-long": (schema(columns(20_001)),),
    "schema/nearly-too-long": (schema(columns(18_001)),),
    "quota/schemas": (text(schemas(451)),),
    "tag/too-many": (text(tags(47)),),
    "environment/too-many": (text(environments(21)),),
    "environment/choose": (text(HEAD + TWO, asked=True),),
    "environment/unknown": (text(HEAD + TWO, environment="lvie"),),
    "environment/none": (text(HEAD, environment="live"),),
}
PASSES: Mapping[str, tuple[Lay, ...]] = {
    **dict.fromkeys(
        ("file/missing", "file/directory", "file/not-a-file", "file/unreadable"),
        (SMALL,),
    ),
    "file/too-large": (text((HEAD + "#" * (2 * 1024 * 1024))[: 2 * 1024 * 1024]),),
    "file/not-utf8": (text(HEAD + "# é\n"), text(b"\xef\xbb\xbf" + HEAD.encode())),
    "file/control-character": (text(HEAD + '# "\\a" and a tab\t\n'),),
    "file/hidden-character": (text(HEAD.replace("\n", "\r\n")),),
    "file/more": (text(HEAD + "".join(f"k{n}: 1\n" for n in range(400))),),
    "file/too-deep": (text(HEAD + "tags: " + "[" * 90 + "]" * 90),),
    "file/too-many-values": (text(HEAD + MANY.replace("*a," * 99, "*a," * 90)),),
    "schema/too-deep": (schema(nested(99)),),
    "schema/too-many-values": (schema("[" + "1," * 99_000 + "1]"),),
    "schema/too-long": (schema(columns(20_000)),),
    "schema/nearly-too-long": (schema(columns(18_000)),),
    "quota/schemas": (text(schemas(450)),),
    "tag/too-many": (text(tags(46)),),
    "environment/too-many": (text(environments(20)),),
    "environment/choose": (text(HEAD + TWO, environment="live", asked=True), text(HEAD + TWO)),
    "environment/unknown": (text(HEAD + TWO, environment="live"),),
}
