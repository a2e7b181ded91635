"""Filter expressions: from text to a tree, and what is wrong with one, by the facts about the service.

Belongs here: the grammar, the tree with offsets into the text, findings about an expression alone or against
the columns of its dataset group. Does not belong here: files and positions in them (`desired`), and how the
service evaluates a filter. `grammar` imports a parser library, so whoever needs it imports it when there is a
filter to read.
"""
