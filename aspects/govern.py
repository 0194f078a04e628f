"""govern(): one call that puts an app under the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from cdk_nag import AwsSolutionsChecks

from aspects.encryption import Encryption
from aspects.findings import Rules
from aspects.naming import Naming
from aspects.tagging import Tagging, environment_tags
from constructs_lib.governed_stack import GOVERNED_MARK

if TYPE_CHECKING:
    from constructs import IConstruct

    from constructs_lib import Environment


@jsii.implements(cdk.IAspect)
class _Once:
    """Visits each node once for several Aspects: crossing from JavaScript to Python is what an Aspect costs."""

    def __init__(self, *aspects: cdk.IAspect) -> None:
        self._aspects = aspects

    def visit(self, node: IConstruct) -> None:
        for aspect in self._aspects:
            aspect.visit(node)


def govern(app: cdk.App, environment: Environment) -> None:
    """Put every stack of the app under governance. Call it once, after the stacks and before `app.synth()`.

    Tags, keys and names are put right where they are absent. Then our rules and cdk-nag's AwsSolutions pack judge the
    finished templates; a finding that nobody accepted fails the synth.
    """
    for key, value in environment_tags(environment).items():
        cdk.Tags.of(app).add(key, value)
    aspects = _Once(Tagging(environment), Encryption(), Naming())
    # After CDK's own tags (MUTATING), so that a Name tag that somebody stated is seen and stays.
    cdk.Aspects.of(app).add(aspects, priority=cdk.AspectPriority.DEFAULT)
    cdk.Validations.of(app).add_plugins(Rules(), AwsSolutionsChecks(app))
    app.node.add_metadata(GOVERNED_MARK, environment.name)
