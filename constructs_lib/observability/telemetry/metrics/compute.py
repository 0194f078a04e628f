"""Metrics of what serves requests: ECS services, Application Load Balancers, HTTP APIs, functions, state machines.

Sources: "Amazon ECS CloudWatch metrics", "Container Insights metrics", "CloudWatch metrics for your Application Load
Balancer", "Types of metrics for Lambda functions" in the AWS documentation.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from constructs_lib.observability.telemetry.metric import Metric

MINUTE: Final = 60
FIVE_MINUTES: Final = 300

# ECS publishes utilisation for Fargate per service only: ClusterName alone has no data without EC2 instances.
_SERVICE = ("ClusterName", "ServiceName")
_ecs = partial(Metric, namespace="AWS/ECS", dimensions=_SERVICE, period_seconds=FIVE_MINUTES, unit="Percent")
ECS_CPU = _ecs(id="cpu", name="CPUUtilization", statistic="Average", label="CPU")
ECS_MEMORY = _ecs(id="memory", name="MemoryUtilization", statistic="Average", label="Memory")
# Needs Container Insights on the cluster.
_insights = partial(Metric, namespace="ECS/ContainerInsights", dimensions=_SERVICE, period_seconds=MINUTE, unit="Count")
ECS_RUNNING_TASKS = _insights(id="running", name="RunningTaskCount", statistic="Average", label="Running tasks")
ECS_DESIRED_TASKS = _insights(id="desired", name="DesiredTaskCount", statistic="Average", label="Desired tasks")
ECS_PENDING_TASKS = _insights(id="pending", name="PendingTaskCount", statistic="Average", label="Pending tasks")

_balancer = partial(Metric, namespace="AWS/ApplicationELB", dimensions=("LoadBalancer",), period_seconds=FIVE_MINUTES)
# Counts only requests for which a target could be chosen: a 503 of the balancer itself is not in it.
ALB_REQUESTS = _balancer(id="requests", name="RequestCount", statistic="Sum", unit="Count", label="Requests")
ALB_5XX = _balancer(
    id="elb_5xx", name="HTTPCode_ELB_5XX_Count", statistic="Sum", unit="Count", label="5xx of the balancer"
)
ALB_TARGET_5XX = _balancer(
    id="target_5xx", name="HTTPCode_Target_5XX_Count", statistic="Sum", unit="Count", label="5xx of the targets"
)
ALB_TARGET_4XX = _balancer(
    id="target_4xx", name="HTTPCode_Target_4XX_Count", statistic="Sum", unit="Count", label="4xx of the targets"
)
ALB_LATENCY_P95 = _balancer(
    id="latency_p95", name="TargetResponseTime", statistic="p95", unit="Seconds", label="Latency p95"
)
ALB_LATENCY_P50 = _balancer(
    id="latency_p50", name="TargetResponseTime", statistic="p50", unit="Seconds", label="Latency p50"
)
# Host counts exist per target group only.
_hosts = partial(
    Metric,
    namespace="AWS/ApplicationELB",
    dimensions=("TargetGroup", "LoadBalancer"),
    period_seconds=MINUTE,
    unit="Count",
)
ALB_UNHEALTHY_HOSTS = _hosts(id="unhealthy", name="UnHealthyHostCount", statistic="Maximum", label="Unhealthy targets")
ALB_HEALTHY_HOSTS = _hosts(id="healthy", name="HealthyHostCount", statistic="Minimum", label="Healthy targets")

# Of one target group, a minute each: what a deployment is judged by, and what each task answers.
_targets = partial(
    Metric, namespace="AWS/ApplicationELB", dimensions=("TargetGroup", "LoadBalancer"), period_seconds=MINUTE
)
TARGET_REQUESTS = _targets(id="requests", name="RequestCount", statistic="Sum", unit="Count", label="Requests")
TARGET_5XX = _targets(
    id="target_5xx", name="HTTPCode_Target_5XX_Count", statistic="Sum", unit="Count", label="5xx of the targets"
)
TARGET_LATENCY_P95 = _targets(
    id="latency_p95", name="TargetResponseTime", statistic="p95", unit="Seconds", label="Latency p95"
)

# "Monitor CloudWatch metrics for HTTP APIs in API Gateway": by ApiId, for all stages.
_http_api = partial(Metric, namespace="AWS/ApiGateway", dimensions=("ApiId",), period_seconds=FIVE_MINUTES)
HTTP_API_REQUESTS = _http_api(id="requests", name="Count", statistic="Sum", unit="Count", label="Requests")
HTTP_API_5XX = _http_api(id="errors_5xx", name="5xx", statistic="Sum", unit="Count", label="5xx")
HTTP_API_4XX = _http_api(id="errors_4xx", name="4xx", statistic="Sum", unit="Count", label="4xx")
HTTP_API_LATENCY_P95 = _http_api(
    id="latency_p95", name="Latency", statistic="p95", unit="Milliseconds", label="Latency p95"
)

# "Amazon API Gateway dimensions and metrics": of REST APIs, by the API's name, for all stages.
_rest_api = partial(Metric, namespace="AWS/ApiGateway", dimensions=("ApiName",), period_seconds=FIVE_MINUTES)
REST_API_REQUESTS = _rest_api(id="requests", name="Count", statistic="SampleCount", unit="Count", label="Requests")
REST_API_5XX = _rest_api(id="errors_5xx", name="5XXError", statistic="Sum", unit="Count", label="5xx")
REST_API_4XX = _rest_api(id="errors_4xx", name="4XXError", statistic="Sum", unit="Count", label="4xx")
REST_API_LATENCY_P95 = _rest_api(
    id="latency_p95", name="Latency", statistic="p95", unit="Milliseconds", label="Latency p95"
)

# "Monitoring Step Functions metrics using Amazon CloudWatch" in the Step Functions Developer Guide.
_states = partial(
    Metric,
    namespace="AWS/States",
    dimensions=("StateMachineArn",),
    period_seconds=FIVE_MINUTES,
    statistic="Sum",
    unit="Count",
)
EXECUTIONS_STARTED = _states(id="started", name="ExecutionsStarted", label="Started")
EXECUTIONS_SUCCEEDED = _states(id="succeeded", name="ExecutionsSucceeded", label="Succeeded")
EXECUTIONS_FAILED = _states(id="failed", name="ExecutionsFailed", label="Failed")
EXECUTIONS_TIMED_OUT = _states(id="timed_out", name="ExecutionsTimedOut", label="Timed out")
EXECUTIONS_ABORTED = _states(id="aborted", name="ExecutionsAborted", label="Aborted")
EXECUTIONS_THROTTLED = _states(id="throttled", name="ExecutionThrottled", label="Throttled")
EXECUTION_TIME = Metric(
    id="time",
    namespace="AWS/States",
    name="ExecutionTime",
    statistic="Maximum",
    period_seconds=FIVE_MINUTES,
    dimensions=("StateMachineArn",),
    unit="Milliseconds",
    label="Longest execution",
)

_lambda = partial(
    Metric,
    namespace="AWS/Lambda",
    dimensions=("FunctionName",),
    period_seconds=FIVE_MINUTES,
    statistic="Sum",
    unit="Count",
)
LAMBDA_ERRORS = _lambda(id="errors", name="Errors", label="Errors")
LAMBDA_THROTTLES = _lambda(id="throttles", name="Throttles", label="Throttles")
LAMBDA_DURATION = Metric(
    id="duration",
    namespace="AWS/Lambda",
    name="Duration",
    statistic="Maximum",
    period_seconds=FIVE_MINUTES,
    dimensions=("FunctionName",),
    unit="Milliseconds",
    label="Longest duration",
)
