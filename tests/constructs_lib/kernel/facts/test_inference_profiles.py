from __future__ import annotations

from typing import TYPE_CHECKING

import botocore.session
import pytest
from botocore import xform_name

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts import inference_profiles
from constructs_lib.kernel.facts.inference_profiles import question, regions_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_profile_sends_requests_to_regions_by_where_it_is_asked() -> None:
    assert "ap-northeast-1" in regions_of("apac.amazon.nova-pro-v1:0", "ap-northeast-2")
    assert regions_of("apac.amazon.nova-pro-v1:0", "eu-west-1") == ()
    assert regions_of("apac.somebody.else", "ap-northeast-2") == ()


@pytest.mark.parametrize("operation", ["get_inference_profile", "get_foundation_model"])
def test_what_is_asked_is_in_the_services_own_model(operation: str) -> None:
    row = question(operation)
    model = botocore.session.get_session().get_service_model(row.service)
    found = next(one for one in map(model.operation_model, model.operation_names) if xform_name(one.name) == operation)
    assert row.argument in found.input_shape.members
    shape = found.output_shape
    for part in row.answer.split("."):
        shape = shape.members[part.removesuffix("[]")]
        shape = shape.member if part.endswith("[]") else shape
    if operation == "get_foundation_model":
        assert {"status", "endOfLifeTime"} <= {*shape.members}


@pytest.mark.parametrize(
    "rows", ["profiles: []\nasked: 1\n", "profiles: [{profile: x}]\nasked: []\n", "profiles:\n  - {a: b}\nasked: [1]\n"]
)
def test_a_row_without_its_columns_is_refused(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "profiles.yaml"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        inference_profiles._rows(path)
