from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidTag

from governed_cdk.drilling.vault import Vaults
from tests.governed_cdk.drilling.apps import HOME, LEFT
from tests.governed_cdk.drilling.fake_region import FakeRegions

if TYPE_CHECKING:
    from pathlib import Path

ARN, DUMP = "arn:database", b"CREATE TABLE orders (id INT);"


def copied(account: FakeRegions, folder: Path, arn: str = ARN) -> tuple[Vaults, int]:
    vaults = Vaults(folder, account.client)
    return vaults, vaults.copy(arn, DUMP, home=HOME, region=LEFT)


def test_a_copy_is_opened_with_the_key_of_its_vault_and_lies_there_encrypted(tmp_path: Path) -> None:
    vaults, made = copied(FakeRegions(), tmp_path)
    (point,) = vaults.points(ARN, LEFT, "vault")
    assert (made, vaults.opened(point, LEFT)) == (1, DUMP)
    assert all(b"orders" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_the_newest_point_is_last(tmp_path: Path) -> None:
    vaults, _ = copied(FakeRegions(), tmp_path)
    vaults.copy(ARN, b"newer", home=HOME, region=LEFT)
    assert [vaults.opened(one, LEFT) for one in vaults.points(ARN, LEFT, "vault")] == [DUMP, b"newer"]


@pytest.mark.parametrize(
    ("account", "arn"),
    [
        (FakeRegions(copies=False), ARN),
        (FakeRegions(copy_to="arn:aws:backup:us-east-1:111122223333:backup-vault:vault"), ARN),
        (FakeRegions(), "arn:of-another"),
    ],
)
def test_what_no_deployed_plan_copies_there_has_no_point(account: FakeRegions, arn: str, tmp_path: Path) -> None:
    vaults, made = copied(account, tmp_path, arn)
    assert (made, vaults.points(arn, LEFT, "vault")) == (0, [])


def test_without_the_vault_or_its_key_there_is_neither_a_copy_nor_a_way_into_it(tmp_path: Path) -> None:
    account = FakeRegions()
    vaults, _ = copied(account, tmp_path)
    (point,) = vaults.points(ARN, LEFT, "vault")
    account.works = False
    with pytest.raises(ClientError, match="DisabledException"):
        vaults.opened(point, LEFT)
    account.vaults = set()
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        vaults.points(ARN, LEFT, "vault")


def test_a_copy_that_somebody_changed_is_not_opened(tmp_path: Path) -> None:
    vaults, _ = copied(FakeRegions(), tmp_path)
    (point,) = vaults.points(ARN, LEFT, "vault")
    data = point.with_suffix(".data")
    data.write_bytes(data.read_bytes()[:-1] + b"\0")
    with pytest.raises(InvalidTag):
        vaults.opened(point, LEFT)
