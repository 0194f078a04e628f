from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, judged, unknown_of

RULE = "images-are-scanned"
PLACE = [("Images", "ImageScanningConfiguration.ScanOnPush")]


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("{}", PLACE),
        ("{ImageScanningConfiguration: {}}", PLACE),
        ("{ImageScanningConfiguration: {ScanOnPush: false}}", PLACE),
        ("{ImageScanningConfiguration: {ScanOnPush: 'true'}}", []),
    ],
)
def test_images_that_nobody_scans_are_found(properties: str, found: list[tuple[str, str]]) -> None:
    assert findings_of(RULE, f"Images: {{Type: AWS::ECR::Repository, Properties: {properties}}}") == found


def test_the_scanning_of_the_registry_decides_where_it_is_configured() -> None:
    registry = "Registry: {Type: AWS::ECR::RegistryScanningConfiguration}"
    assert findings_of(RULE, f"Images: {{Type: AWS::ECR::Repository}}\n{registry}") == []


def test_an_unknown_switch_is_unknown_and_a_finding_is_a_warning() -> None:
    images = "Images: {Type: AWS::ECR::Repository, Properties: {ImageScanningConfiguration: {ScanOnPush: !Ref Scan}}}"
    assert unknown_of(RULE, images, "Parameters: {Scan: {Type: String}}") == PLACE
    found = judged("Images: {Type: AWS::ECR::Repository}").findings
    assert {finding.severity for finding in found if finding.rule.id == RULE} == {"warning"}
