"""What no policy of ours may say, pure: every action, every resource, a whole service, any role to anybody.

Patterns are compared as IAM does (`iam_patterns.py`): by what they cover, however that is spelled. What an ARN says of
partition, region and account does not count: whoever may use each queue of one region may use each of ours. A part of a
text that only the deploy or the request knows (`${AWS::AccountId}`, `${aws:username}`) names one thing.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from constructs_lib.kernel.iam_patterns import SOMETHING, arn_parts, covers

PASSED_TO = "iam:PassedToService"
"""The condition key that says to which service a role may be handed."""

PASSING: Final = "iam:passrole"
"""The action that hands a role to a service, in lower case."""

# The same few texts are asked again and again.
_kept = functools.lru_cache(maxsize=4096)
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_ONE = "\ue003"
# Everything in an ARN but the resource's own name: `*`, and of S3 `*/*`, each object of each bucket.
_ANY_NAME = re.compile(r"[*?/:]*\*[*?/:]*")


@_kept
def is_every_action(action: str) -> bool:
    """Whether an action means all of them: `*`, `*:*`."""
    return covers(_text(action), f"{SOMETHING}:{SOMETHING}")


@_kept
def is_every_resource(resource: str) -> bool:
    """Whether a resource means all of them: `*`, `arn:aws:*:*`."""
    parts = arn_parts(_text(resource))
    return bool(parts) and covers(parts[2], SOMETHING) and covers(parts[5], SOMETHING)


@_kept
def is_every_resource_of(resource: str, service: str) -> bool:
    """Whether a resource means all of one service's: `arn:aws:s3:::*`, `arn:aws:dynamodb:*:*:*`, `*`."""
    parts = arn_parts(_text(resource))
    return bool(parts) and covers(parts[2].lower(), service.lower()) and _ANY_NAME.fullmatch(parts[5]) is not None


@_kept
def is_every_role(resource: str) -> bool:
    """Whether a resource means all roles, of an account or of all: `arn:aws:iam::*:role/*`."""
    parts = arn_parts(_text(resource))
    return bool(parts) and covers(parts[2].lower(), "iam") and covers(parts[5], f"role/{SOMETHING}")


@_kept
def is_whole_service(action: str) -> bool:
    """Whether an action means all of one service's: `s3:*`."""
    service, _, name = _text(action).partition(":")
    return bool(name) and not covers(service, SOMETHING) and covers(name, SOMETHING)


@_kept
def service_of(text: str) -> str:
    """The service of an action, or of a resource's ARN, in lower case; nothing where it names none, or several."""
    text = _text(text).lower()
    parts = arn_parts(text)
    service = parts[2] if parts else text.partition(":")[0]
    return "" if re.search("[*?]", service) else service


@_kept
def covers_action(pattern: str, action: str) -> bool:
    """Whether the pattern of an action covers an action, whose case does not matter."""
    return covers(_text(pattern).lower(), action.lower())


def passes_roles(action: str) -> bool:
    """Whether an action lets its holder hand a role to a service: `iam:PassRole`, `iam:Pass*`, `iam:*Role`, `iam:*`."""
    return covers_action(action, PASSING)


def _text(pattern: str) -> str:
    """A pattern, what is filled in later as one sign: its own colons and stars are no part of the pattern."""
    return _VARIABLE.sub(_ONE, pattern.strip())
