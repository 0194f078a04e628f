"""An account that answers from a table, held against botocore's own description of each call and its answer."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import jmespath
from botocore import xform_name
from botocore.session import get_session
from botocore.validate import ParamValidator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.model import OperationModel, Shape

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
        model = operation_model(service, operation)
        problems = ParamValidator().validate(arguments, model.input_shape) if model.input_shape else None
        assert problems is None or not problems.has_errors(), problems.generate_report()
        self.asked.append(f"{service} {operation}")
        answer = self.answers.get(f"{service} {operation}", {})
        if callable(answer):
            answer = cast("Callable[..., Any]", answer)(region=region, **arguments)
        if isinstance(answer, str):
            return {}, answer
        hold(model.output_shape, answer, f"{service} {operation}")
        return answer, ""

    def every(self, service: str, region: str, operation: str, path: str, **arguments: Any) -> tuple[list[Any], str]:
        answer, code = self.ask(service, region, operation, **arguments)
        return list(jmespath.search(path, answer) or ()), code


def table_account(answers: Mapping[str, Answer]) -> Account:
    """As what is asked takes it."""
    return cast("Account", TableAccount(answers))


@functools.cache
def operation_model(service: str, operation: str) -> OperationModel:
    """botocore's description of a method of a client."""
    model = get_session().get_service_model(service)
    (name,) = [one for one in model.operation_names if xform_name(one) == operation]
    return model.operation_model(name)


def hold(shape: Shape | None, value: Any, where: str) -> None:
    """Fail where a value has a member that AWS's answer has not."""
    described = cast("Any", shape)
    if described is None or value is None:
        return
    if described.type_name == "structure":
        for name, one in value.items():
            assert name in described.members, f"{where}: no {name} in AWS's answer"
            hold(described.members[name], one, f"{where}.{name}")
    elif described.type_name == "list":
        for one in value:
            hold(described.member, one, where)
