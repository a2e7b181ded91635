"""Reading the account: the API, tags and S3, through the ports, into ObservedState.

Belongs here: which reads are needed and no more, reading in parallel, turning documents into observed
values, reads that failed. Does not belong here: boto3 (`aws`), deciding (`plan`).
"""
