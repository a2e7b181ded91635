"""How many of a thing an account may have, as Service Quotas names and numbers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AS_OF = "2026-11-23"
"""When the table was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """One quota.

    `name` is the one in Service Quotas, `code` its code there, "" where none is published. `limit` is what
    an account starts with, `per` what it counts within, `things` what it counts, in our words. With
    `frees_itself` the things are in progress and room is made as they end. `note` says what is unsure.
    """

    name: str
    code: str = ""
    limit: int
    adjustable: bool
    per: str
    things: str
    frees_itself: bool = False
    note: str = ""


QUOTAS: Mapping[str, Quota] = {
    "CreateSchema": Quota(
        name="Number of schemas",
        code="L-037D5A71",
        limit=500,
        adjustable=False,
        per="region",
        things="schemas",
    ),
    "CreateDatasetGroup": Quota(
        name="Active dataset groups",
        code="L-14011066",
        limit=5,
        adjustable=True,
        per="region",
        things="dataset groups",
    ),
    "CreateDatasetImportJob": Quota(
        name="Pending or In Progress dataset import jobs",
        limit=5,
        adjustable=False,
        per="region",
        things="imports",
        frees_itself=True,
    ),
    "CreateSolution": Quota(
        name="Active solutions per dataset group",
        code="L-D9DD83B7",
        limit=10,
        adjustable=True,
        per="dataset group",
        things="solutions",
        note="the developer guide says 10, the general reference 20",
    ),
    "CreateSolutionVersion": Quota(
        name="Pending or In Progress solution versions",
        code="L-9C16B368",
        limit=20,
        adjustable=True,
        per="region",
        things="trainings",
        frees_itself=True,
    ),
    "CreateCampaign": Quota(
        name="Active campaigns per dataset group",
        code="L-052ECD67",
        limit=5,
        adjustable=True,
        per="dataset group",
        things="campaigns",
    ),
    "CreateRecommender": Quota(
        name="Maximum number of recommenders per dataset group",
        code="L-4D685096",
        limit=5,
        adjustable=False,
        per="dataset group",
        things="recommenders",
    ),
    "CreateFilter": Quota(
        name="Active filters per dataset group",
        code="L-B9CFBC8B",
        limit=30,
        adjustable=True,
        per="dataset group",
        things="filters",
    ),
    "CreateEventTracker": Quota(
        name="Event trackers per dataset group",
        limit=1,
        adjustable=False,
        per="dataset group",
        things="event trackers",
    ),
    "CreateMetricAttribution": Quota(
        name="Metric attributions per dataset group",
        limit=1,
        adjustable=False,
        per="dataset group",
        things="metric attributions",
    ),
    "TagResource": Quota(name="Tags per resource", limit=50, adjustable=False, per="resource", things="tags"),
}
"""By the operation that runs into it.

Sources: Amazon Personalize developer guide, 'Endpoints and quotas'; AWS general reference, 'Amazon
Personalize endpoints and quotas'. Names without a code are ours: Service Quotas publishes none.
"""

CAMPAIGN_REQUESTS = Quota(
    name="Requests per second and campaign",
    limit=500,
    adjustable=False,
    per="campaign",
    things="requests a second",
)
"""Of either operation of the runtime. Source: developer guide, 'Endpoints and quotas'."""

ACCOUNT_REQUESTS = Quota(
    name="Requests per second and account",
    limit=2_500,
    adjustable=False,
    per="region",
    things="requests a second",
)
"""Over all campaigns. Source: developer guide, 'Endpoints and quotas'."""
