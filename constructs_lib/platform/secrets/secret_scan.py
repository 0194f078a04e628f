"""GovernedSecretScan: secrets in objects, parameters and variables are found, and what holds them is put away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.language import words_of
from constructs_lib.messaging.event_rule import GovernedEventRule
from constructs_lib.messaging.schedule import GovernedSchedule
from constructs_lib.messaging.state_machine import GovernedStateMachine
from constructs_lib.platform.secrets.scan_quarantine import quarantine_of
from constructs_lib.platform.secrets.scan_rights import (
    SEVERITIES,
    Scope,
    accept_stars,
    responder_rights,
    scanner_rights,
)
from constructs_lib.platform.secrets.scan_settings import SecretScanSettings, bucket_parts
from constructs_lib.platform.secrets.scan_states import states
from constructs_lib.security.secret import GovernedSecret
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.scanned import RESPONDER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aws_cdk import aws_iam as iam

_LIBRARY = Path(__file__).parents[2]
CODE = _LIBRARY / "runtime" / "secret_scan"
DISTRIBUTIONS = ("aws-lambda-powertools", "detect-secrets", "jmespath", "typing_extensions")
MODULES = tuple(sorted((_LIBRARY / "kernel").glob("secret_*.py")))
_SECONDS, _MIB = 900, 2_048
_RUNBOOK = "secret-found"
_CALL = "AWS API Call via CloudTrail"


class GovernedSecretScan(Construct):
    """Looks at every new object of chosen buckets, new parameter and new variables of functions, and at what is old.

    Found: the version is denied to everybody at once, copied into `<env>-<service>-quarantine-<account>` under Object
    Lock, deleted at home and where it was replicated to; an access key is made inactive; a ticket and a notice
    follow. Parameters and variables are in use and stay as they are. A step that fails is tried again, and then told.

    Args:
        settings: which buckets, how often, what is none, who of security may read the quarantine.

    Sources: S3 User Guide, "Using EventBridge" and "Using S3 Object Lock"; CloudTrail's record of each call.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        settings: SecretScanSettings,
    ) -> None:
        super().__init__(scope, id)
        self._stack, self._settings = GovernedStack.of_construct(self), settings
        self.buckets, self.copies = self._names("home"), self._names("copies")
        self.key = GovernedSecret(
            self,
            "FingerprintKey",
            name="secret-scan-key",
            description="Key of the fingerprints that stand for secrets found",
        )
        by_design(
            self.key.secret.node.default_child or self.key.secret,
            "AwsSolutions::AwsSolutions-SMG4",
            reason="With another key no fingerprint that somebody has accepted would be known again",
        )
        self.quarantine = quarantine_of(self, settings)
        self.scanner = self._function("secret-scan", "Looks for secrets in what is new and what is old", scanner_rights)
        self.responder = self._function(RESPONDER, "Puts away what holds a secret, and tells", responder_rights)
        language = self._stack.environment_settings.language
        words = words_of(Path(__file__).with_name("words.yaml"), language)
        self.workflow = GovernedStateMachine(
            self,
            "Workflow",
            kind="secret-scan",
            definition=states(
                Construct(self, "States"),
                scanner=self.scanner.function,
                responder=self.responder.function,
                words=words.texts,
            ),
            timeout_seconds=86_400,
        )
        self._begin()

    def _names(self, where: str) -> list[str]:
        """The buckets' names at home, or of their copies in the DR region."""
        environment = self._stack.environment_settings
        suffix = "" if where == "home" else environment.dr_region
        parts = [bucket_parts(reference) for reference in self._settings.buckets]
        return [environment.names(service).bucket(kind, suffix=suffix) for service, kind in parts]

    def _function(
        self, kind: str, description: str, rights: Callable[[Scope], Sequence[iam.PolicyStatement]]
    ) -> GovernedFunction:
        about = Scope(
            stack=self._stack, buckets=self.buckets, copies=self.copies, quarantine=self.quarantine.name,
            secret_arn=self.key.secret.secret_arn,
        )  # fmt: skip
        made = GovernedFunction(
            self,
            "Scanner" if kind != RESPONDER else "Responder",
            kind=kind,
            description=description,
            code=CODE,
            distributions=DISTRIBUTIONS,
            modules=MODULES,
            statements=rights(about),
            environment=self._environment(),
            timeout_seconds=_SECONDS,
            memory_mib=_MIB,
        )
        accept_stars(self, made.role)
        return made

    def _environment(self) -> dict[str, str]:
        region = self._stack.environment_settings.dr_region
        topics = {f"{one.upper()}_TOPIC_ARN": self._stack.topic_arn(one) for one in SEVERITIES}
        return {
            "BUCKETS": ",".join(self.buckets),
            "REPLICAS": ",".join(f"{name}={region}" for name in self.copies),
            "QUARANTINE_BUCKET": self.quarantine.name,
            "KEY_SECRET_ID": self.key.secret.secret_arn,
            "ACCEPTED": ",".join(f"{one.fingerprint}:{one.until}" for one in self._settings.accepted),
            "MOST_MIB": str(self._settings.most_mib),
            "RUNBOOK_URL": f"{self._stack.environment_settings.runbook_url}/{_RUNBOOK}.md",
            **topics,
        }

    def _begin(self) -> None:
        target = self.workflow.event_target()
        made: dict[str, tuple[str, dict[str, Any]]] = {
            "Parameters": (
                "parameters",
                {"source": ["aws.ssm"], "detail-type": [_CALL], "detail": _done("PutParameter")},
            ),
            "Functions": (
                "functions",
                {
                    "source": ["aws.lambda"],
                    "detail-type": [_CALL],
                    "detail": _done("CreateFunction20150331", "UpdateFunctionConfiguration20150331v2"),
                },
            ),
        }
        if self.buckets:
            new = {
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {"bucket": {"name": self.buckets}},
            }
            made["Objects"] = ("objects", new)
        for id_, (what, pattern) in made.items():
            GovernedEventRule(
                self, id_, kind=f"new-{what}", description=f"New {what} are looked at for secrets", pattern=pattern,
                target=target,
            )  # fmt: skip
        days = self._settings.sweep_days
        GovernedSchedule(
            self,
            "Sweep",
            kind="secret-sweep",
            description="Everything that is there is looked at for secrets",
            expression=f"rate({days} day{'s' if days > 1 else ''})",
            target=self.workflow,
            payload={"sweep": {}},
            within_minutes=60,
        )


def _done(*names: str) -> dict[str, Any]:
    """A call that was not refused."""
    return {"eventName": list(names), "errorCode": [{"exists": False}]}
