"""What the function is told by its environment, and the clients that it works with."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..scanning.fingerprints import read_accepted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Settings:
    """How the function is set; see `handler`."""

    buckets: tuple[str, ...]
    quarantine: str
    replicas: Mapping[str, str] = field(default_factory=dict)
    """Region of each bucket that holds copies of a scanned one."""
    accepted: Mapping[str, datetime.date] = field(default_factory=dict)
    most_bytes: int = 50 * 1_048_576
    topics: Mapping[str, str] = field(default_factory=dict)
    runbook: str = ""

    @classmethod
    def from_environment(cls) -> Settings:
        """Of the variables that the construct sets."""
        told = os.environ
        return cls(
            buckets=_list(told.get("BUCKETS", "")),
            quarantine=told.get("QUARANTINE_BUCKET", ""),
            replicas=dict(pair.split("=", 1) for pair in _list(told.get("REPLICAS", ""))),
            accepted=read_accepted(told.get("ACCEPTED", "")),
            most_bytes=int(told.get("MOST_MIB", "50")) * 1_048_576,
            topics={
                name: told[f"{name.upper()}_TOPIC_ARN"]
                for name in ("critical", "warning")
                if f"{name.upper()}_TOPIC_ARN" in told
            },
            runbook=told.get("RUNBOOK_URL", ""),
        )


@dataclass(frozen=True)
class Aws:
    """AWS, as the steps see it: a client by service, and by region for buckets in another one."""

    client: Callable[..., Any]

    def s3_of(self, bucket: str, settings: Settings) -> Any:
        """The client for a bucket, in its region."""
        region = settings.replicas.get(bucket)
        return self.client("s3", region) if region else self.client("s3")


@functools.cache
def client(service: str, region: str | None = None) -> Any:
    """A client that tries again, within the time of a step."""
    # Comes with the Lambda runtime; the logic is used and tested without it.
    import boto3  # noqa: PLC0415 - see above
    from botocore.config import Config  # noqa: PLC0415 - see above

    patient = Config(connect_timeout=3, read_timeout=60, retries={"max_attempts": 5, "mode": "standard"})
    return boto3.client(service, region_name=region, config=patient)


@functools.cache
def fingerprint_key() -> str:
    """The key of the fingerprints, which Secrets Manager keeps."""
    return str(client("secretsmanager").get_secret_value(SecretId=os.environ["KEY_SECRET_ID"])["SecretString"])


def _list(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(",") if one)
