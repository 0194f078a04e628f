"""An account that answers what a test says, where question and answer are both as botocore's model has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tests.governed_cdk.aws_shapes import wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.preflight.account import Account

REGION = "ap-northeast-2"
ACCOUNT = "111122223333"


class Answers:
    """Answers by operation, or by it and an argument's value: `describe_stack_events:prod-app`; a code as text."""

    region = REGION

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said = said
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def ask(self, service: str, region: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        assert wrong(service, operation, arguments, of="input") == ""
        self.asked.append((operation, region, arguments))
        keys = [f"{operation}:{value}" for value in arguments.values()] + [operation]
        found: Any = next((self.said[key] for key in keys if key in self.said), {})
        if isinstance(found, list):  # one answer after the other
            found = found[sum(1 for one, _, _ in self.asked if one == operation) - 1]
        if isinstance(found, str):
            return {}, found
        assert wrong(service, operation, found, of="output") == ""
        return found, ""


def account(**said: Any) -> Account:
    return cast("Account", Answers({key.replace("__", ":"): value for key, value in said.items()}))
