"""The outside, through botocore: sessions and clients, pacing and retries, error translation, the clock.

Belongs here: everything that knows botocore; it is imported inside functions, so that importing this
package is cheap. Does not belong here: decisions about resources, order, waiting for the service
(`apply`), what a user sees (`render`, `cli`). Everything raised is of reconciler.errors.
"""
