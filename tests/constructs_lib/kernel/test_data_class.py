from __future__ import annotations

import itertools

from constructs_lib import DataClass


def test_the_classes_climb_from_public_to_highly_confidential() -> None:
    assert list(DataClass) == ["public", "internal", "confidential", "highly-confidential"]
    assert [one.rank for one in DataClass] == [0, 1, 2, 3]


def test_a_class_covers_itself_and_those_below_it() -> None:
    for one, other in itertools.product(DataClass, repeat=2):
        assert one.covers(other) is (list(DataClass).index(one) >= list(DataClass).index(other))
