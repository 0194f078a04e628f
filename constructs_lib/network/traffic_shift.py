"""TrafficShift: the rules whose weights ECS moves during a deployment, and what it may do for that.

The weights of the production rule are ECS's from the first deployment on. CloudFormation sets what a template says when
it updates a rule, and it updates one whose properties have changed (https://github.com/aws/aws-cdk/issues/36649). So
nothing in the rule depends on what is released: it names its listener, its conditions and the two groups, for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from constructs import Construct

from constructs_lib.kernel.naming import part_of
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design

if TYPE_CHECKING:
    from constructs_lib.network.route import Route
    from constructs_lib.network.service_targets import ServiceTargets

ALL, NONE = 100, 0


class TrafficShift(Construct):
    """The production rule, its twin on the test listener, and the role as which ECS moves their weights.

    Args:
        targets: the service's two groups.
        kind: last part of the role's name.
        listener: of production traffic.
        test_listener: where the new tasks are asked first.
        route: which requests are the service's.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        targets: ServiceTargets,
        kind: str,
        listener: elbv2.IApplicationListener,
        test_listener: elbv2.IApplicationListener,
        route: Route,
    ) -> None:
        super().__init__(scope, id)
        self._targets, self._route = targets, route
        self._rules = [self._rule("Production", listener), self._rule("Test", test_listener)]
        configured = ecs.ListenerRuleConfiguration.application_listener_rule
        self.alternate = ecs.AlternateTarget(
            "Alternate",
            alternate_target_group=targets.groups[1],
            production_listener=configured(self._rules[0]),
            test_listener=configured(self._rules[1]),
            role=self._role(kind),
        )

    def _rule(self, id_: str, listener: elbv2.IApplicationListener) -> elbv2.ApplicationListenerRule:
        weights = zip(self._targets.groups, (ALL, NONE), strict=True)
        return elbv2.ApplicationListenerRule(
            self,
            id_,
            listener=listener,
            priority=self._route.priority,
            conditions=self._route.conditions(),
            action=elbv2.ListenerAction.weighted_forward(
                [elbv2.WeightedTargetGroup(target_group=group, weight=weight) for group, weight in weights]
            ),
        )

    def _role(self, kind: str) -> GovernedRole:
        """What AmazonECSInfrastructureRolePolicyForLoadBalancers allows, on these two rules and two groups only."""
        read = [
            f"elasticloadbalancing:Describe{what}" for what in ("Listeners", "Rules", "TargetGroups", "TargetHealth")
        ]
        targets = ("elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets")
        role = GovernedRole(
            self,
            "Role",
            kind=part_of(kind, "traffic-shift"),
            assumed_by="ecs.amazonaws.com",
            description=f"Shifts the traffic of {self._targets.service.name} during a deployment",
            statements=[
                allow(*read, on="*"),
                allow(*targets, on=[group.target_group_arn for group in self._targets.groups]),
                allow("elasticloadbalancing:ModifyRule", on=[rule.listener_rule_arn for rule in self._rules]),
            ],
        )
        finding = "AwsSolutions::AwsSolutions-IAM5[Resource::*]"
        by_design(
            role, finding, reason="What describes load balancers has no resource (Service Authorization Reference)"
        )
        # Before its policy is there, the first deployment could not register a task.
        self._targets.service.service.node.add_dependency(role.role.node.find_child("DefaultPolicy"))
        return role
