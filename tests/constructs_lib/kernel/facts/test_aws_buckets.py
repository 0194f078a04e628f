from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.aws_buckets import aws_buckets

if TYPE_CHECKING:
    from pathlib import Path

ROW = 'statement: A, action: "s3:GetObject", bucket: "x-{region}/*"'


def test_buckets_are_those_of_the_region_each_as_aws_spells_it() -> None:
    found = aws_buckets("us-west-2")
    assert found["CloudFormationResponses", "s3:PutObject"] == [
        "arn:aws:s3:::cloudformation-custom-resource-response-uswest2/*",
        "arn:aws:s3:::cloudformation-waitcondition-us-west-2/*",
    ]
    assert "arn:aws:s3:::al2023-repos-us-west-2-de612dc2/*" in found["PackagesAndAgents", "s3:GetObject"]
    assert not [arn for arns in found.values() for arn in arns if "{" in arn]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("[]", "a list of rows"),
        (f"[{{{ROW}}}]", "buckets[0].source"),
        (f'[{{{ROW}, source: "https://x"}}]', "buckets[0].checked"),
        ('[{statement: A, checked: "2026-11-29", source: "https://x"}]', "the texts statement, action, bucket"),
    ],
)
def test_a_row_without_its_texts_page_or_day_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "b.yaml").write_text(f"buckets: {rows}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        aws_buckets("us-west-2", tmp_path / "b.yaml")
    assert said in str(error.value)
