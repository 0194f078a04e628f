"""What no policy of ours may say, pure: every action, every resource, a whole service, any role to anybody.

Patterns are compared as IAM does: `*` and `?` stand for any letters, capitals do not count (IAM User Guide, "IAM JSON
policy elements: Action").
"""

from __future__ import annotations

import re

PASSED_TO = "iam:PassedToService"
"""The condition key that says to which service a role may be handed."""

_EVERY_ACTION = re.compile(r"\*+(:\*+)?")
_EVERY_RESOURCE = re.compile(r"\*+|arn:[^:]*:\*+(:\*+){0,3}")
_WHOLE_SERVICE = re.compile(r"[\w-]+:\*+")


def is_every_action(action: str) -> bool:
    """Whether an action means all of them: `*`, `*:*`."""
    return _EVERY_ACTION.fullmatch(action) is not None


def is_every_resource(resource: str) -> bool:
    """Whether a resource means all of them: `*`, `arn:aws:*:*`."""
    return _EVERY_RESOURCE.fullmatch(resource) is not None


def is_whole_service(action: str) -> bool:
    """Whether an action means all of one service's: `s3:*`."""
    return _WHOLE_SERVICE.fullmatch(action) is not None


def passes_roles(action: str) -> bool:
    """Whether an action of IAM's lets its holder hand a role to a service: `iam:PassRole`, `iam:Pass*`, `iam:*`."""
    service, _, name = action.lower().partition(":")
    pattern = re.escape(name).replace(r"\*", ".*").replace(r"\?", ".")
    return service == "iam" and re.fullmatch(pattern, "passrole") is not None
