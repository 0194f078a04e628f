"""What AWS would refuse and the emulator would take, found in the templates before anything is deployed.

Properties by their schemas (cfn-lint; CDK's own validator has judged during the synth), and subnets by their
arithmetic. Keys and roles that are named and not there are refused by the emulator with our extension, where every
reference is resolved (`extension/existence.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.networks import check_networks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from governed_cdk.rehearsal.assemblies import RehearsedStack


def problems(assembly: Path, stacks: Iterable[RehearsedStack]) -> list[str]:
    """One line for each thing that AWS would refuse."""
    found = []
    for stack in stacks:
        found += [
            f"{stack.name}: {problem}" for problem in (*network_problems(stack.template), *_lint(assembly, stack))
        ]
    return found


def network_problems(template: dict[str, Any]) -> list[str]:
    """Subnets that do not fit into their VPC, or overlap one another; networks that are no literals are left out."""
    resources = template.get("Resources", {})
    found: list[str] = []
    for vpc_id, vpc in resources.items():
        if vpc["Type"] != "AWS::EC2::VPC" or not isinstance(vpc["Properties"].get("CidrBlock"), str):
            continue
        subnets = {
            logical_id: [body["Properties"]["CidrBlock"]]
            for logical_id, body in resources.items()
            if body["Type"] == "AWS::EC2::Subnet"
            and body["Properties"].get("VpcId") == {"Ref": vpc_id}
            and isinstance(body["Properties"].get("CidrBlock"), str)
        }
        try:
            check_networks(vpc["Properties"]["CidrBlock"], subnets)
        except ConfigurationError as error:
            found += error.mistakes
    return found


def _lint(assembly: Path, stack: RehearsedStack) -> list[str]:
    """The errors of cfn-lint; its warnings are the linter's matter (`make lint`), not AWS's."""
    from cfnlint.api import lint  # noqa: PLC0415 - part of the `rehearse` extra: other commands do without
    from cfnlint.config import ManualArgs  # noqa: PLC0415 - the same

    text = (assembly / stack.template_file).read_text(encoding="utf-8")
    matches = lint(text, config=ManualArgs(regions=[stack.region]))
    return [f"{match.rule.id} {match.message}" for match in matches if match.rule.severity == "error"]
