"""ServiceStack: a stack of a service repository, which declares what it reads by reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from constructs_lib.kernel.strict_model import StackSettings
from constructs_lib.stack.platform_stack import PlatformStack

if TYPE_CHECKING:
    from constructs_lib.kernel.output import Output

S = TypeVar("S", bound=StackSettings)


class ServiceStack(PlatformStack[S]):
    """A stack of a service, which reads what it and its constructs ask for.

    Nothing is to be said twice::

        class FileFlow(ServiceStack[Settings]):
            slug = "fileflow"

    It deploys after whoever publishes what it reads, and `governed-cdk contract` lists that. With `reads` of its own it
    reads these and nothing else, as a `PlatformStack` does.
    """

    reads: ClassVar[tuple[Output[Any], ...] | None] = None
