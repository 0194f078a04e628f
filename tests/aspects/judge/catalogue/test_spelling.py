"""Each named type of the catalogue: good names, and names that are too long or spelled wrongly."""

from __future__ import annotations

import re

import pytest

from aspects.judge.catalogue import NameFact, facts, known_types
from aspects.judge.catalogue.spelling import SNAKE_CASE, SPELLINGS, name_mistake, spelled, spellings_of
from aspects.judge.rules.names_and_tags.physical_names_follow_the_scheme import check
from tests.aspects.judge.catalogue.every_type import at, resource

NAMED = {type_: fact for type_ in known_types() if (fact := facts(type_).name)}
# Names that their services prescribe a part of.
PRESCRIBED = {
    "AWS::CloudWatch::View": "view.prod-orders", "AWS::GameLift::Location": "custom-orders",
    "AWS::KMS::Alias": "alias/prod-orders", "AWS::Logs::LogGroup": "/connectly/prod/orders/application",
    "AWS::PaymentCryptography::Alias": "alias/prod-orders",
    "AWS::S3Express::AccessPoint": "prod-orders--apne2-az1--xa-s3",
    "AWS::S3Express::DirectoryBucket": "prod-orders--apne2-az1--x-s3", "AWS::SSM::Parameter": "/prod/orders/limit",
    "AWS::SecretsManager::Secret": "/connectly/orders/prod/token",
}  # fmt: skip


def good(type_: str, fact: NameFact) -> str:
    return PRESCRIBED.get(type_) or spelled(type_, fact, "prod-orders")


def found(type_: str, fact: NameFact, name: object) -> list[str]:
    return [breach.found for breach in check(resource(type_, at(fact.path, name)))]


def test_there_are_as_many_as_the_services_have() -> None:
    assert len(NAMED) > 1100


def test_what_a_fix_writes_is_a_good_name_once_its_parts_are_chosen() -> None:
    for type_, fact in NAMED.items():
        name = re.sub(r"<([a-z][a-z ]*)>", "a1", spellings_of(type_)[0].shape)
        assert found(type_, fact, name) == [], type_


def test_a_good_name_is_no_finding() -> None:
    for type_, fact in NAMED.items():
        assert found(type_, fact, good(type_, fact)) == [], type_


def test_a_name_that_is_left_out_is_no_finding() -> None:
    for type_ in NAMED:
        assert list(check(resource(type_, {}))) == [], type_


def test_a_name_longer_than_its_service_takes_is_a_finding() -> None:
    for type_, fact in NAMED.items():
        if fact.max_length > 4096:  # no bound that a name would meet
            continue
        name = good(type_, fact)
        (said,) = found(type_, fact, name + "a" * (fact.max_length - len(name) + 1))
        assert f"has {fact.max_length + 1} characters; allowed: {fact.max_length}" in said, type_


def test_the_longest_name_is_no_finding() -> None:
    for type_, fact in NAMED.items():
        if fact.max_length <= 4096 and type_ not in PRESCRIBED:
            assert found(type_, fact, spelled(type_, fact, f"prod-{'orders-' * 700}x")) == [], type_


@pytest.mark.parametrize("change", ["{}--x", "{}-", "-{}", "{}_", "{} x", "{}."])
def test_double_and_trailing_joints_are_findings(change: str) -> None:
    for type_, fact in NAMED.items():
        assert len(found(type_, fact, change.format(good(type_, fact)))) == 1, type_


def test_upper_case_is_a_finding_where_hyphens_or_underscores_part_the_words() -> None:
    for type_, fact in NAMED.items():
        if spellings_of(type_)[0].joint and type_ != "AWS::Logs::LogGroup":
            assert len(found(type_, fact, good(type_, fact).replace("orders", "Orders").replace("prod", "Prod"))) == 1


def test_hyphens_give_way_to_a_pattern_without_them() -> None:
    for type_ in ("AWS::Glue::Database", "AWS::Glue::Table", "AWS::IoT::TopicRule", "AWS::Cassandra::Keyspace"):
        fact = NAMED[type_]
        assert spellings_of(type_) == (SNAKE_CASE,)
        assert found(type_, fact, "prod_orders") == []
        (said,) = found(type_, fact, "prod-orders")
        assert "allowed: snake_case" in said
    assert spelled("AWS::ApiGateway::Model", NAMED["AWS::ApiGateway::Model"], "prod-orders") == "ProdOrders"


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        ("AWS::SQS::Queue", "prod-orders.fifo", "prod-orders.FIFO"),
        ("AWS::SNS::Topic", "prod-orders.fifo", "prod.orders"),
        ("AWS::KMS::Alias", "alias/prod-orders", "alias/prod/orders"),
        ("AWS::KMS::Alias", "alias/prod-orders", "alias/aws/rds"),
        ("AWS::Logs::LogGroup", "/aws/lambda/prod-orders", "prod-orders"),
        ("AWS::Logs::LogGroup", "/connectly/prod/orders/application", "/orders"),
        ("AWS::Logs::LogGroup", "aws-waf-logs-prod-web", "/aws/lambda/prod--orders"),
        ("AWS::Logs::LogGroup", "/aws/rds/instance/prod-orders/error", "/aws/lambda"),
        ("AWS::SecretsManager::Secret", "/connectly/orders/prod/token", "/connectly/Orders/prod/token"),
        ("AWS::SecretsManager::Secret", "AmazonMSK_prod-orders", "prod-orders-token"),
        ("AWS::SSM::Parameter", "/prod/orders/limit", "/prod//orders"),
        ("AWS::ECR::Repository", "prod/orders-api", "prod/-orders"),
        ("AWS::RDS::DBInstance", "prod-orders", "prodOrders"),
        ("AWS::S3::Bucket", "prod-orders-111122223333", "prod_orders"),
        ("AWS::S3Express::DirectoryBucket", "prod-orders--apne2-az1--x-s3", "prod-orders"),
        ("AWS::Events::EventBus", "aws.partner/example.com/orders", "Orders"),
    ],
)
def test_names_that_services_prescribe_have_their_room(type_: str, right: str, wrong: str) -> None:
    assert name_mistake(type_, right) is None
    assert name_mistake(type_, wrong) is not None


def test_every_special_spelling_is_of_a_named_type() -> None:
    assert set(SPELLINGS) <= set(NAMED)


def test_two_long_names_stay_two_when_they_are_shortened() -> None:
    for type_, fact in NAMED.items():
        if fact.max_length <= 4096 and type_ not in PRESCRIBED:
            names = {spelled(type_, fact, f"prod-{'orders-' * 700}{end}") for end in "ab"}
            assert len(names) == 2, type_
            assert all(re.search(r"[0-9a-fA-F]{8}$", name) for name in names), type_
