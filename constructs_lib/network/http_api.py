"""GovernedHttpApi: functions behind an HTTP API with tokens, limits, CORS by an allow-list, logs and its own name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.network.http_api_parts import as_cdk, make_route
from constructs_lib.network.http_route import check_api
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import HTTP_API
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_certificatemanager as acm

    from constructs_lib.network.cors import Cors
    from constructs_lib.network.http_route import ApiRoute

_STAGE = "$default"
# API Gateway Developer Guide, "Customize HTTP API access logs". No header and no query: they may hold credentials.
_LOGGED = (
    "requestId", "requestTime", "identity.sourceIp", "routeKey", "status", "responseLength", "responseLatency",
    "integrationLatency", "integrationErrorMessage", "error.message", "authorizer.error",
)  # fmt: skip


class GovernedHttpApi(Construct):
    """An API `<env>-<service>-<kind>` at `https://<subdomain>.<domain>`, over TLS 1.2 or later and by that name only.

    Each route asks for a JSON Web Token of `issuer` for `audience`, but those that say why they are public. API Gateway
    validates no bodies of HTTP APIs: the functions do. WAF stands before no HTTP API: for that, put `GovernedWebAcl`
    before a load balancer.

    Args:
        subdomain: first part of its host name.
        certificate: for that name; the platform's wildcard, `PlatformCertificate.read(self)`.
        zone: where the name is made, `PlatformZone.read(self)`.
        routes: what it answers.
        kind: last part of the name.
        issuer: who signs the tokens, `https://cognito-idp.<region>.amazonaws.com/<pool>` for one; without it all routes
            are public.
        audience: for whom the tokens are, one of which they have to name.
        cors: whom browsers let in from other origins.
        rate: requests a second to each route, 1 to 10,000.
        burst: requests at once to each route, 1 to 5,000.

    Raises:
        ConfigurationError: no route or one twice, tokens without issuer or audience, or a number out of bounds.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        subdomain: str,
        certificate: acm.ICertificate,
        zone: route53.IHostedZone,
        routes: Sequence[ApiRoute],
        kind: str = "api",
        issuer: str = "",
        audience: Sequence[str] = (),
        cors: Cors | None = None,
        rate: int = 50,
        burst: int = 100,
    ) -> None:
        super().__init__(scope, id)
        closed = check_api(self.node.path, subdomain, routes, rate=rate, burst=burst)
        self._check(closed, issuer, audience)
        self._stack = GovernedStack.of_construct(self)
        self.name = self._stack.names.physical(kind, max_length=128)
        self.host = f"{subdomain}.{self._stack.environment_settings.domain}"
        self.api = apigatewayv2.CfnApi(
            self,
            "Resource",
            name=self.name,
            protocol_type="HTTP",
            disable_execute_api_endpoint=True,
            cors_configuration=as_cdk(cors) if cors else None,
        )
        authorizer = self._authorizer(issuer, audience) if issuer else None
        made = [make_route(self, self.api.ref, route, authorizer) for route in routes]
        stage = self._stage(routes, rate, burst)
        stage.node.add_dependency(*made)
        self._named(certificate, zone, subdomain, stage)
        GovernedAlarms(self, "Alarms", specs=HTTP_API, subject=kind, dimensions={"ApiId": self.api.ref})

    def _check(self, closed: Sequence[str], issuer: str, audience: Sequence[str]) -> None:
        where = self.node.path
        if issuer and not issuer.startswith("https://"):
            raise invalid(f"{where}: issuer", issuer, "https://...")
        if closed and not (issuer and audience):
            said = "issuer and audience of the tokens, or public_reason of the route"
            raise ConfigurationError(f"{where}: {', '.join(closed)}: needs {said}")

    def _authorizer(self, issuer: str, audience: Sequence[str]) -> apigatewayv2.CfnAuthorizer:
        return apigatewayv2.CfnAuthorizer(
            self,
            "Authorizer",
            api_id=self.api.ref,
            name=self.name,
            authorizer_type="JWT",
            identity_source=["$request.header.Authorization"],
            jwt_configuration=apigatewayv2.CfnAuthorizer.JWTConfigurationProperty(
                issuer=issuer, audience=list(audience)
            ),
        )

    def _stage(self, routes: Sequence[ApiRoute], rate: int, burst: int) -> apigatewayv2.CfnStage:
        log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/apigateway/{self.name}")
        logged = {name: f"$context.{name}" for name in _LOGGED}
        return apigatewayv2.CfnStage(
            self,
            "Stage",
            api_id=self.api.ref,
            stage_name=_STAGE,
            auto_deploy=True,
            access_log_settings=apigatewayv2.CfnStage.AccessLogSettingsProperty(
                destination_arn=log_group.log_group.log_group_arn, format=json.dumps(logged)
            ),
            default_route_settings=apigatewayv2.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=rate, throttling_burst_limit=burst
            ),
            route_settings={
                route.key: {"ThrottlingRateLimit": route.rate or rate, "ThrottlingBurstLimit": route.burst or burst}
                for route in routes
                if route.rate or route.burst
            }
            or None,
        )

    def _named(
        self, certificate: acm.ICertificate, zone: route53.IHostedZone, subdomain: str, stage: apigatewayv2.CfnStage
    ) -> None:
        domain = apigatewayv2.CfnDomainName(
            self,
            "Domain",
            domain_name=self.host,
            domain_name_configurations=[
                apigatewayv2.CfnDomainName.DomainNameConfigurationProperty(
                    certificate_arn=certificate.certificate_arn, endpoint_type="REGIONAL", security_policy="TLS_1_2"
                )
            ],
        )
        apigatewayv2.CfnApiMapping(self, "Mapping", api_id=self.api.ref, domain_name=domain.ref, stage=stage.ref)
        alias = targets.ApiGatewayv2DomainProperties(
            domain.attr_regional_domain_name, domain.attr_regional_hosted_zone_id
        )
        route53.ARecord(self, "Alias", zone=zone, record_name=subdomain, target=route53.RecordTarget.from_alias(alias))
