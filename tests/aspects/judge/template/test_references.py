from __future__ import annotations

import pytest

from aspects.judge.template import Partial, references
from tests.aspects.judge.template.support import value_of


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("!Sub '${Topic}/${Other.TopicArn}/x'", ["Topic", "Other.TopicArn"]),
        ("!Sub 'a-${Open}'", []),
        ("!Select [1, !Split [':', !GetAtt Topic.TopicArn]]", ["Topic.TopicArn"]),
        ("!Sub ['${a}-x', {a: !Select [1, !Split ['-', !Sub '${Topic}-${Open}-${Other}']]}]", ["Topic", "Other"]),
    ],
)
def test_a_text_names_the_resources_in_it_and_in_what_it_is_a_piece_of(expression: str, named: list[str]) -> None:
    (found,) = value_of(expression)
    assert isinstance(found, Partial)
    assert [str(one) for one in references(found)] == named
