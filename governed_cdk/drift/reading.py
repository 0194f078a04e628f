"""The account as drift asks it: each call once, every page of it, bounded, and each refusal told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from governed_cdk.preflight.account import Account

UNREACHED = "no answer"
_GONE = ("NotFound", "NoSuch", "NonExist", "DoesNotExist", "404")


class AccountReader:
    """One account in one region; what is asked twice is answered from memory."""

    def __init__(self, account: Account, region: str) -> None:
        self._account = account
        self.region = region
        self._known: dict[str, tuple[dict[str, Any], str]] = {}

    def ask(self, service: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        """All pages of an answer, or the code of the error."""
        key = json.dumps([service, operation, arguments], sort_keys=True, default=str)
        if key not in self._known:
            try:
                found = self._account.ask_all(service, self.region, operation, **arguments)
            except ConfigurationError as error:
                found = {}, f"{UNREACHED}: {error.mistakes[0]}"
            self._known[key] = found
        return self._known[key]

    def now(self, service: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        """An answer as it is now, for what is waited for."""
        return self._account.ask(service, self.region, operation, **arguments)


def is_gone(code: str) -> bool:
    """Whether an error says that there is no such thing."""
    return any(word in code for word in _GONE)
