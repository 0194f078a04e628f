"""What a managed policy of an account allows, as far as actions and resources tell."""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from governed_cdk.preflight.account import Account

ABSENT = "NoSuchEntity"
"""The code of IAM's error for what is not there."""


def allowing(account: Account, region: str, arn: str) -> tuple[list[dict[str, Any]], str]:
    """The statements of a managed policy that allow, or the code of the error."""
    policy, code = account.ask("iam", region, "get_policy", PolicyArn=arn)
    version = policy.get("Policy", {}).get("DefaultVersionId", "")
    if not version:
        return [], code
    text, code = account.ask("iam", region, "get_policy_version", PolicyArn=arn, VersionId=version)
    document = text.get("PolicyVersion", {}).get("Document", {})
    given = (json.loads(document) if isinstance(document, str) else document).get("Statement", [])
    return [one for one in (given if isinstance(given, list) else [given]) if one.get("Effect") == "Allow"], code


def allowed(action: str, arns: Iterable[str], statements: Iterable[dict[str, Any]]) -> bool:
    """Whether some statement allows an action on each ARN, under whatever conditions; all may be patterns."""
    about = [one for one in statements if _covers(one, "Action", action)]
    return all(any(_covers(one, "Resource", arn) for one in about) for arn in arns)


def _covers(statement: dict[str, Any], key: str, text: str) -> bool:
    if f"Not{key}" in statement:
        return True
    return any(_pattern(one).fullmatch(text) for one in _texts(statement.get(key)))


def _texts(given: Any) -> Iterator[str]:
    yield from (given if isinstance(given, list) else [given] if isinstance(given, str) else [])


@functools.cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.IGNORECASE)
