"""The named queries on the audit trail, as Athena SQL (Trino). Each reads some days only; IAM's, one region only.

Sources: CloudTrail User Guide, "Record contents" and "AWS Management Console sign-in events": a failed sign-in has
`responseElements.ConsoleLogin = Failure` and its reason in `errorMessage`; `errorCode` is absent. Global services
write their events in us-east-1 ("Global service events").
"""

from __future__ import annotations

from dataclasses import dataclass

from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.platform.cloudtrail.audited_calls import (
    IAM_CHANGES,
    SECURITY_GROUP_CHANGES,
    TRAIL_BUCKETS,
    TRAIL_CHANGES,
    TRAIL_STOPS,
)

_WHO = "eventtime, awsregion, eventname, useridentity.arn AS who, sourceipaddress, useragent"


@dataclass(frozen=True, kw_only=True)
class TrailQuery:
    """One saved query.

    Attributes:
        slug: kebab-case, last part of its name.
        description: what its rows are.
        columns: the select list.
        condition: which events.
        days: how far back it looks.
        region: the one region that has such events; every region when empty.
        limit: most rows, newest first.
    """

    slug: str
    description: str
    condition: str
    days: int
    columns: str = _WHO
    region: str = ""
    limit: int = 1000

    def sql(self, *, database: str, table: str) -> str:
        """The statement for a table of `GovernedTrailTable`."""
        in_region = f"\n  AND region = '{self.region}'" if self.region else ""
        return (
            f"SELECT {self.columns}\n"
            f'FROM "{database}"."{table}"\n'
            f"WHERE \"date\" >= date_format(current_date - interval '{self.days}' day, '%Y/%m/%d')"
            f"{in_region}\n"
            f"  AND {self.condition}\n"
            f"ORDER BY eventtime DESC\n"
            f"LIMIT {self.limit}"
        )


def _one_of(names: tuple[str, ...]) -> str:
    return f"eventname IN ({', '.join(repr(name) for name in names)})"


def _trail_changes() -> str:
    like = TRAIL_BUCKETS.replace("*", "%")
    bucket = f" AND json_extract_scalar(requestparameters, '$.bucketName') LIKE '{like}'"
    parts = (
        f"(eventsource = '{service}.amazonaws.com' AND {_one_of((*TRAIL_STOPS[service], *TRAIL_CHANGES[service]))}"
        f"{bucket if service == 's3' else ''})"
        for service in TRAIL_STOPS
    )
    return f"({' OR '.join(parts)})"


QUERIES = (
    TrailQuery(
        slug="unauthorized-calls",
        description="Calls refused for want of permission, 7 days",
        columns=f"{_WHO}, errorcode, errormessage",
        condition="(errorcode LIKE '%AccessDenied%' OR errorcode LIKE '%Unauthorized%')",
        days=7,
        limit=100,
    ),
    TrailQuery(
        slug="root-use",
        description="What the root user did, console sign-ins included, 30 days",
        condition=("useridentity.type = 'Root' AND useridentity.invokedby IS NULL AND eventtype <> 'AwsServiceEvent'"),
        days=30,
    ),
    TrailQuery(
        slug="console-failures",
        description="Sign-ins to the console that failed, 7 days",
        columns="eventtime, awsregion, useridentity.username AS who, sourceipaddress, useragent, errormessage",
        condition="eventname = 'ConsoleLogin' AND json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure'",
        days=7,
        limit=100,
    ),
    TrailQuery(
        slug="iam-changes",
        description="Changes of users, roles, policies and identity providers, 30 days",
        columns=f"{_WHO}, requestparameters, errorcode",
        condition=f"eventsource = 'iam.amazonaws.com' AND {_one_of(IAM_CHANGES)}",
        days=30,
        region=GLOBAL_REGION,
    ),
    TrailQuery(
        slug="security-group-changes",
        description="Changes of security groups, 7 days",
        columns=f"{_WHO}, json_extract_scalar(requestparameters, '$.groupId') AS security_group, errorcode",
        condition=f"eventsource = 'ec2.amazonaws.com' AND {_one_of(SECURITY_GROUP_CHANGES)}",
        days=7,
    ),
    TrailQuery(
        slug="trail-changes",
        description="Changes of the audit trail itself, its key, its bucket's policy and the detector, 90 days",
        columns=f"{_WHO}, requestparameters, errorcode",
        condition=_trail_changes(),
        days=90,
    ),
)
"""Every named query."""
