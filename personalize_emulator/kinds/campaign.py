"""Campaigns: a version behind an ARN that never changes.

Source: AWS API reference, CreateCampaign, UpdateCampaign and DeleteCampaign; developer guide, "Creating a
campaign" and "Updating a campaign".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.errors import already_exists, in_use, invalid, quota_reached
from personalize_emulator.kinds.campaign_config import version_to_serve
from personalize_emulator.kinds.kind import Kind
from personalize_emulator.kinds.solution_version import newest_active
from personalize_emulator.lifecycle import OWN, UPDATE
from personalize_emulator.resources import ACTIVE

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

_MOST = 5
_UPDATED = ("solutionVersionArn", "minProvisionedTPS", "campaignConfig")


def create(realm: Realm, request: Json) -> Json:
    """CreateCampaign; LimitExceededException in the documented words at five campaigns in a group."""
    arn = realm.arn("campaign", request["name"])
    if realm.find("campaign", arn) is not None:
        raise already_exists(arn)
    version = version_to_serve(realm, request["solutionVersionArn"], request.get("campaignConfig") or {})
    if (
        sum(not other.status.endswith("FAILED") for other in realm.all("campaign", group=version.group))
        >= _MOST
    ):
        raise quota_reached("campaign", _MOST)
    wire = {
        # Assumed: under sync, DescribeCampaign shows the version that serves rather than $LATEST.
        "solutionVersionArn": version.arn,
        "minProvisionedTPS": request.get("minProvisionedTPS", 1),
        "campaignConfig": request.get("campaignConfig"),
    }
    campaign = realm.create(
        "campaign", request["name"], request, wire=wire, group=version.group, parent=version.parent
    )
    return {"campaignArn": campaign.arn}


def update(realm: Realm, request: Json) -> Json:
    """UpdateCampaign: the old version and configuration serve until the update is ACTIVE.

    Allowed only in status ACTIVE or CREATE FAILED, one at a time. Source: API reference, UpdateCampaign.
    """
    campaign = realm.need("campaign", request["campaignArn"])
    if campaign.changing:
        raise in_use(f"The given campaign is in status {campaign.status}: {campaign.arn}")
    if campaign.updating:
        # Assumed: a second update during the first gets ResourceInUseException, which the operation lists.
        raise in_use(f"The given campaign is being updated: {campaign.arn}")
    # Assumed: a campaignConfig that is sent replaces the whole; members that are not sent keep their values.
    wire = {member: request.get(member, campaign.wire.get(member)) for member in _UPDATED}
    config = wire["campaignConfig"] or {}
    arn = request.get("solutionVersionArn")
    if arn is None and config.get("syncWithLatestSolutionVersion"):
        if not _syncs(campaign):
            raise invalid("Turning syncWithLatestSolutionVersion on requires solutionArn/$LATEST.")
        arn = f"{campaign.parent}/$LATEST"
    version = version_to_serve(realm, arn or campaign.wire["solutionVersionArn"], config)
    if version.group != campaign.group:
        # Assumed: a campaign may move to another solution of its group (CloudFormation replaces nothing for
        # a new SolutionVersionArn), not to one of another group, whose datasets it could not serve.
        raise invalid("The solution version belongs to another dataset group.")
    _begin(realm, campaign, wire | {"solutionVersionArn": version.arn})
    return {"campaignArn": campaign.arn}


def check_delete(_realm: Realm, campaign: Resource) -> None:
    """In status ACTIVE or CREATE FAILED. Source: guide, "Deleting resources"."""
    if campaign.updating:
        # Assumed: an update in progress counts as a transitional status.
        raise in_use(f"The given campaign is being updated: {campaign.arn}")


def reach(_realm: Realm, campaign: Resource, track: str, status: str) -> str:
    """The top level switches when the update is ACTIVE."""
    if track == UPDATE and status == ACTIVE and campaign.update is not None:
        campaign.wire |= {member: campaign.update[member] for member in _UPDATED if member in campaign.update}
        campaign.parent = campaign.wire["solutionVersionArn"].rpartition("/")[0]
        # Assumed: an update that succeeds mends a campaign that was CREATE FAILED.
        campaign.status, campaign.reason = ACTIVE, None
    return status


def settled(realm: Realm, campaign: Resource, track: str, status: str) -> None:
    """A campaign in sync looks for a newer version whenever it comes to rest."""
    if track in {OWN, UPDATE} and status == ACTIVE:
        _catch_up(realm, campaign)


def follow(realm: Realm, solution: str) -> None:
    """A version of the solution turned ACTIVE: campaigns in sync take it up, as an update of their own."""
    for campaign in realm.all("campaign", parent=solution):
        _catch_up(realm, campaign)


def _catch_up(realm: Realm, campaign: Resource) -> None:
    newest = newest_active(realm, str(campaign.parent))
    ready = campaign.status == ACTIVE and not campaign.updating and _syncs(campaign)
    if ready and newest is not None and newest.arn != campaign.wire["solutionVersionArn"]:
        wire = {member: campaign.wire.get(member) for member in _UPDATED}
        # The guide says that the update record's timestamp tells the latest automatic update.
        _begin(realm, campaign, wire | {"solutionVersionArn": newest.arn})


def _begin(realm: Realm, campaign: Resource, wire: Json) -> None:
    realm.update(campaign, {member: value for member, value in wire.items() if value is not None})


def _syncs(campaign: Resource) -> bool:
    return bool((campaign.wire.get("campaignConfig") or {}).get("syncWithLatestSolutionVersion"))


KIND = Kind(
    name="campaign",
    noun="Campaign",
    operations={"CreateCampaign": create, "UpdateCampaign": update},
    update_member="latestCampaignUpdate",
    scope={"solutionArn": "parent"},
    check_delete=check_delete,
    reach=reach,
    settled=settled,
)
