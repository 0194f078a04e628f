"""A report of a drill: a bucket that came back, a database that did not, and what nothing copies."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from governed_cdk.checkup.said import said
from governed_cdk.drilling.outcome import ComeBack, DrillStep, Footing, Steps
from governed_cdk.drilling.report import DrillReport
from governed_cdk.drilling.stores import stores_of
from governed_cdk.drilling.walk import Walked
from tests.governed_cdk.drilling.apps import COPY_OF_FILES, HOME, LEFT, backed_up, bucket, resource, rule, stack

if TYPE_CHECKING:
    from governed_cdk.checkup.drills import DrillRecord

DAY = datetime.date(2026, 11, 30)
FINE = {
    "prod-web/Files": ComeBack("objects", 2, 1, 2, Footing.REAL),
    "prod-web/Database": ComeBack("rows", 50, 20, 50, Footing.MODELLED),
}
BROKEN = {
    **FINE,
    "prod-web/Database": ComeBack("rows", 50, 20, 0, Footing.MODELLED, said("problem-no-point", vault="v")),
}


def report(
    came_back: dict[str, ComeBack] | None = None, unfilled: tuple[str, ...] = (), last: DrillRecord | None = None
) -> DrillReport:
    """What a drill of a small app found."""
    app = [
        stack(
            "prod-web", HOME, **backed_up(), Files=bucket("prod-web-files", rule()), Key=resource("AWS::KMS::Key"),
            Secret=resource("AWS::SecretsManager::Secret", Name="/c/web/prod/a", ReplicaRegions=[{"Region": LEFT}]),
            Logs=resource("AWS::Logs::LogGroup", LogGroupName="/aws/web|x"),
        ),
        stack("prod-web-dr", LEFT, Copy=bucket(COPY_OF_FILES)),
    ]  # fmt: skip
    steps = Steps(lambda _: None, [DrillStep(said("step-server"), Footing.REAL, 1.25)])
    walked = Walked(
        stores_of(app, home=HOME, region=LEFT),
        FINE if came_back is None else came_back,
        steps,
        list(unfilled),
        ["prod-web"],
    )
    return DrillReport("prod", HOME, LEFT, DAY, walked, last)
