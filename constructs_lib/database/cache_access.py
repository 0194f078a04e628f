"""Who may use a cache: one user with a generated password, and nobody without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_elasticache as elasticache
from constructs import Construct

from constructs_lib.security.secret import GovernedSecret
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.database.cache_settings import CacheSettings

_LONGEST_ID = 40
_NOBODY = "off ~keys* -@all +get"
# Every key and channel, and every command but those that administer the engine, most of which ElastiCache takes away.
_EVERYTHING = "on ~* &* +@all -@admin"


class CacheAccess(Construct):
    """A user group with the service's user, whose password a governed secret holds, and a `default` user that is off.

    Who connects without a name is `default`, and a group has to have one: off, it lets nobody in. It has a password
    because a group of Valkey takes no user without (ElastiCache User Guide, "Role-Based Access Control (RBAC)").

    Args:
        kind: of the cache; part of the names.
        cache: its id, for descriptions.
        settings: its engine.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        cache: str,
        settings: CacheSettings,
    ) -> None:
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        self._engine = settings.engine
        self.user_name = self._stack.service
        self.secret = GovernedSecret(
            self,
            "Secret",
            name=f"{kind}-user",
            description=f"User of the cache {cache}",
            template={"username": self.user_name},
        )
        by_design(
            self.secret.secret,
            "AwsSolutions::AwsSolutions-SMG4",
            reason="ElastiCache holds the password too and reads no secret: rotated alone, it would lock clients out",
        )
        users = [
            self._user("User", user_id=self._id(kind), name=self.user_name, may=_EVERYTHING),
            self._user("DefaultUser", user_id=self._id(f"{kind}-default"), name="default", may=_NOBODY),
        ]
        self.group = elasticache.CfnUserGroup(
            self,
            "Group",
            engine=self._engine,
            user_group_id=self._id(kind),
            user_ids=[user.ref for user in users],
        )

    def _id(self, kind: str) -> str:
        return self._stack.names.physical(kind, max_length=_LONGEST_ID)

    def _user(self, construct_id: str, *, user_id: str, name: str, may: str) -> elasticache.CfnUser:
        password = self.secret.secret.secret_value_from_json("password").unsafe_unwrap()  # CloudFormation looks it up
        return elasticache.CfnUser(
            self,
            construct_id,
            engine=self._engine,
            user_id=user_id,
            user_name=name,
            access_string=may,
            authentication_mode={"Type": "password", "Passwords": [password]},
        )
