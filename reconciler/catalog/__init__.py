"""Dated facts about the service, as data.

Belongs here: quotas, and whatever else AWS publishes as a table that changes without a release of ours,
each with its source and the date on which it was read. Does not belong here: what a kind is (`kinds`),
decisions, calls, text.
"""
