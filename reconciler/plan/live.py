"""Reading a live document: the latest…Update overlay, and values in the API's spelling."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.kinds.kind import Comparison, Field, Kind, Overlay
from reconciler.model.health import update_in_progress
from reconciler.model.observed import Environment, ObservedResource
from reconciler.model.values import Json, at_path


def live_value(kind: Kind, field: Field, live: ObservedResource) -> Json:
    """The live value of a field in the API's spelling, latest…Update considered as the kind says.

    A solution's update record stands for the top level while it runs and after it succeeded, since the
    service is known to show updated values only there; a campaign's and a dataset's only while it runs,
    since their top level follows.
    Source: AWS blog on automatic training (2024); recorded answers of DescribeDataset.
    """
    if field.comparison is Comparison.RUNNING:
        return _runs(str(at_path(live.body, field.read) or ""))
    record = live.body.get(kind.update_record) if kind.update_record else None
    if isinstance(record, Mapping) and field.overlay and _stands(kind.overlay, record):
        value = at_path(record, field.overlay)
        if value is not None or _goes_whole(kind, field.overlay, record):
            return _said(field, value)
    return _said(field, at_path(live.body, field.read or field.member))


def _said(field: Field, value: Json) -> Json:
    return False if value is None and False in (field.absent, field.default) else value


def _goes_whole(kind: Kind, path: str, record: Mapping[str, Json]) -> bool:
    """Whether what an update leaves out of a structure goes with it, so that it is not looked for elsewhere.

    Assumed of a campaign's configuration; a recommender's is sent whole. A solution's may be partial, and an
    empty structure says nothing.
    """
    structure = path.split(".", maxsplit=1)[0]
    return kind.overlay is Overlay.WHILE_IN_PROGRESS and structure != path and bool(record.get(structure))


def _runs(status: str) -> bool:
    """Whether a status word is one of a thing that runs, or that is on its way to.

    It is INACTIVE when it was stopped, and STOP PENDING or STOP IN_PROGRESS on the way there.
    Source: AWS API reference, Recommender.status.
    """
    word = status.upper()
    return word != "INACTIVE" and not word.startswith("STOP")


def _stands(overlay: Overlay, record: Mapping[str, Json]) -> bool:
    status = str(record.get("status") or "")
    if update_in_progress(status):
        return overlay is not Overlay.NEVER
    return overlay is Overlay.UNTIL_FAILED and status.upper() == "ACTIVE"


def update_status(kind: Kind, body: Mapping[str, Json]) -> str | None:
    """The status of the last update that a document tells of, None when there never was one."""
    record = body.get(kind.update_record) if kind.update_record else None
    return str(record.get("status") or "") if isinstance(record, Mapping) else None


def never_worked(live: ObservedResource) -> bool:
    """Whether its creation failed, so that nothing is lost with it; any other failure came later."""
    return str(live.body.get("status") or "").upper() == "CREATE FAILED"


def failure_of(document: Mapping[str, Json]) -> str:
    """The service's failureReason, or the status word where the kind has none."""
    return str(document.get("failureReason") or document.get("status") or "failed without a reason")


def wire_value(field: Field, declared: Json, environment: Environment) -> Json:
    """A declared value as the API takes it: recipe names become ARNs, parameter values text."""
    if field.prefix and isinstance(declared, str) and not declared.startswith("arn:"):
        return field.prefix.format(partition=environment.partition) + declared
    if field.comparison is Comparison.NUMBER:
        return _text(declared)
    if field.texts and isinstance(declared, Mapping):
        return {key: _text(value) for key, value in declared.items()}
    return declared


def _text(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def file_value(field: Field, wire: Json, environment: Environment) -> Json:
    """A live value in the file's terms, the inverse of `wire_value`."""
    prefix = field.prefix.format(partition=environment.partition) if field.prefix else ""
    if prefix and isinstance(wire, str):
        return wire.removeprefix(prefix)
    return wire
