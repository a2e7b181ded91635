"""The data plane as pure functions: schemas, CSV imports, filters, training, recommendations.

Belongs here: what the service does with data, from values to values, as documented or observed; a rule that
nobody has published is marked "Assumed". Does not belong here: HTTP, storage, clocks, moto, resources and
their life cycles, and anything of the reconciler.
"""
