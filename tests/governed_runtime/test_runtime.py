from __future__ import annotations

import pytest

from governed_runtime import contract
from governed_runtime.errors import NotFoundError, ReadError
from tests.governed_runtime.fakes import DB, Bench

TREE = "/infrastructure/prod/features"


def test_a_parameter_is_text_or_what_the_caller_makes_of_it() -> None:
    bench = Bench()
    bench.aws.set(f"{TREE}/limit", "100")
    assert bench.runtime.parameter("features/limit") == "100"
    assert bench.runtime.parameter("features/limit", to=int) + 1 == 101
    assert len(bench.aws.asked) == 1


def test_a_branch_is_read_at_once_and_each_of_its_parameters_is_known_then() -> None:
    bench = Bench()
    bench.aws.set(f"{TREE}/a", "1")
    bench.aws.set(f"{TREE}/deep/b", "2")
    assert bench.runtime.parameters("features") == {"a": "1", "deep/b": "2"}
    bench.runtime.parameters("features")["a"] = "changed by the caller"
    assert bench.runtime.parameter("features/a") == "1"
    assert bench.aws.asked == [f"below {TREE}"]


def test_secrets_come_twenty_at_a_time_and_what_is_known_is_not_asked_for() -> None:
    bench = Bench()
    names = [f"s{number}" for number in range(45)]
    for name in names:
        bench.aws.set(f"/connectly/orders/prod/{name}", {"password": name})
    bench.runtime.secret("s0")
    found = bench.runtime.secrets(*names)
    assert {name: one["password"] for name, one in found.items()} == {name: name for name in names}
    assert bench.aws.asked[1:] == ["batch of 20", "batch of 20", "batch of 4"]
    assert len([record for record in bench.told.records if record["event"] == "read"]) == 45


def test_where_the_batch_is_not_allowed_or_lacks_one_they_are_read_one_by_one() -> None:
    bench = Bench()
    bench.aws.set("/connectly/common/prod/api-key", "bare")
    bench.aws.secrets = lambda paths: (_ for _ in ()).throw(ReadError(paths[0], "AccessDeniedException"))  # type: ignore[method-assign]  # a role without the action
    found = bench.runtime.secrets("db", "common/api-key")
    assert (found["db"]["password"], found["common/api-key"].text) == ("first", "bare")
    with pytest.raises(NotFoundError, match="/connectly/orders/prod/nothing: ResourceNotFoundException"):
        bench.runtime.secrets("db", "nothing")


def test_an_output_has_the_type_that_the_contract_says() -> None:
    bench = Bench()
    bench.aws.set("/prod/network/vpc-id", "vpc-1")
    bench.aws.set("/prod/network/private-subnet-ids", "subnet-1,subnet-2")
    vpc: str = bench.runtime.output(contract.NETWORK_VPC_ID)
    subnets: list[str] = bench.runtime.output(contract.NETWORK_PRIVATE_SUBNET_IDS)
    assert (vpc, subnets) == ("vpc-1", ["subnet-1", "subnet-2"])


def test_an_optional_output_that_is_not_there_is_none_and_is_not_asked_for_each_time() -> None:
    bench = Bench()
    proxies: list[str | None] = [bench.runtime.output(contract.RDS_PROXY_ENDPOINT) for _ in range(3)]
    assert proxies == [None] * 3
    assert bench.aws.asked == ["/prod/rds/proxy-endpoint"]
    with pytest.raises(NotFoundError, match="/prod/rds/db-instance-id"):
        bench.runtime.output(contract.RDS_DB_INSTANCE_ID)


def test_a_secret_of_an_output_is_read_by_its_arn() -> None:
    bench = Bench()
    arn = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:master-x"
    bench.aws.set("/prod/rds/master-secret-arn", arn)
    bench.aws.set(arn, {"password": "masters"})
    assert bench.runtime.secret(bench.runtime.output(contract.RDS_MASTER_SECRET_ARN))["password"] == "masters"
    assert DB not in bench.aws.asked
