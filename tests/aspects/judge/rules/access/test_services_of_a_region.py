"""A service is the same however the region in its name is spelled."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "service-principals-have-conditions"
SECTIONS = """
Parameters:
  Open: {Type: String}
  Home: {Type: String, Default: ap-northeast-2}
Mappings:
  Suffixes: {ap-northeast-2: {dns: amazonaws.com}}
"""


@pytest.mark.parametrize(
    "service",
    [
        "logs.amazonaws.com",
        "logs.ap-northeast-2.amazonaws.com",
        "logs.us-gov-west-1.amazonaws.com",
        "!Sub 'logs.${AWS::Region}.amazonaws.com'",
        "!Sub 'logs.${AWS::Region}.${AWS::URLSuffix}'",
        "!Sub 'logs.${Open}.amazonaws.com'",
        "!Sub 'logs.${Home}.amazonaws.com'",
        "!Join ['.', [logs, !Ref AWS::Region, amazonaws.com]]",
        "!Join ['', ['logs.', !Ref AWS::Region, '.', !Ref AWS::URLSuffix]]",
        "!Sub ['logs.${r}.amazonaws.com', {r: !Select [3, !Split [':', !GetAtt Topic.TopicArn]]}]",
        "!Sub ['logs.${r}.amazonaws.com', {r: !Ref AWS::Region}]",
        "!Sub ['logs.${r}.${s}', {r: !Ref AWS::Region, s: !FindInMap [Suffixes, !Ref Home, dns]}]",
    ],
)
def test_the_region_in_a_services_name_changes_nothing(service: str) -> None:
    key = f"""
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Statement: {{Effect: Allow, Principal: {{Service: {service}}}, Action: 'kms:Decrypt', Resource: '*'}}
    Topic: {{Type: AWS::SNS::Topic}}
    """
    assert [place for place, _ in findings_of(RULE, key, SECTIONS)] == ["Key"]
