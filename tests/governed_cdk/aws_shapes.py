"""What botocore has against a question to AWS, or an answer: a test says nothing that AWS would not."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal

from botocore import xform_name
from botocore.session import get_session
from botocore.validate import ParamValidator

if TYPE_CHECKING:
    from botocore.model import OperationModel


@functools.cache
def operation_model(service: str, operation: str) -> OperationModel:
    """botocore's description of a method of a client."""
    model = get_session().get_service_model(service)
    (name,) = [one for one in model.operation_names if xform_name(one) == operation]
    return model.operation_model(name)


def wrong(service: str, operation: str, value: Any, *, of: Literal["input", "output"], in_part: bool = False) -> str:
    """What is unknown, missing or of another type in the question or the answer; empty where nothing is.

    Said `in_part`, it may leave out what AWS would always say.
    """
    shape = getattr(operation_model(service, operation), f"{of}_shape")
    if shape is None:
        return f"nothing can be said: {value}" if value else ""
    lines = str(ParamValidator().validate(value, shape).generate_report()).splitlines()
    return "\n".join(line for line in lines if not (in_part and line.startswith("Missing required parameter")))
