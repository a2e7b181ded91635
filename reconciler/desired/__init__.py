"""Files to DesiredState: personalize.yaml and the schema files it names, with positions for every message.

Belongs here: reading, YAML and JSON with positions kept, the generated JSON Schema of the file, our own
wording of every mistake, flattening to the fields of the kinds, and checks that the file alone decides.
Does not belong here: anything that the account decides (`plan`), AWS, printing, exit codes (`cli`).
Hostile input ends in diagnostics, never in another exception, and in bounded time.
"""
