"""Where experiments work: one account and region, names and tags of one run, and what there is to take away."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

PREFIX = "governed-cdk-prove-"
"""Begins the name of everything that an experiment makes."""

TAG = "governed-cdk:prove"
"""Its tag, with the run as value."""

# All that experiments ask: each of them can be sent elsewhere by a variable or a profile of its own.
_SERVICES = (
    "cloudformation", "cloudtrail", "cloudwatch", "dynamodb", "ecs", "elbv2", "events", "firehose", "iam", "kms",
    "logs", "s3", "secretsmanager", "sns", "sqs", "sts",
)  # fmt: skip
_OF_AWS = (".amazonaws.com", ".api.aws")


@dataclass(frozen=True)
class Patience:
    """How long, in seconds: for what does not come, what is being made or taken away, and between two looks."""

    absent: float = 120
    made: float = 900
    removed: float = 300
    between: float = 5


@dataclass(eq=False)
class Room:
    """An account and region, and the names of one run. Make one by `open_room`."""

    session: Any
    account: str
    region: str
    endpoint_url: str | None = None
    patience: Patience = field(default_factory=Patience)
    run: str = field(default_factory=lambda: f"{PREFIX}{secrets.token_hex(3)}")
    recorded: list[tuple[str, str]] = field(default_factory=list)
    tell: Callable[[str], None] = lambda _: None
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """The client of a service in the region."""
        if service not in _SERVICES:
            raise ValueError(f"{service} is not among the services of which it is looked where they are")
        if service not in self._clients:
            made = self.session.client(service, region_name=self.region, endpoint_url=self.endpoint_url)
            self._clients[service] = made
        return self._clients[service]

    @property
    def is_aws(self) -> bool:
        """Whether it is AWS that answers, rather than what imitates it: by where its services are asked."""
        hosts = [urlsplit(self.client(name).meta.endpoint_url).hostname or "" for name in _SERVICES]
        return all(host.endswith(_OF_AWS) for host in hosts)

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of the account in the region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def name(self, kind: str, what: str) -> str:
        """The name of what is about to be made, which is taken away from now on. At most 60 characters, as S3 takes."""
        name = f"{self.run}-{what}"
        self.recorded.append((kind, name))
        return name

    @property
    def tags(self) -> dict[str, str]:
        """The tags of everything."""
        return {TAG: self.run}

    def pairs(self, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
        """The tags as a list, in the words of a service."""
        return [{key: name, value: text} for name, text in self.tags.items()]

    def accepted(self, call: Callable[[], Any], refusals: Collection[str]) -> str:
        """`accepted` as soon as a call is let through; `refused` where one of these error codes comes all the while.

        All the while, since a new role or policy takes its time until every service knows it.
        """
        from botocore.exceptions import ClientError  # noqa: PLC0415 - comes with boto3

        def passed() -> bool:
            try:
                call()
            except ClientError as error:
                if error.response["Error"]["Code"] not in refusals:
                    raise
                return False
            return True

        return "accepted" if self.until(passed, self.patience.absent) else "refused"

    def until(self, there: Callable[[], bool], seconds: float) -> bool:
        """Whether something came within so many seconds; looked for once more at their end."""
        end = time.monotonic() + seconds
        while not (found := there()) and time.monotonic() < end:
            time.sleep(self.patience.between)
        return found


def open_room(
    account: str, *, region: str | None, endpoint_url: str | None, patience: Patience, tell: Callable[[str], None]
) -> Room:
    """A room in the account that the credentials are for.

    Raises ConfigurationError where they are for another account than the one that is meant, or for none; without a
    region; and where boto3 is missing.
    """
    try:
        import boto3  # noqa: PLC0415 - an extra
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the same
    except ImportError:
        raise ConfigurationError('boto3 is missing; install it: pip install "governed-cdk[aws]"') from None
    try:
        session = boto3.Session()
        where = region or os.environ.get("AWS_REGION") or session.region_name  # boto3 itself does not know AWS_REGION
        signed_in = where and session.client("sts", region_name=where, endpoint_url=endpoint_url).get_caller_identity()
    except (BotoCoreError, ClientError, ValueError) as error:
        raise ConfigurationError(f"AWS: {' '.join(str(error).split())}") from None
    if not where or not signed_in:
        raise invalid("region", "none", "--region, AWS_REGION, or a region in the profile")
    if signed_in["Account"] != account:
        raise invalid("--account", account, f"{signed_in['Account']}, for which the credentials are")
    return Room(session, account, where, endpoint_url, patience, tell=tell)
