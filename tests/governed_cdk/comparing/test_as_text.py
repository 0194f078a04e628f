from __future__ import annotations

from governed_cdk.comparing.as_text import lines
from governed_cdk.comparing.difference import Difference, DifferenceKind, ValueDifference


def tag(logical_id: str) -> Difference:
    value = ValueDifference("Tags[Owner].Value", "a", "b")
    return Difference(DifferenceKind.TAGS, "prod-x", logical_id, "AWS::SQS::Queue", "changes", (value,))


def test_what_differs_in_the_same_way_stands_together() -> None:
    lost = Difference(DifferenceKind.LOST, "prod-x", "Files", "AWS::S3::Bucket", "is deleted")
    of_stack = Difference(DifferenceKind.OTHER, "prod-x", "", "", "is a new stack: 1 SQS::Queue")
    assert list(lines([lost, *map(tag, "ABCDE"), of_stack])) == [
        "Replaced or deleted:",
        "  prod-x/Files (AWS::S3::Bucket) is deleted",
        "Tags:",
        "  prod-x/A (AWS::SQS::Queue), prod-x/B (AWS::SQS::Queue), prod-x/C (AWS::SQS::Queue) and 2 more, each changes",
        "    Tags[Owner].Value: 'a' -> 'b'",
        "Everything else:",
        "  prod-x is a new stack: 1 SQS::Queue",
    ]


def test_the_first_values_of_a_resource_are_shown_and_the_others_counted() -> None:
    values = tuple(ValueDifference(f"P{number}", None, number) for number in range(9))
    found = list(lines([Difference(DifferenceKind.OTHER, "prod-x", "A", "", "changes", values)]))
    assert found[2:4] == ["    P0: absent -> 0", "    P1: absent -> 1"]
    assert found[-1] == "    and 3 more"
