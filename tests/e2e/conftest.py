"""Servers and checkouts for every test here."""

from servers import Serve, applied_state, folder, serve, shared, untouched

__all__ = ["Serve", "applied_state", "folder", "serve", "shared", "untouched"]
