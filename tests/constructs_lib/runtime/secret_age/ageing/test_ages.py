from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from constructs_lib.kernel.passwords import AGE_DAYS
from constructs_lib.runtime.secret_age.ageing.ages import Age, ages

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LIMITS = {str(name): days for name, days in AGE_DAYS.items()}


class SecretsManager:
    """Secrets as ListSecrets and ListSecretVersionIds tell them, one a page."""

    def __init__(self) -> None:
        self.secrets: list[dict[str, Any]] = []
        self.versions: dict[str, list[dict[str, Any]]] = {}

    def add(self, name: str, *, days: float, data_class: str = "", **secret: object) -> None:
        tags = [{"Key": "DataClass", "Value": data_class}] if data_class else []
        self.secrets.append({"ARN": f"arn:{name}", "Name": name, "Tags": tags, **secret})
        current = {"CreatedDate": NOW - timedelta(days=days), "VersionStages": ["AWSCURRENT"]}
        older = {"CreatedDate": NOW - timedelta(days=900), "VersionStages": ["AWSPREVIOUS"]}
        self.versions[f"arn:{name}"] = [older, {"CreatedDate": NOW}, current]

    def get_paginator(self, operation: str) -> Any:
        assert operation == "list_secrets"
        return SimpleNamespace(paginate=self._pages)

    def _pages(self, **given: Any) -> Any:
        assert given == {"Filters": [{"Key": "name", "Values": ["/connectly/"]}]}
        return [{"SecretList": [one]} for one in self.secrets]

    def list_secret_version_ids(self, **given: str) -> Any:
        versions = self.versions[given["SecretId"]]
        at = int(given.get("NextToken", "0"))
        following = {"NextToken": str(at + 1)} if at + 1 < len(versions) else {}
        return {"Versions": versions[at : at + 1], **following}


def found(client: SecretsManager) -> dict[str, Age]:
    known = ages(client, organization="connectly", environment="prod", limits=LIMITS, now=NOW)
    return {age.name: age for age in known}


def test_a_value_is_as_old_as_its_current_version_and_may_be_as_old_as_its_class_allows() -> None:
    client = SecretsManager()
    for data_class, days in (("internal", 91), ("confidential", 60), ("highly-confidential", 31.5), ("", 40)):
        client.add(f"/connectly/orders/prod/{data_class or 'untagged'}", days=days, data_class=data_class)
    over = {name.rsplit("/", 1)[-1]: (age.days, age.limit, age.over) for name, age in found(client).items()}
    assert over == {
        "internal": (91, 90, 1),
        "confidential": (60, 60, 0),
        "highly-confidential": (31, 30, 1),
        "untagged": (40, 30, 10),
    }


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("/connectly/orders/stg/db", {}),
        ("/connectly/orders/production/db", {}),
        ("/other/orders/prod/db", {}),
        ("rds!db-1", {"OwningService": "rds"}),
        ("/connectly/orders/prod/db", {"RotationEnabled": True}),
        ("/connectly/orders/prod/db", {"DeletedDate": NOW}),
        ("/connectly/orders/prod/db", {"OwningService": "rds"}),
    ],
)
def test_what_is_another_environments_or_rotated_or_gone_is_left_out(name: str, secret: dict[str, Any]) -> None:
    client = SecretsManager()
    client.add(name, days=900, **secret)
    assert found(client) == {}


def test_a_secret_without_a_value_has_no_age() -> None:
    client = SecretsManager()
    client.add("/connectly/orders/prod/db", days=900)
    client.versions["arn:/connectly/orders/prod/db"] = []
    assert found(client) == {}
