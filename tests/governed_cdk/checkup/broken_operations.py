"""What may be wrong with alarms, backups and what comes to its end."""

from __future__ import annotations

from typing import Any

from tests.governed_cdk.checkup.fine import FINE, HOME, ago, alarms, at_home, database, in_state, metrics, rows

_RESTORE = FINE["backup list_restore_jobs"]["RestoreJobs"][0]

_DATABASE = {"ResourceArn": "arn:aws:rds:::db:prod"}

BROKEN: dict[str, list[tuple[dict[str, Any], str]]] = {
    "alarms": [
        (
            {"cloudwatch describe_alarms": alarms(ringing={"MetricAlarms": [{"AlarmName": "prod-rds-cpu"}]})},
            "prod-rds-cpu rings (ap-northeast-2)",
        ),
        (
            {
                "cloudwatch describe_alarm_history": at_home(
                    {
                        "AlarmHistoryItems": [
                            {"AlarmName": "prod-rds-cpu", "HistorySummary": "Alarm updated from OK to ALARM"},
                            {"AlarmName": "prod-rds-cpu", "HistorySummary": "Alarm updated from ALARM to OK"},
                        ]
                    }
                )
            },
            "prod-rds-cpu rang 1 times and is over",
        ),
    ],
    "backups-failed": [
        (
            {"backup list_backup_jobs": in_state("EXPIRED", {"BackupJobs": [_DATABASE]})},
            "the backup of prod: EXPIRED",
        ),
        (
            {"backup list_copy_jobs": in_state("FAILED", {"CopyJobs": [_DATABASE]})},
            "the copy of a backup of prod: FAILED",
        ),
    ],
    "replication": [
        (
            {"cloudwatch get_metric_data": metrics(ReplicationLatency=4000)},
            "copies of prod-logging-archive were 4000 s late",
        ),
        (
            {"cloudwatch get_metric_data": metrics(OperationsFailedReplication=2)},
            "2 objects of prod-logging-archive were not copied",
        ),
    ],
    "certificates": [
        (
            {
                "acm list_certificates": at_home(
                    {"CertificateSummaryList": [{"DomainName": "set-of.com", "NotAfter": ago(-80)}]}
                )
            },
            "set-of.com ends on 2027-02-18",
        )
    ],
    "support": [
        (
            {"rds describe_db_instances": at_home(database(EngineVersion="8.0.40"))},
            "of mysql 8.0.40 ends on 2026-07-31",
        ),
        (
            {"lambda list_functions": at_home({"Functions": [{"FunctionName": "prod-old", "Runtime": "python3.8"}]})},
            "prod-old: standard support of lambda python3.8",
        ),
    ],
    "slow-queries": [
        (
            {"logs get_query_results": rows({"times": "40", "longest": "9.5"})},
            "slowquery: 40 slow queries, the longest 9.5 s",
        )
    ],
    "error-queries": [({"logs get_query_results": rows({"times": "40", "what": "no route"})}, "40 times: no route")],
    "silent": [
        (
            {
                "cloudwatch describe_alarms": alarms(
                    all=[{"AlarmName": "prod-rds-cpu", "ActionsEnabled": False, "AlarmActions": ["arn:t"]}]
                )
            },
            "prod-rds-cpu tells nobody",
        )
    ],
    "restores": [
        (
            {"backup list_restore_jobs": {"RestoreJobs": [{**_RESTORE, "ValidationStatus": "FAILED"}]}},
            "the restore test of RDS on 2026-11-27 did not pass",
        ),
        (
            {"backup list_restore_jobs": {"RestoreJobs": [{**_RESTORE, "CreationDate": ago(9)}]}},
            "no restore test of RDS passed within 8 days",
        ),
    ],
    "backup-integrity": [
        (
            {
                "backup list_protected_resources": {
                    "Results": [
                        {"ResourceArn": "arn:aws:rds:::db:prod", "ResourceType": "RDS", "LastBackupTime": ago(3)}
                    ]
                }
            },
            "prod was backed up last on 2026-11-27",
        ),
        ({"backup list_recovery_points_by_backup_vault": {}}, "prod-rds-vault got nothing for 31 days"),
        (
            {"backup list_recovery_points_by_backup_vault": {"RecoveryPoints": [{"Status": "PARTIAL"}]}},
            "prod-rds-vault: a recovery point of ? is PARTIAL",
        ),
    ],
    "maintenance": [
        (
            {
                "rds describe_pending_maintenance_actions": {
                    "PendingMaintenanceActions": [
                        {
                            "ResourceIdentifier": "arn:aws:rds:::db:prod-x",
                            "PendingMaintenanceActionDetails": [{"Description": "A new operating system"}],
                        }
                    ]
                }
            },
            "prod-x: A new operating system",
        )
    ],
    "subscriptions": [
        (
            {
                "sns list_subscriptions": at_home(
                    {
                        "Subscriptions": [
                            {
                                "TopicArn": f"arn:aws:sns:{HOME}:111122223333:prod-monitoring-critical",
                                "SubscriptionArn": "PendingConfirmation",
                                "Protocol": "email",
                            }
                        ]
                    }
                )
            },
            "prod-monitoring-critical: a subscription by email waits to be confirmed",
        )
    ],
}
"""For each item what is broken of it, and what has to be said of that."""
