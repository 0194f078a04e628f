"""The errors of the workflow: a refusal, told in one line, and a program that failed."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a sentence, not a fault
    """What was given is not run; its text says what and why."""


class Failed(Refused):
    """A program ended otherwise than well; `code` is its exit code."""

    def __init__(self, what: str, code: int) -> None:
        super().__init__(f"{what}: exit code {code}")
        self.code = code
