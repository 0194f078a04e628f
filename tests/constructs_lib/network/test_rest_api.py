from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, Cors, GovernedRestApi, RestPlan, RestRoute, Throttle
from tests.constructs_lib.conftest import make_bench
from tests.constructs_lib.neighbours import named
from tests.constructs_lib.network.test_http_api import function

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench

POOL = "arn:aws:cognito-idp:ap-northeast-2:111122223333:userpool/ap-northeast-2_x"
WHY = "A load balancer asks whether it is there"
ORDER = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "maxLength": 36}}}
PARTNERS = RestPlan(
    name="partners",
    clients=("acme", "globex"),
    throttle=Throttle(rate=10, burst=20),
    daily=10_000,
    routes={"POST /orders": Throttle(rate=2, burst=4)},
)


def api(bench: Bench, **changes: Any) -> GovernedRestApi:
    found = function(bench)
    given = {
        **named(bench.stack, "orders"),
        "routes": [
            RestRoute(key="POST /orders", function=found, body=ORDER, by_key=True, scopes=("orders/write",)),
            RestRoute(key="GET /orders/{id}", function=found, query=("fields",), headers=("If-None-Match",), rate=5),
            RestRoute(key="GET /health", function=found, public_reason=WHY),
        ],
        "user_pools": [POOL],
        "plans": [PARTNERS],
        **changes,
    }
    return GovernedRestApi(bench.stack, "Api", **given)


def methods(bench: Bench) -> dict[str, dict[str, Any]]:
    """The methods by HTTP method and the last part of the path."""
    resources = bench.template()["Resources"]
    made = [one["Properties"] for one in resources.values() if one["Type"] == "AWS::ApiGateway::Method"]
    paths = {name: one.get("Properties", {}).get("PathPart") for name, one in resources.items()}
    return {f"{one['HttpMethod']} {paths[one['ResourceId']['Ref']]}": one for one in made}


def test_a_body_is_checked_by_its_schema_whatever_its_content_type(bench: Bench) -> None:
    api(bench)
    model = bench.only("AWS::ApiGateway::Model")
    assert model["Schema"] == {"$schema": "http://json-schema.org/draft-04/schema#", **ORDER}
    validator = bench.only("AWS::ApiGateway::RequestValidator")
    assert (validator["ValidateRequestBody"], validator["ValidateRequestParameters"]) == (True, True)
    (name,) = methods(bench)["POST orders"]["RequestModels"]
    assert name == "$default"


def test_a_schema_that_changes_is_deployed(bench: Bench, tmp_path: Path) -> None:
    def deployment(where: Bench, schema: dict[str, Any]) -> str:
        route = RestRoute(key="POST /orders", function=function(where), body=schema)
        api(where, routes=[route], plans=[])
        (found,) = [
            name for name, one in where.template()["Resources"].items() if one["Type"] == "AWS::ApiGateway::Deployment"
        ]
        return str(found)

    assert deployment(bench, ORDER) != deployment(make_bench(tmp_path / "other"), {"type": "object"})


def test_parameters_that_must_be_there_are_asked_for(bench: Bench) -> None:
    api(bench)
    assert methods(bench)["GET {id}"]["RequestParameters"] == {
        "method.request.querystring.fields": True,
        "method.request.header.If-None-Match": True,
    }


def test_each_client_has_a_key_and_its_limits_by_route(bench: Bench) -> None:
    api(bench)
    plan = bench.only("AWS::ApiGateway::UsagePlan")
    assert plan["Throttle"] == {"BurstLimit": 20, "RateLimit": 10}
    assert plan["Quota"] == {"Limit": 10_000, "Period": "DAY"}
    (stage,) = plan["ApiStages"]
    assert stage["Throttle"] == {"/orders/POST": {"BurstLimit": 4, "RateLimit": 2}}
    keys = {one["Name"] for one in bench.resources("AWS::ApiGateway::ApiKey")}
    assert keys == {"prod-example-api-partners-acme", "prod-example-api-partners-globex"}
    assert len(bench.resources("AWS::ApiGateway::UsagePlanKey")) == 2
    asked = {key: one["ApiKeyRequired"] for key, one in methods(bench).items()}
    assert asked == {"POST orders": True, "GET {id}": False, "GET health": False}


def test_a_key_is_no_login(bench: Bench) -> None:
    api(bench)
    kinds = {key: one["AuthorizationType"] for key, one in methods(bench).items()}
    assert kinds == {"POST orders": "COGNITO_USER_POOLS", "GET {id}": "COGNITO_USER_POOLS", "GET health": "NONE"}
    assert methods(bench)["POST orders"]["AuthorizationScopes"] == ["orders/write"]


