"""The checklist: every item, in the order in which a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.checkup import (
    alarms,
    backups,
    drills,
    ends,
    exposure,
    hygiene,
    keys,
    load,
    logs,
    money,
    network,
    secrets,
)
from governed_cdk.checkup.item import EVERY, CheckupItem, Period

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAILY, _WEEKLY, _MONTHLY = (frozenset({period}) for period in Period)

CHECKLIST = (
    CheckupItem("alarms", EVERY, alarms.of_a_day),
    CheckupItem("rotations-failed", EVERY, secrets.rotations_failed),
    CheckupItem("backups-failed", EVERY, backups.failed),
    CheckupItem("replication", EVERY, backups.replication),
    CheckupItem("keys", EVERY, keys.state),
    CheckupItem("security-groups", EVERY, network.unused_groups),
    CheckupItem("public", EVERY, exposure.public),
    CheckupItem("certificates", EVERY, ends.certificates),
    CheckupItem("support", EVERY, ends.support),
    CheckupItem("acceptances", EVERY, ends.acceptances),
    CheckupItem("budget", EVERY, money.budget),
    CheckupItem("tags", EVERY, hygiene.tags),
    CheckupItem("trend", _DAILY, load.trend),
    CheckupItem("errors-5xx", _DAILY, load.errors),
    CheckupItem("objectives", _DAILY | _MONTHLY, load.objectives),
    CheckupItem("calls", _DAILY, exposure.calls),
    CheckupItem("logins", _DAILY, exposure.logins),
    CheckupItem("guard-duty", _DAILY, exposure.guard_duty),
    CheckupItem("anomalies", _DAILY, money.anomalies),
    CheckupItem("rotations-due", _WEEKLY, secrets.rotations_due),
    CheckupItem("key-use", _WEEKLY, keys.use),
    CheckupItem("unused-access", _WEEKLY, exposure.unused_rights),
    CheckupItem("slow-queries", _WEEKLY, logs.slow_queries),
    CheckupItem("error-queries", _WEEKLY, logs.errors),
    CheckupItem("idle", _WEEKLY, money.idle),
    CheckupItem("commitments", _WEEKLY, money.commitments),
    CheckupItem("runbooks", _WEEKLY, hygiene.runbooks),
    CheckupItem("silent", _WEEKLY, alarms.silent),
    CheckupItem("images", _WEEKLY, hygiene.images),
    CheckupItem("restores", _MONTHLY, backups.restored),
    CheckupItem("drills", _MONTHLY, drills.drills),
    CheckupItem("backup-integrity", _MONTHLY, backups.whole),
    CheckupItem("statements", _MONTHLY, exposure.unused_rights),
    CheckupItem("security-group-rules", _MONTHLY, network.unused_rules),
    CheckupItem("rotation-history", _MONTHLY, secrets.rotation_history),
    CheckupItem("key-rotation", _MONTHLY, keys.rotation),
    CheckupItem("log-retention", _MONTHLY, logs.retention),
    CheckupItem("encryption", _MONTHLY, hygiene.encryption),
    CheckupItem("trail", _MONTHLY, logs.trail),
    CheckupItem("maintenance", _MONTHLY, ends.maintenance),
    CheckupItem("subscriptions", _MONTHLY, alarms.unconfirmed),
    CheckupItem("performance", _MONTHLY, load.performance),
)


def items_of(periods: Iterable[Period]) -> list[CheckupItem]:
    """The items of some periods, each once."""
    wanted = set(periods)
    return [item for item in CHECKLIST if item.periods & wanted]
