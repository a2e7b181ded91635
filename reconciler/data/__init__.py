"""What rows mean for an import and for training: from measured files to findings.

Belongs here: what is asked of every column, what was measured (the profile), and what is wrong with it, by
the facts about the service. Does not belong here: reading files (`scan`), the text of a report (`render`),
and the rows of the rules, which stand beside all others in `desired.rules`.
"""
