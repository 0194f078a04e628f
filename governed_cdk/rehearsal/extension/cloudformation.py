"""CloudFormation: answers that come when there is something to say, and whose a resource is.

The CDK command line asks for a stack's status every five seconds. A question that is answered once the stack has
settled, as a slow network would, spares most of that: the deploy is the same, only the waiting is shorter.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers

_PATIENCE_S = 10.0


def answer_questions() -> None:
    """Let the emulator answer as both say."""
    _answer_when_settled()
    _find_by_resource()


def _answer_when_settled() -> None:
    """Let DescribeStacks wait while a stack is being worked on, ten seconds at most."""
    at_once = cloudformation.handle_request

    async def settled(*request: Any) -> Any:
        _method, _path, headers, body, _query = request
        deadline = time.monotonic() + _PATIENCE_S
        answer = await at_once(*request)
        while _asks_for_status(headers, body) and _in_progress(answer) and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
            answer = await at_once(*request)
        return answer

    cloudformation.handle_request = settled


def _find_by_resource() -> None:
    """Let DescribeStackResources tell the stack that a physical id is of, which the emulator asks a stack's name for.

    Source: CloudFormation API reference, DescribeStackResources: `PhysicalResourceId`, and ValidationError without one.
    """
    of_stack = handlers._describe_stack_resources  # noqa: SLF001 - see handler.py

    def of_either(params: Any) -> Any:
        wanted = handlers._p(params, "PhysicalResourceId")  # noqa: SLF001 - see handler.py
        if not wanted or handlers._p(params, "StackName"):  # noqa: SLF001 - see handler.py
            return of_stack(params)
        names = (
            name
            for name, stack in list(cloudformation._stacks.items())  # noqa: SLF001 - see handler.py
            if any(one.get("PhysicalResourceId") == wanted for one in stack.get("_resources", {}).values())
        )
        return of_stack({**params, "StackName": [next(names, wanted)]})

    handlers._ACTION_HANDLERS["DescribeStackResources"] = of_either  # noqa: SLF001 - see handler.py


def _asks_for_status(headers: dict[str, str], body: bytes) -> bool:
    return headers.get("x-amz-target", "").endswith(".DescribeStacks") or b"Action=DescribeStacks&" in body + b"&"


def _in_progress(answer: Any) -> bool:
    text = answer[2] if isinstance(answer[2], str) else bytes(answer[2]).decode("utf-8", errors="replace")
    # A stack under review waits for its change set to be executed: there is nothing to wait for.
    return "_IN_PROGRESS" in text.replace("REVIEW_IN_PROGRESS", "")
