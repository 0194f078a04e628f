"""Managed policies of AWS: the emulator has their names, we have dated copies of those that the templates name."""

from __future__ import annotations

from typing import Any

from ministack.core import iam_evaluator

from aspects.judge.access.managed import managed_policies
from aspects.judge.readings.aws_managed_policies import broad_managed_policies

# What the bootstrap of services hands to CloudFormation, under a boundary. Of broad policies the table has what is
# broad, which of this one is all.
_ADMINISTRATOR = "AdministratorAccess"


def know_documents() -> None:
    """Let whoever has a managed policy of AWS have what it allows."""
    original = iam_evaluator._resolve_managed_policy_document  # noqa: SLF001 - see handler.py
    documents = {arn: known["document"] for arn, known in managed_policies().items()}
    whole = broad_managed_policies()["policies"][_ADMINISTRATOR]["statements"]
    documents[f"arn:aws:iam::aws:policy/{_ADMINISTRATOR}"] = {"Version": "2012-10-17", "Statement": whole}

    def document(arn: str, account: str) -> Any:
        return documents.get(arn) or original(arn, account)

    iam_evaluator._resolve_managed_policy_document = document  # noqa: SLF001 - see handler.py
