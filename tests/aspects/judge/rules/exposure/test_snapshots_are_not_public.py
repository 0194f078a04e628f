from __future__ import annotations

import json

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "snapshots-are-not-public"
PLACE = "Distributions[0].AmiDistributionConfiguration.LaunchPermissionConfiguration.UserGroups[0]"


def shared(permission: object) -> str:
    distribution = {"AmiDistributionConfiguration": {"LaunchPermissionConfiguration": permission}}
    return "It: " + json.dumps(
        {"Type": "AWS::ImageBuilder::DistributionConfiguration", "Properties": {"Distributions": [distribution]}}
    )


def test_an_image_for_everybody_is_a_finding() -> None:
    assert findings_of(RULE, shared({"UserGroups": ["all"]})) == [("It", PLACE)]
    assert findings_of(RULE, shared({"Fn::If": ["Odd", {"UserIds": []}, {"UserGroups": ["all"]}]})) == [("It", PLACE)]


def test_an_image_for_named_accounts_is_fine() -> None:
    assert findings_of(RULE, shared({"UserIds": ["111122223333"]})) == []
    assert findings_of(RULE, "It: {Type: AWS::ImageBuilder::DistributionConfiguration}") == []


def test_an_unknown_group_is_unknown() -> None:
    sections = "Parameters: {Given: {Type: String}}"
    assert unknown_of(RULE, shared({"UserGroups": [{"Ref": "Given"}]}), sections) == [("It", PLACE)]
