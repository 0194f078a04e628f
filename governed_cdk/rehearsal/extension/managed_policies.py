"""Managed policies of AWS: the emulator has their names, we have dated copies of those that the templates name."""

from __future__ import annotations

from typing import Any

from ministack.core import iam_evaluator

from aspects.judge.access.managed import managed_policies


def know_documents() -> None:
    """Let whoever has a managed policy of AWS have what it allows."""
    original = iam_evaluator._resolve_managed_policy_document  # noqa: SLF001 - see handler.py

    def document(arn: str, account: str) -> Any:
        known = managed_policies().get(arn)
        return known["document"] if known else original(arn, account)

    iam_evaluator._resolve_managed_policy_document = document  # noqa: SLF001 - see handler.py
