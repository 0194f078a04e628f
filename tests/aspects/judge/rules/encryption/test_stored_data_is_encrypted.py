from __future__ import annotations

import pytest

from aspects.judge.rules.encryption.stored_data_is_encrypted import SWITCHES
from governed_cdk.schemas.reader import children, schemas
from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "stored-data-is-encrypted"
SECTIONS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"
LAUNCH = "AWS::AutoScaling::LaunchConfiguration"
DISK = "BlockDeviceMappings[0].Ebs.Encrypted"
STAGE = "AWS::ApiGateway::Stage"
LOGS = "{Configuration: {ExecuteCommandConfiguration: {LogConfiguration: {S3EncryptionEnabled: false}}}}"
SPOT = "{SpotFleetRequestConfigData: {LaunchSpecifications: [{BlockDeviceMappings: [{Ebs: {VolumeSize: 8}}]}]}}"


def thing(type_: str, properties: str) -> str:
    return f"It: {{Type: {type_}, Properties: {properties}}}"


@pytest.mark.parametrize(
    ("type_", "properties", "at"),
    [
        (LAUNCH, "{BlockDeviceMappings: [{DeviceName: a, Ebs: {VolumeSize: 8}}]}", DISK),
        (LAUNCH, "{BlockDeviceMappings: [{DeviceName: a, Ebs: {Encrypted: false}}]}", DISK),
        (LAUNCH, "{BlockDeviceMappings: [{Ebs: {Encrypted: !If [Chosen, true, false]}}]}", DISK),
        ("AWS::DAX::Cluster", "{}", "SSESpecification.SSEEnabled"),
        ("AWS::DAX::Cluster", "{SSESpecification: {SSEEnabled: 'false'}}", "SSESpecification.SSEEnabled"),
        ("AWS::AppSync::ApiCache", "{AtRestEncryptionEnabled: false}", "AtRestEncryptionEnabled"),
        (STAGE, "{MethodSettings: [{CachingEnabled: true}]}", "MethodSettings[0].CacheDataEncrypted"),
        (STAGE, "{MethodSettings: [{CachingEnabled: true, CacheDataEncrypted: false}]}",
         "MethodSettings[0].CacheDataEncrypted"),
        ("AWS::RDS::GlobalCluster", "{Engine: aurora-mysql}", "StorageEncrypted"),
        ("AWS::Neptune::GlobalCluster", "{StorageEncrypted: false}", "StorageEncrypted"),
        ("AWS::ECS::Cluster", LOGS,
         "Configuration.ExecuteCommandConfiguration.LogConfiguration.S3EncryptionEnabled"),
        ("AWS::CodeBuild::Project", "{LogsConfig: {S3Logs: {Status: ENABLED, EncryptionDisabled: true}}}",
         "LogsConfig.S3Logs.EncryptionDisabled"),
        ("AWS::CodeBuild::Project", "{SecondaryArtifacts: [{EncryptionDisabled: true}]}",
         "SecondaryArtifacts[0].EncryptionDisabled"),
        ("AWS::EC2::SpotFleet", SPOT,
         "SpotFleetRequestConfigData.LaunchSpecifications[0].BlockDeviceMappings[0].Ebs.Encrypted"),
    ],
)  # fmt: skip
def test_what_is_stored_in_plain_text_is_a_finding(type_: str, properties: str, at: str) -> None:
    assert findings_of(RULE, thing(type_, properties), SECTIONS) == [("It", at)]


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (LAUNCH, "{}"),
        (LAUNCH, "{BlockDeviceMappings: [{DeviceName: a, Ebs: {Encrypted: true}}]}"),
        (LAUNCH, "{BlockDeviceMappings: [{DeviceName: a, Ebs: {SnapshotId: snap-1}}]}"),
        (LAUNCH, "{BlockDeviceMappings: [{DeviceName: a, NoDevice: true}]}"),
        ("AWS::DAX::Cluster", "{SSESpecification: {SSEEnabled: true}}"),
        ("AWS::AppSync::ApiCache", "{}"),
        (STAGE, "{MethodSettings: [{CacheDataEncrypted: false}]}"),
        (STAGE, "{MethodSettings: [{CachingEnabled: false, CacheDataEncrypted: false}]}"),
        (STAGE, "{MethodSettings: [{CachingEnabled: true, CacheDataEncrypted: true}]}"),
        ("AWS::RDS::GlobalCluster", "{StorageEncrypted: true}"),
        ("AWS::RDS::GlobalCluster", "{SourceDBClusterIdentifier: orders}"),
        ("AWS::ECS::Cluster", "{}"),
        ("AWS::CodeBuild::Project", "{LogsConfig: {S3Logs: {Status: ENABLED}}}"),
    ],
)
def test_what_is_encrypted_or_not_there_is_none(type_: str, properties: str) -> None:
    assert findings_of(RULE, thing(type_, properties), SECTIONS) == []


def test_what_only_the_deploy_knows_is_unknown() -> None:
    cluster = thing("AWS::DAX::Cluster", "{SSESpecification: {SSEEnabled: !Ref Given}}")
    assert unknown_of(RULE, cluster, SECTIONS) == [("It", "SSESpecification.SSEEnabled")]


@pytest.mark.parametrize("type_", sorted(name for name in SWITCHES if "Serverless" not in name))
def test_every_switch_is_a_property_of_its_type(type_: str) -> None:
    for switch in SWITCHES[type_]:
        schema = node = schemas()[type_]
        for part in (*switch.thing, *switch.name.split(".")):
            found = children(schema, node)
            assert ("[]" if part == "*" else part) in found
            node = found["[]" if part == "*" else part]


def test_a_cache_of_appsync_that_says_nothing_is_encrypted_on_the_way_too() -> None:
    assert findings_of("transport-is-encrypted", thing("AWS::AppSync::ApiCache", "{}")) == []
    off = thing("AWS::AppSync::ApiCache", "{TransitEncryptionEnabled: false}")
    assert findings_of("transport-is-encrypted", off) == [("It", "TransitEncryptionEnabled")]
