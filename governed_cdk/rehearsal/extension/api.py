"""The emulator's own API, called over loopback, so that what a handler makes is real."""

from __future__ import annotations

import json
import os
import threading
import uuid
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id, get_region

from governed_cdk.rehearsal.emulator import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable

_session = botocore.session.get_session()
_clients: dict[tuple[str, str], Any] = {}
_lock = threading.Lock()

_ABSENT = ("NotFound", "NoSuch", "NonExist", "DoesNotExist", "Nonexistent", "InvalidRequest")


def client(service: str) -> Any:
    """A client of the service in the account and region of the stack that is being worked on."""
    key = (service, get_region())
    with _lock:  # one a service and region: a service's model takes megabytes
        if key not in _clients:
            _clients[key] = _session.create_client(
                service,
                region_name=get_region(),
                endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
                aws_access_key_id=get_account_id(),
                aws_secret_access_key=SECRET,
                config=Config(retries={"max_attempts": 1}, inject_host_prefix=False),
            )
        return _clients[key]


def unless_gone(call: Callable[..., object], **arguments: Any) -> None:
    """Call, and take it as done where the service says that there is no such thing (any more)."""
    try:
        call(**arguments)
    except ClientError as error:
        if not any(word in error.response["Error"]["Code"] for word in _ABSENT):
            raise


def arn(service: str, resource: str) -> str:
    """The ARN of a resource of the stack's account and region."""
    return f"arn:aws:{service}:{get_region()}:{get_account_id()}:{resource}"


def new_id(prefix: str = "", *, digits: int = 17) -> str:
    """An id as AWS makes them: a prefix and hexadecimal digits."""
    return prefix + uuid.uuid4().hex[:digits]


def policy_text(document: Any) -> str:
    """A policy as the APIs take it, as text."""
    return document if isinstance(document, str) else json.dumps(document)
