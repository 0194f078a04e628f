from __future__ import annotations

from typing import TYPE_CHECKING

from tests.constructs_lib.compute.tasks import make_task

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_run_that_fails_or_never_begins_reaches_the_warning_topic(bench: Bench) -> None:
    make_task(bench)
    rules = {rule["Name"]: rule for rule in bench.resources("AWS::Events::Rule")}
    assert set(rules) == {"prod-example-clean-failed", "prod-example-clean-unstarted"}
    failed = rules["prod-example-clean-failed"]["EventPattern"]["detail"]
    assert failed["group"] == ["family:prod-example-clean"]
    assert failed["containers"] == {"exitCode": [{"anything-but": 0}]}
    assert rules["prod-example-clean-unstarted"]["EventPattern"]["detail"]["stopCode"] == ["TaskFailedToStart"]
    (target,) = rules["prod-example-clean-failed"]["Targets"]
    assert target["Arn"].endswith("warning-topic-arn")
    assert "ecs-task-failed.md" in target["InputTransformer"]["InputTemplate"]
