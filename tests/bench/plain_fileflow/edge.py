"""Where users arrive: load balancer with two target groups, TLS, name and firewall."""

from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from tests.bench.plain_fileflow.platform import Platform

GROUPS = ("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet")


class Edge(Construct):
    """All of it."""

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        platform: Platform,
        api: ecs.FargateService,
    ) -> None:
        super().__init__(scope, id)
        self.balancer = elbv2.ApplicationLoadBalancer(
            self,
            "Balancer",
            vpc=platform.vpc,
            internet_facing=True,
            drop_invalid_header_fields=True,
            deletion_protection=True,
        )
        self.groups = [self.group(name, platform) for name in ("Blue", "Green")]
        https = self.balancer.add_listener(
            "Https", port=443, certificates=[platform.certificate], default_action=_nothing()
        )
        self.balancer.add_redirect()
        self.shift(api, https)
        alias = route53.RecordTarget.from_alias(targets.LoadBalancerTarget(self.balancer))
        route53.ARecord(self, "Alias", zone=platform.zone, record_name="files.set-of.com", target=alias)
        self.firewall()

    def shift(self, api: ecs.FargateService, https: elbv2.IApplicationListener) -> None:
        """Let ECS move the weights of the two groups."""
        weights = [
            elbv2.WeightedTargetGroup(target_group=one, weight=at)
            for one, at in zip(self.groups, (100, 0), strict=True)
        ]
        rule = elbv2.ApplicationListenerRule(
            self,
            "Rule",
            listener=https,
            priority=1,
            conditions=[elbv2.ListenerCondition.path_patterns(["/*"])],
            action=elbv2.ListenerAction.weighted_forward(weights),
        )
        configured = ecs.ListenerRuleConfiguration.application_listener_rule(rule)
        alternate = ecs.AlternateTarget("Shift", alternate_target_group=self.groups[1], production_listener=configured)
        target = api.load_balancer_target(container_name="main", container_port=8080, alternate_target=alternate)
        self.groups[0].add_target(target)

    def group(self, name: str, platform: Platform) -> elbv2.ApplicationTargetGroup:
        """One of the two that the traffic shifts between."""
        return elbv2.ApplicationTargetGroup(
            self,
            name,
            vpc=platform.vpc,
            port=8080,
            protocol=elbv2.ApplicationProtocol.HTTP,
            target_type=elbv2.TargetType.IP,
            health_check=elbv2.HealthCheck(path="/actuator/health"),
        )

    def firewall(self) -> None:
        """Three groups of AWS's."""
        seen = wafv2.CfnWebACL.VisibilityConfigProperty(
            cloud_watch_metrics_enabled=True, metric_name="fileflow", sampled_requests_enabled=True
        )
        rules = [
            wafv2.CfnWebACL.RuleProperty(
                name=name,
                priority=place,
                override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
                visibility_config=seen,
                statement=wafv2.CfnWebACL.StatementProperty(
                    managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                        vendor_name="AWS", name=name
                    )
                ),
            )
            for place, name in enumerate(GROUPS)
        ]
        allow = wafv2.CfnWebACL.DefaultActionProperty(allow={})
        acl = wafv2.CfnWebACL(self, "Acl", scope="REGIONAL", default_action=allow, visibility_config=seen, rules=rules)
        wafv2.CfnWebACLAssociation(
            self, "Association", resource_arn=self.balancer.load_balancer_arn, web_acl_arn=acl.attr_arn
        )


def _nothing() -> elbv2.ListenerAction:
    return elbv2.ListenerAction.fixed_response(404)
