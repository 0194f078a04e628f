from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.hints import fits, hint, unfit, worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence  # noqa: F401 - what the hints below name
    from typing import Literal  # noqa: F401 - as above

    from aws_cdk import aws_sqs as sqs  # noqa: F401 - as above

    from constructs_lib.compute.spot import Spot  # noqa: F401 - as above


def of(annotation: str) -> Any:
    return hint(__name__, annotation)


def test_a_type_that_only_a_type_checker_imports_is_found() -> None:
    from constructs_lib import Spot  # noqa: PLC0415 - the name alone is imported above

    assert of("Spot") is Spot
    assert worded(of("sqs.IQueue | None")) == "sqs.IQueue"
    assert of("NoSuchName") is of("Sequence[") is Any


@pytest.mark.parametrize(
    ("annotation", "right", "wrong", "said"),
    [
        ("int", 3, True, "a whole number"),
        ("int", 0, "3", "a whole number"),
        ("float", 3, False, "a number"),
        ("bool", False, 0, "True or False"),
        ("str | None", None, 3, "text, in quotes"),
        ("tuple[str, ...]", ["a"], "a", "a tuple of texts"),
        ("tuple[str, int]", ("a", 1), ("a", "b"), "(text, in quotes, a whole number)"),
        ("Sequence[int]", (1, 2), [1, "2"], "a list of whole numbers"),
        ("Mapping[str, float]", {"a": 0.5}, {"a": "b"}, "a mapping of names to numbers"),
        ("Mapping[str, str]", {}, ["a"], "a mapping of names to texts"),
        ("Literal[1, 5]", 5, 2, "1, 5"),
        ("DataClass", DataClass.PUBLIC, "secret", ", ".join(f"DataClass.{one.name}" for one in DataClass)),
        ("type[int]", int, 3, "type"),
        ("Spot", None, "spot", "Spot"),
    ],
)
def test_what_fits_and_what_does_not_and_what_is_said(annotation: str, right: object, wrong: object, said: str) -> None:
    wanted = of(annotation)
    assert fits(right, wanted) or annotation == "Spot"
    assert not fits(wrong, wanted)
    assert worded(wanted) == said


def test_what_cannot_be_told_apart_fits() -> None:
    assert fits(object(), Any)
    assert fits("anything", of("NoSuchName"))


def test_objects_of_cdk_fit_by_the_interfaces_that_they_implement() -> None:
    import aws_cdk as cdk  # noqa: PLC0415 - seconds, and for this test only

    stack = cdk.Stack()
    queue, topic = cdk.aws_sqs.Queue(stack, "Queue"), cdk.aws_sns.Topic(stack, "Topic")
    imported = cdk.aws_sqs.Queue.from_queue_arn(stack, "Other", "arn:aws:sqs:ap-northeast-2:111122223333:other")
    wanted = of("sqs.IQueue")
    given: list[object] = [queue, imported, topic, "queue", {}, cdk.aws_sqs.Queue]
    assert [fits(one, wanted) for one in given] == [True, True, False, False, False, False]
    assert fits({"expiration": None}, cdk.aws_s3.LifecycleRule)  # a record of CDK's may be a mapping


def test_a_value_is_said_as_it_stands_in_python() -> None:
    assert str(unfit("Queue: fifo", None, bool)) == "Queue: fifo: given None; allowed: True or False"
    assert str(unfit("Queue: kind", True, str)) == "Queue: kind: given True; allowed: text, in quotes"
