"""`governed-cdk check` on shapes whose alternatives multiply, each also at twice its size: work grows with the size."""

from __future__ import annotations

import functools
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.branching import KINDS, branch, conditional, in_stacks, mixed, of_kind
from tests.bench.measure import Case, Cost, medians

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.branching import Templates

ROUNDS = 3


def _nested(file: str, before: Any) -> dict[str, Any]:
    properties = {"TemplateURL": f"./{file}.json", "Parameters": {"Before": before}}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": properties}


def _child(uses: int) -> dict[str, Any]:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Before"}}}
    value = {"Fn::Sub": "${Before}" * uses}
    sections = {"Parameters": {"Before": {"Type": "String"}}, "Outputs": {"Name": {"Value": value}}}
    return {**sections, "Resources": {"Topic": topic}}


def _stacks(count: int, uses: int, *, one: bool) -> Templates:
    files = ["child" if one else f"child{at}" for at in range(count)]
    before: list[Any] = [{"Ref": "P"}, *({"Fn::GetAtt": [f"S{at}", "Outputs.Name"]} for at in range(count - 1))]
    resources = {f"S{at}": _nested(file, before[at]) for at, file in enumerate(files)}
    parent = {"Parameters": {"P": {"Type": "String", "AllowedValues": ["a", "b"]}}, "Resources": resources}
    return {"parent": parent, **{file: _child(uses) for file in files}}


def _statement(at: int) -> dict[str, Any]:
    resource = {"Fn::Join": ["", ["arn:aws:s3:::", *(branch(at + part) for part in range(6))]]}
    condition = {"StringEquals": {f"aws:PrincipalTag/t{part}": branch(at + 6 + part) for part in range(3)}}
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource, "Condition": condition}


def _policies(count: int) -> Templates:
    document = {"Version": "2012-10-17", "Statement": [_statement(at) for at in range(30)]}
    policy = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
    return conditional({f"Policy{at}": policy for at in range(count)})


def _by_name(count: int) -> Templates:
    either = {
        f"D{at}": {"Fn::Or": [{"Condition": f"D{at - 1}"}, {"Fn::Not": [{"Condition": f"D{at - 1}"}]}]}
        for at in range(1, count)
    }
    topic = {"Type": "AWS::SNS::Topic", "Condition": f"D{count - 1}", "Properties": {"TopicName": branch(0)}}
    return conditional({"Topic": topic}, {"D0": {"Condition": "C0"}, **either})


def _groups(count: int) -> Templates:
    rule = {"IpProtocol": "tcp", "FromPort": branch(0, 443, 22), "ToPort": branch(0, 443, 22), "CidrIp": "0.0.0.0/0"}
    properties = {"GroupDescription": "front of the shop", "SecurityGroupIngress": [rule]}
    return conditional({f"G{at}": {"Type": "AWS::EC2::SecurityGroup", "Properties": properties} for at in range(count)})


SHAPES: dict[str, tuple[int, Callable[[int], Templates]]] = {
    "nested stacks in a chain, eight uses of each output": (6, lambda size: _stacks(size, 8, one=False)),
    "one template nested by stacks in a chain, three uses": (8, lambda size: _stacks(size, 3, one=True)),
    "policies of 30 statements, nine branches in each": (10, _policies),
    "conditions by name, each of the one before it": (100, _by_name),
    "security groups with a branch each": (500, _groups),
    "resources of six kinds, with a condition and six branches each": (500, mixed),
    "of them in nested stacks": (500, in_stacks),
    **{f"{kind} with a condition and six branches each": (500, functools.partial(of_kind, kind)) for kind in KINDS},
}


def measure() -> dict[str, tuple[Cost, Cost]]:
    """Medians of each shape at its size, and at twice that."""
    with tempfile.TemporaryDirectory() as name:
        folder, cases = Path(name), dict[str, Case]()
        command = str(Path(sys.executable).parent / "governed-cdk")
        for at, (size, made) in enumerate(SHAPES.values()):
            for times in (1, 2):
                path = folder / f"{at}-{times}"
                path.mkdir()
                for file, body in made(size * times).items():
                    (path / f"{file}.json").write_text(json.dumps(body), encoding="utf-8")
                cases[path.name] = Case([command, "check", str(path)], {}, (0, 3))
        found = medians(cases, folder, ROUNDS)
    return {shape: (found[f"{at}-1"], found[f"{at}-2"]) for at, shape in enumerate(SHAPES)}


def lines(costs: dict[str, tuple[Cost, Cost]]) -> list[str]:
    """The section of the page."""
    rows = [
        f"| {SHAPES[shape][0]} {shape} | {once.cpu:.2f} | {twice.cpu:.2f} | {twice.cpu / once.cpu:.1f} |"
        for shape, (once, twice) in costs.items()
    ]
    return [
        "## Check, where alternatives multiply",
        "",
        f"`python -m tests.bench.shapes`: whole processes, the start included, medians of {ROUNDS}. Each `Fn::If` has",
        "one of nine conditions that nothing is known of.",
        "",
        "| Shape | CPU s | CPU s at twice the size | Ratio |",
        "|---|---|---|---|",
        *rows,
        "",
    ]


if __name__ == "__main__":
    print("\n".join(lines(measure())))  # noqa: T201 - what the command is for
