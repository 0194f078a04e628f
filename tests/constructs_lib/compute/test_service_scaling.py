from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib import GovernedQueue, QueueBacklog, Scaling, ScheduledCapacity
from tests.constructs_lib.web_service import make_container, make_service

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

POLICY, TARGET = "AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::ApplicationAutoScaling::ScalableTarget"


def policies(bench: Bench) -> dict[str, Any]:
    return {one["PolicyName"]: one["TargetTrackingScalingPolicyConfiguration"] for one in bench.resources(POLICY)}


def test_a_worker_has_a_task_for_so_many_waiting_messages_and_a_task_less_one_is_one(bench: Bench) -> None:
    queue = GovernedQueue(bench.stack, "Jobs", kind="jobs").queue
    by = Scaling(cpu_percent=None, memory_percent=None, queue=QueueBacklog(queue=queue, messages_per_task=300))
    make_service(bench, kind="worker", container=make_container(bench, port=None), scaling=by)
    ((name, policy),) = policies(bench).items()
    assert (name, policy["TargetValue"]) == ("prod-example-worker-scale-on-queue", 300)
    waiting, running, each = policy["CustomizedMetricSpecification"]["Metrics"]
    assert waiting["MetricStat"]["Metric"]["MetricName"] == "ApproximateNumberOfMessagesVisible"
    assert [one["Name"] for one in waiting["MetricStat"]["Metric"]["Dimensions"]] == ["QueueName"]
    assert [one["Name"] for one in running["MetricStat"]["Metric"]["Dimensions"]] == ["ClusterName", "ServiceName"]
    assert (each["Expression"], each["ReturnData"]) == ("visible / IF(FILL(running, 0) > 0, running, 1)", True)
    assert (waiting["ReturnData"], running["ReturnData"]) == (False, False)


def test_bounds_change_at_named_moments_of_a_time_zone(bench: Bench) -> None:
    night = ScheduledCapacity(name="night", schedule="cron(0 20 * * ? *)", minimum=1, maximum=2, time_zone="Asia/Seoul")
    make_service(bench, scaling=Scaling(minimum=2, schedule=(night,)))
    (action,) = bench.only(TARGET)["ScheduledActions"]
    assert action["ScalableTargetAction"] == {"MinCapacity": 1, "MaxCapacity": 2}
    assert (action["Schedule"], action["Timezone"]) == ("cron(0 20 * * ? *)", "Asia/Seoul")


def test_a_service_that_sleeps_pages_nobody_at_night(bench: Bench) -> None:
    night = ScheduledCapacity(name="night", schedule="cron(0 20 * * ? *)", minimum=0, maximum=0)
    make_service(bench, scaling=Scaling(schedule=(night,)))
    names = [alarm["AlarmName"] for alarm in bench.resources("AWS::CloudWatch::Alarm")]
    assert len(names) == 4
    assert not any("no-running-task" in name for name in names)


def test_two_services_of_one_stack_scale_by_policies_of_their_own(bench: Bench) -> None:
    from constructs import Construct  # noqa: PLC0415 - of this test alone

    for kind in ("api", "worker"):
        held = make_container(bench)
        make_service(bench, scope=Construct(bench.stack, kind), kind=kind, container=held, scaling=Scaling())
    assert len(policies(bench)) == 4
    assert len(bench.resources(TARGET)) == 2
    assert not any("DesiredCount" in service for service in bench.resources("AWS::ECS::Service"))
