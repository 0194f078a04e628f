from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.values.wanted import FILE, read_wanted
from tests.support import environment

if TYPE_CHECKING:
    from pathlib import Path

PROD = environment("prod", stacks={})


def test_a_file_names_secrets_and_branches_each_with_its_schema(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text('{"type": "object", "required": ["token"]}')
    path = tmp_path / "values.yaml"
    path.write_text("secrets: {common/openai: openai, orders/partner: own.json}\nparameters: {agents: safety}\n")
    wanted = read_wanted(path, PROD)
    assert [str(one) for one in wanted.required()] == [
        "parameters/agents/approval", "parameters/agents/kill-switch", "parameters/agents/most-actions-per-hour",
        "secrets/common/openai", "secrets/orders/partner",
    ]  # fmt: skip
    assert {schema.name for schema in wanted.secrets.values()} == {"openai", "own.json"}


def test_without_the_file_nothing_is_asked_for_but_one_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    assert read_wanted(FILE, PROD).required() == []
    with pytest.raises(ConfigurationError, match=r"other\.yaml: not here"):
        read_wanted(tmp_path / "other.yaml", PROD)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("secret: {}", "given 'secret'; allowed: secrets, parameters"),
        ("secrets: [a]", "secrets: given "),
        ("secrets: {common/openai: {}}", "secrets.common/openai: given "),
        ("secrets: {openai: openai}", "name: given 'secrets/openai'"),
        ("parameters: {others: safety}", "parameters: given 'others'; allowed: agents"),
        ("parameters: {agents: nothing}", "schema: given 'nothing'"),
    ],
)
def test_what_is_wrong_in_it_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "values.yaml").write_text(text)
    with pytest.raises(ConfigurationError, match=said) as caught:
        read_wanted(tmp_path / "values.yaml", PROD)
    assert len(caught.value.mistakes) == 1
