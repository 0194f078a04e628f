"""`governed-cdk values` as it is called: what is typed in, what is told, how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.values.account import KEY, account, client, folder, refusal, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["account", "folder"]
pytestmark = pytest.mark.usefixtures("account", "folder")
OPENAI = "secrets/common/openai"
VALUES = f"""
secrets:
  common/openai: {{api_key: {KEY}}}
parameters:
  agents: {{kill-switch: "off", approval: always, most-actions-per-hour: 100}}
"""


def held(path: str) -> str:
    return str(client("secretsmanager").get_secret_value(SecretId=path)["SecretString"])


def test_a_secret_comes_by_standard_input_and_nothing_is_told_of_it() -> None:
    typed = json.dumps({"api_key": KEY})
    assert run("set", OPENAI, "--schema", "openai", typed=typed) == (0, [f"created {OPENAI}: api_key"])
    assert json.loads(held("/connectly/common/prod/openai")) == {"api_key": KEY}
    assert run("set", OPENAI, "--schema", "openai", typed=typed) == (0, [f"unchanged {OPENAI}"])


def test_a_text_and_a_parameter_need_no_schema() -> None:
    assert run("set", "secrets/orders/partner", typed="issued\n") == (0, ["created secrets/orders/partner"])
    assert held("/connectly/orders/prod/partner") == "issued"
    assert run("set", "parameters/agents/model", typed="large\n") == (0, ["created parameters/agents/model"])
    given = run("set", "parameters/agents/kill-switch", "--schema", "safety", typed="off")
    assert given == (0, ["created parameters/agents/kill-switch"])


def test_many_come_by_a_file_and_what_is_missing_is_told_until_they_are_there(folder: Path) -> None:
    (folder / "values.yaml").write_text("secrets: {common/openai: openai}\nparameters: {agents: safety}\n")
    code, lines = run("missing")
    assert code == 3
    assert [line.split(":")[0] for line in lines] == [
        "missing parameters/agents/approval",
        "missing parameters/agents/kill-switch",
        "missing parameters/agents/most-actions-per-hour",
        f"missing {OPENAI}",
    ]
    (folder / "filled").write_text(VALUES)
    code, lines = run("import", "--file", "filled")
    assert (code, len(lines)) == (0, 4)
    assert KEY not in "".join(lines)
    assert run("import", typed=VALUES)[1] == [line.split(":")[0].replace("created", "unchanged") for line in lines]
    code, lines = run("missing")
    assert (code, {line.split()[0] for line in lines}) == (0, {"filled"})


def test_where_nothing_is_asked_for_it_says_so() -> None:
    code, (line,) = run("missing")
    assert code == 0
    assert line.startswith("nothing is asked for: values.yaml")


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("set",), "x", "values set: say which: secrets/common/openai"),
        (("import", OPENAI), "x", "values import: takes no name"),
        (("set", OPENAI, "--schema", "openai"), '{"api_key": "hidden"}', f"{OPENAI}: api_key: not a key"),
        (("set", OPENAI), "", "standard input: empty; allowed: a value"),
        (("set", "/prod/network/vpc-id"), "x", "/prod/network/vpc-id: is the contract's; the stack network"),
        (("missing", "--wanted", "other.yaml"), None, "other.yaml: not here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    arguments: tuple[str, ...], typed: str | None, said: str
) -> None:
    (line,) = refusal(*arguments, typed=typed)
    assert line.startswith(said)
    assert "hidden" not in line
    assert client("secretsmanager").list_secrets()["SecretList"] == []
