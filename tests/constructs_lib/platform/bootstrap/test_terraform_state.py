from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.platform import GovernedTerraformState

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_bucket_and_lock_table_are_on_the_state_key_and_highly_confidential(bench: Bench) -> None:
    GovernedTerraformState(bench.stack, "State")
    bucket, table = bench.only("AWS::S3::Bucket"), bench.only("AWS::DynamoDB::Table")
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"].endswith("key/terraform-state")
    assert table["SSESpecification"]["KMSMasterKeyId"].endswith("key/terraform-state")
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["LockID"]
    for resource in (bucket, table):
        assert {"Key": "DataClass", "Value": "highly-confidential"} in resource["Tags"]


def test_reading_changes_nothing_and_nobody_deletes_a_version(bench: Bench) -> None:
    state = GovernedTerraformState(bench.stack, "State").of("Shop")
    reading = {action for statement in state.reading() for action in statement.actions}
    writing = {action for statement in state.writing() for action in statement.actions}
    assert reading == {"s3:ListBucket", "s3:GetObject", "kms:Decrypt"}
    assert "s3:PutObject" in writing
    assert not {action for action in reading | writing if "Version" in action or "*" in action}


def test_the_key_is_used_through_the_bucket_and_the_table_only(bench: Bench) -> None:
    state = GovernedTerraformState(bench.stack, "State").of("Shop")
    uses = [
        statement
        for statement in (*state.reading(), *state.writing())
        if any(action.startswith(("kms:", "*")) for action in statement.actions)
    ]
    services = {str(statement.conditions["StringEquals"]["kms:ViaService"]) for statement in uses}
    assert services == {"s3.ap-northeast-2.amazonaws.com", "dynamodb.ap-northeast-2.amazonaws.com"}
