from __future__ import annotations

import json
from typing import Any

import pytest

from governed_cdk.cdk_cli.arguments import read
from tests.support import ROOT

TABLE: dict[str, Any] = json.loads((ROOT / "node_modules/aws-cdk/lib/cli/cli-type-registry.json").read_text())


@pytest.mark.parametrize(
    ("line", "command", "stacks"),
    [
        ("synth", "synth", []),
        ("synthesize -q", "synth", []),
        ("ls", "list", []),
        ("diff prod-network", "diff", ["prod-network"]),
        ("diff -c env=prod prod-network", "diff", ["prod-network"]),
        ("-c env=prod --app x diff prod-network --context a=b prod-kms", "diff", ["prod-network", "prod-kms"]),
        ("deploy --all --require-approval never", "deploy", []),
        ("deploy -f --no-rollback prod-kms", "deploy", ["prod-kms"]),
        ("deploy -fe prod-kms", "deploy", ["prod-kms"]),
        ("deploy --parameters a=b --outputs-file out.json prod-kms", "deploy", ["prod-kms"]),
        ("deploy -O out.json prod-kms", "deploy", ["prod-kms"]),
        ("deploy -Oout.json prod-kms", "deploy", ["prod-kms"]),
        ("deploy --outputs-file=out.json prod-kms", "deploy", ["prod-kms"]),
        ("deploy -- prod-kms", "deploy", ["prod-kms"]),
        ("deploy -- --odd", "deploy", ["--odd"]),
        ("--profile synth deploy prod-kms", "deploy", ["prod-kms"]),
        ("destroy synth", "destroy", ["synth"]),
        # These are no stacks.
        ("bootstrap aws://111122223333/us-east-1", "bootstrap", []),
        ("flags some-flag", "flags", []),
        # What an unknown option takes, nobody knows; so nothing is said to be a stack.
        ("deploy --unheard-of prod-kms", "deploy", []),
        ("deploy -x prod-kms", "deploy", []),
        ("init app --language python", "init", []),
        ("synth --help", "", []),
        ("--version", "", []),
        ("", "", []),
        ("synht", "", []),
    ],
)
def test_the_command_and_its_stacks_are_told_from_options_and_their_values(
    line: str, command: str, stacks: list[str]
) -> None:
    call = read(line.split(), TABLE)
    assert (call.command, call.stacks) == (command, stacks)


@pytest.mark.parametrize("line", ["synth -c env=dev", "synth -cenv=dev", "synth --context=env=dev", "-c env=dev synth"])
def test_a_context_is_read_however_it_is_written(line: str) -> None:
    assert read(line.split(), TABLE).context("env") == "dev"
    assert read(line.split(), TABLE).context("today") is None


def test_the_last_of_several_values_counts() -> None:
    assert (
        read(["synth", "-c", "env=dev", "-c", "env=prod", "-o", "a", "--output", "b"], TABLE).context("env") == "prod"
    )
    assert read(["synth", "-o", "a", "--output", "b"], TABLE).value("output") == "b"


@pytest.mark.parametrize("app", ["-a python3", "--app python3", "--app=python3", "-apython3", "-a=python3"])
def test_the_rest_is_everything_but_the_app(app: str) -> None:
    call = read(f"-v {app} deploy --force prod-kms -- x".split(), TABLE)
    assert call.value("app") == "python3"
    assert call.rest == ["-v", "deploy", "--force", "prod-kms", "--", "x"]


@pytest.mark.parametrize("name", sorted(TABLE["commands"]))
def test_every_command_of_the_command_line_is_known(name: str) -> None:
    call = read([name], TABLE)
    assert call.command == name
    assert call.runs_app == (name not in {
        "acknowledge", "cli-telemetry", "context", "docs", "doctor", "explore", "init", "lsp", "migrate", "notices",
    })  # fmt: skip
