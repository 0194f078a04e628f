"""The drill itself: known data in, copies made, more data in, the home region lost, and back from what is left."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from constructs_lib.kernel.errors import invalid
from governed_cdk.checkup.said import said
from governed_cdk.drilling.outcome import Footing, Steps
from governed_cdk.drilling.stores import stores_of, unfilled
from governed_cdk.drilling.trial import TwoRegions
from governed_cdk.drilling.trials import Places, trials_of
from governed_cdk.rehearsal import disaster
from governed_cdk.rehearsal.failure import RehearsalError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aspects.judge.template import Template
    from governed_cdk.checkup.said import Sentence
    from governed_cdk.drilling.outcome import ComeBack
    from governed_cdk.drilling.stores import DataStore
    from governed_cdk.drilling.trial import Trial
    from governed_cdk.rehearsal.session import Session

# What of the lost region is asked, to see that it is: a call of each service that stores are in.
_ASKED = {
    "backup": "list_backup_vaults", "cloudformation": "list_stacks", "kms": "list_keys", "logs": "describe_log_groups",
    "rds": "describe_db_instances", "s3": "list_buckets", "secretsmanager": "list_secrets", "sqs": "list_queues",
    "ssm": "describe_parameters",
}  # fmt: skip


@dataclass(frozen=True)
class Walked:
    """What a drill found.

    `came_back` is by the name of a store; `unfilled` are stores of the region that is left which nothing copies into,
    `absent` the stacks that have nothing there.
    """

    stores: list[DataStore]
    came_back: dict[str, ComeBack]
    steps: Steps
    unfilled: list[str]
    absent: list[str]


def require_copies(stacks: Sequence[Template], environment: str, *, home: str, region: str) -> None:
    """Raise ConfigurationError where nothing is copied into a region: there is no drill without a copy."""
    if not unfilled(stacks, region=region) and not any(one.copy for one in stores_of(stacks, home=home, region=region)):
        raise invalid("--region", region, f"a region that {environment} copies into, and it copies into none")


def walked(session: Session, *, home: str, region: str, tell: Callable[[Sentence], None]) -> Walked:
    """Go through the loss of the home region, on a session whose stacks are deployed. It is gone afterwards.

    Raises RehearsalError where the drill itself fails.
    """
    stores, steps = stores_of(session.stacks, home=home, region=region), Steps(tell)
    with contextlib.ExitStack() as undo:
        servers = undo.enter_context(contextlib.ExitStack())
        places = Places(Path(tempfile.mkdtemp(prefix="drill-", dir=session.folder)), servers, undo)
        regions = TwoRegions(session.emulator.account, home, region, _client(session))
        trials = list(trials_of(stores, session.emulator, regions, places))
        _fill(session, trials)
        with session.recorder.phase(f"lose {home}") as result:
            servers.close()
            disaster.lose(session.emulator, home)
            result.append(f"{_refused(session, home)} services refuse every call")
        absent = _look(session, steps, home=home, region=region)
        came_back = {one.store.name: one.come_back(steps) for one in trials}
    return Walked(stores, came_back, steps, unfilled(session.stacks, region=region), absent)


def _client(session: Session) -> Callable[[str, str], Any]:
    return lambda service, region: session.emulator.client(service, region, retries=False)


def _fill(session: Session, trials: list[Trial]) -> None:
    """Known data, its copies, and what no copy has any more."""
    with session.recorder.phase("write") as result:
        for one in trials:
            one.write()
        result.append(f"known data in {len(trials)} stores")
    with session.recorder.phase("copy"):
        for one in trials:
            one.copy()
    with session.recorder.phase("write more") as result:
        disaster.hold_copies(session.emulator)
        for one in trials:
            one.write_late()
        result.append("of which no copy is made any more")


def _refused(session: Session, region: str) -> int:
    """How many services refuse a call in a region. Raises RehearsalError where one answers."""
    for service, operation in _ASKED.items():
        try:
            getattr(_client(session)(service, region), operation)()
        except ClientError:
            continue
        raise RehearsalError(f"lose {region}: {service} still answers there")
    return len(_ASKED)


def _look(session: Session, steps: Steps, *, home: str, region: str) -> list[str]:
    """The stacks of the home region without one in the region that is left. Raises RehearsalError where one is gone."""
    expected = [stack.stack_name for stack in session.stacks if stack.region == region]
    with steps.step(said("step-look", region=region), Footing.REAL):
        listed = _client(session)("cloudformation", region).describe_stacks()["Stacks"]
        there = [one["StackName"] for one in listed if one["StackStatus"].endswith("_COMPLETE")]
    if missing := sorted(set(expected) - set(there)):
        raise RehearsalError(f"{region}: {missing[0]} is not there")
    alone = (stack for stack in session.stacks if stack.region == home)
    return [stack.stack_name for stack in alone if not set(expected) & set(stack.depends_on)]
