"""Files as text, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

from reconciler.desired.load import load
from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment
from reconciler.permissions.documents import Part, PolicyDocument, Repository, documents
from reconciler.permissions.policy import partition_of

HEAD = 'version: 1\nstack: videos\naccount: "123456789012"\nregion: eu-west-1\n'
AVRO = "{avro: {type: record, name: Interactions, fields: [{name: USER_ID, type: string}, {name: ITEM_ID, type: string}, {name: TIMESTAMP, type: long}, {name: EVENT_TYPE, type: string}], version: '1.0'}}"  # noqa: E501
ROLE = "arn:aws:iam::123456789012:role/Access"


def group(name: str = "films", *, location: str = "s3://data/x.csv", role: str = ROLE, more: str = "") -> str:
    """A file of one group with one imported dataset; `more` stands below the group."""
    return (
        f"{HEAD}schemas:\n  rows: {AVRO}\ndatasetGroups:\n  {name}:\n    datasets:\n      interactions:\n"
        f'        schema: rows\n        import: {{from: "{location}", role: "{role}"}}\n{more}'
    )


def state(text: str) -> DesiredState:
    loaded = load("-", stdin=StringIO(text))
    assert loaded.state is not None, loaded.diagnostics
    return loaded.state


def made(text: str, repository: Repository | None = None) -> tuple[PolicyDocument, ...]:
    desired = state(text)
    region = desired.region or ""
    environment = Environment(account=desired.account or "", region=region, partition=partition_of(region))
    return documents(desired, environment, repository)


def statements(text: str, part: Part, name: str = "") -> Mapping[str, Mapping[str, Any]]:
    """Sid to statement of the one document of this part."""
    (found,) = (one for one in made(text) if one.part is part and name in one.name)
    said: Any = found.policy["Statement"]
    return {one["Sid"]: one for one in said}
