"""Metric attributions: one per group and without tags, so they are found through their group."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reconciler.kinds import KINDS
from reconciler.kinds.forms import NAME
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import Environment, ObservedResource
from reconciler.model.values import Json
from reconciler.observed.documents import resource
from reconciler.observed.reading import Reader
from reconciler.plan.marks import ATTRIBUTION, Owner, owner_of
from reconciler.plan.naming import arn_of

Resources = Mapping[Address, tuple[ObservedResource, ...]]
Bodies = Mapping[Address, "Mapping[str, Json] | None"]

_KIND = KINDS["metric-attribution"]
_NAME = re.compile(str(NAME["pattern"]))
_LONGEST = int(str(NAME["maxLength"]))


def read_attributions(
    desired: DesiredState, environment: Environment, resources: Resources, reader: Reader
) -> Resources:
    """The declared ones of live groups, and the one that the tag of a group of ours tells.

    Where a declared one is not in its group, whatever else is there is listed, under its own address: the
    group has room for one only.
    """
    groups = {
        address: live[0].arn
        for address, live in resources.items()
        if address.kind == "dataset-group" and live and live[0].health is not Health.LEAVING
    }
    homes = {
        address: groups[home]
        for address, declared in desired.resources.items()
        if address.kind == _KIND.name and (home := declared.parents["dataset-group"]) in groups
    }
    told = _told(desired, resources, groups)
    bodies = _describe({*homes, *told}, environment, reader)
    missing = {
        one for one, home in homes.items() if _home(bodies.get(one)) != home and one not in reader.failed
    }
    listed = reader.each(sorted(missing), lambda one: reader.listed(_KIND.name, homes[one]))
    others = {
        Address(_KIND.name, (str(item["name"]),)): homes[one]
        for one, items in listed.items()
        for item in items or ()
    }
    bodies = {**bodies, **_describe(set(others) - set(bodies), environment, reader)}
    return {
        address: (resource(address, body, None),)
        for address, body in sorted(bodies.items())
        if body and (address in homes or _home(body) in {told.get(address), others.get(address)})
    }


def _told(desired: DesiredState, resources: Resources, groups: Mapping[Address, str]) -> dict[Address, str]:
    """What the groups of ours say of their metric attribution, so that one that left the file is found."""
    names = {
        home: (resources[address][0].tags or {}).get(ATTRIBUTION, "")
        for address, home in groups.items()
        if owner_of(resources[address][0].tags, desired.stack) is Owner.OURS
    }
    return {
        Address(_KIND.name, (name,)): home
        for home, name in names.items()
        if _NAME.fullmatch(name) and len(name) <= _LONGEST
    }


def _describe(addresses: set[Address], environment: Environment, reader: Reader) -> Bodies:
    return reader.each(
        sorted(addresses), lambda one: reader.describe(_KIND.name, str(arn_of(one, environment)))
    )


def _home(body: Mapping[str, Json] | None) -> Json:
    return (body or {}).get("datasetGroupArn")
