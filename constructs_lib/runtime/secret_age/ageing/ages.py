"""The secrets that no function rotates, how old the value of each is, and how old it may become.

A value is as old as the version that has AWSCURRENT (Secrets Manager API reference, SecretVersionsListEntry). The
secret's own LastChangedDate moves with every tag and description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

_CLASS = "DataClass"


@dataclass(frozen=True)
class Age:
    """The age of one secret's value and its limit, in whole days."""

    name: str
    days: int
    limit: int

    @property
    def over(self) -> int:
        """Days past the limit, 0 within it."""
        return max(0, self.days - self.limit)


def ages(client: Any, *, organization: str, environment: str, limits: Mapping[str, int], now: datetime) -> list[Age]:
    """The age of each secret `/<organization>/<service>/<environment>/<name>` that no function rotates.

    Args:
        client: of Secrets Manager.
        organization: the first part of their names.
        environment: the third.
        limits: days by data class. A secret without that tag, or of another class, has the shortest.
        now: the time.
    """
    return [
        Age(secret["Name"], (now - changed).days, _limit(secret, limits))
        for secret in _unrotated(client, organization, environment)
        if (changed := _changed(client, secret["ARN"])) is not None
    ]


def _unrotated(client: Any, organization: str, environment: str) -> Iterator[Any]:
    path = re.compile(rf"/{re.escape(organization)}/[^/]+/{re.escape(environment)}/.+")
    wanted = [{"Key": "name", "Values": [f"/{organization}/"]}]
    for page in client.get_paginator("list_secrets").paginate(Filters=wanted):
        for secret in page["SecretList"]:
            # What another service of AWS owns, it rotates itself.
            rotated = secret.get("RotationEnabled") or secret.get("OwningService")
            if path.fullmatch(secret["Name"]) and not rotated and not secret.get("DeletedDate"):
                yield secret


def _changed(client: Any, arn: str) -> datetime | None:
    asked = {"SecretId": arn}
    while True:
        page = client.list_secret_version_ids(**asked)
        for version in page["Versions"]:
            if "AWSCURRENT" in version.get("VersionStages", []):
                created: datetime = version["CreatedDate"]
                return created
        if not page.get("NextToken"):
            return None  # a secret without a value: nothing grows old
        asked["NextToken"] = page["NextToken"]


def _limit(secret: Any, limits: Mapping[str, int]) -> int:
    tags = {tag["Key"]: tag["Value"] for tag in secret.get("Tags", [])}
    return limits.get(tags.get(_CLASS, ""), min(limits.values()))
