"""Values that every stage speaks of: addresses, health, diagnostics, desired and observed resources.

Belongs here: frozen data and pure functions on it. Does not belong here: I/O of any sort, clocks,
randomness, knowledge of single resource kinds (that is `kinds`), decisions (that is `plan`).
"""
