"""What CloudFormation must be allowed to do to handle a type, from the schema's own list.

Source: `handlers.<operation>.permissions` of the resource schema, which "You must specify [...] the permissions that
this handler requires" (https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html).
Listing is left out: no deploy lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governed_cdk.schemas.reader import Schema

OPERATIONS = {"create": "c", "read": "r", "update": "u", "delete": "d"}

# What an IAM policy takes as an action. Some schemas hold an empty text, or the name of an HTTP call
# (`s3:REST.PUT.OBJECT`), which IAM refuses and nobody can be granted.
_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+\*?|[a-z0-9-]+:\*")


def permission_facts(schema: Schema) -> dict[str, list[str]]:
    """The actions by the operations that ask for them, `cud` for create, update and delete; none for a legacy type."""
    asked: dict[str, str] = {}
    for operation, letter in OPERATIONS.items():
        for given in schema.get("handlers", {}).get(operation, {}).get("permissions", ()):
            action = spelled(given)
            if action and letter not in asked.get(action, ""):
                asked[action] = asked.get(action, "") + letter
    by_operations: dict[str, list[str]] = {}
    for action, letters in sorted(asked.items()):
        by_operations.setdefault(letters, []).append(action)
    return dict(sorted(by_operations.items()))


def spelled(action: str) -> str:
    """An action as policies spell it, its service in lower case; nothing for what is no action of IAM."""
    service, _, name = action.strip().partition(":")
    found = f"{service.lower()}:{name}"
    return found if _ACTION.fullmatch(found) else ""
