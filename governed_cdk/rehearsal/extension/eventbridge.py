"""EventBridge: events in the name of AWS's own services."""

from __future__ import annotations

from functools import partial

from ministack.services import eventbridge


def take_events_of_services() -> None:
    """Let PutEvents take sources that begin with `aws.`, which AWS refuses from customers.

    Here no service signs anybody in or changes a role, so whoever rehearses speaks for it.
    """
    eventbridge._put_events = partial(eventbridge._put_events, allow_aws_source=True)  # noqa: SLF001 - see handler.py
