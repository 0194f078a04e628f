from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_cassandra as cassandra
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_logs as logs
from aws_cdk import aws_opensearchservice as opensearch
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from aspects.judge.rules.names_and_tags.physical_names_follow_the_scheme import check
from aspects.naming import Naming
from tests.aspects.judge.catalogue.every_type import resource
from tests.aspects.put_right import put_right

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def named(folder: Path, build: Callable[[cdk.Stack], object]) -> dict[str, Any]:
    """The properties of a stack's only resource under the Aspect."""
    (body,) = put_right(folder, build, Naming())["Resources"].values()
    properties: dict[str, Any] = body.get("Properties", {})
    assert [breach for breach in check(resource(body["Type"], properties)) if not breach.unknown] == []
    return properties


def test_a_type_that_the_platform_does_not_use_is_named_too(tmp_path: Path) -> None:
    made = named(tmp_path, lambda stack: kinesis.CfnStream(stack, "Orders"))
    assert made["Name"] == "prod-fileflow-orders"


def test_a_name_is_spelled_as_its_type_takes_it(tmp_path: Path) -> None:
    made = named(tmp_path, lambda stack: cassandra.CfnKeyspace(stack, "OrderEvents"))
    assert made["KeyspaceName"] == "prod_fileflow_order_events"


def test_a_name_is_shortened_to_its_types_own_length(tmp_path: Path) -> None:
    made = named(tmp_path, lambda stack: opensearch.CfnDomain(stack, "SearchOfOrdersAndInvoices"))
    assert len(made["DomainName"]) == 28


@pytest.mark.parametrize("fifo", [True, False])
def test_a_queue_or_topic_in_order_ends_as_its_service_demands(tmp_path: Path, *, fifo: bool) -> None:
    queue = named(tmp_path / "queue", lambda stack: sqs.CfnQueue(stack, "Q" + "ueue" * 40, fifo_queue=fifo))
    assert len(queue["QueueName"]) == 80
    topic = named(tmp_path / "topic", lambda stack: sns.CfnTopic(stack, "Topic", fifo_topic=fifo))
    assert queue["QueueName"].endswith(".fifo") is topic["TopicName"].endswith(".fifo") is fifo


@pytest.mark.parametrize(
    "build",
    [
        lambda stack: logs.CfnLogGroup(stack, "It"),
        lambda stack: sagemaker.CfnModel(stack, "It", execution_role_arn="arn:aws:iam::111122223333:role/x"),
        lambda stack: autoscaling.CfnLaunchConfiguration(stack, "It", image_id="ami-1", instance_type="t4g.nano"),
        lambda stack: autoscaling.CfnAutoScalingGroup(stack, "It", max_size="1", min_size="1"),
    ],
)
def test_paths_and_what_is_always_replaced_are_not_named(
    tmp_path: Path, build: Callable[[cdk.Stack], cdk.CfnResource]
) -> None:
    made = named(tmp_path, build)
    assert {"LogGroupName", "ModelName", "LaunchConfigurationName", "AutoScalingGroupName"} & set(made) == set()


def test_a_name_that_a_token_stands_for_stays(tmp_path: Path) -> None:
    made = named(
        tmp_path, lambda stack: kinesis.CfnStream(stack, "It", name=cdk.Fn.join("-", ["prod", cdk.Aws.REGION]))
    )
    assert made["Name"] == {"Fn::Join": ["-", ["prod", {"Ref": "AWS::Region"}]]}
