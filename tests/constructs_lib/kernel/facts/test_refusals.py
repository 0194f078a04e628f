from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import botocore.session
import jmespath
import pytest

from aspects.judge.catalogue import facts
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts import refusals
from governed_cdk.schemas.reader import schemas

if TYPE_CHECKING:
    from pathlib import Path

ELB = refusals.protections()["AWS::ElasticLoadBalancingV2::LoadBalancer"]
RDS = refusals.protections()["AWS::RDS::DBInstance"]
ROW = """\
names:
  - type: AWS::SNS::Topic
    identifier: "{name}"
    source: https://docs.aws.amazon.com/x.html
    checked: "2026-11-30"
"""


def model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def operation(read: Any) -> Any:
    """The operation that a row calls, as botocore's model of the service has it."""
    words = "".join(word.capitalize() for word in read["operation"].split("_"))
    (found,) = (name for name in model(read["service"]).operation_names if name.lower() == words.lower())
    return model(read["service"]).operation_model(found)


TABLES: tuple[tuple[Any, ...], ...] = (
    refusals.singletons(), refusals.needed(), refusals.quotas(), tuple(refusals.names().values()),
)  # fmt: skip
READS = [pytest.param(row.read, id=row.type) for table in TABLES for row in table if row.read]


@pytest.mark.parametrize("read", READS)
def test_a_call_that_a_row_names_is_one_of_the_service(read: dict[str, str]) -> None:
    found = operation(read)
    for where in (read.get("answer"), read.get("used"), read.get("has")):
        if where:
            jmespath.compile(where)
            assert re.split(r"[\[.]", where)[0] in found.output_shape.members, where
    if "argument" in read:
        assert read["argument"] in found.input_shape.members
        # S3 answers HEAD without a body: its client has the status only.
        errors = {shape.metadata.get("error", {}).get("code", shape.name) for shape in found.error_shapes}
        assert read["absent"] in {*errors, "404"}


@pytest.mark.parametrize("name", refusals.names().values(), ids=lambda name: name.type)
def test_an_identifier_is_the_one_of_the_schema(name: refusals.Name) -> None:
    known = facts(name.type).name
    assert known, "a type whose name the catalogue does not know"
    if not name.identifier:
        return
    (identifier,) = (path.rsplit("/", 1)[-1] for path in schemas()[name.type]["primaryIdentifier"])
    by_name = name.identifier == "{name}"
    assert by_name == (identifier not in ("Arn", "TopicArn", "PolicyArn", "QueueUrl")), identifier


@pytest.mark.parametrize("row", refusals.protections().values(), ids=lambda row: row.type)
def test_a_flag_is_a_property_of_its_type(row: refusals.Protection) -> None:
    schema = schemas()[row.type]
    if row.property:
        assert row.property in schema["properties"]
        assert f"/properties/{row.property}" not in schema.get("createOnlyProperties", [])
        assert row.protects(row.lifted({row.property: row.on} if not row.key else attributes("true"))) is False


def attributes(value: str) -> dict[str, Any]:
    idle = {"Key": "idle_timeout.timeout_seconds", "Value": "60"}
    return {"Name": "a", "LoadBalancerAttributes": [idle, {"Key": "deletion_protection.enabled", "Value": value}]}


def test_a_flag_among_attributes_is_lifted_alone() -> None:
    assert ELB.protects(attributes("true"))
    assert ELB.lifted(attributes("true")) == attributes("false")
    assert ELB.lifted(attributes("false")) == attributes("false")
    assert not ELB.protects({})


@pytest.mark.parametrize(("value", "protected"), [(True, True), ("true", True), (False, False), (None, False)])
def test_a_flag_counts_as_a_template_or_cloudformation_spells_it(value: Any, protected: bool) -> None:  # noqa: FBT001 - a case
    assert RDS.protects({"DeletionProtection": value}) is protected
    assert RDS.lifted({"DeletionProtection": value, "Engine": "mysql"})["Engine"] == "mysql"


def test_what_holds_something_has_no_flag() -> None:
    assert not refusals.protections()["AWS::S3::Bucket"].protects({"": ""})


@pytest.mark.parametrize(("quota", "used", "room"), [(10, 0, 0), (50, 0, 0), (1000, 0, 900), (1000, 950, -50)])
def test_lambda_keeps_a_hundred_or_all_of_a_small_quota(quota: int, used: int, room: int) -> None:
    (row,) = (row for row in refusals.quotas() if row.type == "AWS::Lambda::Function")
    assert row.room(quota, used) == room


def test_a_monitor_of_ones_own_choice_is_no_singleton() -> None:
    (row,) = (row for row in refusals.singletons() if row.type == "AWS::CE::AnomalyMonitor")
    assert row.counts(row.type, {"MonitorType": "DIMENSIONAL"})
    assert not row.counts(row.type, {"MonitorType": "CUSTOM"})
    assert not row.counts("AWS::CE::AnomalySubscription", {"MonitorType": "DIMENSIONAL"})


def test_one_value_of_a_list_is_enough() -> None:
    (row,) = refusals.needed()
    assert row.counts(row.type, {"AuthenticationProviders": ["SAML", "AWS_SSO"]})
    assert not row.counts(row.type, {"AuthenticationProviders": ["SAML"]})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    source: https://docs.aws.amazon.com/x.html\n", "", "a mapping with checked, source, type"),
        ("https://docs.aws.amazon.com/x.html", "somebody", r"names\[0\].source: given 'somebody'"),
        ('    checked: "2026-11-30"\n', "", "a mapping with checked, source, type"),
        ("2026-11-30", "lately", r"names\[0\].checked: given 'lately'"),
        ("identifier", "identifer", "a mapping with checked, source, type"),
        ('    identifier: "{name}"\n', "", "either identifier or read"),
        ('    identifier: "{name}"\n', "    read: {service: sns}\n", r"names\[0\].read: given"),
        ("names:", "others:", "names: given nothing; allowed: a list of rows"),
    ],
)
def test_a_row_that_says_less_or_more_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(ROW, encoding="utf-8")
    assert refusals.read_rows(path, "names") == [{"type": "AWS::SNS::Topic", "identifier": "{name}"}]
    path.write_text(ROW.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        refusals.read_rows(path, "names")
