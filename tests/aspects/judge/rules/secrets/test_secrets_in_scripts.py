"""Inline code and scripts: what is a literal there, and that each secret is told, and accepted, by itself."""

from __future__ import annotations

import json
import time

import pytest

from aspects.judge.judgement import judge
from aspects.judge.readings.scripts import Language, assigned_secrets
from tests.aspects.judge.rules.support import judged, template_of

RULE = "secrets-are-not-in-templates"
WORD, OTHER, THIRD = (f"hunter{number}" for number in (22, 23, 24))  # put together: no scanner takes them for secrets


def thing(text: str, property_: str = "Code.ZipFile", type_: str = "AWS::Lambda::Function") -> str:
    """A resource of which a property holds a text."""
    value: object = text
    for name in reversed(property_.split(".")):
        value = {name: value}
    return "Thing: " + json.dumps({"Type": type_, "Properties": value})


def told(resources: str) -> list[str]:
    """Each secret of the rule's, as an acceptance names it."""
    return [one.breach.part for one in judged(resources).findings if one.rule.id == RULE]


@pytest.mark.parametrize(
    "code",
    [
        "more = ecs.list_clusters(nextToken=page['nextToken'], maxResults=100)",
        "config.put_evaluations(Evaluations=[], ResultToken=result_token)",
        "config.put_evaluations(ResultToken=event['resultToken'])",
        "client.create_login_profile(UserName=name, Password=generate(32))",
        "connection = connect(host=HOST, password=settings.password)",
        "token = response['Credentials']['SessionToken']",
        "password = os.environ['DB_PASSWORD']",
        "password = get_secret('orders')",
        "password = f'{user}-{stage}'",
        "const token = `${prefix}-${id}`;",
        "nextToken = 'begin-here'",
        "sequence_token='495903'",
        "secret = 'DB_SECRET'",
        "headers = {'token': 'X-Auth-Token'}",
        "private_key = 'certificates/server.pem'",
        "token = 'Bearer'.lower()",
        "password = '{}'.format(value)",
        "cursor.execute('UPDATE users SET password=:password')",
        "url = 'https://example.org/?token=' + token",
        "send(f'--password={password}')",
    ],
)
def test_an_expression_in_code_is_no_literal(code: str) -> None:
    assert told(thing(code)) == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (f"password = '{WORD}'", "password"),
        (f'connect(password="{WORD}")', "password"),
        ("const config = {apiKey: 'abcd1234'};", "apiKey"),
        (f"db_password: str = '{WORD}'", "db_password"),
        ("headers['x-api-token'] = 'abcd1234'", "x-api-token"),
        (f"const secret = `{WORD}`;", "secret"),
        (f"token = b'{WORD}'", "token"),
        (f"subprocess.run('mysql --password={WORD}')", "password"),
        (f"connection = 'Server=db;Password={WORD};Database=app'", "Password"),
    ],
)
def test_quoted_text_in_code_is_a_literal(code: str, name: str) -> None:
    assert told(thing(code)) == [f"Code.ZipFile: {name}"]


@pytest.mark.parametrize(
    ("property_", "type_"),
    [
        ("InlineCode", "AWS::Serverless::Function"),
        ("FunctionCode", "AWS::CloudFront::Function"),
        ("Code.Script", "AWS::Synthetics::Canary"),
    ],
)
def test_all_inline_code_is_read_as_code(property_: str, type_: str) -> None:
    assert told(thing(f"token = other_token\nsecret = '{WORD}'", property_, type_)) == [f"{property_}: secret"]


@pytest.mark.parametrize(
    ("script", "names"),
    [
        (f"#!/bin/bash\nexport DB_PASSWORD={WORD}\n", ["DB_PASSWORD"]),
        ("#!/bin/bash\nDB_PASSWORD=$(fetch)\nTOKEN=`fetch`\nSECRET=$1\n", []),
        ("#!/bin/bash\nTOKEN=abcd$SUFFIX\n", []),
        (f"#!/bin/sh\nmysql --password={WORD} --next-token=abcdef", ["password"]),
        (f"#!/bin/bash\ndocker run -e MYSQL_ROOT_PASSWORD='{WORD}' db", ["MYSQL_ROOT_PASSWORD"]),
        ("#!/usr/bin/env python3\ntoken = other_token\nx(password=name)", []),
        (f"#!/usr/bin/python3\nresult_token=some_token\npassword='{WORD}'", ["password"]),
        (f'<powershell>\n$Password = "{WORD}"\n</powershell>', ["Password"]),
        ("#cloud-config\nruncmd: [export API_TOKEN=abcd1234]", ["API_TOKEN"]),
    ],
)
def test_a_first_line_tells_a_shell_from_code(script: str, names: list[str]) -> None:
    assert told(thing(script, "UserData", "AWS::EC2::Instance")) == [f"UserData: {name}" for name in names]


