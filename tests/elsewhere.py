"""Modules that are tested by the tests of another one, and why: `tests/test_mirror.py` holds them to it."""

from __future__ import annotations

from tests.elsewhere_commands import COMMANDS

TELEMETRY = "constructs_lib/observability/telemetry"
ROTATION = "constructs_lib/runtime/rotation/mysql_rotation"

# Modules without a test file of their own: where they are tested, and why there. A `*` is every module of a folder.
ELSEWHERE = {
    **COMMANDS,
    "aspects/property_writes.py": (
        "tests/aspects/test_encryption.py", "what the Aspect writes, tried by what it fills in"),
    "aspects/tree.py": (
        "tests/aspects/test_foreign_acceptances.py", "the way to what is accepted above stacks"),
    "aspects/judge/template/acknowledged.py": (
        "tests/aspects/test_foreign_acceptances.py", "what CDK's own call leaves, tried with that call"),
    "aspects/judge/access/arns.py": (
        "tests/aspects/judge/access/test_values.py", "a table of names, tried by the ARNs that it makes"),
    "aspects/judge/access/call_context.py": (
        "tests/aspects/judge/access/test_calls.py", "what comes along with a call, tried by calls"),
    "aspects/judge/access/entities.py": (
        "tests/aspects/judge/access/test_evaluation.py", "records of a question, tried by its answer"),
    "aspects/judge/access/implied_calls.py": (
        "tests/aspects/judge/access/test_calls.py", "calls that policies imply, tried with the others"),
    "aspects/judge/access/policy.py": (
        "tests/aspects/judge/access/test_evaluation.py", "records of statements, tried by what they decide"),
    "aspects/judge/access/principals.py": (
        "tests/aspects/judge/access/test_evaluation.py", "a part of the decision, tried with it"),
    "aspects/judge/access/properties.py": (
        "tests/aspects/judge/access/test_calls.py", "properties as a row of the table names them"),
    "aspects/judge/access/uses.py": (
        "tests/aspects/judge/access/test_estate.py", "who names what, tried on prod"),
    "aspects/judge/access/world.py": (
        "tests/aspects/judge/access/test_estate.py", "puts the estate together"),
    "aspects/judge/ledger_rules.py": (
        "tests/aspects/judge/test_ledger.py", "records of the ledger, tried by what it says"),
    "aspects/judge/lock/broken.py": (
        "tests/aspects/judge/lock/test_compare.py", "records, made by the comparison"),
    "aspects/judge/readings/scaling.py": (
        "tests/aspects/judge/rules/observability/test_alarms_link_a_runbook.py", "what two rules leave alone"),
    "aspects/judge/readings/traffic.py": (
        "tests/aspects/judge/rules/deployments/test_releases_leave_production_traffic_alone.py",
        "where traffic stands, tried by the rule about it"),
    "aspects/judge/template/choices.py": (
        "tests/aspects/judge/template/test_knowledge.py", "what worlds ask, tried as they are answered"),
    "aspects/judge/template/composition.py": (
        "tests/aspects/judge/template/test_intrinsics.py", "joins and substitutions, tried as templates write them"),
    "aspects/judge/template/scope.py": (
        "tests/aspects/judge/template/test_intrinsics.py", "what an intrinsic function sees of a template"),
    "aspects/judge/template/template_body.py": (
        "tests/aspects/judge/template/test_loading.py", "refuses files, and says which: tried with files"),
    "constructs_lib/__init__.py": (
        "tests/constructs_lib/test_door.py", "the door, with the names that moved"),
    "constructs_lib/compute/fargate_service.py": (
        "tests/constructs_lib/compute/test_container_service.py", "the service itself, tried with what is around it"),
    "constructs_lib/compute/task_role.py": (
        "tests/constructs_lib/compute/test_container_service.py", "the service's role, tried with it"),
    "constructs_lib/compute/function_environment.py": (
        "tests/constructs_lib/compute/test_function.py", "a statement of a function's role, tried with it"),
    "constructs_lib/compute/function_role.py": (
        "tests/constructs_lib/compute/test_function.py", "the function's role, tried with it"),
    "constructs_lib/database/cache_access.py": (
        "tests/constructs_lib/database/test_cache.py", "the cache's users, tried with it"),
    "constructs_lib/database/cache_node.py": (
        "tests/constructs_lib/database/test_cache_settings.py", "a table, tried by the settings that ask it"),
    "constructs_lib/network/http_api_parts.py": (
        "tests/constructs_lib/network/test_http_api.py", "what an HTTP API is made of"),
    "constructs_lib/*/granted_*.py": (
        "tests/constructs_lib/security/test_grants.py", "grants of one thing, tried with those of all"),
    "constructs_lib/messaging/queue_parts.py": (
        "tests/constructs_lib/messaging/test_queue.py", "what both queues are made of"),
    "constructs_lib/storage/bucket_parts.py": (
        "tests/constructs_lib/storage/test_bucket.py", "what every bucket has, tried with one"),
    "constructs_lib/kernel/database_values.py": (
        "tests/stacks/test_settings.py", "types of settings, tried in their sections"),
    "constructs_lib/kernel/facts/__init__.py": (
        "tests/constructs_lib/kernel/test_facts.py", "a package of tables"),
    "constructs_lib/kernel/github_values.py": (
        "tests/stacks/test_settings.py", "types of settings, tried in their sections"),
    "constructs_lib/kernel/level.py": (
        "tests/aspects/judge/test_registry.py", "two words, tried where rules weigh"),
    "constructs_lib/kernel/modules.py": (
        "tests/aspects/judge/test_registry.py", "finds rules, and is tried by which are found"),
    "constructs_lib/kernel/output.py": (
        "tests/constructs_lib/kernel/test_contract.py", "what an output is, with all that there are"),
    "constructs_lib/kernel/passwords.py": (
        "tests/constructs_lib/security/test_secret.py", "what a first password is made of, tried as one is made"),
    "constructs_lib/kernel/places.py": (
        "tests/constructs_lib/kernel/test_yaml_text.py", "lines of a file, tried as it is read"),
    "constructs_lib/kernel/report.py": (
        "tests/integration/test_slips.py", "ends a process, and is tried by processes that end"),
    "constructs_lib/kernel/sections.py": (
        "tests/constructs_lib/kernel/test_environment.py", "reads sections for the environment"),
    "constructs_lib/kernel/setting_words.py": (
        "tests/constructs_lib/kernel/test_setting_errors.py", "words of mistakes, tried by mistakes"),
    "constructs_lib/kernel/tag_settings.py": (
        "tests/constructs_lib/kernel/test_environment.py", "a record of the environment"),
    "constructs_lib/kernel/user_frames.py": (
        "tests/constructs_lib/kernel/test_call_errors.py", "whose line it was, tried by errors"),
    "constructs_lib/kernel/windows.py": (
        "tests/constructs_lib/kernel/test_values.py", "types of settings, tried as such"),
    "constructs_lib/kernel/yaml_scalars.py": (
        "tests/constructs_lib/kernel/test_yaml_text.py", "single values, tried in texts"),
    "constructs_lib/network/load_balancer_clients.py": (
        "tests/constructs_lib/network/test_load_balancer.py", "a part of the load balancer, tried with it"),
    "constructs_lib/stack/delegation.py": (
        "tests/constructs_lib/stack/test_interfaces.py", "makes the interfaces, and is tried by them"),
    "constructs_lib/stack/siblings.py": (
        "tests/aspects/test_stages.py", "stacks of one stage, tried in stages"),
    "constructs_lib/stack/start.py": (
        "tests/integration/test_slips.py", "changes its process, and is tried by processes"),
    "aspects/judge/readings/*": (
        "tests/aspects/judge/rules", "what several rules share: it is tried by what the rules say"),
    "aspects/judge/rule.py": ("tests/aspects/judge/test_registry.py", "two records; a rule's file fills them"),
    "aspects/nag_plugin.py": ("tests/aspects/test_acceptances.py", "the ledger needs both plugins in one synth"),
    "constructs_lib/kernel/governance.py": ("tests/aspects/test_rules_plugin.py", "settings, tried by what they do"),
    "constructs_lib/kernel/retention.py": ("tests/test_environments.py", "a table of CloudWatch's numbers"),
    "constructs_lib/kernel/service_uses.py": (
        "tests/constructs_lib/security/test_key_policy.py", "a table, tried by the policies that it makes"),
    "constructs_lib/kernel/yaml_events.py": (
        "tests/constructs_lib/kernel/test_yaml_text.py", "what two readers of YAML share, tried by both"),
    "constructs_lib/kernel/strict_model.py": ("tests/constructs_lib/kernel/test_environment.py", "a base of settings"),
    f"{TELEMETRY}/alarms/*": (
        f"tests/{TELEMETRY}/alarms/test_alarms.py", "data: the same must hold of every alarm"),
    f"{TELEMETRY}/metrics/*": (
        f"tests/{TELEMETRY}/metrics/test_metrics.py", "data: the same must hold of every metric"),
    f"{TELEMETRY}/cloudwatch_dashboard.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/dashboard_spec.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/grafana.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/grafana_query.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/panels.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/prometheus/*": (
        f"tests/{TELEMETRY}/prometheus/test_prometheus.py", "promtool judges the rules that all of them make"),
    "constructs_lib/platform/cloudtrail/audited_calls.py": (
        "tests/constructs_lib/platform/cloudtrail/test_security_alerts.py", "lists, tried by what they make"),
    "constructs_lib/platform/atlantis/runs.py": ("tests/stacks/test_atlantis_roles.py", "its tasks, with its stack"),
    "constructs_lib/platform/atlantis/role.py": (
        "tests/stacks/test_atlantis_roles.py", "what it may do, with its stack"),
    "constructs_lib/platform/atlantis/network_settings.py": (
        "tests/stacks/test_atlantis_access.py", "settings, tried by whom they admit"),
    "constructs_lib/platform/atlantis/secrets.py": ("tests/stacks/test_atlantis.py", "secrets of one stack"),
    f"{ROTATION}/accounts.py": (f"tests/{ROTATION}/test_dialects.py", "reads a server's accounts: tried on servers"),
    f"{ROTATION}/errors.py": ("tests/constructs_lib/runtime/rotation/test_refusals.py", "tried by what is refused"),
    f"{ROTATION}/single_user.py": (f"tests/{ROTATION}/test_steps.py", "a strategy, tried by whole rotations"),
    f"{ROTATION}/versions.py": (f"tests/{ROTATION}/test_steps.py", "labels of a secret, tried by whole rotations"),
    "constructs_lib/security/web_acl_rule.py": (
        "tests/constructs_lib/security/test_web_acl.py", "the rules of the one ACL"),
    "stacks/*": ("tests/test_snapshots.py", "its whole template, reviewed; a stack begins as one file"),
}  # fmt: skip
