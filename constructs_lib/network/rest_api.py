"""GovernedRestApi: functions behind a REST API that checks requests by schema, and counts them by client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.network.http_route import check_api
from constructs_lib.network.rest_api_parts import RestMethods, make_plan
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import REST_API
from constructs_lib.security.web_acl import GovernedWebAcl
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.platform_stack import PlatformStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_certificatemanager as acm

    from constructs_lib.network.cors import Cors
    from constructs_lib.network.rest_route import RestPlan, RestRoute

_STAGE = "live"
# API Gateway Developer Guide, "Variables for access logging". No header and no query: they may hold credentials.
_LOGGED = (
    "requestId", "requestTime", "identity.sourceIp", "identity.apiKeyId", "httpMethod", "resourcePath", "status",
    "responseLength", "responseLatency", "integrationLatency", "error.message", "error.validationErrorString",
    "authorizer.error", "waf.error",
)  # fmt: skip


class GovernedRestApi(Construct):
    """An API `<env>-<service>-<kind>` at `https://<subdomain>.<domain>`, over TLS 1.2 or later and by that name only.

    What `GovernedHttpApi` cannot: API Gateway refuses requests that are not as their route says (400), counts each
    client by its key (429), and a web ACL stands before it. Each route asks for a token of the user pools, but those
    that say why they are public. Answers are the function's: its CORS headers too.

    The platform lets REST APIs log while `stacks.logging.api_gateway` is on: read
    `contract.LOGGING_API_GATEWAY_ROLE_ARN`.

    Args:
        subdomain: first part of its host name.
        certificate: for that name; the platform's wildcard, `PlatformCertificate.read(self)`.
        zone: where the name is made, `PlatformZone.read(self)`.
        routes: what it answers.
        kind: last part of the name.
        user_pools: ARNs of Cognito user pools whose tokens let in; without one all routes are public.
        plans: which clients have a key, and how often each may ask.
        cors: whom browsers let in from other origins.
        rate: requests a second to each route, 1 to 10,000.
        burst: requests at once to each route, 1 to 5,000.
        rate_limit: requests of one address in five minutes, 10 to 2,000,000,000.

    Raises:
        ConfigurationError: no route or one twice, tokens without a pool, keys without a plan, a plan for a route that
            is not there, or a number out of bounds.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        subdomain: str,
        certificate: acm.ICertificate,
        zone: route53.IHostedZone,
        routes: Sequence[RestRoute],
        kind: str = "api",
        user_pools: Sequence[str] = (),
        plans: Sequence[RestPlan] = (),
        cors: Cors | None = None,
        rate: int = 50,
        burst: int = 100,
        rate_limit: int = 2000,
    ) -> None:
        super().__init__(scope, id)
        closed = check_api(self.node.path, subdomain, routes, rate=rate, burst=burst)
        if closed and not user_pools:
            said = "needs user_pools, or public_reason of the route"
            raise ConfigurationError(f"{self.node.path}: {', '.join(closed)}: {said}")
        self._check_plans(routes, plans)
        self._stack = GovernedStack.of_construct(self)
        self.name = self._stack.names.physical(kind, max_length=128)
        self.host = f"{subdomain}.{self._stack.environment_settings.domain}"
        self._needs_logs()
        self.api = self._api(certificate, routes, rate, burst)
        methods = RestMethods(self, self.api, self.name, user_pools).make(routes, cors)
        for plan in plans:
            make_plan(self, plan, self.api, methods)
        alias = route53.RecordTarget.from_alias(targets.ApiGateway(self.api))
        route53.ARecord(self, "Alias", zone=zone, record_name=subdomain, target=alias)
        self._guarded(kind, rate_limit)
        GovernedAlarms(self, "Alarms", specs=REST_API, subject=kind, dimensions={"ApiName": self.name})

    def _check_plans(self, routes: Sequence[RestRoute], plans: Sequence[RestPlan]) -> None:
        where, keyed = self.node.path, [route.key for route in routes if route.by_key]
        if keyed and not plans:
            raise ConfigurationError(f"{where}: {', '.join(keyed)}: by_key needs plans, whose clients have the keys")
        for plan in plans:
            if strange := [key for key in plan.routes if key not in keyed]:
                allowed = f"a route by key: {', '.join(keyed) or 'none'}"
                raise invalid(f"{where}: plan {plan.name}: routes", strange[0], allowed)

    def _needs_logs(self) -> None:
        """Without the region's role a stage that logs is refused, in the middle of a deploy."""
        if isinstance(self._stack, PlatformStack):
            self._stack.read(contract.LOGGING_API_GATEWAY_ROLE_ARN)

    def _api(
        self, certificate: acm.ICertificate, routes: Sequence[RestRoute], rate: int, burst: int
    ) -> apigateway.RestApi:
        access = GovernedLogGroup(self, "LogGroup", name=f"/aws/apigateway/{self.name}")
        logged = {name: f"$context.{name}" for name in _LOGGED}
        return apigateway.RestApi(
            self,
            "Resource",
            rest_api_name=self.name,
            description=f"Requests to {self.host}",
            endpoint_configuration=apigateway.EndpointConfiguration(types=[apigateway.EndpointType.REGIONAL]),
            disable_execute_api_endpoint=True,
            cloud_watch_role=False,
            domain_name=apigateway.DomainNameOptions(
                domain_name=self.host,
                certificate=certificate,
                endpoint_type=apigateway.EndpointType.REGIONAL,
                security_policy=apigateway.SecurityPolicy.TLS_1_2,
            ),
            deploy_options=apigateway.StageOptions(
                stage_name=_STAGE,
                access_log_destination=apigateway.LogGroupLogDestination(access.log_group),
                access_log_format=apigateway.AccessLogFormat.custom(json.dumps(logged)),
                metrics_enabled=True,
                tracing_enabled=True,
                throttling_rate_limit=rate,
                throttling_burst_limit=burst,
                method_options={
                    f"{route.path.rstrip('/')}/{route.method}": apigateway.MethodDeploymentOptions(
                        throttling_rate_limit=route.rate or rate, throttling_burst_limit=route.burst or burst
                    )
                    for route in routes
                    if route.rate or route.burst
                },
            ),
        )

    def _guarded(self, kind: str, rate_limit: int) -> None:
        """A web ACL before the stage."""
        self.web_acl = GovernedWebAcl(self, "WebAcl", kind=f"{kind}-waf", rate_limit=rate_limit)
        stage = self.api.deployment_stage
        by_design(
            stage,
            "AwsSolutions::AwsSolutions-APIG6",
            reason="API Gateway would make the group of execution logs itself, on no key and kept for ever",
        )
        arn = f"arn:aws:apigateway:{cdk.Aws.REGION}::/restapis/{self.api.rest_api_id}/stages/{stage.stage_name}"
        wafv2.CfnWebACLAssociation(self, "WebAclAssociation", resource_arn=arn, web_acl_arn=self.web_acl.arn)
