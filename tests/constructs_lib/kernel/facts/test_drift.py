from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import botocore.session
import jmespath
import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts import drift
from governed_cdk.schemas.reader import schemas

if TYPE_CHECKING:
    from pathlib import Path

READS = [*drift.watched(), *drift.named()]
ROW = """\
watched:
  - type: AWS::KMS::Key
    property: KeyState
    read: {service: kms, operation: describe_key, arguments: {KeyId: "{id}"}, answer: KeyMetadata.KeyState}
    source: https://docs.aws.amazon.com/x.html
    checked: "2026-11-30"
"""


def operation(read: drift.Read) -> Any:
    """The operation that a row calls, as botocore's model of the service has it."""
    model = botocore.session.get_session().get_service_model(read.service)
    words = read.operation.replace("_", "")
    (found,) = (name for name in model.operation_names if name.lower() == words)
    return model.operation_model(found)


@pytest.mark.parametrize("row", READS, ids=lambda row: f"{row.type}-{row.read.operation}")
def test_a_row_reads_and_calls_what_the_service_has(row: drift.Watched | drift.Named) -> None:
    called = operation(row.read)
    assert re.match("Describe|Get|List", called.name), "it only reads"
    given = set(row.read.arguments)
    assert given <= set(called.input_shape.members if called.input_shape else ())
    assert given >= set(called.input_shape.required_members if called.input_shape else ())
    jmespath.compile(row.read.answer)
    roots = set(re.findall(r"(?<![\w.'`@])([A-Za-z]\w+)(?=[\[.]| *\||\W|$)", row.read.answer.split("[?")[0]))
    assert roots & set(called.output_shape.members), row.read.answer


@pytest.mark.parametrize("row", drift.watched(), ids=lambda row: f"{row.type}-{row.property}")
def test_what_a_row_is_held_against_can_be_asked_of_a_template(row: drift.Watched) -> None:
    jmespath.compile(row.declared)
    assert row.type in schemas()
    if row.also:
        jmespath.compile(row.also.value)
        assert row.also.by in schemas()[row.also.type]["properties"]
    if row.unset:
        errors = {shape.name for shape in operation(row.read).error_shapes}
        assert set(row.unset) <= errors or row.read.service == "s3"  # whose model names few of its errors


@pytest.mark.parametrize("row", drift.meant(), ids=lambda row: row.property)
def test_what_is_meant_is_a_property_of_its_type_and_asked_for_by_one(row: drift.Meant) -> None:
    known = schemas()[row.type]["properties"]
    assert row.property.split("/")[1] in known
    assert row.needs.get("property", row.property.split("/")[1]) in known
    other = schemas()[row.needs["type"]]["properties"] if "type" in row.needs else known
    assert set(row.between) <= set(other)


def test_no_type_is_asked_twice_for_one_property() -> None:
    asked = [(row.type, row.property) for row in drift.watched()]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('    checked: "2026-11-30"\n', "", "checked"),
        ("property: KeyState", "colour: red", "a mapping with"),
        (", answer: KeyMetadata.KeyState", "", "answer, arguments, operation, service"),
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path: Path, old: str, new: str, text: str) -> None:
    path = tmp_path / "drift.yaml"
    path.write_text(ROW, encoding="utf-8")
    assert [row.property for row in drift.watched(path)] == ["KeyState"]
    path = tmp_path / "wrong.yaml"
    path.write_text(ROW.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=text):
        drift.watched(path)
