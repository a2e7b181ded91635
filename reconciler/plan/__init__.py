"""Pure decisions: desired and observed state in, a Plan (frozen data) out.

Belongs here: comparing, deciding, ordering, guarding, the plan's document and the drift report. Does
not belong here: calls, files, clocks ("now" is an argument), text for people (that is `render`).
Nothing in a plan executes; `apply` turns its steps into calls.
"""
