"""Text for people and documents for programs: plan, drift, outcome, diagnostics and progress.

Belongs here: values in, text out. Does not belong here: deciding what differs or what to do (`plan`),
writing to a stream or reading a terminal's properties (`cli`). Every text from a file or the account
passes through `escape` before it is part of a line, so that it cannot steer a terminal or a page.
"""
