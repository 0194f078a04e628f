"""Whether CloudWatch Logs takes on a role for Firehose whose trust names the log group or the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.proving import making
from governed_cdk.proving.experiment import Answers, Experiment, InconclusiveError

if TYPE_CHECKING:
    from governed_cdk.proving.room import Room

_REFUSED = ("InvalidParameterException",)  # "Could not deliver test message to specified Firehose stream"


def _run(room: Room) -> Answers:
    group, stream = making.log_group(room, "logs"), _stream(room)
    logs = room.client("logs")
    variants = {
        "no condition": {},
        "aws:SourceArn": {"ArnLike": {"aws:SourceArn": room.arn("logs", "*")}},
        "aws:SourceAccount": {"StringEquals": {"aws:SourceAccount": room.account}},
    }
    answers = {}
    for number, (variant, conditions) in enumerate(variants.items()):
        may = [{"Action": ["firehose:PutRecord", "firehose:PutRecordBatch"], "Resource": stream}]
        role = making.role(room, f"logs-{number}", {"Service": "logs.amazonaws.com"}, conditions=conditions, may=may)

        def subscribe(name: str = f"{room.run}-{number}", role: str = role) -> None:
            logs.put_subscription_filter(
                logGroupName=group, filterName=name, filterPattern="", destinationArn=stream, roleArn=role
            )

        answers[variant] = room.accepted(subscribe, _REFUSED)
        if answers[variant] == "accepted":
            logs.delete_subscription_filter(logGroupName=group, filterName=f"{room.run}-{number}")  # a group has two
    return answers


def _stream(room: Room) -> str:
    """The ARN of a delivery stream, once it is active."""
    bucket, firehose = making.bucket(room, "logs"), room.client("firehose")
    arn = f"arn:aws:s3:::{bucket}"
    may = [{"Action": ["s3:PutObject", "s3:GetBucketLocation", "s3:ListBucket"], "Resource": [arn, f"{arn}/*"]}]
    role = making.role(room, "firehose", {"Service": "firehose.amazonaws.com"}, conditions={}, may=may)
    name = room.name("delivery stream", "logs")

    def create() -> None:
        firehose.create_delivery_stream(
            DeliveryStreamName=name, DeliveryStreamType="DirectPut", Tags=room.pairs(),
            ExtendedS3DestinationConfiguration={"RoleARN": role, "BucketARN": arn},
        )  # fmt: skip

    def active() -> bool:
        about = firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
        return bool(about["DeliveryStreamStatus"] == "ACTIVE")

    if room.accepted(create, ("InvalidArgumentException",)) == "refused":
        raise InconclusiveError(f"logs-to-firehose: {name}: Firehose does not take on its role")
    if not room.until(active, room.patience.made):
        raise InconclusiveError(f"logs-to-firehose: {name} does not become active")
    return room.arn("firehose", f"deliverystream/{name}")


SUBSCRIPTION_ROLE = Experiment(
    name="logs-to-firehose",
    asks="Does CloudWatch Logs take on its role for Firehose when the trust demands a source?",
    makes="a bucket, a log group, four roles, a delivery stream, and up to three subscriptions, one at a time",
    most_usd=0.01,
    most_minutes=12,
    control=("no condition", "accepted"),
    stands_on={"aws:SourceArn": "accepted"},
    run=_run,
)
