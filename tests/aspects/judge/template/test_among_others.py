"""What else lies in a folder of templates is neither judged nor a mistake, unless it is named itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from aspects.judge.template.among_others import is_meant_as_one, looks_like_one, makes_templates
from aspects.judge.template.loading import load_readable
from tests.aspects.judge.template.written import TOPIC_YAML, written

OTHERS = {
    "appspec.yaml": "version: 0.0\nResources:\n  - Service:\n      Type: AWS::ECS::Service\n      Properties: {A: x}\n",
    "appspec.json": '{"version": 0.0, "Resources": [{"Service": {"Type": "AWS::ECS::Service"}}]}',
    "serverless.yml": "service: x\nresources:\n  Resources:\n    T:\n      Type: AWS::SNS::Topic\n",
    "broken/serverless.yml": "service: ${x\nresources:\n  Resources:\n    T: {Type: AWS::SNS::Topic\n",
    "jinja.yaml": "Resources:\n{% for x in y %}\n  T{{ x }}:\n    Type: AWS::SNS::Topic\n{% endfor %}\n",
    "cookie.yaml": "Resources:\n  {{ cookiecutter.name }}: {Type: AWS::SNS::Topic}\n",
    "erb.yaml": "Resources:\n<% x %>\n  T: {Type: AWS::SNS::Topic\n",
    "rain.yaml": "Resources:\n  T: !Rain::Module x.yaml\n  Type: AWS::SNS::Topic\n",
    "kubernetes.yaml": "Resources: {limits: {cpu: 1}}\n",
    "notes.yaml": "a: |\n  Resources:\n    Type: AWS::SNS::Topic\nb: [\n",
    "snapshot.json": '{"stack": {"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}}',
    "latin.json": b'{"Resources": "\xe9"}',
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_template_hides_none_and_is_no_mistake(tmp_path: Path, name: str) -> None:
    file = Path(name).name
    written(tmp_path, {"a.yaml": TOPIC_YAML, file: OTHERS[name]})
    templates, mistakes = load_readable([tmp_path])
    assert [template.path.name for template in templates] == ["a.yaml"]
    assert mistakes == []
    assert len(load_readable([tmp_path / file])[1]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Resources:\n  A: {Type: AWS::SNS::Topic\n",
        "Resources:\n  A: {Tipe: AWS::SNS::Topic}\n  B: {Type: AWS::SNS::Topic}\n",
        '{"Resources": {"A": {"Type": "AWS::SNS::Topic"},}}',
        "Resources:\n  A: {Type: AWS::SNS::Topic}\n  A: {Type: AWS::SNS::Topic}\n",
        "Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {P: '{{resolve:ssm:x}}'}\n",
    ],
)
def test_a_template_with_a_mistake_is_told(tmp_path: Path, text: str) -> None:
    name = "b.json" if text.startswith("{") else "b.template"
    written(tmp_path, {"a.yaml": TOPIC_YAML, name: text})
    templates, mistakes = load_readable([tmp_path])
    assert len(templates) == len(mistakes) == 1
    assert name in mistakes[0]


def test_the_looks_of_a_text_are_seen_soon_however_long_it_is() -> None:
    for part in ("\n", " \n", "{ ", '{"Resources" ', "Resources\n", "{{resolve:", "{"):
        text = part * 200_000
        assert not looks_like_one(text)
        assert makes_templates(text) == (part == "{" or part.startswith("{%"))
        assert not is_meant_as_one(text, None)
