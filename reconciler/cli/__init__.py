"""The command `reconcile`: one file per command.

Belongs here: arguments, wiring the stages together, terminals, streams, signals, exit codes; this is the
only place that prints. Does not belong here: how anything looks (`render`), what is decided (`plan`).
Whatever costs start-up time is imported inside the function that needs it.
"""
