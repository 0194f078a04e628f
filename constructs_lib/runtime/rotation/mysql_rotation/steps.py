"""The four steps of a rotation. Each can be repeated at any time; none waits.

Source: AWS Secrets Manager user guide, "Lambda rotation functions: four steps in a rotation function".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from aws_lambda_powertools import Logger

from .alternating_users import AlternatingUsers
from .credentials import Credentials, check_same_server
from .database import connect
from .dialects import Statement
from .errors import RotationError
from .first_login import own_schema
from .single_user import SingleUser
from .versions import SecretsManager, Versions, read_current

if TYPE_CHECKING:
    from .settings import Settings

logger = Logger(service="secret-rotation")


class Strategy(Protocol):
    """How a new login comes into being; see single_user and alternating_users."""

    def pending_username(self, current: Credentials) -> str:
        """Return the user name of the next login."""

    def set_password(self, *, current: Credentials, pending: Credentials, previous: Credentials | None) -> None:
        """Make the server accept the pending login; the current one logs in at every moment. Repeatable."""

    def drop_old_password(self, current: Credentials) -> None:
        """Make the server forget what the finished rotation replaced. Repeatable."""


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """One rotation of one secret, at one step."""

    client: SecretsManager
    settings: Settings
    versions: Versions

    def strategy(self, current: Credentials) -> Strategy:
        """Choose by the setting and by the secret's `masterarn`."""
        chosen = self.settings.strategy
        if chosen == "auto":
            chosen = "alternating-users" if current.masterarn else "single-user"
        master = read_current(self.client, current.masterarn) if current.masterarn else None
        if master:
            check_same_server(master, current, what="the master secret")
        if chosen == "single-user":
            return SingleUser(ca_file=self.settings.ca_file, master=master)
        if master is None:
            raise RotationError("ROTATION_STRATEGY is alternating-users, but the secret has no masterarn")
        return AlternatingUsers(ca_file=self.settings.ca_file, master=master, own=own_schema(self.versions.arn))

    def checked_pending(self, current: Credentials, strategy: Strategy) -> Credentials:
        """Return AWSPENDING, if it is what createSecret writes for this AWSCURRENT."""
        pending = self.versions.pending()
        if pending is None:
            raise RotationError("AWSPENDING is empty: createSecret comes first")
        check_same_server(pending, current, what="AWSPENDING")
        expected = strategy.pending_username(current)
        if pending.username != expected:
            raise RotationError(f"AWSPENDING is for user {pending.username!r}, not {expected!r}: refused")
        return pending


def create_secret(rotation: Rotation) -> None:
    """Store a new login as AWSPENDING, unless there is one."""
    current = rotation.versions.current()
    strategy = rotation.strategy(current)
    if rotation.versions.pending() is not None:
        logger.info("AWSPENDING exists already")
        return
    answer = rotation.client.get_random_password(
        PasswordLength=rotation.settings.password_length, ExcludeCharacters=rotation.settings.exclude_characters
    )
    username = strategy.pending_username(current)
    rotation.versions.put_pending(current.text_with(username=username, password=answer["RandomPassword"]))


def set_secret(rotation: Rotation) -> None:
    """Make the database accept AWSPENDING, and AWSCURRENT still."""
    current = rotation.versions.current()
    strategy = rotation.strategy(current)
    pending = rotation.checked_pending(current, strategy)
    strategy.set_password(current=current, pending=pending, previous=rotation.versions.previous())


def test_secret(rotation: Rotation) -> None:
    """Log in as AWSPENDING says, into its database where it names one."""
    current = rotation.versions.current()
    _try(rotation, rotation.checked_pending(current, rotation.strategy(current)))


def finish_secret(rotation: Rotation) -> None:
    """Move AWSCURRENT, if AWSPENDING really logs in; then drop what is old."""
    if not rotation.versions.is_current:
        test_secret(rotation)
        rotation.versions.promote()
    if rotation.versions.other_pending:
        # A late repetition: the next rotation has begun, and AWSCURRENT may live on as its old password.
        logger.info("a later rotation has begun: the old password is left to it")
        return
    current = rotation.versions.current()
    rotation.strategy(current).drop_old_password(current)


_STEPS = {
    "createSecret": create_secret,
    "setSecret": set_secret,
    "testSecret": test_secret,
    "finishSecret": finish_secret,
}


def rotate(event: dict[str, Any], *, client: SecretsManager, settings: Settings) -> None:
    """Do the event's step.

    Raises:
        RotationError: The event names no known step, the version is not to be rotated, or the step cannot be done.
    """
    absent = [key for key in ("Step", "SecretId", "ClientRequestToken") if not event.get(key)]
    if absent:
        raise RotationError(f"the event lacks {', '.join(absent)}; only Secrets Manager calls this function")
    step, arn, token = event["Step"], event["SecretId"], event["ClientRequestToken"]
    if step not in _STEPS:
        raise RotationError(f"unknown step {step!r}; known: {', '.join(_STEPS)}")
    logger.append_keys(step=step, secret=arn, version=token)
    versions = Versions(client, arn=arn, token=token)
    if versions.is_current and step != "finishSecret":
        logger.info("the version is AWSCURRENT already: nothing to do")
        return
    _STEPS[step](Rotation(client=client, settings=settings, versions=versions))
    logger.info("step done")


def _try(rotation: Rotation, pending: Credentials) -> None:
    with connect(pending, ca_file=rotation.settings.ca_file, database=pending.dbname) as session:
        session.execute(Statement("SELECT 1"), purpose="testing AWSPENDING")
