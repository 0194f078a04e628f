"""What a REST API is made of: methods with what they check, the right to call their functions, plans and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_

from constructs_lib.kernel.naming import pascal
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct

    from constructs_lib.network.cors import Cors
    from constructs_lib.network.rest_route import RestPlan, RestRoute, Throttle

# API Gateway Developer Guide, "Request validation for REST APIs": without it, another content type is not validated.
_ANY_CONTENT = "$default"
_DRAFT_4 = "http://json-schema.org/draft-04/schema#"


class RestMethods:
    """The methods of one API."""

    def __init__(self, scope: Construct, api: apigateway.RestApi, name: str, user_pools: Sequence[str]) -> None:
        self._scope, self._api, self._name = scope, api, name
        self._stack = GovernedStack.of_construct(scope)
        pools = [
            cognito.UserPool.from_user_pool_arn(scope, f"UserPool{place}", arn) for place, arn in enumerate(user_pools)
        ]
        self._authorizer = (
            apigateway.CognitoUserPoolsAuthorizer(scope, "Authorizer", authorizer_name=name, cognito_user_pools=pools)
            if pools
            else None
        )
        self._validator = apigateway.RequestValidator(
            scope,
            "Validator",
            rest_api=api,
            request_validator_name=name,
            validate_request_body=True,
            validate_request_parameters=True,
        )

    def make(self, routes: Sequence[RestRoute], cors: Cors | None) -> dict[str, apigateway.Method]:
        """A method of each route, by its key; and one that tells browsers what they may, on each path."""
        made = {route.key: self._method(route) for route in routes}
        if cors:
            for path in dict.fromkeys(route.path for route in routes):
                self._preflight(path, cors)
        return made

    def _method(self, route: RestRoute) -> apigateway.Method:
        closed = not route.public_reason
        method = self._resource(route.path).add_method(
            route.method,
            self._integration(route),
            api_key_required=route.by_key,
            authorizer=self._authorizer if closed else None,
            authorization_type=None if closed else apigateway.AuthorizationType.NONE,
            authorization_scopes=list(route.scopes) or None,
            request_validator=self._validator,
            request_models={_ANY_CONTENT: self._model(route)} if route.body is not None else None,
            request_parameters={
                **{f"method.request.querystring.{name}": True for name in route.query},
                **{f"method.request.header.{name}": True for name in route.headers},
            }
            or None,
        )
        if not closed:
            by_design(
                method,
                "AwsSolutions::AwsSolutions-APIG4",
                "AwsSolutions::AwsSolutions-COG4",
                reason=f"Public on purpose: {route.public_reason}",
            )
        return method

    def _resource(self, path: str) -> apigateway.Resource | apigateway.IResource:
        return self._api.root.resource_for_path(path) if path != "/" else self._api.root

    def _integration(self, route: RestRoute) -> apigateway.Integration:
        """The function, and the right to call it for this route only."""
        part, arn = pascal(route.key.replace("+", "Rest")), route.function.function.function_arn
        region, account = self._stack.region, self._stack.account
        lambda_.CfnPermission(
            self._scope,
            f"{part}Permission",
            action="lambda:InvokeFunction",
            function_name=arn,
            principal="apigateway.amazonaws.com",
            source_account=account,
            source_arn=f"arn:aws:execute-api:{region}:{account}:{self._api.rest_api_id}/*/{route.pattern}",
        )
        return apigateway.Integration(
            type=apigateway.IntegrationType.AWS_PROXY,
            integration_http_method="POST",
            uri=f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
        )

    def _model(self, route: RestRoute) -> apigateway.IModel:
        part, schema = pascal(route.key.replace("+", "Rest")), {"$schema": _DRAFT_4, **(route.body or {})}
        model = apigateway.CfnModel(
            self._scope,
            f"{part}Body",
            rest_api_id=self._api.rest_api_id,
            content_type="application/json",
            description=f"Body of {route.key}",
            schema=schema,
        )
        deployment = self._api.latest_deployment
        assert deployment is not None  # noqa: S101 - made with the API
        deployment.node.add_dependency(model)
        deployment.add_to_logical_id(schema)  # a schema that changes is deployed, as a method that does
        return apigateway.Model.from_model_name(self._scope, f"{part}Model", model.ref)

    def _preflight(self, path: str, cors: Cors) -> None:
        self._resource(path).add_cors_preflight(
            allow_origins=list(cors.origins),
            allow_methods=list(cors.methods),
            allow_headers=list(cors.headers) or None,
            expose_headers=list(cors.exposed_headers) or None,
            allow_credentials=cors.credentials,
            max_age=cdk.Duration.seconds(cors.max_age_seconds),
        )


def make_plan(
    scope: Construct, plan: RestPlan, api: apigateway.RestApi, methods: Mapping[str, apigateway.Method]
) -> None:
    """A usage plan, and a key of each of its clients."""
    part, name = pascal(plan.name), api.rest_api_name
    made = apigateway.UsagePlan(
        scope,
        f"{part}Plan",
        name=f"{name}-{plan.name}",
        throttle=_settings(plan.throttle),
        quota=apigateway.QuotaSettings(limit=plan.daily, period=apigateway.Period.DAY) if plan.daily else None,
        api_stages=[
            apigateway.UsagePlanPerApiStage(
                api=api,
                stage=api.deployment_stage,
                throttle=[
                    apigateway.ThrottlingPerMethod(method=methods[key], throttle=_settings(throttle))
                    for key, throttle in plan.routes.items()
                ],
            )
        ],
    )
    for client in plan.clients:
        key = apigateway.ApiKey(
            scope,
            f"{part}{pascal(client)}Key",
            api_key_name=f"{name}-{plan.name}-{client}",
            description=f"Requests of {client} to {name}",
        )
        made.add_api_key(key)


def _settings(throttle: Throttle) -> apigateway.ThrottleSettings:
    return apigateway.ThrottleSettings(rate_limit=throttle.rate, burst_limit=throttle.burst)
