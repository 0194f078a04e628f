"""Whether CloudTrail takes on a role for CloudWatch Logs whose trust names the trail or the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.proving import making
from governed_cdk.proving.experiment import Answers, Experiment

if TYPE_CHECKING:
    from governed_cdk.proving.room import Room

_SERVICE = {"Service": "cloudtrail.amazonaws.com"}
_REFUSED = ("InvalidCloudWatchLogsRoleArnException", "CloudWatchLogsDeliveryUnavailableException")


def _run(room: Room) -> Answers:
    group = making.log_group(room, "trail")
    bucket, trails = _bucket(room), room.client("cloudtrail")
    streams = room.arn("logs", f"log-group:{group}:*")
    may = [{"Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": streams}]
    variants = {
        "no condition": {},
        "aws:SourceAccount": {"StringEquals": {"aws:SourceAccount": room.account}},
        "aws:SourceArn": {"ArnLike": {"aws:SourceArn": room.arn("cloudtrail", f"trail/{room.run}-*")}},
    }
    answers = {}
    for number, (variant, conditions) in enumerate(variants.items()):
        role = making.role(room, f"trail-{number}", _SERVICE, conditions=conditions, may=may)
        name = room.name("trail", f"trail-{number}")

        def create(name: str = name, role: str = role) -> None:
            trails.create_trail(  # it logs nothing before StartLogging, which is never called
                Name=name, S3BucketName=bucket, IsMultiRegionTrail=False, IncludeGlobalServiceEvents=False,
                CloudWatchLogsLogGroupArn=streams, CloudWatchLogsRoleArn=role,
                TagsList=room.pairs(),
            )  # fmt: skip

        answers[variant] = room.accepted(create, _REFUSED)
        if answers[variant] == "accepted":
            trails.delete_trail(Name=name)  # a region has room for five
    return answers


def _bucket(room: Room) -> str:
    name = making.bucket(room, "trail")
    arn = f"arn:aws:s3:::{name}"
    room.client("s3").put_bucket_policy(
        Bucket=name,
        Policy=making.policy(
            {"Principal": _SERVICE, "Action": "s3:GetBucketAcl", "Resource": arn},
            {"Principal": _SERVICE, "Action": "s3:PutObject", "Resource": f"{arn}/AWSLogs/{room.account}/*"},
        ),
    )
    return name


TRAIL_ROLE = Experiment(
    name="trail-role",
    asks="Does CloudTrail take on its role for CloudWatch Logs when the trust demands a source?",
    makes="a bucket, a log group, three roles, and up to three trails, one at a time, that log nothing",
    most_usd=0.01,
    most_minutes=8,
    control=("no condition", "accepted"),
    stands_on={"no condition": "accepted"},
    run=_run,
)
