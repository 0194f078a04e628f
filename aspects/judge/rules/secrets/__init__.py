"""Secrets, and where they must not stand."""
