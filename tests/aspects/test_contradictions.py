from __future__ import annotations

import re
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk import aws_kinesis as kinesis

from aspects import govern
from aspects.contradictions import CONTRADICTED
from aspects.judge.acceptances import acceptances_in
from aspects.judge.template.assembly import read_assembly
from constructs_lib import GovernanceMode, PlatformStack, StackSettings, contract
from tests.aspects.reports import reported
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable


class Orders(PlatformStack[StackSettings]):
    slug = "orders"
    reads = (contract.KMS_MESSAGING_KEY_ARN,)


def told(folder: Path, build: Callable[[Orders], object], mode: GovernanceMode = GovernanceMode.ENFORCE) -> list[str]:
    """What a synth reports of a stack, by rule."""
    settings = environment("prod", stacks={}, governance={"mode": str(mode)})
    app = new_app(folder)
    build(Orders(app, settings))
    govern(app, settings, lock=None)
    _, reports = reported(app)
    return [violation["ruleName"] for one in reports for violation in one["violations"]]


def stream(stack: Orders) -> None:
    key = stack.read(contract.KMS_MESSAGING_KEY_ARN)
    kept = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    kinesis.Stream(stack, "Stream", encryption_key=key, removal_policy=kept)


@pytest.mark.parametrize("mode", GovernanceMode)
def test_a_stream_with_our_own_key_is_told_nothing_that_contradicts_it(tmp_path: Path, mode: GovernanceMode) -> None:
    assert "AwsSolutions-KDS3" not in told(tmp_path, stream, mode)


def test_a_stream_with_our_own_key_is_fine_without_a_word_of_its_team(tmp_path: Path) -> None:
    assert told(tmp_path, stream) == []
    (one,) = acceptances_in(read_assembly(tmp_path))
    assert one.finding == "AwsSolutions::AwsSolutions-KDS3"
    assert one.by_design
    assert one.where.startswith("aspects/contradictions.py:")


def test_a_stream_with_the_key_of_aws_is_told_of_our_rule_alone(tmp_path: Path) -> None:
    found = told(tmp_path, lambda stack: kinesis.Stream(stack, "S", encryption=kinesis.StreamEncryption.MANAGED))
    assert "encryption-uses-a-customer-managed-key" in found
    assert "AwsSolutions-KDS3" not in found


def test_each_rule_of_cdk_nag_that_knows_a_key_of_aws_has_been_looked_at() -> None:
    """Every one that a later version brings: does it ask for the key that our rule refuses?"""
    (bundle,) = (Path(cdk_nag.__file__).parent / "_jsii").glob("*.tgz")
    with tarfile.open(bundle) as archive:
        sources = {
            Path(member.name).stem: (archive.extractfile(member) or b"").read().decode()  # type: ignore[union-attr] # a file has bytes
            for member in archive.getmembers()
            if re.fullmatch(r"package/lib/rules/[^/]+/[^/]+\.js", member.name)
        }
        pack = archive.extractfile("package/lib/packs/aws-solutions.js")
        assert pack
        suffixes = dict(
            re.findall(r"ruleSuffixOverride: '(\w+)',.*?rule: [\w.]+\.(\w+),", pack.read().decode(), re.DOTALL)
        )
    know = {name for name, text in sources.items() if "alias/aws" in text.split("//# sourceMappingURL")[0]}
    ids = {f"AwsSolutions-{suffix}" for suffix, name in suffixes.items() if name in know}
    refuses_the_key_of_aws = {"AwsSolutions-CB4"}
    asks_for_the_key_of_aws = {finding.split("::")[1] for finding, _ in CONTRADICTED.values()}
    assert ids == refuses_the_key_of_aws | asks_for_the_key_of_aws
