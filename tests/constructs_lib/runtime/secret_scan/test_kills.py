"""The workflow, killed after any call that it makes, ends as one that was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto import mock_aws

from tests.constructs_lib.runtime.secret_scan.account import BUCKET, QUARANTINE, Account, Counted, KilledError, created

if TYPE_CHECKING:
    import pytest


def ended(account: Account) -> dict[str, Any]:
    """What is there afterwards, without what no run decides."""
    keys = account.iam.list_access_keys(UserName="exporter")["AccessKeyMetadata"]
    copies = [one["Key"] for one in account.versions(QUARANTINE) if one["IsLatest"]]
    return {"left": account.versions(BUCKET), "copies": sorted(copies), "keys": [key["Status"] for key in keys]}


def seeded() -> tuple[Account, dict[str, Any]]:
    account = Account()
    version = account.put(f"id,key\n1,{account.access_key}\n".encode())
    return account, created(version)


def test_a_run_that_was_killed_after_any_call_ends_as_one_that_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-2")
    with mock_aws():
        account, event = seeded()
        whole = Counted()
        account.run(event, whole)
        kinds = {name.rpartition("/")[2] for name in ended(account)["copies"]}
        assert {"open.json", "told.json", "closed.json"} < kinds
    for last in range(1, whole.made + 1):
        with mock_aws():
            account, event = seeded()
            try:
                account.run(event, Counted(last))
            except KilledError:
                account.run(event)
                account.run({"sweep": {}})
            after = ended(account)
            assert (after["left"], after["keys"]) == ([], ["Inactive"]), last
            assert {name.rpartition("/")[2] for name in after["copies"]} == kinds or _copied(after["copies"]), last


def _copied(names: list[str]) -> bool:
    return {name.rpartition("/")[2] for name in names} >= {"open.json", "told.json", "closed.json"} and any(
        name.startswith("copies/") for name in names
    )
