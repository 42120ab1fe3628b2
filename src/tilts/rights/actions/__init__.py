"""Verbs of `rights`: requests, releases, keeping, registers."""
