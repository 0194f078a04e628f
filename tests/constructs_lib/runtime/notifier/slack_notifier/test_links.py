from __future__ import annotations

import pytest

from constructs_lib.runtime.notifier.slack_notifier.links import alarm_address, is_trusted

RUNBOOKS = "https://github.com/example-org/governed-cdk/blob/main/docs/runbooks"
ARN = "arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:x"


@pytest.mark.parametrize(
    "address",
    [
        f"{RUNBOOKS}/sqs-backlog.md",
        f"{RUNBOOKS}/sqs-backlog.md#first",
        "https://console.aws.amazon.com/cost-management/home#/anomaly-detection/monitors/1",
        "https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-2#dashboards/x",
    ],
)
def test_the_console_and_our_runbooks_are_trusted(address: str) -> None:
    assert is_trusted(address, runbooks=RUNBOOKS)
    assert is_trusted(address, runbooks=f"{RUNBOOKS}/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://console.aws.amazon.com/",
        "https://console.aws.amazon.com",
        "https://console.aws.amazon.com.evil.example/",
        "https://console.aws.amazon.com@evil.example/",
        "https://evil.example/?https://console.aws.amazon.com/",
        "https://a.b.console.aws.amazon.com/",
        "https://console.aws.amazon.com:8443/",
        "https://console.aws.amazon.com/\nhttps://evil.example",
        "https://console.aws.amazon.com/é",
        "https://console.aws.amazon.com/" + "x" * 3000,
        f"{RUNBOOKS}/../../../evil/x.md",
        f"{RUNBOOKS}/x/y.md",
        f"{RUNBOOKS}.evil.example/x.md",
        f"{RUNBOOKS}/x.md?next=https://evil.example",
        f"{RUNBOOKS}/%2e%2e/x.md",
        RUNBOOKS,
    ],
)
def test_nothing_else_is(address: str) -> None:
    assert not is_trusted(address, runbooks=RUNBOOKS)


def test_without_runbooks_no_page_is_one_of_them() -> None:
    assert not is_trusted("/x.md", runbooks="")


def test_an_alarm_is_found_in_the_console_of_its_region() -> None:
    address = alarm_address(ARN, "ä b/c")
    assert address == (
        "https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-2#alarmsV2:alarm/%C3%A4%20b%2Fc"
    )


@pytest.mark.parametrize(
    "arn",
    ["", "a:b:c:evil.example.com/?:x", "arn:aws:cloudwatch:evil.example:111122223333:alarm:x", f"x{ARN}", ARN[:-7]],
)
def test_what_is_no_arn_of_an_alarm_has_no_page(arn: str) -> None:
    assert alarm_address(arn, "x") is None


def test_an_address_longer_than_slack_takes_is_none() -> None:
    assert alarm_address(ARN, "ä" * 600) is None
