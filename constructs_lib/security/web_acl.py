"""GovernedWebAcl: a web application firewall before load balancers or CloudFront; its logs hold no credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from constructs_lib.kernel.errors import bounded, invalid, switched
from constructs_lib.kernel.networks import ipv4_network
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.web_acl_rule import is_from, is_path, managed, private, rate, visibility
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.network.load_balancer import GovernedLoadBalancer

# AWS's managed groups, in the order they are asked (WAF Developer Guide, "AWS Managed Rules rule groups list").
_MANAGED = {
    "IpReputation": "AWSManagedRulesAmazonIpReputationList",
    "Common": "AWSManagedRulesCommonRuleSet",
    "KnownBadInputs": "AWSManagedRulesKnownBadInputsRuleSet",
}
_SQL = {"SqlInjection": "AWSManagedRulesSQLiRuleSet"}
_RATE_BOUNDS = (10, 2_000_000_000)  # WAF API reference, RateBasedStatement
_SECRET_HEADERS = ("authorization", "cookie", "x-api-key", "x-hub-signature-256")


class GovernedWebAcl(Construct):
    """A web ACL `<env>-<service>-<kind>` that admits what no rule blocks.

    Rules in order: paths that are not for everybody, a rate for each address, AWS's list of bad addresses, the common
    rules, known bad inputs, SQL injection. Requests are logged, without the headers that carry credentials, to
    `aws-waf-logs-<env>-<service>-<kind>`; the prefix is WAF's demand.

    Args:
        kind: last part of the name.
        public_paths: with this, every other path is for `networks` only.
        networks: IPv4 networks that may ask for any path.
        rate_limit: requests of one address in five minutes, 10 to 2,000,000,000.
        sql_injection: ask the rules against SQL injection too; off where no database is behind.
        counted_rules: rules of the common group that count instead of block, since they would refuse what the service
            is for.
        before_cloudfront: before distributions instead of load balancers; in us-east-1, where CloudFront takes it from
            (WAF API reference, CreateWebACL: Scope).

    Raises:
        ConfigurationError: a rate out of bounds, a path that is not absolute, what is no network, networks without
            public paths, or another region before CloudFront.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str = "web",
        public_paths: Sequence[str] = (),
        networks: Sequence[str] = (),
        rate_limit: int = 2000,
        sql_injection: bool = True,
        counted_rules: Sequence[str] = (),
        before_cloudfront: bool = False,
    ) -> None:
        super().__init__(scope, id)
        self._check(public_paths, networks, rate_limit)
        switched(self.node.path, sql_injection=sql_injection)
        stack = GovernedStack.of_construct(self)
        self._scope = self._scope_in(stack, before_cloudfront=before_cloudfront)
        self.name = stack.names.physical(kind, max_length=100)
        rules = [
            *([self._paths(public_paths, networks)] if public_paths else []),
            rate(rate_limit),
            *(
                managed(10 + place, name, group, counted_rules if name == "Common" else ())
                for place, (name, group) in enumerate((_MANAGED | (_SQL if sql_injection else {})).items())
            ),
        ]
        self.web_acl = wafv2.CfnWebACL(
            self,
            "Resource",
            name=self.name,
            description=f"Requests to {self.name}",
            scope=self._scope,
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow=wafv2.CfnWebACL.AllowActionProperty()),
            visibility_config=visibility(self.name),
            rules=rules,
        )
        self.arn = self.web_acl.attr_arn
        self._log(stack)

    def protect(self, load_balancer: GovernedLoadBalancer) -> None:
        """Let every request to a load balancer pass here first."""
        wafv2.CfnWebACLAssociation(
            self,
            f"{load_balancer.node.id}Association",
            resource_arn=load_balancer.load_balancer.load_balancer_arn,
            web_acl_arn=self.arn,
        )

    def _scope_in(self, stack: GovernedStack, *, before_cloudfront: bool) -> str:
        if before_cloudfront and stack.region_name != GLOBAL_REGION:
            raise invalid(f"{self.node.path}: region before CloudFront", stack.region_name, GLOBAL_REGION)
        return "CLOUDFRONT" if before_cloudfront else "REGIONAL"

    def _check(self, public_paths: Sequence[str], networks: Sequence[str], rate_limit: int) -> None:
        bounded(self.node.path, *_RATE_BOUNDS, "requests in five minutes", rate_limit=rate_limit)
        for path in public_paths:
            if not path.startswith("/"):
                raise invalid(f"{self.node.path}: public_paths", path, "paths that start with /")
        for network in networks:
            ipv4_network(f"{self.node.path}: networks", network)
        if networks and not public_paths:
            raise invalid(f"{self.node.path}: networks", list(networks), "none without public_paths")

    def _paths(self, public_paths: Sequence[str], networks: Sequence[str]) -> wafv2.CfnWebACL.RuleProperty:
        """Block who is in none of the networks and asks for none of the public paths."""
        allowed = wafv2.CfnIPSet(
            self,
            "Networks",
            name=f"{self.name}-networks",
            description=f"Networks that may ask {self.name} for any path",
            scope=self._scope,
            ip_address_version="IPV4",
            addresses=list(networks),
        )
        return private([*(is_path(path) for path in public_paths), is_from(allowed.attr_arn)])

    def _log(self, stack: cdk.Stack) -> None:
        group = GovernedLogGroup(self, "LogGroup", name=f"aws-waf-logs-{self.name}")
        redacted = [
            wafv2.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": header})
            for header in _SECRET_HEADERS
        ]
        logging = wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.arn,
            # WAF takes the ARN without the ":*" that CloudWatch Logs puts behind it.
            log_destination_configs=[
                f"arn:{cdk.Aws.PARTITION}:logs:{stack.region}:{stack.account}:log-group:{group.name}"
            ],
            redacted_fields=redacted,
        )
        logging.node.add_dependency(group)
