from __future__ import annotations

from tests.constructs_lib.runtime.notifier.conftest import slack

__all__ = ["slack"]
