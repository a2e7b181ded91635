"""Places in S3 that the service is to read or write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import shown, warning
from reconciler.desired.rules.check import Check, at
from reconciler.desired.rules.regions import region_of
from reconciler.kinds import KINDS
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

_IMPORT = "import:\n  from: s3://{}\n  role: arn:aws:iam::123456789012:role/personalize\n"
_BULK = Source(
    said="Amazon Personalize developer guide, 'Importing bulk data into a dataset'", seen="2026-11-23"
)

RULES = (
    Rule(
        id="location/bucket",
        severity=Severity.WARNING,
        title="a bucket's name is one that S3 gives to no bucket",
        why=(
            "Nothing can be read or written there. Names with capitals or underscores, or of more than 63"
            " characters, are left from before 2018, in us-east-1 only."
        ),
        fix="Write the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens.",
        source=Source(
            said="Amazon S3 user guide, 'General purpose bucket naming rules', second-hand", seen="2026-11-26"
        ),
        bad=_IMPORT.format("shop_data/interactions.csv"),
        good=_IMPORT.format("shop-data/interactions.csv"),
    ),
    Rule(
        id="location/region",
        severity=Severity.WARNING,
        title="a bucket's name speaks of another region than the file's",
        why="The guide advises a bucket in the service's own region; the name may be of another environment.",
        fix="Name a bucket of the file's region, or ignore the warning where it is one.",
        source=Source(
            said="Amazon Personalize developer guide, 'Giving Amazon Personalize access to Amazon S3'",
            seen="2026-11-23",
        ),
        bad=_IMPORT.format("shop-us-east-1/interactions.csv"),
        good=_IMPORT.format("shop-eu-west-1/interactions.csv"),
    ),
    Rule(
        id="import/wildcard",
        severity=Severity.WARNING,
        title="an import's location has * or ? in it",
        why=(
            "The guide knows files and folders, no wildcards: an object or a folder of this very name is"
            " looked for."
        ),
        fix="Name the folder and end it with /, so that all files directly in it are read.",
        source=_BULK,
        bad=_IMPORT.format("shop-data/events/*.csv"),
        good=_IMPORT.format("shop-data/events/"),
    ),
    Rule(
        id="import/location",
        severity=Severity.WARNING,
        title="an import reads neither a folder nor a .csv file",
        why="A folder ends in /, and only the files directly in it are read; all else is taken as one file.",
        fix="End the folder with /, or name the file.",
        source=_BULK,
        bad=_IMPORT.format("shop-data/all_events"),
        good=_IMPORT.format("shop-data/all_events/"),
    ),
)

_PLACE = re.compile(r"s3://(?P<bucket>[^/]*)(?P<key>.*)", re.DOTALL)
_WILDCARD = re.compile(r"(?P<folder>s3://[^/*?]+/(?:[^/*?]+/)*)[^/*?]*(?P<sign>[*?])")
_BUCKET = re.compile(r"(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_OLD_BUCKET = re.compile(r"(?!\d+\.\d+\.\d+\.\d+$)[A-Za-z0-9._-]{3,255}")
_OLD_HOME = "us-east-1"
_WAYS = "central|(?:north|south)(?:east|west)?|east|west"
_REGION = re.compile(
    rf"(?<![a-z0-9])(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?(?:{_WAYS})-[1-9](?![a-z0-9])"
)


def _places(item: Declared, root: Node) -> Iterator[Diagnostic]:
    region = region_of(root)
    for use in item.place.kind.passes:
        said = at_path(item.said, use.location) if use.location else None
        found = _PLACE.fullmatch(said) if isinstance(said, str) else None
        if found is None:
            continue
        bucket, where = found["bucket"], at(item, root, use.location)
        old = region == _OLD_HOME and _OLD_BUCKET.fullmatch(bucket)
        if not old and not _BUCKET.fullmatch(bucket):
            yield warning(
                "location/bucket",
                f"{use.location}: S3 gives no bucket the name {shown(bucket)}",
                where,
                fix="write 3 to 63 lower-case letters, digits, dots and hyphens",
            )
        named = _REGION.findall(bucket)
        if region and named and region not in named:
            yield warning(
                "location/region",
                f"{use.location}: the bucket's name speaks of {named[0]}, the file is for {region}",
                where,
                why="a bucket in the service's own region is advised",
                fix=f"name a bucket of {region}, or ignore the warning where it is one",
            )


def _file_or_folder(item: Declared, root: Node) -> Iterator[Diagnostic]:
    said = str(item.said["from"])
    if found := _WILDCARD.match(said):
        yield warning(
            "import/wildcard",
            f"from: {shown(said)} has {found['sign']} in it, which is no wildcard",
            at(item, root, "from"),
            why="the guide knows files and folders only: one of this very name is looked for",
            fix=f"write {shown(found['folder'])}, of which all files directly in it are read",
        )
    elif not said.endswith("/") and not said.lower().endswith(".csv"):
        yield warning(
            "import/location",
            f"from: {shown(said)} ends neither in / nor in .csv",
            at(item, root, "from"),
            why="a folder ends in /; all else is taken as one file",
            fix="end the folder with /, or name the file",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    **{name: (_places,) for name, kind in KINDS.items() if any(use.location for use in kind.passes)},
    "dataset-import-job": (_places, _file_or_folder),
}
