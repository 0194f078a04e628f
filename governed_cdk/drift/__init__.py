"""Drift: how an account differs from what its stacks' templates say, beyond what somebody means."""