def test_each_route_has_its_limits(bench: Bench) -> None:
    api(bench)
    settings = {one["ResourcePath"]: one for one in bench.only("AWS::ApiGateway::Stage")["MethodSettings"]}
    assert (settings["/*"]["ThrottlingRateLimit"], settings["/*"]["ThrottlingBurstLimit"]) == (50, 100)
    assert settings["/~1orders~1{id}"]["ThrottlingRateLimit"] == 5


def test_it_is_reached_by_its_name_only_over_tls_1_2_and_through_a_web_acl(bench: Bench) -> None:
    made = api(bench)
    assert made.host == "orders.set-of.com"
    assert bench.only("AWS::ApiGateway::RestApi")["DisableExecuteApiEndpoint"] is True
    assert bench.only("AWS::ApiGateway::DomainName")["SecurityPolicy"] == "TLS_1_2"
    association = bench.only("AWS::WAFv2::WebACLAssociation")
    assert association["ResourceArn"]["Fn::Join"][1][0].startswith("arn:aws:apigateway:")


def test_requests_are_logged_without_what_may_hold_credentials(bench: Bench) -> None:
    api(bench)
    logged = json.loads(bench.only("AWS::ApiGateway::Stage")["AccessLogSetting"]["Format"])
    assert "error.validationErrorString" in logged
    assert not [value for value in logged.values() if "header" in value.lower() or "querystring" in value.lower()]


def test_only_this_route_of_this_api_may_call_the_function(bench: Bench) -> None:
    api(bench)
    found = bench.resources("AWS::Lambda::Permission")
    arns = [one["SourceArn"]["Fn::Join"][1][-1] for one in found if one["SourceAccount"] == "111122223333"]
    assert sorted(arns) == ["/*/GET/health", "/*/GET/orders/*", "/*/POST/orders"]
    assert len(found) == len(arns)


def test_browsers_are_let_in_by_an_allow_list(bench: Bench) -> None:
    api(bench, cors=Cors(origins=("https://app.set-of.com",), methods=("POST",), credentials=True))
    preflight = methods(bench)["OPTIONS orders"]["Integration"]["IntegrationResponses"][0]["ResponseParameters"]
    assert preflight["method.response.header.Access-Control-Allow-Origin"] == "'https://app.set-of.com'"


def test_errors_and_latency_reach_a_topic(bench: Bench) -> None:
    api(bench)
    alarms = {one["AlarmName"] for one in bench.resources("AWS::CloudWatch::Alarm")}
    assert {
        f"prod-example-api-{slug}" for slug in ("error-ratio-critical", "error-ratio-high", "latency-p95-high")
    } <= alarms


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"routes": []}, "routes: given 'none'; allowed: one or more, each once"),
        ({"user_pools": []}, "POST /orders, GET /orders/{id}: needs user_pools, or public_reason of the route"),
        ({"plans": []}, "POST /orders: by_key needs plans, whose clients have the keys"),
        ({"subdomain": "Orders"}, "subdomain: given 'Orders'; allowed: kebab-case"),
        ({"rate": 10_001}, "rate: given 10001; allowed: 1 to 10000"),
    ],
)
def test_an_api_that_would_be_open_or_wrong_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        api(bench, **changes)
    assert message in str(caught.value)


def test_a_plan_for_a_route_that_takes_no_key_is_refused(bench: Bench) -> None:
    once = Throttle(rate=1, burst=1)
    plan = RestPlan(name="partners", clients=("acme",), throttle=once, routes={"GET /health": once})
    with pytest.raises(ConfigurationError, match="plan partners: routes: given 'GET /health'; allowed: a route by key"):
        api(bench, plans=[plan])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"key": "GET /orders", "body": ORDER}, "route GET /orders: body: given 'a schema'"),
        ({"key": "POST /orders", "body": {"type": "objekt"}}, "allowed: a JSON schema of draft 4"),
        ({"key": "GET /orders", "query": ("a b",)}, "query and headers: given 'a b'"),
    ],
)
def test_a_route_that_checks_nothing_is_refused(bench: Bench, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        RestRoute(function=function(bench), **given)
    assert message in str(caught.value)


def test_a_plan_without_clients_or_requests_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="plan: name and clients: given ''"):
        RestPlan(name="partners", clients=(), throttle=Throttle(rate=1, burst=1))
    with pytest.raises(ConfigurationError, match="burst: given 0"):
        Throttle(rate=1, burst=0)
