"""Base64, gzip and MIME parts are read as far as they are text, in time that grows with what comes in."""

from __future__ import annotations

import base64
import gzip
import json
import time
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from aspects.judge.readings.encoded import readable
from tests.aspects.judge.rules.support import findings_of

RULE = "secrets-are-not-in-templates"
SCRIPT = "#!/bin/sh\nexport DB_PASSWORD=correct-horse-battery\n"
HARMLESS = "#!/bin/sh\nyum install -y nginx\nsystemctl enable nginx\n"


def encoded(data: str | bytes) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def message(*scripts: str) -> str:
    """Several scripts for cloud-init, each in Base64, as `MIMEText` writes what is not ASCII."""
    whole = MIMEMultipart()
    for script in scripts:
        whole.attach(MIMEText(script, "x-shellscript", "utf-8"))
    return whole.as_string()


FORMS = {
    "plain": SCRIPT,
    "base64": encoded(SCRIPT),
    "base64 in lines": "\n".join(encoded(SCRIPT)[at : at + 40] for at in range(0, len(encoded(SCRIPT)), 40)),
    "gzip in base64": encoded(gzip.compress(SCRIPT.encode(), mtime=0)),
    "base64 twice": encoded(encoded(SCRIPT)),
    "MIME parts": message(HARMLESS, SCRIPT),
    "MIME parts in base64": encoded(message(HARMLESS, SCRIPT)),
    "MIME parts in gzip": encoded(gzip.compress(message(SCRIPT).encode(), mtime=0)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_script_is_read_in_every_form_that_user_data_may_have(form: str) -> None:
    assert any("DB_PASSWORD=correct-horse" in shown for shown in readable(FORMS[form]))


@pytest.mark.parametrize(
    "text",
    ["", "plain words", "YWJj", encoded(bytes(range(256))), "A" * 17, encoded(gzip.compress(b"x" * 99, mtime=0))[:-8]],
)
def test_what_hides_no_text_is_itself_alone(text: str) -> None:
    assert [shown for shown in readable(text) if "\ufffd" in shown or "password" in shown.lower()] == []
    assert next(readable(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        encoded(gzip.compress(b"\0" * 200_000_000, mtime=0)),
        " " * 900_000 + "!",
        "A" * 900_000 + "!",
        "Content-Transfer-Encoding: base64\n" * 20_000,
        "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))
        + "Content-Transfer-Encoding: base64\n\nAAAA",
    ],
    ids=["gzip bomb", "blanks", "letters", "headers", "parts in parts"],
)
def test_what_is_made_to_be_slow_is_not(text: str) -> None:
    began = time.process_time()
    assert sum(map(len, readable(text))) < 8 << 20
    assert time.process_time() - began < 2


PLACES = {
    "AWS::EC2::Instance": {"UserData": 0},
    "AWS::EC2::LaunchTemplate": {"LaunchTemplateData": {"UserData": 0}},
    "AWS::AutoScaling::LaunchConfiguration": {"UserData": 0, "ImageId": "ami-1"},
    "AWS::EC2::SpotFleet": {"SpotFleetRequestConfigData": {"LaunchSpecifications": [{"UserData": 0}]}},
    "AWS::ImageBuilder::ImageRecipe": {"AdditionalInstanceConfiguration": {"UserDataOverride": 0}},
    "AWS::SageMaker::NotebookInstanceLifecycleConfig": {"OnStart": [{"Content": 0}]},
    "AWS::SageMaker::StudioLifecycleConfig": {"StudioLifecycleConfigContent": 0},
}


def resource(type_: str, script: object) -> str:
    """A resource of a type, with a script in its place for one."""
    properties = json.loads(json.dumps(PLACES[type_]).replace(": 0", f": {json.dumps(script)}"))
    return f"It: {json.dumps({'Type': type_, 'Properties': properties})}"


@pytest.mark.parametrize("type_", PLACES)
def test_every_property_that_holds_base64_by_definition_is_decoded(type_: str) -> None:
    assert [place for place, _ in findings_of(RULE, resource(type_, encoded(SCRIPT)))] == ["It"]
    assert findings_of(RULE, resource(type_, encoded(HARMLESS))) == []


@pytest.mark.parametrize(
    "script",
    [
        {"Fn::Base64": SCRIPT},
        {"Fn::Base64": {"Fn::Sub": SCRIPT}},
        {"Fn::Base64": {"Fn::Join": ["\n", ["#!/bin/sh", "export DB_PASSWORD=correct-horse-battery"]]}},
        {"Fn::If": ["Chosen", encoded(SCRIPT), encoded(HARMLESS)]},
        {"Ref": "Script"},
        {"Fn::FindInMap": ["Scripts", "one", "encoded"]},
    ],
)
def test_a_script_is_found_whatever_function_brings_it(script: object) -> None:
    sections = f"""
    Parameters: {{Script: {{Type: String, Default: {encoded(SCRIPT)}}}}}
    Mappings: {{Scripts: {{one: {{encoded: {encoded(SCRIPT)}}}}}}}
    """
    found = findings_of(RULE, resource("AWS::EC2::Instance", script), sections)
    assert [(place, at.partition("[")[0]) for place, at in found] == [("It", "UserData")]


def test_a_branch_of_a_script_in_a_notebook_is_decoded() -> None:
    branch = {"Fn::If": ["Chosen", encoded(HARMLESS), encoded(SCRIPT)]}
    assert findings_of(RULE, resource("AWS::SageMaker::NotebookInstanceLifecycleConfig", branch)) != []


def test_what_gives_itself_away_is_found_encoded_too() -> None:
    key = encoded("aws_access_key_id = AKIA" + "IOSFODNN7EXAMPLE\n")
    assert findings_of(RULE, resource("AWS::EC2::Instance", key)) == [("It", "UserData")]
