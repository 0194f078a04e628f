from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "load-balancers-face-the-internet-on-purpose"
V2, CLASSIC = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer"
BOTH = pytest.mark.parametrize("type_", [V2, CLASSIC])


def of(type_: str, metadata: object = None, **properties: object) -> str:
    return "It: " + json.dumps({"Type": type_, "Metadata": metadata or {}, "Properties": properties})


def tagged(value: object, type_: str = V2) -> str:
    return of(type_, Scheme="internet-facing", Tags=[{"Key": "PublicAccess", "Value": value}])


@BOTH
def test_facing_the_internet_without_a_reason_is_a_finding_also_by_default(type_: str) -> None:
    assert findings_of(RULE, of(type_)) == [("It", "Scheme")]
    assert findings_of(RULE, of(type_, Scheme="internet-facing")) == [("It", "Scheme")]
    assert findings_of(RULE, of(type_, Scheme={"Fn::If": ["Odd", "internal", "internet-facing"]})) == [("It", "Scheme")]


@BOTH
def test_an_internal_one_needs_no_reason(type_: str) -> None:
    assert findings_of(RULE, of(type_, Scheme="internal")) == []


@BOTH
def test_a_tag_states_the_reason(type_: str) -> None:
    assert findings_of(RULE, tagged("The shop is for everybody", type_)) == []


@pytest.mark.parametrize("value", ["", " ", "false", "No", False])
def test_a_tag_that_says_nothing_is_no_reason(value: object) -> None:
    assert findings_of(RULE, tagged(value)) == [("It", "Scheme")]


def test_the_metadata_of_the_governed_construct_states_the_reason() -> None:
    assert findings_of(RULE, of(V2, {"PublicReason": "GitHub sends its hooks here"}, Scheme="internet-facing")) == []
    assert findings_of(RULE, of(V2, {"PublicReason": ""}, Scheme="internet-facing")) == [("It", "Scheme")]


def test_a_network_load_balancer_is_judged_and_a_gateway_load_balancer_is_not() -> None:
    assert findings_of(RULE, of(V2, Type="network")) == [("It", "Scheme")]
    assert findings_of(RULE, of(V2, Type="gateway")) == []


def test_an_unknown_scheme_is_unknown() -> None:
    sections = "Parameters: {Given: {Type: String}}"
    assert unknown_of(RULE, of(V2, Scheme={"Ref": "Given"}), sections) == [("It", "Scheme")]
