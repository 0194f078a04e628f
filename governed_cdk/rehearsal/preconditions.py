"""What AWS would refuse and the emulator would take, found in the templates before anything is deployed.

Properties by their schemas (cfn-lint; CDK's own validator has judged during the synth), and subnets by their
arithmetic. Keys and roles that are named and not there are refused by the emulator with our extension, where every
reference is resolved (`extension/existence.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.networks import check_networks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.template import Template


def refusals(stacks: Iterable[Template]) -> list[str]:
    """One line for each thing that AWS would refuse."""
    return [
        f"{name}: {refusal}"
        for stack in stacks
        for name, template in stack.with_nested()
        for refusal in (*network_refusals(template), *_lint(template))
    ]


def network_refusals(template: Template) -> list[str]:
    """Subnets that do not fit into their VPC, or overlap one another; networks that are no literals are left out."""
    found: list[str] = []
    for vpc in template.of_type("AWS::EC2::VPC"):
        subnets = {
            subnet.logical_id: [subnet.properties["CidrBlock"]]
            for subnet in template.of_type("AWS::EC2::Subnet")
            if subnet.properties.get("VpcId") == {"Ref": vpc.logical_id}
            and isinstance(subnet.properties.get("CidrBlock"), str)
        }
        if not isinstance(vpc.properties.get("CidrBlock"), str):
            continue
        try:
            check_networks(vpc.properties["CidrBlock"], subnets)
        except ConfigurationError as error:
            found += error.mistakes
    return found


def _lint(template: Template) -> list[str]:
    """The errors of cfn-lint; its warnings are the linter's matter (`make lint`), not AWS's."""
    from cfnlint.api import lint  # noqa: PLC0415 - part of the `rehearse` extra: other commands do without
    from cfnlint.config import ManualArgs  # noqa: PLC0415 - the same

    text = template.path.read_text(encoding="utf-8")
    matches = lint(text, config=ManualArgs(regions=[template.region]))
    return [f"{match.rule.id} {match.message}" for match in matches if match.rule.severity == "error"]
