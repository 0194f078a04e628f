"""The one error of the workflow: a refusal, told in one line."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a sentence, not a fault
    """What was given is not run; its text says what and why."""
