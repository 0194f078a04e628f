from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import (
    ConfigurationError,
    GovernedBucket,
    GovernedCdn,
    ServiceStack,
    StackSettings,
)
from tests.support import environment, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk
    from constructs import Construct

    from constructs_lib import Environment
    from tests.constructs_lib.conftest import Bench
    from tests.support import Templates

EDGE = "pages-us-east-1"


class Pages(ServiceStack[StackSettings]):
    slug = "pages"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        files = GovernedBucket(self, "Files", kind="files")
        GovernedCdn(self, "Pages", subdomain="app", origin=files, kind="app", single_page=True)
        GovernedCdn(self, "Front", subdomain="front", origin="api.set-of.com", kind="front")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        Pages(app, settings)

    return synthesize_with(settings, tmp_path_factory.mktemp("pages"), build)


def distribution(pages: Templates, name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        one["DistributionConfig"] for one in pages.resources(EDGE, "AWS::CloudFront::Distribution").values()
    ]
    return {one["Comment"]: one for one in found}[f"prod-pages-{name}"]


def test_it_stands_in_us_east_1_with_its_web_acl_under_its_name_over_new_tls_only(pages: Templates) -> None:
    assert not pages.resources("pages", "AWS::CloudFront::Distribution")
    for name, host in (("app", "app.set-of.com"), ("front", "front.set-of.com")):
        config = distribution(pages, name)
        assert config["Aliases"] == [host]
        assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
        assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
        assert config["DefaultCacheBehavior"]["ResponseHeadersPolicyId"]
        (acl, _) = config["WebACLId"]["Fn::GetAtt"]
        assert pages.resources(EDGE, "AWS::WAFv2::WebACL")[acl]["Scope"] == "CLOUDFRONT"
    parameters = pages[EDGE]["Parameters"].values()
    assert "/prod/acm/us-east-1-certificate-arn" in [one.get("Default") for one in parameters]


def test_its_name_leads_to_it_by_both_versions_of_ip(pages: Templates) -> None:
    records = pages.resources(EDGE, "AWS::Route53::RecordSet").values()
    assert {(one["Name"], one["Type"]) for one in records} == {
        (f"{name}.set-of.com.", type_) for name in ("app", "front") for type_ in ("A", "AAAA")
    }
    assert {one["HostedZoneName"] for one in records} == {"set-of.com."}


def test_a_bucket_admits_distributions_of_the_account_to_read(pages: Templates) -> None:
    (origin,) = distribution(pages, "app")["Origins"]
    assert origin["DomainName"] == "prod-pages-files-111122223333.s3.ap-northeast-2.amazonaws.com"
    assert origin["OriginAccessControlId"]
    policy = pages.only("pages", "AWS::S3::BucketPolicy")["PolicyDocument"]
    (statement,) = (one for one in policy["Statement"] if one.get("Sid") == "Distributions")
    assert statement["Action"] == "s3:GetObject"
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    source = "arn:aws:cloudfront::111122223333:distribution/*"
    assert statement["Condition"] == {"ArnLike": {"aws:SourceArn": source}}


def test_a_single_page_answers_for_what_is_not_there(pages: Templates) -> None:
    config = distribution(pages, "app")
    assert config["DefaultRootObject"] == "index.html"
    answers = {
        one["ErrorCode"]: (one["ResponseCode"], one["ResponsePagePath"]) for one in config["CustomErrorResponses"]
    }
    assert answers == dict.fromkeys((403, 404), (200, "/index.html"))
    assert "CustomErrorResponses" not in distribution(pages, "front")


