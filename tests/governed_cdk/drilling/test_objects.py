from __future__ import annotations

import pytest

from governed_cdk.drilling.objects import ObjectsTrial
from governed_cdk.drilling.outcome import ComeBack, Footing, Steps
from governed_cdk.drilling.stores import DataStore, Fate
from governed_cdk.drilling.trial import TwoRegions
from tests.governed_cdk.drilling.apps import HOME, LEFT, bucket, stack
from tests.governed_cdk.drilling.fake_region import FakeRegions


def store() -> DataStore:
    (resource,) = stack("prod-web", HOME, Files=bucket("files")).resources.values()
    return DataStore("prod-web/Files", resource, Fate.COPIED)


def walked(account: FakeRegions, prefix: str = "") -> ComeBack:
    trial = ObjectsTrial(store(), TwoRegions("111122223333", HOME, LEFT, account.client), "files", "copy", prefix)
    trial.write()
    trial.copy()
    trial.write_late()
    steps = Steps(lambda _: None)
    found = trial.come_back(steps)
    assert [(one.what.key, one.ground) for one in steps.taken] == [("step-replicas", Footing.REAL)]
    return found


def test_what_was_copied_comes_back_and_what_was_written_later_does_not() -> None:
    found = walked(FakeRegions())
    assert (found.written, found.late, found.back, found.lost, found.problem) == (2, 1, 2, 1, None)


def test_objects_are_put_below_what_the_rule_copies() -> None:
    account = FakeRegions()
    walked(account, "in/")
    assert {key.split("/")[0] for _, key in account.objects} == {"in"}


def changed(account: FakeRegions) -> FakeRegions:
    """One whose copies have other bytes."""

    class Other(FakeRegions):
        def client(self, service: str, region: str) -> object:
            for place in [one for one in account.objects if one[0] == "copy"]:
                account.objects[place] = b"other"
            return account.client(service, region)

    return Other()


@pytest.mark.parametrize(
    ("account", "problem"),
    [
        (FakeRegions(copies=False), "problem-no-replica"),
        (FakeRegions(key=f"arn:aws:kms:{HOME}:111122223333:key/k"), "problem-foreign-key"),
        (FakeRegions(works=False), "problem-key"),
        (changed(FakeRegions()), "problem-other-bytes"),
    ],
)
def test_what_does_not_come_back_says_why(account: FakeRegions, problem: str) -> None:
    found = walked(account)
    assert found.problem
    assert (found.problem.key, found.back, found.lost) == (problem, 0, 3)


def test_a_bucket_without_a_key_needs_none() -> None:
    assert walked(FakeRegions(key="", works=False)).problem is None
