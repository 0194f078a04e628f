"""What the schemas and the override file together say of keys: nothing unexplained, nothing in vain."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.commands.catalogue import OVERRIDES
from governed_cdk.schemas.key_facts import anchor_of, candidates, in_schema, key_facts, overrides_of, walk
from governed_cdk.schemas.reader import schemas


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return dict(read_yaml(OVERRIDES))


@pytest.fixture(scope="module")
def facts(overrides: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What is known of the keys of each type."""
    return {name: key_facts(schema, overrides) for name, schema in schemas().items()}


def facts_of(type_: str, overrides: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {fact["path"]: fact for fact in key_facts(schemas()[type_], overrides)}


@pytest.mark.slow
def test_every_candidate_is_a_key_or_explained(
    overrides: dict[str, Any], facts: dict[str, list[dict[str, Any]]]
) -> None:
    unexplained = []
    for name, schema in schemas().items():
        explained = {fact["path"] for fact in facts[name]} | overrides_of(name, overrides)["ignored"]
        unexplained += [f"{name} {path}" for path in candidates(schema) if path not in explained]
    assert unexplained == []


def test_every_override_changes_something(overrides: dict[str, Any]) -> None:
    stale = []
    for name, schema in schemas().items():
        said = overrides_of(name, overrides)
        if not any(said.values()):
            continue
        found, may_be, final = in_schema(schema), candidates(schema), facts_of(name, overrides)
        stale += [f"{name} {path}: no candidate any more" for path in said["ignored"] if path not in may_be]
        stale += [f"{name} {path}: the schema tells of it" for path in said["added"] if path in found]
        stale += [f"{name} {path}: not in the schema" for path in said["corrected"] if path not in found]
        stale += [f"{name} {path}: corrects nothing" for path in said["corrected"] if final[path] == found.get(path)]
    assert stale == []


def test_every_override_names_a_type_of_the_schemas_and_a_reason_and_stands_once(overrides: dict[str, Any]) -> None:
    for section in ("ignored", "added", "corrected"):
        groups = overrides["keys"][section]
        assert all(len(group["reason"]) > 30 for group in groups)
        named = Counter((type_, path) for group in groups for type_, paths in group["keys"].items() for path in paths)
        assert {type_ for type_, _ in named} <= set(schemas())
        assert [entry for entry, times in named.items() if times > 1] == []


@pytest.mark.slow
def test_every_condition_is_about_a_property_of_the_schema(facts: dict[str, list[dict[str, Any]]]) -> None:
    wrong = []
    for name, schema in schemas().items():
        places = {path for path, _ in walk(schema)}
        for fact in facts[name]:
            if fact["path"] not in places:
                assert fact["path"].split(".")[0] in places  # inside a JSON document
                continue
            for kind in ("when", "unless", "switch"):
                start = fact["path"].rpartition(".")[0] if kind == "switch" else fact.get("anchor", "")
                for one in fact.get(kind, ()):
                    property_ = one["property"]
                    place = property_[1:] if property_.startswith("/") else f"{start}.{property_}".removeprefix(".")
                    wrong += [f"{name} {fact['path']}: {place}"] if place not in places else []
    assert wrong == []


def test_what_a_key_encrypts_follows_from_its_place() -> None:
    assert anchor_of("KmsMasterKeyId") == ""
    assert anchor_of("Replicas[].SSESpecification.KMSMasterKeyId") == "Replicas[]"
    assert anchor_of("BlockDeviceMappings[].Ebs.KmsKeyId") == "BlockDeviceMappings[].Ebs"
    bucket = "BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.KMSMasterKeyID"
    assert anchor_of(bucket) == ""


def test_switches_are_read_from_what_stands_beside_the_key(overrides: dict[str, Any]) -> None:
    assert facts_of("AWS::DynamoDB::Table", overrides)["SSESpecification.KMSMasterKeyId"]["switch"] == [
        {"property": "SSEEnabled", "on": [True]},
        {"property": "SSEType", "on": ["KMS", None]},
    ]
    assert facts_of("AWS::SQS::Queue", overrides)["KmsMasterKeyId"]["switch"] == [
        {"property": "SqsManagedSseEnabled", "on": [False, None]}
    ]
    database = facts_of("AWS::RDS::DBInstance", overrides)
    assert database["KmsKeyId"]["switch"] == [{"property": "StorageEncrypted", "on": [True]}]
    assert "switch" not in database["PerformanceInsightsKMSKeyId"]


def test_a_key_that_replaces_the_resource_says_so(overrides: dict[str, Any]) -> None:
    assert facts_of("AWS::EFS::FileSystem", overrides)["KmsKeyId"]["replaces"] is True
    assert "replaces" not in facts_of("AWS::SNS::Topic", overrides)["KmsMasterKeyId"]


def test_what_the_service_returns_is_no_candidate() -> None:
    assert "KmsKeyArn" not in candidates(schemas()["AWS::AppConfig::ConfigurationProfile"])


def test_recursive_definitions_end() -> None:
    assert sum(1 for _ in walk(schemas()["AWS::WAFv2::WebACL"])) > 100
