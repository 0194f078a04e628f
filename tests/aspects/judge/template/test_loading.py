from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.judge.template.written import TOPIC, TOPIC_YAML, assembly, nested, written

if TYPE_CHECKING:
    from pathlib import Path

# Each anchor holds nine of the one before: 387 million values in a few lines.
LAUGHS = "x0: &x0 [a]\n" + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 10))


def accepting(data: dict[str, Any]) -> dict[str, Any]:
    return assembly(metadata={"/prod-x/Topic": [{"type": "governed-cdk:acceptance", "data": data}]})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "given 'nothing'"),
        ("[1]", "given 'a list'"),
        ("Outputs: {}", "given 'a mapping without Resources'"),
        ("Resources: [1]", "given 'a mapping without Resources'"),
        ("Resources: {A: x}", "Resources.A: given 'text'"),
        ("Resources: {A: {Type: 3}}", "Resources.A: given 'a mapping without a text as Type'"),
        ("Resources: {A: {Type: x, Properties: [1]}}", "Resources.A.Properties: given 'a list'"),
        ("Resources: {A: !!python/name:os.system x}", ":1: not YAML: could not determine a constructor"),
        ("Resources: {}\n---\nResources: {}", ":2: not YAML: but found another document"),
        ("Resources: {A: &a {Type: x, Properties: {P: *a}}}", "nested more than 200 levels deep"),
        (f"{LAUGHS}{TOPIC_YAML}    Properties: {{Tags: *x9}}\n", "holds more than 1,000,000 values"),
        (
            f"Resources: {{A: {{Type: x, Properties: {{P: {'[' * 300}{']' * 300}}}}}}}",
            "nested more than 200 levels deep",
        ),
    ],
)
def test_what_is_no_template_is_refused_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, {"template.yaml": text}) / "template.yaml"
    with pytest.raises(ConfigurationError) as refused:
        load([path])
    (mistake,) = refused.value.mistakes
    assert mistake.startswith(str(path))
    assert said in mistake
    assert "\n" not in mistake


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"Resources: \xe9", b"\x00", b"{", b""])
def test_what_is_no_text_is_refused_too(text: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, {"template.json": text}) / "template.json"
    with pytest.raises(ConfigurationError, match=r"template\.json(:1)?: not JSON: "):
        load([path])


@pytest.mark.parametrize(
    "text",
    [
        TOPIC_YAML,
        TOPIC_YAML.replace("\n", "\r\n"),
        f"\ufeff{TOPIC_YAML}",
        f"AWSTemplateFormatVersion: 2010-09-09\n{TOPIC_YAML}",
        json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Topic": TOPIC}}),
        json.dumps({"Resources": {"Topic": TOPIC}}, indent=2),
    ],
)
def test_a_template_is_found_in_a_folder_however_it_is_written(text: str, tmp_path: Path) -> None:
    written(tmp_path, {"a.template": text, "other.json": "[1]", "other.yaml": "a: 1", "no.txt": TOPIC_YAML})
    (template,) = load([tmp_path])
    assert list(template.resources) == ["Topic"]


def test_what_only_mentions_resources_is_no_template_of_a_folder(tmp_path: Path) -> None:
    inside = {"prod-x": {"Resources": {"Topic": TOPIC}}}
    written(tmp_path, {"a.yaml": TOPIC_YAML, "snapshot.json": inside, "k8s.yaml": "Resources: [cpu]\n"})
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert [template.path.name for template in load([tmp_path])] == ["a.yaml"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({**assembly(), "manifest.json": []}, "manifest.json: not what cdk synth writes"),
        ({**assembly(), "manifest.json": "{"}, "manifest.json:1: not JSON"),
        ({**assembly(), "manifest.json": {"artifacts": [1]}}, "manifest.json: not what cdk synth writes"),
        ({**assembly(), "manifest.json": {"artifacts": {"a": "x"}}}, "manifest.json: not what cdk synth writes"),
        (assembly(properties=None), "manifest.json: not what cdk synth writes"),
        (assembly(properties={}), "manifest.json: not what cdk synth writes"),
        (assembly(environment="here"), "manifest.json: not what cdk synth writes"),
        (assembly(metadata=[1]), "manifest.json: not what cdk synth writes"),
        (accepting({"finding": "governed-cdk::x"}), "manifest.json: not what cdk synth writes"),
        (assembly(properties={"templateFile": "gone.json"}), "gone.json: missing from the assembly"),
        ({**assembly(), "prod-x.template.json": []}, "prod-x.template.json: not what cdk synth writes"),
        (
            {**assembly(), "prod-x.template.json": {"Resources": {"A": {}}}},
            "Resources.A: given 'a mapping without a text",
        ),
        (
            {**assembly(), "prod-x.template.json": nested("prod-x.template.json")},
            "Nested: a nested stack that holds itself",
        ),
        ({**assembly(), "governed-cdk.sources.json": "{"}, "governed-cdk.sources.json:1: not JSON"),
        (
            {**assembly(), "governed-cdk.environment.json": {"name": "qa"}},
            "not what cdk synth writes ('production' is missing)",
        ),
    ],
)
def test_half_an_assembly_is_refused_in_one_line(files: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load([written(tmp_path, files)])
    assert len(refused.value.mistakes) == 1
    assert said in str(refused.value)


def test_a_stack_without_resources_is_a_template_as_cdk_writes_it(tmp_path: Path) -> None:
    (template,) = load([written(tmp_path, {**assembly(), "prod-x.template.json": {"Parameters": {}}})])
    assert template.resources == {}


def test_functions_in_a_parameter_or_mapping_do_not_go_round_in_circles(tmp_path: Path) -> None:
    circle = {"Fn::Join": ["", [{"Ref": "Round"}, {"Ref": "Round"}]]}
    lookup = {"Fn::FindInMap": ["Map", "A", "B"]}
    template = {
        "Parameters": {"Round": {"Type": "String", "Default": circle}},
        "Mappings": {"Map": {"A": {"B": {"Fn::Join": ["", [lookup, lookup]]}}}},
        "Resources": {"Topic": {**TOPIC, "Properties": {"KmsMasterKeyId": circle, "TopicName": lookup}}},
    }
    verdict = judge(load([written(tmp_path, {"a.json": template}) / "a.json"]))
    assert verdict.faults == []


@pytest.mark.parametrize(
    "text",
    [
        '{"Resources": {"NAME": 3}}',
        '{"Resources": {"NAME": {"Type": "A::B::C", "Properties": 3}}}',
        '{"Resources": {"NAME": {"Type": "A::B::C", "Metadata": {"governed-cdk": 3}}}}',
    ],
)
def test_a_name_without_end_does_not_make_a_message_without_end(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(text.replace("NAME", "0x" + "f" * 5_000))
    with pytest.raises(ConfigurationError) as refused:
        judge(load([path]))
    assert all(len(line) < 500 for line in refused.value.mistakes)
