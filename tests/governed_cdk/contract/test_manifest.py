from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import Environment
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.contract.manifest import read_manifests
from tests.governed_cdk.assemblies import KEY, KMS, LIST, QUEUE, STRING, SUBNETS, Stack, manifest_from, run, write
from tests.support import ENVIRONMENTS, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_a_manifest_names_no_environment_place_or_folder(tmp_path: Path) -> None:
    fileflow = Stack(reads={KEY: STRING, SUBNETS: LIST}, publishes={"/prod/fileflow/url": "String"})
    path = manifest_from(tmp_path, "fileflow", prod_fileflow=fileflow, prod_fileflow_dr=Stack())
    assert json.loads(path.read_text()) == {
        "format": "governed-cdk.contract/2",
        "repository": "fileflow",
        "stacks": ["fileflow", "fileflow-dr"],
        "publishes": [{"parameter": "/{env}/fileflow/url", "stack": "fileflow", "wire": "String"}],
        "reads": [
            {"parameter": "/{env}/kms/rds-key-arn", "stack": "fileflow", "wire": "String", "kind": "kms.IKey"},
            {
                "parameter": "/{env}/network/private-subnet-ids", "stack": "fileflow", "wire": "StringList",
                "kind": "list[str], one item an Availability Zone",
            },
        ],
    }  # fmt: skip


def test_a_manifest_is_named_after_the_tag_project(tmp_path: Path) -> None:
    tagged = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": "Project", "Value": "fileflow"}]}}}
    out = write(tmp_path / "out", {"prod-fileflow": Stack(resources=tagged)})
    assert run(out, "--write-manifest", tmp_path / "m.json").code == 0
    assert json.loads((tmp_path / "m.json").read_text())["repository"] == "fileflow"


def test_a_manifest_without_a_name_is_refused(tmp_path: Path) -> None:
    out = write(tmp_path / "out", {"prod-kms": KMS})
    with pytest.raises(ConfigurationError, match=r"^--repository: given ''; allowed: the repository's name, "):
        run(out, "--write-manifest", tmp_path / "m.json")
    assert not (tmp_path / "m.json").exists()


def test_no_manifest_is_written_over_findings(tmp_path: Path) -> None:
    out = write(tmp_path / "out", {"prod-app": Stack(reads={"/prod/kms/none": STRING})})
    assert run(out, "--repository", "app", "--write-manifest", tmp_path / "m.json").code == 3
    assert not (tmp_path / "m.json").exists()


def test_what_other_repositories_read_keeps_the_platform_from_dropping_or_changing_it(tmp_path: Path) -> None:
    fileflow = manifest_from(tmp_path, "fileflow", prod_fileflow=Stack(reads={KEY: STRING}))
    billing = manifest_from(tmp_path, "billing", prod_billing=Stack(reads={SUBNETS: LIST}))
    both = ("--manifest", fileflow, "--manifest", billing)
    network = Stack(publishes={SUBNETS: "StringList"})
    whole = run(write(tmp_path / "out", {"prod-kms": KMS, "prod-network": network}), *both)
    assert (whole.code, whole.findings) == (0, [])
    assert "fileflow/fileflow" in whole.output
    changed = run(write(tmp_path / "out", {"prod-network": Stack(publishes={SUBNETS: "String"})}), *both)
    assert changed.code == 3
    assert changed.findings[1:] == [
        f"fileflow/fileflow reads {KEY} (String): kms does not publish it; allowed: what a stack here publishes",
        (
            f"billing/billing reads {SUBNETS} as StringList: prod-network has a String; "
            "allowed: AWS::SSM::Parameter::Value<String>"
        ),
    ]


def test_a_manifest_of_prod_is_held_against_dev_too(tmp_path: Path) -> None:
    fileflow = manifest_from(tmp_path, "fileflow", prod_fileflow=Stack(reads={KEY: STRING}))
    dev = {"dev-kms": Stack(publishes={"/dev/kms/efs-key-arn": "String"})}
    (finding,) = run(write(tmp_path / "out", dev), "--manifest", fileflow).findings
    assert finding.startswith("fileflow/fileflow reads /dev/kms/rds-key-arn (String): kms does not publish it")


