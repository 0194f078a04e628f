"""The fixtures in a repository as a service team has it, with an app that needs no CDK."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

APP = """
import json, os, pathlib, sys
context = json.loads(os.environ["CDK_CONTEXT_JSON"])
out = pathlib.Path(os.environ["CDK_OUTDIR"])
name = context["env"]
if name == "broken":
    sys.exit("error: environments/broken.yaml:3: no such setting")
out.mkdir()
with open("synths", "a") as file:
    file.write(name + "\\n")
stack = {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1"}
stack["properties"] = {"templateFile": "x.template.json"}
(out / "manifest.json").write_text(json.dumps({"version": "36.0.0", "artifacts": {name + "-x": stack}}))
queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, "Code": "0123456789abcdef" * 4}}
(out / "x.template.json").write_text(json.dumps({"Resources": {"Queue": queue}}))
places = [{"constructPath": name + "-x/Queue"}]
found = [{"ruleName": "r", "severity": "error", "description": "It is open.", "violatingConstructs": places}]
report = [{"pluginName": "governed-cdk", "violations": found if name == "open" else []}]
(out / "validation-report.json").write_text(json.dumps({"pluginReports": report}))
sys.exit(3 if name == "open" else 0)
"""

TESTS = """
import pytest
from governed_cdk.testing import TemplateSnapshots, assert_governed

def test_templates(synth, snapshot):
    assert_governed(synth("prod"))
    assert synth("prod").templates["prod-x"] == snapshot(extension_class=TemplateSnapshots)
    assert synth("prod").resources("AWS::SQS::Queue")["prod-x/Queue"]["QueueName"] == "prod"

def test_again(synth):
    assert synth("prod").environment == "prod"

def test_findings_are_told(synth):
    with pytest.raises(AssertionError, match="open: 1 findings\\ngoverned-cdk::r at open-x/Queue: It is open."):
        assert_governed(synth("open"))

def test_broken(synth):
    synth("broken")
"""


@pytest.fixture
def repository(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makefile(".json", cdk='{"app": "python3 app.py"}')
    pytester.makepyfile(app=APP, test_it=TESTS)
    return pytester


@pytest.mark.slow
def test_one_synth_of_an_environment_serves_all_tests(repository: pytest.Pytester) -> None:
    # By its module, and not as it is installed: that may be of another checkout.
    arguments = ("-p", "no:governed-cdk", "-p", "governed_cdk.testing.plugin", "-p", "no:cacheprovider", "-n2")
    first = repository.runpytest_subprocess(*arguments, "--snapshot-update")
    first.assert_outcomes(passed=3, errors=0, failed=1)
    first.stdout.fnmatch_lines(["*environments/broken.yaml:3: no such setting*"])
    assert "Traceback" not in first.stdout.str()
    assert sorted((repository.path / "synths").read_text().split()) == ["open", "prod"]
    (kept,) = repository.path.glob("__snapshots__/**/*.json")
    assert '"Code": "<asset hash>"' in kept.read_text()
    again = repository.runpytest_subprocess(*arguments, "-k", "templates")
    again.assert_outcomes(passed=1)
    kept.write_text(kept.read_text().replace('"prod"', '"other"'))
    repository.runpytest_subprocess(*arguments, "-k", "templates").assert_outcomes(failed=1)
