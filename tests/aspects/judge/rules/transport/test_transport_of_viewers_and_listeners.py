"""CloudFront's certificates, rules of plain listeners, classic load balancers that pass TLS through."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "transport-is-encrypted"
SECTIONS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"
AT = "DistributionConfig.ViewerCertificate.MinimumProtocolVersion"


def distribution(certificate: str, more: str = "") -> str:
    behaviour = "DefaultCacheBehavior: {ViewerProtocolPolicy: https-only}"
    said = f", ViewerCertificate: {certificate}" if certificate else ""
    return (
        f"It: {{Type: AWS::CloudFront::Distribution, Properties: {{DistributionConfig: {{{behaviour}{said}{more}}}}}}}"
    )


@pytest.mark.parametrize(
    "certificate",
    [
        "",
        "!Ref AWS::NoValue",
        "{}",
        "{CloudFrontDefaultCertificate: true}",
        "{CloudFrontDefaultCertificate: 'true', MinimumProtocolVersion: TLSv1.2_2021}",
        "{MinimumProtocolVersion: TLSv1.2_2021}",
        "{IamCertificateId: ASCA1, SslSupportMethod: sni-only}",
        "{IamCertificateId: ASCA1, MinimumProtocolVersion: TLSv1_2016}",
        "{AcmCertificateArn: a, MinimumProtocolVersion: !Ref AWS::NoValue}",
        "{AcmCertificateArn: a, MinimumProtocolVersion: TLSv1.1_2016}",
        "{AcmCertificateArn: a, MinimumProtocolVersion: SSLv3}",
        "!If [Chosen, {}, {AcmCertificateArn: a, MinimumProtocolVersion: TLSv1.2_2021}]",
    ],
)
def test_viewers_that_may_use_an_old_protocol_are_a_finding(certificate: str) -> None:
    assert findings_of(RULE, distribution(certificate), SECTIONS) == [("It", AT)]


@pytest.mark.parametrize(
    "certificate",
    [
        "{AcmCertificateArn: a, MinimumProtocolVersion: TLSv1.2_2018}",
        "{AcmCertificateArn: !Ref Given, CloudFrontDefaultCertificate: false, MinimumProtocolVersion: TLSv1.2_2021}",
        "{IamCertificateId: ASCA1, MinimumProtocolVersion: TLSv1.2_2021}",
        "{IamCertificateId: ASCA1, MinimumProtocolVersion: TLSv1.3_2025}",
    ],
)
def test_a_certificate_of_ones_own_with_a_minimum_of_tls_1_2_is_fine(certificate: str) -> None:
    assert findings_of(RULE, distribution(certificate), SECTIONS) == []


@pytest.mark.parametrize("certificate", ["!Ref Given", "{AcmCertificateArn: a, MinimumProtocolVersion: !Ref Given}"])
def test_what_only_the_deploy_knows_of_viewers_is_unknown(certificate: str) -> None:
    assert unknown_of(RULE, distribution(certificate), SECTIONS) == [("It", AT)]


def test_tenants_bring_their_own_certificates() -> None:
    assert findings_of(RULE, distribution("", ", ConnectionMode: tenant-only"), SECTIONS) == []


def listener_rule(protocol: str, actions: str, arn: str = "!Ref Listener") -> str:
    redirect = "[{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}]"
    policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    return f"""
Listener:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties: {{Protocol: {protocol}, Port: 80, SslPolicy: {policy}, DefaultActions: {redirect}}}
Rule:
  Type: AWS::ElasticLoadBalancingV2::ListenerRule
  Properties: {{ListenerArn: {arn}, Priority: 1, Conditions: [], Actions: {actions}}}
"""


@pytest.mark.parametrize(
    ("protocol", "actions", "arn", "places"),
    [
        ("HTTP", "[{Type: forward, TargetGroupArn: a}]", "!Ref Listener", ["Actions[0].Type"]),
        ("HTTP", "[{Type: forward}]", "!GetAtt Listener.ListenerArn", ["Actions[0].Type"]),
        ("HTTP", "[{Type: authenticate-oidc}, {Type: forward}]", "!Ref Listener", ["Actions[1].Type"]),
        ("!If [Chosen, HTTP, HTTPS]", "[{Type: forward}]", "!Ref Listener", ["Actions[0].Type"]),
        ("HTTP", "[{Type: redirect, RedirectConfig: {Protocol: HTTPS}}]", "!Ref Listener", []),
        ("HTTP", "[{Type: fixed-response}]", "!Ref Listener", []),
        ("HTTPS", "[{Type: forward}]", "!Ref Listener", []),
        ("HTTP", "[{Type: forward}]", "!Ref Given", []),
    ],
)
def test_a_rule_of_a_plain_listener_forwards_nothing(protocol: str, actions: str, arn: str, places: list[str]) -> None:
    found = findings_of(RULE, listener_rule(protocol, actions, arn), SECTIONS)
    assert [at for name, at in found if name == "Rule"] == places


@pytest.mark.parametrize(
    ("listener", "findings"),
    [
        ("{Protocol: TCP, LoadBalancerPort: 443, InstancePort: 443}", 0),
        ("{Protocol: tcp, LoadBalancerPort: '8443', InstancePort: '8443'}", 0),
        ("{Protocol: TCP, LoadBalancerPort: 22, InstancePort: 22}", 0),
        ("{Protocol: SSL, LoadBalancerPort: 443}", 0),
        ("{Protocol: HTTPS, LoadBalancerPort: 443}", 0),
        ("{Protocol: TCP, LoadBalancerPort: 80}", 1),
        ("{Protocol: TCP, LoadBalancerPort: '80'}", 1),
        ("{Protocol: HTTP, LoadBalancerPort: 8080}", 1),
        ("{Protocol: !If [Chosen, HTTP, HTTPS], LoadBalancerPort: 443}", 1),
    ],
)
def test_a_classic_load_balancer_may_pass_tls_through(listener: str, findings: int) -> None:
    balancer = f"It: {{Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: {{Listeners: [{listener}]}}}}"
    assert len(findings_of(RULE, balancer, SECTIONS)) == findings
