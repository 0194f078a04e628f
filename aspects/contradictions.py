"""Where cdk-nag's AwsSolutions pack warns of the very thing that a rule of ours demands.

It is accepted once, here, by design: nobody can do as both say. Reviewed against every rule of cdk-nag 3.0.2; a test
looks at the rules of later versions that know a key of AWS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from aspects.l1 import type_of
from constructs_lib.stack.acceptance import by_design

if TYPE_CHECKING:
    from constructs import IConstruct

# By type: what the pack finds, and which rule of ours it is against.
CONTRADICTED = {
    "AWS::Kinesis::Stream": (
        "AwsSolutions::AwsSolutions-KDS3",
        "It asks for the key aws/kinesis, to save cost; encryption-uses-a-customer-managed-key demands one of our own",
    ),
}


@jsii.implements(cdk.IAspect)
class Contradictions:
    """Accepts, on every resource that it may be said of, what the pack has against one of our rules."""

    def visit(self, node: IConstruct) -> None:
        """Accept it, if there is something; where the pack then finds nothing, the ledger leaves it out."""
        said = CONTRADICTED.get(type_of(type(node)))
        if said:
            finding, reason = said
            by_design(node, finding, reason=reason)
