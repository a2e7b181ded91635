"""Objects in the example's bucket."""

from __future__ import annotations

import boto3
from installed import Server

BUCKET = "user-videos-data"


def put(server: Server, key: str, body: bytes) -> None:
    """Write an object, in place of the one of that key."""
    storage = boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=server.url,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",
    )
    storage.put_object(Bucket=BUCKET, Key=key, Body=body)
