"""Managed policies that no template makes: AWS's, as a dated copy of those that ours name, and the roles' boundary.

`managed_policies.json` has of each its version, the day that AWS made it, AWS's page and where the copy comes from. A
policy that is not there is unknown, and is said to be; nobody guesses what it allows.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.access.policy import Origin, Policies, Reader
from aspects.judge.template import Place, Template
from aspects.judge.template.policies import statements_of
from constructs_lib.kernel import facts
from constructs_lib.kernel.boundaries import boundary_document, boundary_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FILE = Path(str(facts.__file__)).with_name("managed_policies.json")


@functools.cache
def managed_policies() -> dict[str, dict[str, Any]]:
    """What is known of AWS's managed policies, by ARN in the partition `aws`."""
    found: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def managed_policy(arn: str, reader: Reader) -> Policies:
    """The statements of a managed policy of AWS; unknown where there is no copy."""
    known = managed_policies().get(arn)
    if known is None:
        return Policies(unknown=(f"the managed policy {arn.partition(':policy/')[2] or arn}",))
    return _read(known["document"], "AWS", arn.rpartition("/")[2], reader)


def our_boundary(name: str, becoming: Iterable[str], reader: Reader) -> Policies:
    """The platform's permissions boundary, as `governed-cdk deploy-policy` prints it for the account."""
    environment = name.removeprefix(boundary_name(""))
    return _read(boundary_document(environment, becoming), "deploy-policy", name, reader)


def _read(document: Mapping[str, Any], stack: str, name: str, reader: Reader) -> Policies:
    template = Template(Path(), {"Resources": {}}, stack_name=stack)
    found = statements_of(template, Place("", document))
    return reader.plain(template, found, lambda path: Origin(stack, name, path))
