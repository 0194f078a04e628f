from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.drift.declared import reads
from tests.governed_cdk.assemblies import ACCOUNT, HOME
from tests.governed_cdk.drift.account import AS_LIST, ID, PHYSICAL, RESOURCES, account, drifts, look, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

QUEUE = f"arn:aws:sqs:{HOME}:{ACCOUNT}:side-door"


def entry(arn: str, tags: list[dict[str, str]]) -> dict[str, Any]:
    return {"ResourceARN": arn, "Tags": tags}


def tagging(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"ResourceTagMappingList": list(entries)}


def test_a_stack_as_it_was_deployed_has_not_drifted(tmp_path: Path) -> None:
    seen = look(tmp_path, account())
    assert (seen.drifts, seen.unread, seen.absent, seen.unseen) == ([], [], [], {})
    assert (seen.stacks, seen.resources, seen.clean) == (1, 2, True)


def test_what_cloudformation_finds_is_one_drift_a_property(tmp_path: Path) -> None:
    differences = [("/Tags/0/Value", "a", "b"), ("/Tags/1/Value", "c", "d"), ("/DisplayName", "News", "Spam")]
    said = drifts(Topic=differences, Key="DELETED")
    seen = look(tmp_path, account(cloudformation__describe_stack_resource_drifts=said))
    assert told(seen) == [
        ("prod-app", "Key", "deleted"), ("prod-app", "Topic", "DisplayName"), ("prod-app", "Topic", "Tags")
    ]  # fmt: skip
    assert [(one.expected, one.actual, one.severity) for one in seen.drifts[1:]] == [
        ("News", "Spam", "info"), ("0/Value a; 1/Value c", "0/Value b; 1/Value d", "info"),
    ]  # fmt: skip


def test_what_could_not_be_detected_is_unknown_and_no_drift(tmp_path: Path) -> None:
    status = {"DetectionStatus": "DETECTION_FAILED", "DetectionStatusReason": "no permission"}
    seen = look(
        tmp_path,
        account(
            cloudformation__describe_stack_drift_detection_status=status,
            cloudformation__describe_stack_resource_drifts=drifts(Topic="UNKNOWN"),
        ),
    )
    assert seen.drifts == []
    assert [one.why for one in seen.unread] == ["no permission", "cannot be read"]
    assert not seen.clean


def test_a_stack_that_is_being_deployed_is_unknown(tmp_path: Path) -> None:
    stack = {"StackName": "prod-app", "StackId": ID, "StackStatus": "UPDATE_IN_PROGRESS"}
    seen = look(tmp_path, account(cloudformation__describe_stacks={"Stacks": [stack]}))
    assert [str(one) for one in seen.unread] == [
        f"prod-app in {HOME}: drift detection: a deploy is under way: UPDATE_IN_PROGRESS"
    ]


def test_a_property_that_no_template_declares_is_watched_by_its_service(tmp_path: Path) -> None:
    seen = look(tmp_path, account(kms__describe_key={"KeyMetadata": {"KeyState": "PendingDeletion"}}))
    (one,) = seen.drifts
    assert (one.resource, one.path, one.expected, one.actual, one.severity) == (
        "Key", "KeyState", "Enabled", "PendingDeletion", "critical",
    )  # fmt: skip


def test_what_both_see_is_one_drift(tmp_path: Path) -> None:
    said = drifts(Key=[("/EnableKeyRotation", "true", "false")])
    seen = look(
        tmp_path,
        account(
            cloudformation__describe_stack_resource_drifts=said,
            kms__get_key_rotation_status={"KeyRotationEnabled": False},
        ),
    )
    assert told(seen) == [("prod-app", "Key", "EnableKeyRotation")]


@pytest.mark.parametrize(
    ("code", "drifted", "unread"), [("NotFoundException", [("prod-app", "Key", "deleted")], 0), ("AccessDenied", [], 1)]
)
def test_a_read_that_fails_tells_that_it_is_gone_or_that_nobody_knows(
    tmp_path: Path, code: str, drifted: list[Any], unread: int
) -> None:
    seen = look(tmp_path, account(kms__describe_key=code))
    assert (told(seen), len(seen.unread)) == (drifted, unread)


def test_tags_that_were_taken_away_are_told_with_what_they_were(tmp_path: Path) -> None:
    tags = tagging(entry(PHYSICAL["Topic"], [*AS_LIST[:2], {"Key": "Team", "Value": "nobody"}]))
    (one,) = look(tmp_path, account(resourcegroupstaggingapi__get_resources=tags)).drifts
    assert (one.resource, one.path, one.expected, one.actual) == ("Topic", "Tags", "Team=platform-team", "Team=nobody")


def test_what_a_resource_has_replaced_may_have_other_tags(tmp_path: Path) -> None:
    marks = [
        {"Key": "aws:cloudformation:stack-id", "Value": ID}, {"Key": "aws:cloudformation:logical-id", "Value": "Topic"}
    ]  # fmt: skip
    old = tagging(entry(f"{PHYSICAL['Topic']}-old", marks))
    assert told(look(tmp_path, account(resourcegroupstaggingapi__get_resources=old))) == []


