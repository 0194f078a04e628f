"""What Aspects make of a stack, without any judgement of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from constructs_lib import KeyPurpose, PlatformStack, StackSettings
from constructs_lib.stack.app import mark_governed
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Service(PlatformStack[StackSettings]):
    """Reads the keys of all purposes."""

    slug = "fileflow"
    reads = tuple(purpose.output for purpose in KeyPurpose)


class Keyless(PlatformStack[StackSettings]):
    """Reads none."""

    slug = "keyless"


def put_right(
    folder: Path,
    build: Callable[[cdk.Stack], object],
    *aspects: cdk.IAspect,
    stack_type: type[PlatformStack[Any]] = Service,
) -> dict[str, Any]:
    """The template of a stack after some Aspects, which come after everybody's own as they do in a governed synth."""
    app = new_app(folder)
    stack = stack_type(app, environment("prod", stacks={}))
    build(stack)
    for aspect in aspects:
        cdk.Aspects.of(app).add(aspect, priority=cdk.AspectPriority.DEFAULT)
    mark_governed(app)
    template: dict[str, Any] = app.synth().get_stack_by_name(stack.stack_name).template
    return template
