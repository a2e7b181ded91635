"""The corpus: hostile files in the folders beside this, each with what a user is told about it.

`contents.yaml` of a folder names every file of it with a fragment of the message; `{says: …, code: 0}` for
input that is odd and yet means something. What git cannot hold, and what has to be made from a good plan, is
built by the recipes in `recipes_*.py`; both kinds are `Entry`.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
CONTENTS = "contents.yaml"
ITEMS = (
    '{"type": "record", "name": "Items", "fields": [{"name": "ITEM_ID", "type": "string"}, '
    '{"name": "GENRES", "type": ["null", "string"], "categorical": true}, {"name": "YEAR", "type": "int"}]}'
)
HEAD = 'version: 1\nstack: shop\naccount: "123456789012"\nregion: eu-west-1\n'
GOOD = (
    HEAD
    + "schemas:\n  shop-items: {avro: AVRO}\n"
    + "datasetGroups:\n  shop:\n    datasets:\n      items: {schema: shop-items}\n"
)
"""A file whose schema is the document AVRO, a path or the document itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One hostile input and its promise.

    `make` puts it in a folder; each of `commands` then ends with `code` and says all of `says`, what is to be
    done among it where the program is `reconcile` and fails. `environment` is set beside it.
    """

    name: str
    says: tuple[str, ...]
    make: Callable[[Path], None]
    commands: tuple[tuple[str, ...], ...]
    program: str = "reconcile"
    code: int = 1
    environment: Mapping[str, str | None] = field(default_factory=dict)
    installed: bool = False
    """Whether only the installed command will do, as Python itself is concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """How the files of one folder are run; FILE in a command stands for the file's name."""

    commands: tuple[tuple[str, ...], ...]
    program: str = "reconcile"
    beside: Callable[[Path, str], None] = lambda _folder, _name: None
    places: bool = False
    """Whether the message begins with the place in the file, which `contents.yaml` then begins with."""


def _names_the_schema(folder: Path, name: str) -> None:
    (folder / "personalize.yaml").write_text(GOOD.replace("AVRO", name))


def good_file(folder: Path, _name: str = "") -> None:
    (folder / "personalize.yaml").write_text(GOOD.replace("AVRO", ITEMS))


_READ = (("validate", "-f", "FILE"), ("apply", "--yes", "-f", "FILE"))
_NAMED = (("validate",), ("apply", "--yes"))
FOLDERS: Mapping[str, Folder] = {
    "yaml": Folder(commands=_READ, places=True),
    "names": Folder(commands=_READ, places=True),
    "variables": Folder(commands=_READ[:1], places=True),
    "avro": Folder(commands=_NAMED, beside=_names_the_schema, places=True),
    "plans": Folder(commands=(("apply", "FILE", "--yes"),), beside=good_file),
    "reviews": Folder(commands=(("apply", "--reviewed", "FILE", "--yes"),), beside=good_file),
    "seeds": Folder(program="personalize-emulator", commands=(("serve", "--port", "0", "--seed", "FILE"),)),
    "csv": Folder(program="import", commands=(("FILE", ITEMS, "Items"),)),
    "filters": Folder(program="filter", commands=(("FILE",),)),
    "faults": Folder(program="post", commands=(("/emulator/faults", "", "FILE"),)),
    "bodies": Folder(program="post", commands=(("/", "AmazonPersonalize.CreateSchema", "FILE"),)),
}


def contents(folder: str) -> dict[str, Any]:
    """The table of contents of a folder."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / folder / CONTENTS).read_text(encoding="utf-8"))
    return loaded


def stored(folder: str) -> list[str]:
    """The files of a folder."""
    return sorted(name for name in os.listdir(HERE / folder) if name != CONTENTS)


def of_folder(folder: str) -> list[Entry]:
    """The entries of one folder, by its table of contents."""
    how = FOLDERS[folder]
    return [_entry(folder, how, name, said) for name, said in contents(folder).items()]


def _entry(folder: str, how: Folder, name: str, said: Any) -> Entry:
    told = said if isinstance(said, dict) else {"says": said}
    says = (f"{name}:{told['says']}",) if how.places and told.get("code", 1) else (told["says"],)

    def make(into: Path) -> None:
        shutil.copyfile(HERE / folder / name, into / name)
        how.beside(into, name)

    commands = tuple(tuple(name if word == "FILE" else word for word in words) for words in how.commands)
    entry = Entry(name=f"{folder}/{name}", says=says, make=make, commands=commands, program=how.program)
    # What means something would be carried out: it is validated only.
    return replace(entry, code=0, commands=commands[:1]) if told.get("code") == 0 else entry
