"""What a stack says of itself in its class: slug, reads, data class. A slip is told when the class is defined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel import contract
from constructs_lib.kernel.data_class import check_data_class
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.output import Output

if TYPE_CHECKING:
    from collections.abc import Iterable


def check_declaration(slug: Any, reads: Any, data_class: Any) -> None:
    """Refuse a slug that is not kebab-case (none is a base class), reads that are no outputs, a class that is none.

    None for `reads` is whatever the stack asks for.
    """
    if slug != "" and not (isinstance(slug, str) and KEBAB.fullmatch(slug)):
        raise invalid("slug", slug, KEBAB_ALLOWED)
    if isinstance(reads, Output):
        raise ConfigurationError(f"reads is one output, not a tuple of them; write reads = ({expression(reads)},)")
    if reads is None:
        reads = ()
    if not isinstance(reads, tuple | list) or not all(isinstance(one, Output) for one in reads):
        raise invalid("reads", reads, "a tuple of outputs, such as (contract.KMS_LOGS_KEY_ARN,)")
    check_data_class(data_class)


def expression(output: Output[Any]) -> str:
    """An output as Python names it: `contract.KMS_LOGS_KEY_ARN`, or its constant where it is of another contract."""
    return f"contract.{output.constant}" if output in contract.ALL else output.constant


def expressions(outputs: Iterable[Output[Any]]) -> list[str]:
    """Outputs as Python names them; alarm topics as all three, since whoever has one alarm meets the others next."""
    found = ["*contract.ALARM_TOPICS" if one in contract.ALARM_TOPICS else expression(one) for one in outputs]
    return list(dict.fromkeys(found))
