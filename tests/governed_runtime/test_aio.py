from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from governed_runtime import aio, contract
from governed_runtime.errors import ReadError
from tests.governed_runtime.fakes import DB, Bench

if TYPE_CHECKING:
    from governed_runtime.secret import Secret

TREE = "/infrastructure/prod/features"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench()
    monkeypatch.setattr(aio, "default", lambda: made.runtime)
    return made


def test_fifty_tasks_share_one_read_and_one_thread(bench: Bench) -> None:
    async def read() -> list[Secret]:
        return await asyncio.gather(*(aio.secret("db") for _ in range(50)))

    assert {secret["password"] for secret in asyncio.run(read())} == {"first"}
    assert bench.aws.asked == [DB]


def test_each_call_has_its_twin(bench: Bench) -> None:
    bench.aws.set(f"{TREE}/limit", "100")
    bench.aws.set("/prod/network/private-subnet-ids", "a,b")

    async def read() -> None:
        assert await aio.parameter("features/limit", to=int) == 100
        assert await aio.parameter("features/limit") == "100"
        assert await aio.parameters("features") == {"limit": "100"}
        assert await aio.output(contract.NETWORK_PRIVATE_SUBNET_IDS) == ["a", "b"]
        assert await aio.output(contract.RDS_PROXY_ENDPOINT) is None
        assert (await aio.secrets("db"))["db"]["password"] == "first"

    asyncio.run(read())


def test_a_failure_reaches_all_who_wait_and_the_next_one_asks_again(bench: Bench) -> None:
    bench.aws.fails = "InternalServiceError"

    async def read() -> list[BaseException | Secret]:
        return await asyncio.gather(*(aio.secret("db") for _ in range(3)), return_exceptions=True)

    assert [type(one) for one in asyncio.run(read())] == [ReadError] * 3
    bench.aws.fails = ""
    bench.clock.now += 2

    async def again() -> Secret:
        return await aio.secret("db")

    assert asyncio.run(again())["password"] == "first"


def test_one_task_that_is_cancelled_takes_nothing_from_the_others(bench: Bench) -> None:
    async def read() -> Secret:
        first = asyncio.ensure_future(aio.secret("db"))
        second = asyncio.ensure_future(aio.secret("db"))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(read())["password"] == "first"
    assert bench.aws.asked == [DB]
