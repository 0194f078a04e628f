"""For every demand on a connection the patch is what its service takes, wherever the property stands."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest

from aspects.judge.patch import GONE, place
from aspects.judge.readings.transport import DEMANDS, Demand
from aspects.judge.template import EVERY
from tests.aspects.judge.rules.patching import CONDITION, mends
from tests.aspects.judge.rules.support import judged

RULE = "transport-is-encrypted"
EVERY_ONE = [(type_, demand) for type_, demands in DEMANDS.items() for demand in demands]
BAD = ["true", "false", "none", "http", "ftp", "SSLv3", "PLAINTEXT", "TLS_1_0", "Policy-Min-TLS-1-0-2019-07"]
FITTING = {
    "EngineName": ("sqlserver",),
    "Protocol": ("HTTPS",),
    "Family": ("mysql8.0", "postgres14", "aurora-mysql8.0", "postgres9.6"),
}


def body_of(type_: str, demand: Demand) -> dict[str, Any]:
    """A resource in which a property is not what is demanded: stated, or absent where that is plain."""
    properties: dict[str, Any] = {"Description": "One"}
    path = list(demand.path[: demand.anchor] if demand.anchor else demand.path)
    value: Any = {"Name": "it"} if demand.anchor else next(bad for bad in BAD if not demand.good.fullmatch(bad.lower()))
    for step in reversed(path):
        value = [value] if step == EVERY else {step: value}
    if demand.anchor or not demand.default:
        properties |= value
    if demand.when:
        ((name,), pattern) = demand.when
        properties[name] = next(one for one in FITTING[name] if pattern.fullmatch(one.lower()))
    return {"Type": type_, "Properties": properties}


@pytest.mark.parametrize(("type_", "demand"), EVERY_ONE, ids=lambda one: one if isinstance(one, str) else one.name)
def test_each_demand_is_met_by_its_patch(type_: str, demand: Demand) -> None:
    mends(RULE, f"It: {json.dumps(body_of(type_, demand))}")


def listener(name: str, protocol: str, more: str = "") -> str:
    return f"""
{name}:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    LoadBalancerArn: !Ref Balancer
    Port: {443 if protocol == "HTTPS" else 80}
    Protocol: {protocol}
    DefaultActions: [{{Type: forward, TargetGroupArn: "arn:x"}}]
{more}"""


POLICY = "    SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06\n"
CERTIFIED = f'    Certificates: [{{CertificateArn: "arn:x"}}]\n{POLICY}'


def it(type_: str, properties: str) -> str:
    return f"It: {{Type: 'AWS::{type_}', Properties: {{{properties}}}}}"


def classic(*listeners: str) -> str:
    return it("ElasticLoadBalancing::LoadBalancer", f"Listeners: [{', '.join(listeners)}]")


def distribution(config: str) -> str:
    return it("CloudFront::Distribution", f"DistributionConfig: {{{config}}}")


HTTP = "{Protocol: HTTP, LoadBalancerPort: '80', InstancePort: '80'}"
HTTPS = "{Protocol: HTTPS, LoadBalancerPort: '443', InstancePort: '80', SSLCertificateId: x}"


@pytest.mark.parametrize(
    "resources",
    [
        listener("Plain", "HTTP"),
        listener("Plain", "TCP"),
        listener("Plain", "HTTP") + listener("Secure", "HTTPS", CERTIFIED),
        listener("Plain", "!If [Plainly, HTTP, HTTPS]", POLICY),
        classic(HTTP),
        classic(HTTP.replace("HTTP", "TCP")),
        classic(HTTP, HTTPS),
        classic(HTTPS, f"!If [Plainly, {HTTP}, !Ref AWS::NoValue]"),
        classic(f"!If [Plainly, [{HTTP}, {HTTPS}], []]"),
        classic(f"!If [Plainly, [{HTTP}], !Ref AWS::NoValue]"),
        distribution("Enabled: true"),
        distribution(
            "ViewerCertificate: {AcmCertificateArn: x, MinimumProtocolVersion: TLSv1.2_2021}, Origins: [!If [Plainly, "
            "[{CustomOriginConfig: {OriginProtocolPolicy: http-only, OriginSSLProtocols: [SSLv3]}}], []]]"
        ),
        listener("Plain", "HTTP")
        .replace("[{Type: f", "[!If [Plainly, [{Type: f")
        .replace('"arn:x"}]', '"arn:x"}], []]]'),
        distribution("ViewerCertificate: !If [Plainly, {CloudFrontDefaultCertificate: true}, {}]"),
        distribution("ViewerCertificate: {AcmCertificateArn: x, MinimumProtocolVersion: TLSv1}"),
        distribution("ViewerCertificate: !If [Plainly, {AcmCertificateArn: x}, {AcmCertificateArn: y}]"),
        distribution(
            "ViewerCertificate: {AcmCertificateArn: x, MinimumProtocolVersion: TLSv1.2_2021}, "
            "Origins: [{CustomOriginConfig: {OriginSSLProtocols: [SSLv3, TLSv1.2, TLSv1]}}]"
        ),
        it("Redshift::ClusterParameterGroup", "Parameters: []"),
        it(
            "Redshift::ClusterParameterGroup",
            "Parameters: [{ParameterName: a, ParameterValue: b}, {ParameterName: require_ssl, ParameterValue: false}]",
        ),
        it(
            "Redshift::ClusterParameterGroup",
            "Parameters: [!If [Plainly, [{ParameterName: require_ssl, ParameterValue: false}], [{ParameterName: a}]]]",
        ),
        it("RDS::DBProxy", "RequireTLS: !If [Plainly, false, true]"),
        it("SNS::Subscription", "Protocol: http, Endpoint: 'http://example.org'"),
    ],
)
def test_what_else_is_plain_is_mended_too(resources: str) -> None:
    mends(RULE, resources, CONDITION)


def test_a_rule_of_a_listener_for_http_redirects() -> None:
    rule = """
    Rule:
      Type: AWS::ElasticLoadBalancingV2::ListenerRule
      Properties:
        ListenerArn: !Ref Plain
        Actions: [{Type: authenticate-oidc}, {Type: forward, TargetGroupArn: x}]
    """
    mends(RULE, dedent(rule) + listener("Plain", "HTTP"))


def test_what_is_right_beside_what_is_not_stays() -> None:
    resources = distribution(
        "ViewerCertificate: {AcmCertificateArn: x, MinimumProtocolVersion: TLSv1.2_2021}, "
        "Origins: [{CustomOriginConfig: {OriginSSLProtocols: [SSLv3, TLSv1.2, TLSv1]}}]"
    )
    found = judged(resources).findings
    patches = {patch for one in found if one.rule.id == RULE for patch in one.breach.patches}
    assert [patch.value for patch in patches] == [["TLSv1.2"]]


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "PolicyDocument: {Statement: {Effect: Deny, Principal: '*', Action: s3:PutObject, Resource: '*'}}",
        "PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: s3:PutObject, Resource: '*'}]}",
        "PolicyDocument: {Statement: !If [Plainly, [], []]}",
        "PolicyDocument: {}",
    ],
)
def test_a_bucket_gets_a_statement_in_the_policy_that_it_has(policy: str) -> None:
    own = f"Policy: {{Type: AWS::S3::BucketPolicy, Properties: {{Bucket: !Ref It, {policy}}}}}" if policy else ""
    mends("buckets-demand-tls", f"It: {{Type: AWS::S3::Bucket}}\n{own}", CONDITION)


def test_a_policy_is_there_just_where_its_bucket_is_and_takes_no_other_id() -> None:
    bucket = "It: {Type: AWS::S3::Bucket, Condition: Plainly}\nItPolicy: {Type: AWS::SNS::TopicPolicy}"
    mends("buckets-demand-tls", bucket, CONDITION)
    found = judged(bucket, CONDITION).findings
    ((patch,),) = (one.breach.patches for one in found if one.rule.id == "buckets-demand-tls")
    assert patch.path == ("Resources", "ItPolicyTls")
    assert patch.value["Condition"] == "Plainly"


def changes(resources: str) -> dict[str, Any]:
    found = [one for one in judged(resources).findings if one.rule.id == RULE]
    return {place(patch.path[2:]): patch.value for one in found for patch in one.breach.patches}


def test_a_listener_beside_a_secure_one_redirects_to_it() -> None:
    (action,) = changes(listener("Plain", "HTTP") + listener("Secure", "HTTPS", CERTIFIED))["Properties.DefaultActions"]
    assert action["RedirectConfig"]["Protocol"] == "HTTPS"
    other = listener("Secure", "HTTPS", CERTIFIED).replace("!Ref Balancer", "!Ref Another")
    assert "Properties.Certificates" in changes(listener("Plain", "HTTP") + other)


def test_a_classic_listener_goes_where_the_port_of_https_is_taken() -> None:
    assert changes(classic(HTTP, HTTPS)) == {"Properties.Listeners[0]": GONE}
    assert changes(classic(HTTP)) == {
        "Properties.Listeners[0].Protocol": "HTTPS",
        "Properties.Listeners[0].SSLCertificateId": "<certificate arn>",
        "Properties.Listeners[0].LoadBalancerPort": "443",
        "Properties.Listeners[0].InstanceProtocol": "HTTP",
    }
