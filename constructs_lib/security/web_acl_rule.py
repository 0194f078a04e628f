"""Rules of a web ACL, as CloudFormation wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_wafv2 as wafv2

if TYPE_CHECKING:
    from collections.abc import Sequence

_Rule = wafv2.CfnWebACL.RuleProperty
_Statement = wafv2.CfnWebACL.StatementProperty


def visibility(metric: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    """Metrics, and no samples."""
    # Sampled requests would show, in the console, the headers that the log leaves out.
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=metric, sampled_requests_enabled=False
    )


def private(exceptions: Sequence[wafv2.CfnWebACL.StatementProperty]) -> wafv2.CfnWebACL.RuleProperty:
    """Block, first of all, every request that none of the exceptions matches; two exceptions at least."""
    return _Rule(
        name="PrivatePaths",
        priority=0,
        action=wafv2.CfnWebACL.RuleActionProperty(block=wafv2.CfnWebACL.BlockActionProperty()),
        statement=_Statement(
            and_statement=wafv2.CfnWebACL.AndStatementProperty(statements=[_not(item) for item in exceptions])
        ),
        visibility_config=visibility("PrivatePaths"),
    )


def _not(statement: wafv2.CfnWebACL.StatementProperty) -> wafv2.CfnWebACL.StatementProperty:
    return _Statement(not_statement=wafv2.CfnWebACL.NotStatementProperty(statement=statement))


def is_from(ip_set_arn: str) -> wafv2.CfnWebACL.StatementProperty:
    """Requests from an address of an IP set."""
    return _Statement(ip_set_reference_statement={"arn": ip_set_arn})


def is_path(path: str) -> wafv2.CfnWebACL.StatementProperty:
    """Requests for exactly this path."""
    return _Statement(
        byte_match_statement=wafv2.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(uri_path={}),
            positional_constraint="EXACTLY",
            search_string=path,
            text_transformations=[wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")],
        )
    )


def rate(limit: int) -> wafv2.CfnWebACL.RuleProperty:
    """Block an address that asks more often than this in five minutes."""
    return _Rule(
        name="Rate",
        priority=1,
        action=wafv2.CfnWebACL.RuleActionProperty(block=wafv2.CfnWebACL.BlockActionProperty()),
        statement=_Statement(
            rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(aggregate_key_type="IP", limit=limit)
        ),
        visibility_config=visibility("Rate"),
    )


def managed(priority: int, name: str, group: str, counted: Sequence[str]) -> wafv2.CfnWebACL.RuleProperty:
    """A group of AWS's, of which some rules count instead of block."""
    overrides = [
        wafv2.CfnWebACL.RuleActionOverrideProperty(
            name=rule, action_to_use=wafv2.CfnWebACL.RuleActionProperty(count=wafv2.CfnWebACL.CountActionProperty())
        )
        for rule in counted
    ]
    return _Rule(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=_Statement(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                vendor_name="AWS", name=group, rule_action_overrides=overrides or None
            )
        ),
        visibility_config=visibility(name),
    )
