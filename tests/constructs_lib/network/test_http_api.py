from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ApiRoute, ConfigurationError, Cors, GovernedFunction, GovernedHttpApi
from constructs_lib.runtime import notifier
from tests.constructs_lib.neighbours import CERTIFICATE, named
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

TOKENS = {"issuer": "https://login.set-of.com", "audience": ("files",)}
WHY = "A load balancer asks whether it is there"


def function(bench: Bench) -> GovernedFunction:
    made = bench.stack.node.try_find_child("Function")
    if isinstance(made, GovernedFunction):
        return made
    code = ROOT / Path(str(notifier.__path__[0]))
    return GovernedFunction(bench.stack, "Function", kind="files", description="Answers", code=code)


def api(bench: Bench, **changes: Any) -> GovernedHttpApi:
    given = {
        **named(bench.stack, "files"),
        "routes": [ApiRoute(key="GET /files/{id}", function=function(bench), scopes=("files/read",))],
        **TOKENS,
        **changes,
    }
    return GovernedHttpApi(bench.stack, "Api", **given)


def test_a_route_asks_for_a_token_of_the_issuer(bench: Bench) -> None:
    api(bench)
    route = bench.only("AWS::ApiGatewayV2::Route")
    assert (route["RouteKey"], route["AuthorizationType"]) == ("GET /files/{id}", "JWT")
    assert route["AuthorizationScopes"] == ["files/read"]
    authorizer = bench.only("AWS::ApiGatewayV2::Authorizer")
    assert authorizer["JwtConfiguration"] == {"Audience": ["files"], "Issuer": "https://login.set-of.com"}


def test_it_is_reached_by_its_name_only_over_tls_1_2(bench: Bench) -> None:
    made = api(bench)
    assert made.host == "files.set-of.com"
    assert bench.only("AWS::ApiGatewayV2::Api")["DisableExecuteApiEndpoint"] is True
    (configuration,) = bench.only("AWS::ApiGatewayV2::DomainName")["DomainNameConfigurations"]
    assert (configuration["SecurityPolicy"], configuration["CertificateArn"]) == ("TLS_1_2", CERTIFICATE)
    assert bench.only("AWS::Route53::RecordSet")["Name"] == "files.set-of.com."


def test_only_this_route_of_this_api_may_call_the_function(bench: Bench) -> None:
    api(bench)
    permission = bench.only("AWS::Lambda::Permission")
    assert permission["Principal"] == "apigateway.amazonaws.com"
    assert permission["SourceAccount"] == "111122223333"
    assert permission["SourceArn"]["Fn::Join"][1][-1] == "/*/GET/files/*"


def test_each_route_has_its_limits(bench: Bench) -> None:
    found = function(bench)
    routes = [
        ApiRoute(key="POST /files", function=found, rate=5, burst=10),
        ApiRoute(key="GET /health", function=found, public_reason=WHY),
    ]
    api(bench, routes=routes, rate=20)
    stage = bench.only("AWS::ApiGatewayV2::Stage")
    assert stage["DefaultRouteSettings"] == {"ThrottlingBurstLimit": 100, "ThrottlingRateLimit": 20}
    assert stage["RouteSettings"] == {"POST /files": {"ThrottlingBurstLimit": 10, "ThrottlingRateLimit": 5}}
    kinds = {one["RouteKey"]: one["AuthorizationType"] for one in bench.resources("AWS::ApiGatewayV2::Route")}
    assert kinds == {"POST /files": "JWT", "GET /health": "NONE"}


def test_requests_are_logged_without_what_may_hold_credentials(bench: Bench) -> None:
    api(bench)
    logged = json.loads(bench.only("AWS::ApiGatewayV2::Stage")["AccessLogSettings"]["Format"])
    assert "status" in logged
    assert not [value for value in logged.values() if "header" in value.lower() or "querystring" in value.lower()]
    names = {group["LogGroupName"] for group in bench.resources("AWS::Logs::LogGroup")}
    assert "/aws/apigateway/prod-example-api" in names


def test_browsers_are_let_in_by_an_allow_list(bench: Bench) -> None:
    api(bench, cors=Cors(origins=("https://app.set-of.com",), methods=("POST",), credentials=True))
    cors = bench.only("AWS::ApiGatewayV2::Api")["CorsConfiguration"]
    assert (cors["AllowOrigins"], cors["AllowCredentials"]) == (["https://app.set-of.com"], True)


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
        ({"issuer": ""}, "GET /files/{id}: needs issuer and audience of the tokens, or public_reason of the route"),
        ({"audience": ()}, "needs issuer and audience"),
        ({"issuer": "http://login.set-of.com"}, "issuer: given 'http://login.set-of.com'"),
        ({"subdomain": "Files"}, "subdomain: given 'Files'; allowed: kebab-case"),
        ({"rate": 10_001}, "rate: given 10001; allowed: 1 to 10000"),
        ({"burst": 0}, "burst: given 0; allowed: 1 to 5000"),
    ],
)
def test_an_api_that_would_be_open_or_wrong_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        api(bench, **changes)
    assert message in str(caught.value)


def test_a_route_twice_is_refused(bench: Bench) -> None:
    route = ApiRoute(key="GET /", function=function(bench))
    with pytest.raises(ConfigurationError, match="routes: given 'GET /, GET /'"):
        api(bench, routes=[route, route])
