"""Managed policies of AWS: a dated copy of the documents that our templates name.

`managed_policies.json` has of each its version, the day that AWS made it, AWS's page and where the copy comes from. A
policy that is not there is unknown, and is said to be; nobody guesses what it allows.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from aspects.judge.access.policy import Origin, Policies, Reader
from aspects.judge.template import Place, Template
from aspects.judge.template.policies import statements_of
from constructs_lib.kernel import facts

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
    template = Template(Path(), {"Resources": {}}, stack_name="AWS")
    found = statements_of(template, Place("", known["document"]))
    return reader.plain(template, found, lambda path: Origin("AWS", arn.rpartition("/")[2], path))
