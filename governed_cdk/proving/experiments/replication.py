"""Whether S3 takes a replication rule with metrics alone, without replication time control."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.proving import making
from governed_cdk.proving.experiment import Answers, Experiment

if TYPE_CHECKING:
    from governed_cdk.proving.room import Room

_REFUSED = ("InvalidRequest", "InvalidArgument", "MalformedXML")


def _run(room: Room) -> Answers:
    s3 = room.client("s3")
    source, target = making.bucket(room, "source"), making.bucket(room, "target")
    for bucket in (source, target):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    may = [{"Action": "s3:GetReplicationConfiguration", "Resource": f"arn:aws:s3:::{source}"}]
    role = making.role(room, "replication", {"Service": "s3.amazonaws.com"}, conditions={}, may=may)
    minutes = {"Minutes": 15}  # the only threshold that there is (S3 API reference, ReplicationTimeValue)
    timed = {"ReplicationTime": {"Status": "Enabled", "Time": minutes}}
    variants: dict[str, dict[str, Any]] = {
        "with replication time control": {"Metrics": {"Status": "Enabled", "EventThreshold": minutes}, **timed},
        "metrics alone": {"Metrics": {"Status": "Enabled"}},
        "metrics with a threshold alone": {"Metrics": {"Status": "Enabled", "EventThreshold": minutes}},
    }
    answers = {}
    for variant, more in variants.items():
        rule = {
            "ID": room.run, "Priority": 1, "Status": "Enabled", "Filter": {"Prefix": ""},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": f"arn:aws:s3:::{target}", **more},
        }  # fmt: skip

        def put(rule: dict[str, Any] = rule) -> None:
            s3.put_bucket_replication(Bucket=source, ReplicationConfiguration={"Role": role, "Rules": [rule]})

        answers[variant] = room.accepted(put, _REFUSED)
    return answers


REPLICATION_METRICS = Experiment(
    name="replication-metrics",
    asks="Does S3 take metrics of a replication without replication time control?",
    makes="two empty buckets, a role",
    most_usd=0.01,
    most_minutes=5,
    control=("with replication time control", "accepted"),
    stands_on={"metrics alone": "accepted"},
    run=_run,
)
