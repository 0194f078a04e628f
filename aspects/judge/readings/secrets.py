"""What in a template holds a secret, or only refers to one."""

from __future__ import annotations

import re
from typing import Any

from aspects.judge.template import Partial
from constructs_lib.kernel.secret_shapes import names_a_secret, plain_name

# Names that end like a secret's and hold none: a request that can be repeated, a page's or a version's mark, a lock, a
# step that waits, a custom resource's function. The words are those of the API models in botocore (what pages and what
# is `idempotencyToken` there), and of Step Functions, Config, WAF, Auto Scaling.
_FALSE_FRIENDS = re.compile(
    r"generatesecret|managemasteruserpassword|managedadminpassword|servicetoken"
    r"|(amzn|last|unique)?client(request)?token"
    r"|.*(backward|change|checkpoint|condition|conditional|continuation|creation|forward|idempotency|lifecycleaction"
    r"|lock|next|page|pagination|previous|request|result|sequence|starting|task|update|version)token"
)
# A reference to a secret rather than one: an ARN, a path, a placeholder, a JSON path, an address, a switch, a unit.
_NO_SECRET = re.compile(
    r"""(arn:.*|alias/.*|/[\w/.-]*|[a-z][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)+|https?://\S*"""
    r"""|\$\$?[.{(\[].*|\$[A-Z_]+|[<{].*|%[\w.]+%|[*xX.-]+|."""
    # of a request, an execution, a page: API Gateway, AppSync, Step Functions
    r"""|\$!?(context|ctx|input|request|states|stageVariables|util)\b.*"""
    r"""|method\.(request|response)\..*|integration\.response\..*|(context|stageVariables)\..*"""
    # who calls, not what for: the id of an Alexa skill, which its maker may publish (Alexa Skills Kit, "Host a custom
    # skill as an AWS Lambda function": `EventSourceToken` is the skill's id)
    r"""|amzn1\.ask\.skill\.[0-9a-f-]+"""
    r"""|(?i:true|false|yes|no|none|null|required|optional|enabled|disabled|string|days|hours|minutes|seconds))?""",
    re.DOTALL,
)


def is_secret_property(name: str) -> bool:
    """Whether a property of a template, or a variable, a parameter by its path, holds a secret by its name."""
    return names_a_secret(name) and not _FALSE_FRIENDS.fullmatch(plain_name(name))


def is_literal(value: Any) -> bool:
    """Whether a value is a secret itself, when its name says so, rather than a reference to one."""
    return isinstance(value, str) and not isinstance(value, Partial) and not _NO_SECRET.fullmatch(value)
