"""A first personalize.yaml, commented for whoever goes on from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.catalog.first_recipes import FIRST_RECIPES
from reconciler.render.escape import visible
from reconciler.render.first_schema import quoted, scalar

_LOCATION = re.compile(r"s3://[A-Za-z0-9._/-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDataset:
    """One dataset: its type, its schema's document and file, and the file of rows, "" where none is known."""

    kind: str
    document: str
    path: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFile:
    """What a first file says. `bucket` is an S3 location that ends in /; "" is nothing, where it may be."""

    stack: str
    group: str
    region: str
    account: str
    domain: str | None
    datasets: tuple[FirstDataset, ...]
    bucket: str
    role: str
    recipe: str


def first_file(said: FirstFile, *, inline: bool = False) -> str:
    """The text of personalize.yaml; `inline` has the documents in it, to check it before it is written."""
    parts = (_top(said), _schemas(said, inline), _group(said), _datasets(said), _tracker(said), _model(said))
    return "".join(f"{line}\n" for part in parts for line in part)


def _top(said: FirstFile) -> Iterator[str]:
    yield "# What should exist in Amazon Personalize for one product. `reconcile validate` checks this file,"
    yield "# `reconcile plan` shows what differs from the account, `reconcile apply` makes it so."
    yield "# Nothing outside this stack is ever touched."
    yield ""
    yield "version: 1"
    yield f"stack: {scalar(said.stack)}  # the owner mark on everything below; one per file"
    if said.account:
        yield f'account: "{said.account}"  # refuse to touch any other account'
    else:
        yield '# account: "123456789012"  # yours: any other is refused then; jobs that apply need it'
    yield f"region: {scalar(said.region)}"
    yield ""


def _schemas(said: FirstFile, inline: bool) -> Iterator[str]:
    yield "# Schemas never change: edit one, and a new generation (NAME-v2) takes its place. Columns that may"
    yield "# be null can be added to items and users; any other change empties the dataset, under consent."
    yield "schemas:"
    domain = f", domain: {said.domain}" if said.domain else ""
    for one in said.datasets:
        avro = json.dumps(json.loads(one.document)) if inline else scalar(one.path)
        yield f"  {_schema(said, one)}: {{avro: {avro}{domain}}}"
    yield ""


def _schema(said: FirstFile, one: FirstDataset) -> str:
    return scalar(f"{said.group}-{one.kind}")


def _group(said: FirstFile) -> Iterator[str]:
    yield "datasetGroups:"
    yield f"  {scalar(said.group)}:{'' if said.domain else '  # no `domain`: a custom group'}"
    if said.domain:
        yield f"    domain: {said.domain}"


def _datasets(said: FirstFile) -> Iterator[str]:
    yield "    datasets:"
    for number, one in enumerate(said.datasets):
        yield f"      {one.kind}:"
        yield f"        schema: {_schema(said, one)}"
        if said.bucket:
            yield from _import(said, one, is_first=not number)
        elif not number:
            yield "        # Where rows come from, once they are in a bucket that a role of yours may read:"
            yield "        # import:"
            yield f"        #   from: s3://BUCKET/{visible(one.file) or _usual(one)}"
            yield "        #   role: arn:aws:iam::ACCOUNT:role/NAME"
            yield "        #   when: changed"


def _import(said: FirstFile, one: FirstDataset, *, is_first: bool) -> Iterator[str]:
    location = f"{said.bucket}{one.file or _usual(one)}"
    yield "        import:"
    yield f"          from: {location if _LOCATION.fullmatch(location) else quoted(location)}"
    if is_first:
        yield f"          role: &role {said.role}"
        yield "          when: changed  # import again whenever the file in the bucket changes"
    else:
        yield "          role: *role"
        yield "          when: changed"


def _usual(one: FirstDataset) -> str:
    return f"{one.kind}.csv"


def _tracker(said: FirstFile) -> Iterator[str]:
    yield ""
    yield "    # Takes live events; clients embed its trackingId, which is another one if it is made anew:"
    yield f"    # eventTracker: {said.group}-tracker"


def _model(said: FirstFile) -> Iterator[str]:
    if not said.recipe:
        return
    name = f"{said.group}-{FIRST_RECIPES[said.domain][said.recipe].name}"
    yield ""
    yield from _recommender(said, name) if said.domain else _solution(said, name)


def _recommender(said: FirstFile, name: str) -> Iterator[str]:
    yield "    # Serves one use case. It is billed from its first minute for as long as it runs, used or not,"
    yield "    # so add it once the data is imported:"
    yield "    # recommenders:"
    yield f"    #   {scalar(name)}:"
    yield f"    #     recipe: {said.recipe}"
    yield "    #     recommenderConfig: {minRecommendationRequestsPerSecond: 1}"


def _solution(said: FirstFile, name: str) -> Iterator[str]:
    yield "    solutions:"
    yield f"      {scalar(name)}:"
    yield f"        recipe: {said.recipe}"
    yield "        autoTraining: false  # the service's own default trains, and bills, every week"
    if said.bucket:
        yield "        # After every import, and at least every 30 days; each training is billed."
        yield "        training: {when: imported, maxAge: 30d}"
    else:
        yield "        # Without data a training fails; with an import write {when: imported, maxAge: 30d}."
        yield "        training: {when: never}"
    yield "        # Answers requests. It is billed from its first minute for minTPS requests a second, used"
    yield "        # or not, so add it once a training has ended:"
    yield "        # campaigns:"
    yield f"        #   {scalar(f'{name}-live')}:"
    yield "        #     minTPS: 1"
    yield "        #     version: latest  # deploy the newest trained version"
