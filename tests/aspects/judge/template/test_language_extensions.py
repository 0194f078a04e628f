from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.template import load
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.judge.rules.support import findings_of, template_of

if TYPE_CHECKING:
    from pathlib import Path

KEY_RULE = "encryption-uses-a-customer-managed-key"
SECTIONS = """
Transform: AWS::LanguageExtensions
Parameters:
  Listed: {Type: CommaDelimitedList, Default: 'Orders, Invoices'}
  Unknown: {Type: CommaDelimitedList}
Mappings: {Names: {prod: {all: [Orders, Invoices]}}}
"""


@pytest.mark.parametrize(
    ("collection", "made"),
    [
        ("[Orders, Invoices]", ["TopicOrders", "TopicInvoices"]),
        ("!Ref Listed", ["TopicOrders", "TopicInvoices"]),
        ("!FindInMap [Names, prod, all]", ["TopicOrders", "TopicInvoices"]),
        ("!Ref Unknown", ["Topic${Name}"]),
    ],
)
def test_a_loop_makes_resources(collection: str, made: list[str]) -> None:
    loop = f"""
    Fn::ForEach::Topics:
      - Name
      - {collection}
      - Topic${{Name}}: {{Type: AWS::SNS::Topic}}
    """
    assert [place for place, _ in findings_of(KEY_RULE, loop, SECTIONS)] == made


def test_an_ampersand_leaves_letters_and_digits_only() -> None:
    template = template_of(
        """
        Fn::ForEach::Topics:
          - Name
          - [orders-placed]
          - Topic&{Name}: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub 'prod-${Name}'}}
        """,
        SECTIONS,
    )
    assert template.resources["Topicordersplaced"].values("TopicName") == ["prod-orders-placed"]


def test_a_loop_inside_a_property_is_written_out() -> None:
    group = """
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 22, ToPort: 22, 'Fn::ForEach::Peer': [Way, [CidrIp], {'${Way}': 0.0.0.0/0}]}
    """
    assert findings_of("ingress-is-closed-on-dangerous-ports", group, SECTIONS)


@pytest.mark.parametrize(
    "loop",
    ["[Name, [a]]", "{Name: [a]}"],
    ids=["two parts", "a mapping"],
)
def test_a_loop_that_is_none_is_bad_input(tmp_path: Path, loop: str) -> None:
    path = tmp_path / "stack.yaml"
    path.write_text(f"Resources: {{'Fn::ForEach::Topics': {loop}}}")
    with pytest.raises(ConfigurationError, match=r"Fn::ForEach::Topics: given 'a loop of another shape'"):
        load([path])
