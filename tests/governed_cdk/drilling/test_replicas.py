from __future__ import annotations

import pytest

from governed_cdk.drilling.outcome import ComeBack, Steps
from governed_cdk.drilling.replicas import SecretTrial
from governed_cdk.drilling.stores import DataStore, Fate
from governed_cdk.drilling.trial import TwoRegions
from tests.governed_cdk.drilling.apps import HOME, LEFT, resource, stack
from tests.governed_cdk.drilling.fake_region import FakeRegions


def walked(account: FakeRegions, *, changed: str = "") -> ComeBack:
    (secret,) = stack("prod-web", HOME, Secret=resource("AWS::SecretsManager::Secret")).resources.values()
    regions = TwoRegions("111122223333", HOME, LEFT, account.client)
    trial = SecretTrial(DataStore("prod-web/Secret", secret, Fate.COPIED), regions, "/c/web/prod/a")
    trial.write()
    trial.copy()
    trial.write_late()
    if changed:
        account.secrets[LEFT, "/c/web/prod/a"] = changed
    return trial.come_back(Steps(lambda _: None))


def test_the_value_of_a_replica_comes_back() -> None:
    found = walked(FakeRegions())
    assert (found.unit, found.written, found.back, found.problem) == ("values", 1, 1, None)


@pytest.mark.parametrize(
    ("account", "changed", "problem"),
    [(FakeRegions(copies=False), "", "problem-refused"), (FakeRegions(), "another", "problem-other-value")],
)
def test_a_replica_that_is_not_there_or_older_says_so(account: FakeRegions, changed: str, problem: str) -> None:
    found = walked(account, changed=changed)
    assert found.problem
    assert (found.problem.key, found.back, found.lost) == (problem, 0, 1)
