"""Carrying a plan out: steps to API calls, settling, events, outcome.

Belongs here: the ready-queue, waiting as timers, retries that need knowledge of a step, what happened
to every address. Does not belong here: deciding what to do (`plan`), printing (`render`, `cli`),
boto3 (`aws`): calls go through `ports`.
"""
