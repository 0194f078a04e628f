"""Runs a task before a deployment starts any of the new tasks, and waits for it."""
