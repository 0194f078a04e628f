"""Asks the new tasks of a service, before production traffic reaches them."""
