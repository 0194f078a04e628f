from __future__ import annotations

from tests.aspects.judge.rules.support import findings_of

RULE = "registries-are-not-public"


def test_a_repository_in_the_public_gallery_is_a_finding_whatever_it_says() -> None:
    assert findings_of(RULE, "Images: {Type: AWS::ECR::PublicRepository}") == [("Images", "")]
    named = "Images: {Type: AWS::ECR::PublicRepository, Properties: {RepositoryName: x, RepositoryPolicyText: {}}}"
    assert findings_of(RULE, named) == [("Images", "")]


def test_a_private_repository_is_fine() -> None:
    assert findings_of(RULE, "Images: {Type: AWS::ECR::Repository}") == []


def test_a_policy_that_lets_everybody_pull_is_a_finding_of_the_rule_on_principals() -> None:
    resources = """
    Images:
      Type: AWS::ECR::Repository
      Properties:
        RepositoryPolicyText: {Statement: [{Effect: Allow, Principal: "*", Action: "ecr:BatchGetImage"}]}
    """
    assert [logical_id for logical_id, _ in findings_of("policies-name-their-principals", resources)] == ["Images"]