def test_of_a_load_balancer_nothing_is_kept_unless_it_says_so_and_nothing_of_another(pages: Templates) -> None:
    (origin,) = distribution(pages, "front")["Origins"]
    assert origin["CustomOriginConfig"] == {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}
    kept = pages.only(EDGE, "AWS::CloudFront::CachePolicy")["CachePolicyConfig"]
    assert (kept["DefaultTTL"], kept["MinTTL"]) == (0, 0)
    key = kept["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["CookiesConfig"]["CookieBehavior"] == key["QueryStringsConfig"]["QueryStringBehavior"] == "all"
    assert key["HeadersConfig"]["Headers"] == ["Authorization"]


def test_requests_are_logged_without_what_may_hold_credentials(pages: Templates) -> None:
    deliveries = pages.resources(EDGE, "AWS::Logs::Delivery").values()
    assert len(deliveries) == 2
    for delivery in deliveries:
        assert "sc-status" in delivery["RecordFields"]
        assert not {"cs(Cookie)", "cs-uri-query", "cs(Referer)"} & set(delivery["RecordFields"])
    groups = {one["LogGroupName"]: one for one in pages.resources(EDGE, "AWS::Logs::LogGroup").values()}
    assert groups["/aws/cloudfront/prod-pages-front"]["KmsKeyId"]


def test_errors_are_alarms_there_and_heard_at_home(pages: Templates) -> None:
    alarms = {one["AlarmName"] for one in pages.resources(EDGE, "AWS::CloudWatch::Alarm").values()}
    ends = ("error-ratio-critical", "error-ratio-high")
    assert alarms == {f"prod-pages-{name}-{end}" for name in ("app", "front") for end in ends}
    heard = pages.resources("pages", "AWS::Events::Rule").values()
    assert {one["Name"] for one in heard} >= {
        f"prod-pages-us-east-1-{severity}" for severity in ("critical", "warning")
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subdomain": "App"}, "subdomain: given 'App'; allowed: kebab-case"),
        ({"origin": "API"}, "origin: given 'API'; allowed: a full name in lower case"),
        ({"origin": "api.example.com"}, "allowed: another host name below set-of.com, or a GovernedBucket"),
        ({"origin": "app.set-of.com"}, "allowed: another host name below set-of.com, or a GovernedBucket"),
        ({"origin": 7}, "origin: given 'int'; allowed: a GovernedBucket, a GovernedLoadBalancer or a host name"),
        ({"single_page": True}, "single_page: given true; allowed: false before a load balancer"),
        ({"rate_limit": 9}, "rate_limit: given 9"),
    ],
)
def test_what_cloudfront_does_not_take_is_refused(virginia: Bench, changes: dict[str, Any], message: str) -> None:
    given = {"subdomain": "app", "origin": "api.set-of.com", **changes}
    with pytest.raises(ConfigurationError, match=message):
        GovernedCdn(virginia.stack, "Cdn", **given)


def test_a_bucket_of_another_stack_is_refused(bench: Bench, virginia: Bench) -> None:
    bucket = GovernedBucket(bench.stack, "Bucket", kind="files")
    with pytest.raises(ConfigurationError, match=r"origin: .*Bucket is of another stack"):
        GovernedCdn(virginia.stack, "Cdn", subdomain="app", origin=bucket)


def test_a_platform_that_publishes_no_certificate_there_is_told_at_synth(
    virginia: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    manifest: dict[str, Any] = {"publishes": [{"parameter": "/{env}/acm/certificate-arn"}], "environments": {}}
    (tmp_path / "platform.json").write_text(json.dumps(manifest))
    with pytest.raises(ConfigurationError, match=r"allowed: .*stacks.acm.us_east_1_certificate: true"):
        GovernedCdn(virginia.stack, "Cdn", subdomain="app", origin="api.set-of.com")
    manifest["publishes"].append({"parameter": "/{env}/acm/us-east-1-certificate-arn"})
    (tmp_path / "platform.json").write_text(json.dumps(manifest))
    GovernedCdn(virginia.stack, "Other", subdomain="app", origin="api.set-of.com")


def test_only_a_stack_at_home_has_a_part_there(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="has no part in us-east-1; only a stack at home does"):
        GovernedCdn(bench.stack, "Cdn", subdomain="app", origin="api.set-of.com")