def test_another_meaning_under_the_same_type_is_a_finding(tmp_path: Path) -> None:
    path = manifest_from(tmp_path, "fileflow", prod_fileflow=Stack(reads={KEY: STRING}))
    path.write_text(path.read_text().replace("kms.IKey", "sns.ITopic"))
    done = run(write(tmp_path / "out", {"prod-kms": KMS}), "--manifest", path)
    assert done.findings == [f"fileflow/fileflow reads {KEY} as sns.ITopic; allowed: kms.IKey, as declared now"]


def test_a_repository_may_read_what_the_manifest_of_another_publishes(tmp_path: Path) -> None:
    orders = manifest_from(tmp_path, "orders", prod_orders=Stack(publishes={QUEUE: "String"}))
    shop = write(tmp_path / "out", {"prod-shop": Stack(reads={QUEUE: STRING})})
    assert len(run(shop).findings) == 1
    path = tmp_path / "shop.json"
    assert run(shop, "--manifest", orders, "--repository", "shop", "--write-manifest", path).findings == []
    assert json.loads(path.read_text())["reads"] == [
        {"parameter": "/{env}/orders/queue-url", "stack": "shop", "wire": "String"}
    ]
    assert (
        "has a String"
        in run(write(tmp_path / "out", {"prod-shop": Stack(reads={QUEUE: LIST})}), "--manifest", orders).findings[0]
    )


def test_a_cycle_through_another_repository_is_found(tmp_path: Path) -> None:
    out = write(tmp_path / "orders-out", {"prod-orders": Stack(publishes={QUEUE: "String"}, reads={KEY: STRING})})
    orders = tmp_path / "orders.json"
    run(out, "--repository", "orders", "--write-manifest", orders)
    platform = {"prod-kms": Stack(publishes={KEY: "String"}, reads={QUEUE: STRING})}
    (finding,) = run(write(tmp_path / "out", platform), "--manifest", orders).findings
    assert finding.startswith("cycle ")
    assert "orders/orders -> prod-kms" in finding


def test_a_repository_s_own_manifest_hides_nothing(tmp_path: Path) -> None:
    own = manifest_from(tmp_path, "orders", prod_orders=Stack(publishes={QUEUE: "String"}))
    out = write(tmp_path / "out", {"prod-orders": Stack(), "prod-shop": Stack(reads={QUEUE: STRING})})
    assert len(run(out, "--repository", "orders", "--manifest", own).findings) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[]", "given []"),
        (
            '{"format": "governed-cdk.contract/4", "repository": "x-y"}',
            "m.json: format: given 'governed-cdk.contract/4'",
        ),
        ('{"format": "governed-cdk.contract/1", "repository": "x-y", "read": []}', "m.json: read: unknown key"),
        ('{"format": "governed-cdk.contract/1"}', "m.json: repository: missing; required"),
        (
            (
                '{"format": "governed-cdk.contract/1", "repository": "x-y", '
                '"reads": [{"parameter": "/a", "stack": "b", "wire": "Text"}]}'
            ),
            "m.json: reads.0.wire: given 'Text'; allowed: 'String' or 'StringList'",
        ),
    ],
)
def test_what_is_no_manifest_is_refused_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        run(write(tmp_path / "out", {"prod-kms": KMS}), "--manifest", path)
    (line,) = caught.value.mistakes
    assert says in line
    assert "\n" not in line


def test_a_manifest_that_is_not_there_and_one_given_twice_are_refused(tmp_path: Path) -> None:
    out = write(tmp_path / "out", {"prod-kms": KMS})
    with pytest.raises(ConfigurationError, match=r"none\.json: no such file"):
        run(out, "--manifest", tmp_path / "none.json")
    path = manifest_from(tmp_path, "fileflow", prod_fileflow=Stack())
    with pytest.raises(ConfigurationError, match="allowed: one manifest a repository"):
        run(out, "--manifest", path, "--manifest", path)


def test_the_platforms_manifest_has_what_is_true_of_each_of_its_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write(tmp_path / "out", {"prod-kms": KMS})
    monkeypatch.chdir(ROOT)
    assert run(out, "--repository", "infrastructure", "--write-manifest", tmp_path / "m.json").code == 0
    manifest = json.loads((tmp_path / "m.json").read_text())
    assert manifest["format"] == "governed-cdk.contract/3"
    assert manifest["environments"].keys() == set(ENVIRONMENTS)
    prod = Environment.load("prod")
    assert manifest["environments"]["prod"]["availability_zones"] == list(prod.availability_zones)
    assert manifest["environments"]["prod"]["account"] == prod.account
    assert read_manifests([tmp_path / "m.json"])[0].repository == "infrastructure"