@pytest.mark.parametrize(
    ("arn", "more", "strange"),
    [
        (QUEUE, [], True),
        (QUEUE, [{"Key": "aws:cloudformation:stack-id", "Value": "another"}], False),
        (f"arn:aws:sns:us-east-1:{ACCOUNT}:prod-app-news", [], False),  # a copy of ours in another region
        (f"arn:aws:backup:{HOME}:{ACCOUNT}:recovery-point:1", [], False),
        (f"arn:aws:rds:{HOME}:{ACCOUNT}:db:awsbackup-restore-test-1", [], True),  # a name alone makes no copy
        (f"arn:aws:rds:{HOME}:{ACCOUNT}:db:side", [{"Key": "awsbackup-restore-test", "Value": "x"}], True),
    ],
)
def test_what_carries_our_tags_is_beside_unless_somebody_made_it(
    tmp_path: Path, arn: str, more: list[dict[str, str]], *, strange: bool
) -> None:
    tags = tagging(entry(arn, [*AS_LIST, *more]))
    seen = look(tmp_path, account(resourcegroupstaggingapi__get_resources=tags))
    assert told(seen) == ([("", arn, "beside")] if strange else [])


def test_what_is_called_as_ours_is_beside_unless_it_is_in_anybodys_stack(tmp_path: Path) -> None:
    users = {"Users": [{"UserName": name} for name in ("prod-app-debug", "prod-apps", "ann")]}
    assert told(look(tmp_path, account(iam__list_users=users))) == [("", "prod-app-debug", "beside")]
    with_other = account(iam__list_users=users)
    ours = with_other.said["cloudformation.describe_stacks"]["Stacks"]
    theirs = [{"StackName": "theirs", "StackId": ID.replace("prod-app", "theirs"), "StackStatus": "CREATE_COMPLETE"}]
    held = {"LogicalResourceId": "User", "PhysicalResourceId": "prod-app-debug", "ResourceType": "AWS::IAM::User",
            "ResourceStatus": "CREATE_COMPLETE"}  # fmt: skip
    own = with_other.said["cloudformation.list_stack_resources"]

    def stacks(arguments: Mapping[str, Any]) -> dict[str, Any]:
        name = arguments.get("StackName")
        return {"Stacks": {"prod-app": ours, "theirs": theirs}.get(str(name), [*ours, *theirs])}

    def resources(arguments: Mapping[str, Any]) -> dict[str, Any]:
        return {"StackResourceSummaries": [held]} if arguments["StackName"] == "theirs" else own

    with_other.said |= {"cloudformation.describe_stacks": stacks, "cloudformation.list_stack_resources": resources}
    assert told(look(tmp_path, with_other)) == []


def test_others_are_not_read_where_there_is_no_question_about_them(tmp_path: Path) -> None:
    answering = account()
    look(tmp_path, answering)
    assert answering.asked.count("cloudformation.describe_stacks") == 1


def test_a_deleted_stack_is_a_drift_and_one_that_never_was_is_told(tmp_path: Path) -> None:
    gone: dict[str, Any] = {"cloudformation__describe_stacks": "ValidationError"}
    deleted = {"StackSummaries": [{"StackName": "prod-app"}]}
    seen = look(tmp_path, account(**gone, cloudformation__list_stacks=deleted))
    assert told(seen) == [("prod-app", "prod-app", "deleted")]
    seen = look(tmp_path, account(**gone))
    assert (told(seen), [place.stack for place in seen.absent]) == ([], ["prod-app"])


def test_with_named_stacks_nobody_looks_beside_them(tmp_path: Path) -> None:
    answering = account(resourcegroupstaggingapi__get_resources=tagging(entry(QUEUE, AS_LIST)))
    assert told(look(tmp_path, answering, names=("prod-app",))) == []
    assert "iam.list_users" not in answering.asked


def test_what_is_known_again_is_what_was_read(tmp_path: Path) -> None:
    said: dict[str, Any] = {"kms__get_key_rotation_status": {"KeyRotationEnabled": False}}
    (one,) = look(tmp_path, account(**said)).drifts
    assert look(tmp_path, account()).knows(one.fingerprint)
    assert not look(tmp_path, account(kms__describe_key="Throttling")).knows(one.fingerprint)
    assert not look(tmp_path, account(resourcegroupstaggingapi__get_resources="Throttling")).knows(one.fingerprint)


@pytest.mark.parametrize(("asked", "text"), [({"env": "dev"}, "--env"), ({"names": ("prod-x",)}, "--stack")])
def test_an_unknown_environment_or_stack_is_refused(tmp_path: Path, asked: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        look(tmp_path, account(), **asked)


def test_credentials_of_another_account_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering = account()
    monkeypatch.setattr(answering, "number", lambda _region: "999988887777")
    with pytest.raises(ConfigurationError, match="AWS credentials"):
        look(tmp_path, answering)


def test_which_types_drift_detection_reads_is_said_by_their_schemas() -> None:
    assert all(reads(one["Type"]) for one in RESOURCES.values())
    assert not any(map(reads, ("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "Custom::Anything")))
