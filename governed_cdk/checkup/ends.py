"""What comes to its end: certificates, support of engines and runtimes, acceptances, and maintenance that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.acceptances import acceptances_in
from aspects.judge.template import load
from constructs_lib.kernel.facts.support import LAMBDA, support_of
from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_DAYS = 90
_ACCEPTED_DAYS = 60
_RENEWED_BY_DAYS = (
    45  # ACM User Guide, "Managed certificate renewal": it begins 60 days before, here with two weeks' room
)


def certificates(read: CheckupReader) -> Iterator[Sentence]:
    """Certificates that end within 90 days; those that ACM renews only where it is late with it."""
    for region in read.regions:
        for one in read.every(
            "acm", "list_certificates", "CertificateSummaryList[]", region, CertificateStatuses=["ISSUED"]
        ):
            if (ends := one.get("NotAfter")) is None:
                continue
            managed = one.get("Type") == "AMAZON_ISSUED" and one.get("RenewalEligibility") == "ELIGIBLE"
            if read.days_until(ends) < (_RENEWED_BY_DAYS if managed else _DAYS):
                yield said("certificate-ends", domain=one["DomainName"], ends=f"{ends:%F}", region=region)


def support(read: CheckupReader) -> Iterator[Sentence]:
    """Databases and functions whose engine or runtime leaves standard support within 90 days."""
    today = read.now.date()
    for region in dict.fromkeys((read.region, read.environment.dr_region)):
        for one in read.every("rds", "describe_db_instances", "DBInstances[]", region):
            if one["DBInstanceIdentifier"].startswith(read.prefix):
                version = one["EngineVersion"]
                yield from _ending(one["DBInstanceIdentifier"], one["Engine"], version, today)
    for region in read.regions:
        for one in read.every("lambda", "list_functions", "Functions[]", region):
            if one["FunctionName"].startswith(read.prefix) and one.get("Runtime"):
                yield from _ending(one["FunctionName"], LAMBDA, one["Runtime"], today)


def _ending(name: str, product: str, version: str, today: datetime.date) -> Iterator[Sentence]:
    row = support_of(product, version)
    if row is None:
        yield said("support-unknown", name=name, product=product, version=version)
    elif row.days_left(today) < _DAYS:
        yield said("support-ends", name=name, product=product, version=version, ends=row.ends)


def acceptances(read: CheckupReader) -> Iterator[Sentence]:
    """Acceptances that end within 60 days, in the templates that are here."""
    if not read.assembly.is_dir():
        raise CannotTellError(said("no-assembly", folder=read.assembly))
    today = read.now.date()
    for one in acceptances_in(load([read.assembly])):
        if one.until and one.days_left(today) < _ACCEPTED_DAYS:
            yield said("acceptance-ends", rule=one.finding, owner=one.owner, ends=one.until)


def maintenance(read: CheckupReader) -> Iterator[Sentence]:
    """Patches of databases that wait."""
    waiting = "PendingMaintenanceActionDetails[].Description | join(', ', @)"
    path = f"PendingMaintenanceActions[].[ResourceIdentifier, {waiting}]"
    for resource, what in read.every("rds", "describe_pending_maintenance_actions", path):
        yield said("maintenance", resource=resource.rpartition(":")[2], what=what)
