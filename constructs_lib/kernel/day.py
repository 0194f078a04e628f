"""The day that a synth judges by: `-c today=YYYY-MM-DD`, said by whoever runs it. A synth itself reads no clock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import exact_day
from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    import datetime

TODAY = "today"
# What the command line reads its context from, and git keeps: a day that stands there never ends.
_KEPT = {Path("cdk.json"): ("context",), Path("cdk.context.json"): ()}


def day_of(construct: Any) -> datetime.date | None:  # a construct; this module must load without aws_cdk
    """The day that the app of a construct was given; None where it was given none.

    Raises ConfigurationError for one that is not written as YYYY-MM-DD.
    """
    given = construct.node.root.node.try_get_context(TODAY)
    return exact_day(f"-c {TODAY}", given) if given else None


def refuse_kept_day() -> None:
    """Refuse a day that a file of the project says: with it nothing would ever expire. Raises ConfigurationError."""
    for path, keys in _KEPT.items():
        try:
            context = json.loads(path.read_text(encoding="utf-8"))
            for key in keys:
                context = context.get(key, {})
        except (OSError, ValueError, AttributeError):
            continue  # none there, or none that the command line could have read
        if isinstance(context, dict) and TODAY in context:
            where = ".".join((*keys, TODAY))
            raise invalid(f"{path}: {where}", context[TODAY], f"no such key; pass the day: -c {TODAY}=$(date +%F)")
