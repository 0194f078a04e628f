from __future__ import annotations

import pytest

from aspects.judge.catalogue import facts
from aspects.judge.rules.durability.sensitive_data_is_protected_from_deletion import PROTECTIONS
from tests.aspects.judge.rules.support import findings_of, judged, unknown_of

RULE = "sensitive-data-is-protected-from-deletion"
GLOBAL = "AWS::DynamoDB::GlobalTable"
SIMPLE = sorted(set(PROTECTIONS) - {GLOBAL})


def _store(type_: str, properties: str = "", tags: str = "DataClass: confidential") -> list[tuple[str, str]]:
    pairs = [pair.split(": ") for pair in tags.split(", ") if pair]
    fact = facts(type_).tags
    listed = f"[{', '.join(f'{{Key: {key}, Value: {value}}}' for key, value in pairs)}]"
    said = f"{fact.path[0] if fact else 'Tags'}: {f'{{{tags}}}' if fact and fact.shape == 'map' else listed}"
    return findings_of(
        RULE, f"Store: {{Type: {type_}, Properties: {{{properties}{', ' if properties else ''}{said}}}}}"
    )


@pytest.mark.parametrize("type_", SIMPLE)
def test_sensitive_data_without_protection_is_found(type_: str) -> None:
    protection = PROTECTIONS[type_]
    name = protection.path[-1]
    assert _store(type_, f"{name}: {'DISABLED' if protection.on else 'false'}") == [("Store", name)]
    assert _store(type_, f"{name}: {protection.on or 'true'}") == []
    assert _store(type_) == ([] if protection.by_default else [("Store", name)])


@pytest.mark.parametrize(
    "tags", ["", "DataClass: internal", "DataClass: public", "DataClass: confidential, Environment: dev"]
)
@pytest.mark.parametrize("type_", ["AWS::RDS::DBInstance", "AWS::DynamoDB::Table", "AWS::Cognito::UserPool"])
def test_other_data_and_other_environments_are_left_alone(type_: str, tags: str) -> None:
    assert _store(type_, tags=tags) == []


@pytest.mark.parametrize(
    "properties",
    ["DBClusterIdentifier: orders", "SourceDBInstanceIdentifier: orders", "SourceDBClusterIdentifier: orders"],
)
def test_copies_are_left_alone(properties: str) -> None:
    assert _store("AWS::RDS::DBInstance", properties) == []


def test_each_replica_of_a_global_table_is_judged_by_itself() -> None:
    table = """
    Store:
      Type: AWS::DynamoDB::GlobalTable
      Properties:
        Replicas:
          - {Region: eu-west-1, DeletionProtectionEnabled: true, Tags: [{Key: DataClass, Value: confidential}]}
          - {Region: eu-west-2}
    """
    assert findings_of(RULE, table) == [("Store", "Replicas[1].DeletionProtectionEnabled")]


def test_both_branches_count_and_an_unknown_value_is_unknown() -> None:
    assert _store("AWS::RDS::DBCluster", "DeletionProtection: !If [Prod, true, false]") == [
        ("Store", "DeletionProtection")
    ]
    store = """
    Store:
      Type: AWS::RDS::DBCluster
      Properties: {DeletionProtection: !Ref Protect, Tags: [{Key: DataClass, Value: confidential}]}
    """
    assert unknown_of(RULE, store, "Parameters: {Protect: {Type: String}}") == [("Store", "DeletionProtection")]


def test_the_environment_of_a_tag_that_may_be_another_one_is_not_dev() -> None:
    store = """
    Store:
      Type: AWS::RDS::DBCluster
      Properties: {Tags: [{Key: DataClass, Value: confidential}, {Key: Environment, Value: !Ref Env}]}
    """
    either = "Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}}"
    assert findings_of(RULE, store, either) == [("Store", "DeletionProtection")]
    assert findings_of(RULE, store, "Parameters: {Env: {Type: String, AllowedValues: [dev]}}") == []


def test_what_is_tagged_as_temporary_is_left_alone() -> None:
    assert _store("AWS::RDS::DBCluster", tags="DataClass: confidential, Lifecycle: temporary") == []


def test_the_fix_names_the_replica() -> None:
    table = """
    Store:
      Type: AWS::DynamoDB::GlobalTable
      Properties: {Replicas: [{Tags: [{Key: DataClass, Value: confidential}]}]}
    """
    (fix,) = {found.breach.fix for found in judged(table).findings if found.rule.id == RULE}
    assert fix == 'construct.node.default_child.add_property_override("Replicas.0.DeletionProtectionEnabled", True)'
