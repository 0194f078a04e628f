from __future__ import annotations

import statistics
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from governed_runtime.cache import REPEAT_SECONDS, RETRY_SECONDS
from governed_runtime.errors import NotFoundError, ReadError
from tests.bench.runtime_client import MOST_MICROSECONDS, client, timed
from tests.governed_runtime.fakes import DB, THROTTLED, Bench

CALLERS = 50


def test_a_value_is_read_once_until_it_is_too_old() -> None:
    bench = Bench()
    assert [bench.runtime.secret("db")["password"] for _ in range(3)] == ["first"] * 3
    bench.aws.set(DB, {"password": "second"})
    bench.clock.now += 299
    assert bench.runtime.secret("db")["password"] == "first"
    bench.clock.now += 1
    assert bench.runtime.secret("db")["password"] == "second"
    assert bench.aws.asked == [DB, DB]
    assert [record["why"] for record in bench.told.records if record["event"] == "read"] == ["first", "expired"]


def test_the_ways_to_spell_a_name_share_what_is_known() -> None:
    bench = Bench()
    for name in ("db", "orders/db", DB):
        bench.runtime.secret(name)
    assert bench.aws.asked == [DB]


def test_fifty_who_want_one_name_at_once_ask_once() -> None:
    bench = Bench()
    bench.aws.waits = threading.Event()
    with ThreadPoolExecutor(CALLERS) as pool:
        reads = [pool.submit(bench.runtime.secret, "db") for _ in range(CALLERS)]
        bench.aws.waits.set()
        assert {read.result()["password"] for read in reads} == {"first"}
    assert bench.aws.asked == [DB]
    bench.runtime.flush()
    assert bench.told.records[-1]["hits"] == CALLERS - 1  # every use is a read or a hit


def test_whoever_meets_a_renewal_goes_on_with_what_is_known() -> None:
    bench = Bench()
    bench.runtime.secret("db")
    bench.aws.set(DB, {"password": "second"})
    bench.clock.now += 301
    bench.aws.waits = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        renewal = pool.submit(bench.runtime.secret, "db")
        while len(bench.aws.asked) < 2:
            pass
        assert bench.runtime.secret("db")["password"] == "first"  # not held up
        bench.aws.waits.set()
        assert renewal.result()["password"] == "second"
    assert bench.runtime.secret("db")["password"] == "second"


def test_while_aws_cannot_be_asked_a_known_value_stands_in_and_aws_is_left_alone_for_a_moment() -> None:
    bench = Bench()
    bench.runtime.secret("db")
    bench.aws.fails = THROTTLED
    bench.clock.now += 301
    assert [bench.runtime.secret("db")["password"] for _ in range(3)] == ["first"] * 3
    assert bench.aws.asked == [DB, DB]
    assert [record["stale"] for record in bench.told.records if record["event"] == "read failed"] == [True]
    bench.clock.now += 2 * RETRY_SECONDS
    bench.aws.fails = ""
    bench.aws.set(DB, {"password": "second"})
    assert bench.runtime.secret("db")["password"] == "second"


def test_a_value_does_not_stand_in_for_ever() -> None:
    bench = Bench()
    bench.runtime.secret("db")
    bench.aws.fails = THROTTLED
    bench.clock.now += 300 + 3600
    with pytest.raises(ReadError, match=f"{DB}: {THROTTLED}"):
        bench.runtime.secret("db")


def test_what_is_gone_or_not_allowed_any_more_is_not_bridged() -> None:
    bench = Bench()
    bench.runtime.secret("db")
    del bench.aws.values[DB]
    bench.clock.now += 301
    with pytest.raises(NotFoundError):
        bench.runtime.secret("db")


def test_a_first_read_that_fails_is_not_repeated_by_all_who_wait_for_it() -> None:
    bench = Bench()
    bench.aws.fails = THROTTLED
    for _ in range(3):
        with pytest.raises(ReadError, match=THROTTLED):
            bench.runtime.secret("db")
    assert bench.aws.asked == [DB]
    bench.clock.now += REPEAT_SECONDS
    bench.aws.fails = ""
    assert bench.runtime.secret("db")["password"] == "first"


def test_a_version_that_was_refused_is_read_anew_at_once_and_by_one_only() -> None:
    bench = Bench()
    cache = bench.runtime.secret_cache
    refused = bench.runtime.secret("db").version
    assert cache.renewed("db", refused).version == refused  # it was read this very second
    assert bench.aws.asked == [DB]
    bench.clock.now += REPEAT_SECONDS
    bench.aws.set(DB, {"password": "second"})
    with ThreadPoolExecutor(CALLERS) as pool:
        found = list(pool.map(lambda _: cache.renewed("db", refused)["password"], range(CALLERS)))
    assert found == ["second"] * CALLERS
    assert bench.aws.asked == [DB, DB]
    assert bench.told.records[-1]["why"] == "refused"


def test_what_is_known_is_there_in_microseconds() -> None:
    runtime = client()
    assert statistics.median(timed(lambda: runtime.secret("db"), 20_000)) < MOST_MICROSECONDS
