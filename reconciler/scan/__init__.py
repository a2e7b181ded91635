"""Files to profiles: rows are read in pieces into a local column store on disk, and measured there.

Belongs here: cutting streams of bytes, the store and what it is asked in SQL, files in a local folder. Does
not belong here: what is asked and what the answers mean (`data`), and S3 (`aws`). `store` is the only module
that imports the reader, which the extra [data] brings: whoever needs it imports it when there is something
to read.
"""
