"""How long CloudWatch Logs can keep events."""

from constructs_lib.kernel.facts import limit

# CloudWatch Logs accepts these numbers of days and no others (PutRetentionPolicy).
RETENTION_DAYS: tuple[int, ...] = tuple(limit("AWS::Logs::LogGroup.RetentionInDays")["enum"])
