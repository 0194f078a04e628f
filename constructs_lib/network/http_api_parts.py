"""What an HTTP API is made of, a route at a time, and what it tells browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_lambda as lambda_

from constructs_lib.kernel.naming import pascal
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.network.cors import Cors
    from constructs_lib.network.http_route import ApiRoute


def make_route(
    scope: Construct, api_id: str, route: ApiRoute, authorizer: apigatewayv2.CfnAuthorizer | None
) -> apigatewayv2.CfnRoute:
    """A route, what it leads to, and the right to call that for this route only."""
    part, arn = pascal(route.key.replace("+", "Rest")), route.function.function.function_arn
    integration = apigatewayv2.CfnIntegration(
        scope,
        f"{part}Integration",
        api_id=api_id,
        integration_type="AWS_PROXY",
        integration_uri=arn,
        payload_format_version="2.0",
    )
    stack = GovernedStack.of_construct(scope)
    lambda_.CfnPermission(
        scope,
        f"{part}Permission",
        action="lambda:InvokeFunction",
        function_name=arn,
        principal="apigateway.amazonaws.com",
        source_account=stack.account,
        source_arn=f"arn:aws:execute-api:{stack.region}:{stack.account}:{api_id}/*/{route.pattern}",
    )
    closed = not route.public_reason
    made = apigatewayv2.CfnRoute(
        scope,
        part,
        api_id=api_id,
        route_key=route.key,
        target=f"integrations/{integration.ref}",
        authorization_type="JWT" if closed else "NONE",
        authorizer_id=authorizer.ref if closed and authorizer else None,
        authorization_scopes=list(route.scopes) or None,
    )
    if not closed:
        by_design(made, "AwsSolutions::AwsSolutions-APIG4", reason=f"Public on purpose: {route.public_reason}")
    return made


def as_cdk(cors: Cors) -> apigatewayv2.CfnApi.CorsProperty:
    """What API Gateway tells browsers."""
    return apigatewayv2.CfnApi.CorsProperty(
        allow_origins=list(cors.origins),
        allow_methods=list(cors.methods),
        allow_headers=list(cors.headers),
        expose_headers=list(cors.exposed_headers),
        allow_credentials=cors.credentials,
        max_age=cors.max_age_seconds,
    )
