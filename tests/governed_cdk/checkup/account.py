"""An account that answers from a table, held against botocore's own description of each call and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import jmespath

from tests.governed_cdk.aws_shapes import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from governed_cdk.preflight.account import Account

Answer = Any
"""What an operation answers: a mapping, the code of an error, or a function of the arguments and the region."""


@dataclass
class TableAccount:
    """The answers by `service operation`; what is not there answers with nothing in it."""

    answers: Mapping[str, Answer]
    asked: list[str] = field(default_factory=list)

    def number(self, region: str) -> str:
        del region
        return "111122223333"

    def ask(self, service: str, region: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        assert wrong(service, operation, arguments, of="input") == ""
        self.asked.append(f"{service} {operation}")
        answer = self.answers.get(f"{service} {operation}", {})
        if callable(answer):
            answer = cast("Callable[..., Any]", answer)(region=region, **arguments)
        if isinstance(answer, str):
            return {}, answer
        assert wrong(service, operation, answer, of="output", in_part=True) == ""
        return answer, ""

    def every(self, service: str, region: str, operation: str, path: str, **arguments: Any) -> tuple[list[Any], str]:
        answer, code = self.ask(service, region, operation, **arguments)
        return list(jmespath.search(path, answer) or ()), code


def table_account(answers: Mapping[str, Answer]) -> Account:
    """As what is asked takes it."""
    return cast("Account", TableAccount(answers))
