from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedBucket, GovernedFunction, GovernedQueue
from constructs_lib.runtime import notifier
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

ARN = "arn:aws:s3:::prod-example-files-111122223333"


def bucket(bench: Bench) -> GovernedBucket:
    return GovernedBucket(bench.stack, "Bucket", kind="files")


def function(bench: Bench, kind: str = "thumbnails") -> GovernedFunction:
    code = ROOT / Path(str(notifier.__path__[0]))
    return GovernedFunction(bench.stack, kind, kind=kind, description="Makes thumbnails", code=code)


def made(bench: Bench, type_: str) -> dict[str, Any]:
    (found,) = (one for one in bench.template()["Resources"].values() if one["Type"] == type_)
    resource: dict[str, Any] = found
    return resource


def test_a_queue_is_told_of_new_objects_and_admits_this_bucket_before_it_is_made(bench: Bench) -> None:
    bucket(bench).notify(GovernedQueue(bench.stack, "Queue", kind="jobs"), prefix="in/", suffix=".pdf")
    resource = made(bench, "AWS::S3::Bucket")
    (told,) = resource["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
    assert told["Event"] == "s3:ObjectCreated:*"
    assert told["Filter"]["S3Key"]["Rules"] == [
        {"Name": "prefix", "Value": "in/"},
        {"Name": "suffix", "Value": ".pdf"},
    ]
    policies = {
        key: statement["Condition"]
        for key, one in bench.template()["Resources"].items()
        if one["Type"] == "AWS::SQS::QueuePolicy"
        for statement in one["Properties"]["PolicyDocument"]["Statement"]
        if statement.get("Principal") == {"Service": "s3.amazonaws.com"}
    }
    ((policy, conditions),) = policies.items()
    assert conditions == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": ARN},
    }
    assert policy in resource["DependsOn"]


def test_a_function_is_told_and_may_be_called_for_this_bucket_only(bench: Bench) -> None:
    bucket(bench).notify(function(bench), events=("s3:ObjectCreated:Put", "s3:ObjectRemoved:*"))
    resource = made(bench, "AWS::S3::Bucket")
    told = resource["Properties"]["NotificationConfiguration"]["LambdaConfigurations"]
    assert [one["Event"] for one in told] == ["s3:ObjectCreated:Put", "s3:ObjectRemoved:*"]
    permission = bench.only("AWS::Lambda::Permission")
    assert (permission["Principal"], permission["SourceAccount"], permission["SourceArn"]) == (
        "s3.amazonaws.com", "111122223333", ARN,
    )  # fmt: skip
    assert len(resource["DependsOn"]) == 1


def test_nothing_comes_between_bucket_and_target(bench: Bench) -> None:
    bucket(bench).notify(GovernedQueue(bench.stack, "Queue", kind="jobs"))
    assert not [one for one in bench.template()["Resources"].values() if one["Type"].startswith("Custom::")]


def test_several_are_told_of_what_does_not_overlap(bench: Bench) -> None:
    files = bucket(bench)
    files.notify(GovernedQueue(bench.stack, "Queue", kind="jobs"), prefix="in/")
    files.notify(function(bench), prefix="out/")
    files.notify(function(bench, "removed"), events="s3:ObjectRemoved:*")
    told = made(bench, "AWS::S3::Bucket")["Properties"]["NotificationConfiguration"]
    assert (len(told["QueueConfigurations"]), len(told["LambdaConfigurations"])) == (1, 2)


@pytest.mark.parametrize(
    "second",
    [
        {},
        {"prefix": "in/a/"},
        {"prefix": "in/", "suffix": ".pdf"},
        {"events": ("s3:ObjectCreated:Put",), "prefix": "in/"},
    ],
)
def test_one_object_told_to_two_is_refused(bench: Bench, second: dict[str, Any]) -> None:
    files = bucket(bench)
    files.notify(GovernedQueue(bench.stack, "Queue", kind="jobs"), prefix="in/")
    with pytest.raises(ConfigurationError, match="prefix, suffix: given"):
        files.notify(function(bench), **second)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"events": ("s3:Created",)}, "events: given 's3:Created'; allowed: s3:IntelligentTiering"),
        ({"events": ()}, "events: given ''"),
        ({"target": "a queue"}, "target: given 'str'; allowed: a GovernedQueue or a GovernedFunction"),
    ],
)
def test_what_s3_does_not_know_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    queue = GovernedQueue(bench.stack, "Queue", kind="jobs")
    with pytest.raises(ConfigurationError, match=message):
        bucket(bench).notify(**{"target": queue, **changes})
