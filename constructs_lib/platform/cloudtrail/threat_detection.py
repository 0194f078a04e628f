"""GovernedDetector (GuardDuty) and GovernedAnalyzer (IAM Access Analyzer): who watches the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_accessanalyzer as accessanalyzer
from aws_cdk import aws_guardduty as guardduty
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

# GuardDuty API reference, DetectorFeatureConfiguration; RUNTIME_MONITORING needs agents, so it is not on offer here.
DETECTOR_FEATURES = ("S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "EBS_MALWARE_PROTECTION")


class GovernedDetector(Construct):
    """GuardDuty in this region. An account has one detector a region: the second fails to deploy.

    Args:
        features: protection plans that are on, of `DETECTOR_FEATURES`; the others are off, not left as they were.

    Raises:
        ConfigurationError: an unknown feature.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        features: Sequence[str] = DETECTOR_FEATURES,
    ) -> None:
        super().__init__(scope, id)
        for feature in features:
            if feature not in DETECTOR_FEATURES:
                raise invalid(f"{self.node.path}: features", feature, ", ".join(DETECTOR_FEATURES))
        self.detector = guardduty.CfnDetector(
            self,
            "Resource",
            enable=True,
            finding_publishing_frequency="FIFTEEN_MINUTES",
            features=[
                guardduty.CfnDetector.CFNFeatureConfigurationProperty(
                    name=feature, status="ENABLED" if feature in features else "DISABLED"
                )
                for feature in DETECTOR_FEATURES
            ],
        )


class GovernedAnalyzer(Construct):
    """An analyzer `<env>-<service>-<kind>` that finds what is shared outside the account; free of charge."""

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
    ) -> None:
        super().__init__(scope, id)
        names = GovernedStack.of_construct(self).names
        self.analyzer = accessanalyzer.CfnAnalyzer(
            self, "Resource", analyzer_name=names.physical(kind, max_length=255), type="ACCOUNT"
        )
