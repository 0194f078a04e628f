from __future__ import annotations

import json
from typing import TYPE_CHECKING

from governed_runtime.audit import Audit, log, reader
from tests.governed_runtime.fakes import DB, Bench, Clock, Told

if TYPE_CHECKING:
    import pytest


def test_one_record_for_a_read_and_one_a_minute_for_all_uses_of_a_name() -> None:
    bench = Bench()
    for _ in range(5):
        bench.runtime.secret("db")
    assert bench.told.events() == [("read", DB)]
    bench.clock.now += 61
    bench.runtime.secret("db")
    bench.runtime.secret("db")
    assert bench.told.events() == [("read", DB), ("used", DB)]
    assert bench.told.records[1] == {"event": "used", "kind": "secret", "path": DB, "hits": 5, "reader": "orders"}
    bench.runtime.flush()
    assert bench.told.records[2]["hits"] == 1
    bench.runtime.flush()
    assert len(bench.told.records) == 3


def test_no_record_holds_a_value() -> None:
    bench = Bench()
    bench.aws.set("/infrastructure/prod/features/x", "s3cret-like")
    bench.runtime.secret("db")
    bench.runtime.parameter("features/x")
    bench.aws.fails = "InternalServiceError"
    bench.clock.now += 301
    bench.runtime.secret("db")
    bench.runtime.flush()
    text = json.dumps(bench.told.records)
    assert len(bench.told.records) == 3
    assert "first" not in text.replace('"why": "first"', "")
    assert "s3cret-like" not in text


def test_a_function_and_a_task_say_which_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "prod-orders-work")
    assert reader("orders") == {"reader": "orders", "function": "prod-orders-work"}
    monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME")
    monkeypatch.setenv("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/cd189a93-2495160603")
    assert reader("orders") == {"reader": "orders", "container": "cd189a93-2495160603"}


def test_two_who_find_the_minute_over_write_it_once() -> None:
    clock, told = Clock(), Told()
    audit = Audit("orders", write=told, clock=clock)
    counts = [[("secret", DB, 2)], [("secret", DB, 3)]]
    audit.count(lambda: counts.pop(0))
    clock.now += 60
    audit.flush_if_due()
    audit.flush_if_due()
    assert [record["hits"] for record in told.records] == [2]


def test_a_record_is_one_line_of_json_whatever_level_the_application_logs_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "ERROR")
    log({"event": "read", "kind": "secret", "path": DB, "version": "v1", "why": "first", "reader": "orders"})
    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert (record["message"], record["path"], record["service"]) == ("read", DB, "governed-runtime")
