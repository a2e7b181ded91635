"""The least IAM policies for one file: what `plan`, `apply` and Personalize itself must be allowed.

Belongs here: which actions each operation needs, on which ARNs, under which conditions, and what is lost
without those that can be left out. Derived from the kinds' rows, so that a kind stays one file. Does not
belong here: how a policy is printed (`render`), any call, any file. Nothing here knows the account's content:
a policy follows from the file alone.
"""
