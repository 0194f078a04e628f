from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "image-tags-are-immutable"
PLACE = [("Images", "ImageTagMutability")]


@pytest.mark.parametrize("type_", ["AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate"])
@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("{}", PLACE),
        ("{ImageTagMutability: MUTABLE}", PLACE),
        ("{ImageTagMutability: MUTABLE_WITH_EXCLUSION}", PLACE),
        ("{ImageTagMutability: [IMMUTABLE]}", PLACE),
        ("{ImageTagMutability: !If [Prod, IMMUTABLE, MUTABLE]}", PLACE),
        ("{ImageTagMutability: IMMUTABLE}", []),
        ("{ImageTagMutability: IMMUTABLE_WITH_EXCLUSION}", []),
    ],
)
def test_tags_that_can_be_moved_are_found(type_: str, properties: str, found: list[tuple[str, str]]) -> None:
    assert findings_of(RULE, f"Images: {{Type: {type_}, Properties: {properties}}}") == found


def test_an_unknown_word_is_unknown() -> None:
    images = "Images: {Type: AWS::ECR::Repository, Properties: {ImageTagMutability: !Ref Word}}"
    assert unknown_of(RULE, images, "Parameters: {Word: {Type: String}}") == PLACE
