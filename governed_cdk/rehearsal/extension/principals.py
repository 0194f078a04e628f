"""Who a request says that it comes from: `aws:PrincipalArn` of a session is its role's ARN, and not the session's.

Source: IAM User Guide, "AWS global condition context keys", aws:PrincipalArn,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html.
"""

from __future__ import annotations

import re
from typing import Any

from ministack.core import iam_evaluator

_SESSION = re.compile(r"arn:(?P<partition>[\w-]+):sts::(?P<account>\d{12}):assumed-role/(?P<role>[^/]+)/.+")


def are_roles() -> None:
    """Let every condition on `aws:PrincipalArn` see the role."""
    original = iam_evaluator._resolve_condition_key  # noqa: SLF001 - see handler.py

    def resolved(key: str, context: Any) -> Any:
        found = original(key, context)
        return role_arn(found) if key.lower() == "aws:principalarn" else found

    iam_evaluator._resolve_condition_key = resolved  # noqa: SLF001 - see handler.py


def role_arn(principal: str) -> str:
    """The ARN of the role of a session, as far as it has no path; any other principal's as it is."""
    found = _SESSION.fullmatch(principal)
    return f"arn:{found['partition']}:iam::{found['account']}:role/{found['role']}" if found else principal
