"""Where Amazon Personalize is served, and which partition a region is of."""

from __future__ import annotations

AS_OF = "2026-11-23"
"""When the list was read."""

REGIONS = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "cn-north-1",
        "eu-central-1",
        "eu-west-1",
        "us-east-1",
        "us-east-2",
        "us-west-2",
    }
)
"""Source: AWS general reference, 'Amazon Personalize endpoints and quotas'; cn-north-1: AWS in China."""

_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b"}
"""Source: AWS IAM user guide, 'Amazon Resource Names (ARNs)'."""


def partition_of(region: str) -> str:
    """The partition that a region is of, as its ARNs name it."""
    return next((name for start, name in _PARTITIONS.items() if region.startswith(start)), "aws")
