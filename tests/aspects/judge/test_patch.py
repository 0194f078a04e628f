from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from aspects.judge.patch import GONE, Patch, applied, as_yaml, beside, new, on, place, steps
from tests.aspects.judge.rules.support import template_of

GROUP = """
Group:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: Admits the office
    SecurityGroupIngress: [{CidrIp: 0.0.0.0/0, IpProtocol: tcp, FromPort: 22, ToPort: 22}]
"""


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("EnableKeyRotation", ["EnableKeyRotation"]),
        ("A.B", ["A", "B"]),
        ("Rules[0].CidrIp", ["Rules", 0, "CidrIp"]),
        ("Rules[10][2]", ["Rules", 10, 2]),
        ("", []),
    ],
)
def test_a_place_is_steps(at: str, found: list[str | int]) -> None:
    assert list(steps(at)) == found
    assert place(found) == at


def resource() -> Any:
    return template_of(GROUP).resources["Group"]


@pytest.mark.parametrize(
    ("patch", "where", "becomes"),
    [
        (("GroupDescription", "Another"), ["GroupDescription"], "Another"),
        (("VpcId", "vpc-1"), ["VpcId"], "vpc-1"),
        (("A.B", 1), ["A"], {"B": 1}),
        (("SecurityGroupIngress[0].CidrIp", "10.0.0.0/8"), ["SecurityGroupIngress", 0, "CidrIp"], "10.0.0.0/8"),
        (("SecurityGroupIngress[1]", {"CidrIp": "10.0.0.0/8"}), ["SecurityGroupIngress", 1], {"CidrIp": "10.0.0.0/8"}),
        (("Tags[0].Key", "Owner"), ["Tags"], [{"Key": "Owner"}]),
    ],
)
def test_a_change_is_made_at_its_place(patch: tuple[str, Any], where: list[str | int], becomes: Any) -> None:
    found = resource()
    before = copy.deepcopy(found.template.body)
    node: Any = applied(found.template.body, [on(found, *patch)])["Resources"]["Group"]["Properties"]
    for step in where:
        node = node[step]
    assert node == becomes
    assert found.template.body == before


def test_what_is_written_without_a_value_is_made_as_if_it_were_not_there() -> None:
    found = template_of("Group:\n  Type: AWS::EC2::SecurityGroup\n  Properties:\n").resources["Group"]
    body = applied(found.template.body, [on(found, "VpcId", "vpc-1")])
    assert body["Resources"]["Group"]["Properties"] == {"VpcId": "vpc-1"}


def test_what_is_gone_is_taken_away_and_what_was_never_there_does_no_harm() -> None:
    found = resource()
    body = applied(found.template.body, [on(found, "SecurityGroupIngress[0]", GONE), on(found, "VpcId", GONE)])
    assert body["Resources"]["Group"]["Properties"] == {
        "GroupDescription": "Admits the office",
        "SecurityGroupIngress": [],
    }


def test_attributes_and_further_resources_are_changes_too() -> None:
    found = resource()
    patches = [beside(found, "DeletionPolicy", "Retain"), new("Alias", {"Type": "AWS::KMS::Alias"})]
    body = applied(found.template.body, patches)
    assert body["Resources"]["Group"]["DeletionPolicy"] == "Retain"
    assert body["Resources"]["Alias"] == {"Type": "AWS::KMS::Alias"}


def test_as_yaml_it_is_one_piece_of_the_template_and_items_by_their_place() -> None:
    found = resource()
    text = as_yaml(
        [
            on(found, "VpcId", "<vpc id>"),
            beside(found, "DeletionPolicy", "Retain"),
            on(found, "SecurityGroupIngress[0].CidrIp", "<your network>"),
            on(found, "SecurityGroupEgress", GONE),
        ]
    )
    piece, _, rest = text.partition("# Resources")
    assert yaml.safe_load(piece) == {
        "Resources": {"Group": {"Properties": {"VpcId": "<vpc id>"}, "DeletionPolicy": "Retain"}}
    }
    assert rest.splitlines() == [
        ".Group.Properties.SecurityGroupIngress[0]",
        "CidrIp: <your network>",
        "# take away Resources.Group.Properties.SecurityGroupEgress",
    ]


def test_as_yaml_changes_of_one_item_stand_together_and_a_whole_item_is_one() -> None:
    found, at = resource(), "Resources.Group.Properties.SecurityGroupIngress"
    text = as_yaml(
        [
            on(found, "SecurityGroupIngress[0].FromPort", 443),
            on(found, "SecurityGroupIngress[1]", {"CidrIp": "10.0.0.0/8"}),
            on(found, "SecurityGroupIngress[0].ToPort", 443),
        ]
    )
    assert text == f"# {at}[0]\nFromPort: 443\nToPort: 443\n# {at}[1]\n- CidrIp: 10.0.0.0/8"


def test_as_yaml_what_stands_twice_is_written_twice() -> None:
    twice = {"CidrIp": "10.0.0.0/8"}
    text = as_yaml([on(resource(), "SecurityGroupIngress", [twice, twice])])
    assert text.count("CidrIp: 10.0.0.0/8") == 2


def test_a_later_change_leaves_the_value_of_an_earlier_one_alone() -> None:
    patches = [on(resource(), "A", {"B": 1}), on(resource(), "A.C", 2)]
    body = applied(resource().template.body, patches)
    assert body["Resources"]["Group"]["Properties"]["A"] == {"B": 1, "C": 2}
    assert patches[0].value == {"B": 1}


def test_for_a_program_a_change_is_data_and_what_is_gone_has_no_value() -> None:
    path = ["Resources", "Group", "Properties", "VpcId"]
    made = on(resource(), "VpcId", "<vpc id>").data()
    assert made == {"path": path, "value": "<vpc id>", "placeholders": ["vpc id"]}
    assert on(resource(), "VpcId", GONE).data() == {"path": path, "placeholders": []}


def test_what_only_its_reader_knows_has_a_name() -> None:
    patch = Patch(("a",), {"KeyId": "<key arn>", "Tags": ["<owner>", "<key arn>"], "Text": "a < b > c"})
    assert patch.placeholders == ("key arn", "owner")


def test_what_has_no_properties_gets_them() -> None:
    body = {"Resources": {"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": None}}}
    assert applied(body, [on(resource(), "VpcId", 1)])["Resources"]["Group"]["Properties"] == {"VpcId": 1}


def test_equal_changes_are_one() -> None:
    assert len({Patch(("a",), {"b": 1}), Patch(("a",), {"b": 1}), Patch(("a",), {"b": 2})}) == 2


def test_half_a_character_is_shown_as_an_escape() -> None:
    assert as_yaml([Patch(("Resources", "A"), {"Name": "\ud800x"})]) == '{"Resources": {"A": {"Name": "\\ud800x"}}}'


def test_what_belongs_into_another_file_stands_below_its_name_from_its_first_key_on() -> None:
    elsewhere = Patch(("governance", "unjudged", 3), {"allow": "<name>"}, "environments/prod.yaml")
    text = as_yaml([on(resource(), "VpcId", "vpc-1"), elsewhere])
    assert text.endswith("\n# environments/prod.yaml\ngovernance:\n  unjudged:\n  - allow: <name>")
    assert elsewhere.data()["file"] == "environments/prod.yaml"
    assert "file" not in on(resource(), "VpcId", "vpc-1").data()
