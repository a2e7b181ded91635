"""GitHub: the event that a job runs for, and the REST API, as values and errors of our own.

Here belongs whatever imports the client library or knows the names of GitHub's environment variables:
comments, issues, deployments, artifacts, dispatches, and the files that a job writes for its runner. Does not
belong here: what a comment says (`render`), nor what follows from it (`plan`, `cli`).
"""