def test_every_secret_of_a_text_is_told_also_behind_what_is_none() -> None:
    code = f"page(nextToken='abcdef')\npassword = '{WORD}'\ntoken = '{OTHER}'\npassword = '{THIRD}'\n"
    assert told(thing(code)) == ["Code.ZipFile: password", "Code.ZipFile: token", "Code.ZipFile: password (2)"]


def test_two_keys_of_aws_in_one_text_are_two() -> None:
    key = "AKIA" + "Z7Q4M2N6P8R5T3V9"
    assert told(thing(f"first {key}, then {key}", "Note")) == ["Note: AWS access key", "Note: AWS access key (2)"]


def accepted(finding: str, code: str) -> tuple[list[str], list[str]]:
    """What is accepted of some code, and what stays, when a finding of it is accepted."""
    terms = {"reason": "a sample that opens nothing at all", "owner": "team-orders", "until": "2027-06-30"}
    body = {
        "Type": "AWS::Lambda::Function",
        "Metadata": {"governed-cdk": [{"accept": f"governed-cdk::{finding}", **terms}]},
        "Properties": {"Code": {"ZipFile": code}},
    }
    verdict = judge([template_of("Thing: " + json.dumps(body))])
    sides = (verdict.accepted, verdict.findings)
    first, second = ([one.breach.part for one in side if one.rule.id == RULE] for side in sides)
    return first, second


TWO = f"password = '{WORD}'\ntoken = '{OTHER}'"


def test_an_acceptance_covers_one_secret() -> None:
    password, token = "Code.ZipFile: password", "Code.ZipFile: token"
    assert accepted(f"{RULE}[{password}]", TWO) == ([password], [token])
    assert accepted(RULE, TWO) == ([], [password, token])


def test_an_acceptance_of_the_bare_rule_still_covers_the_only_secret() -> None:
    assert accepted(RULE, f"password = '{WORD}'") == (["Code.ZipFile: password"], [])


def test_the_line_that_accepts_names_the_secret() -> None:
    (found,) = (one for one in judged(thing(f"password = '{WORD}'")).findings if one.rule.id == RULE)
    assert f"governed-cdk::{RULE}[Code.ZipFile: password]" in found.accept_line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TaskToken.$", "$$.Task.Token"),
        ("TaskToken", "$$.Task.Token"),
        ("Token", "$$.Task.Token"),
        ("Password.$", "$.password"),
        ("Password.$", "States.Format('{}', $.password)"),
        ("Token", "{% $states.context.Task.Token %}"),
        ("Secret", "$context.authorizer.secret"),
        ("ApiKey", "method.request.header.x-api-key"),
        ("token", "$util.dynamodb.toDynamoDBJson($ctx.args.token)"),
    ],
)
def test_a_path_into_an_input_or_a_context_is_a_reference(name: str, value: str) -> None:
    definition = {"States": {"Wait": {"Type": "Task", "Parameters": {"Payload": {name: value}}}}}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": definition}}
    assert told("Thing: " + json.dumps(machine)) == []
    machine["Properties"] = {"DefinitionString": json.dumps(definition)}
    assert told("Thing: " + json.dumps(machine)) == []


def test_what_a_property_holds_as_json_is_read() -> None:
    definition = json.dumps({"States": {"Wait": {"Parameters": {"Password": WORD}}}})
    assert told(thing(definition, "DefinitionString", "AWS::StepFunctions::StateMachine")) == [
        "DefinitionString.States.Wait.Parameters.Password"
    ]


def test_the_id_of_an_alexa_skill_is_an_id_and_another_token_a_secret() -> None:
    skill = "amzn1.ask.skill.5ac5b15a-ee34-44d8-97d1-d1c1c658102a"
    assert told(thing(skill, "EventSourceToken", "AWS::Lambda::Permission")) == []
    assert told(thing("correct-horse", "EventSourceToken", "AWS::Lambda::Permission")) == ["EventSourceToken"]


@pytest.mark.parametrize(
    "piece", ['"\\', "token=", "token='", "a-", '":', "token: ", "'", "password"], ids=lambda piece: piece.strip()
)
@pytest.mark.parametrize("language", Language)
def test_no_text_makes_the_search_long(piece: str, language: Language) -> None:
    text = piece * (60_000 // len(piece)) + "$"
    began = time.process_time()
    list(assigned_secrets(text, language))
    assert time.process_time() - began < 4  # seconds; one that grows with the square takes far longer


def test_commands_of_a_document_are_a_shell() -> None:
    steps = {"mainSteps": [{"inputs": {"runCommand": ["export API_TOKEN=abcd1234"]}}]}
    document = {"Type": "AWS::SSM::Document", "Properties": {"Content": steps}}
    assert told("Thing: " + json.dumps(document)) == ["Content.mainSteps[0].inputs.runCommand[0]: API_TOKEN"]
