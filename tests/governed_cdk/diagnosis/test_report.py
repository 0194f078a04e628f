from __future__ import annotations

import pytest

from constructs_lib.kernel.language import Language
from governed_cdk.diagnosis import report
from governed_cdk.diagnosis.evidence import Evidence, Weight
from governed_cdk.diagnosis.question import Opinion
from tests.governed_cdk.diagnosis.failures import DENIED, LOG, UNKNOWN, deploy, failure

OPINION = Opinion("The role lacks a statement.", ("Add sqs:CreateQueue", "Deploy again"), (1, 1))


def test_titles_are_as_people_search_them() -> None:
    english = report.title(failure())
    korean = report.title(failure(of=deploy(language=Language.KO)))
    assert english == f"🚨 Deploy failed - orders prod: {report.cause_of(failure())}"
    assert korean.startswith("🚨 배포 실패 - orders prod: ")
    assert korean.removeprefix("🚨 배포 실패 - orders prod: ") != report.cause_of(failure())


def test_a_cause_that_nobody_knows_is_the_resource_and_its_reason() -> None:
    assert report.title(failure(UNKNOWN)) == (
        "🚨 Deploy failed - orders prod: Widget failed: CREATE_FAILED: The widget is of another colour"
    )
    assert report.title(failure(LOG)).endswith(": the cause is not one that we know")


def test_a_title_is_one_line_that_github_takes() -> None:
    long = Evidence("cloudformation", "x\n" * 4000, Weight.CAUSE, "AWS::X::Y " + "z" * 400)
    found = report.title(failure(long))
    assert len(found) <= 256
    assert "\n" not in found


def test_the_issue_has_labels_people_and_every_fact() -> None:
    found = report.issue(failure(untold=("logs prod-orders: AccessDenied",)))
    assert found.labels == ("deployment", "failure", "automated")
    assert found.assignees == ("ann",)  # a team cannot be assigned
    for fact in (
        "2026-11-30 12:34 UTC", "prod-orders", "a" * 40, "/actions/runs/7", "@ann @example-org/payments",
        DENIED.text, LOG.text, "What could not be read", "AccessDenied", "https://github.com/",
    ):  # fmt: skip
        assert fact in found.body
    assert failure().fingerprint == found.fingerprint


def test_the_tables_answer_stands_before_the_models_and_both_before_the_evidence() -> None:
    body = report.markdown(failure(opinion=OPINION, profile="apac.amazon.nova-pro-v1:0"))
    places = [body.index(one) for one in ("### Cause", "### What a model makes of it", "### Evidence")]
    assert places == sorted(places)
    assert "may be wrong. It rests on 1." in body
    assert "2. Deploy again" in body


def test_a_model_that_was_not_heard_is_told_with_the_reason() -> None:
    assert "No model was heard: Bedrock: ThrottlingException" in report.markdown(
        failure(unheard="Bedrock: ThrottlingException")
    )
    assert "No model" not in report.markdown(failure())


def test_without_evidence_that_is_said_and_what_is_left_out_is_counted() -> None:
    body = report.markdown(failure(LOG, characters=1))
    assert "No source gave any evidence" in body
    assert "1 lines that weigh less" in body


@pytest.mark.parametrize("text", ["``` \n# Owned\n@everyone", "````` x", "</details><img src=x>"])
def test_what_a_log_says_is_shown_and_makes_nothing(text: str) -> None:
    body = report.markdown(failure(DENIED, Evidence("logs", text.replace("\n", " "), Weight.FAILURE)))
    fence = body[body.index("### Evidence") :].splitlines()[1].removesuffix("text")
    assert set(fence) == {"`"}
    assert fence not in text
    inside = body.split(fence, 2)[1]
    assert text.split("\n", maxsplit=1)[0].strip() in inside


def test_a_workflow_command_of_a_log_is_none_in_the_report() -> None:
    assert "::error::" not in report.markdown(failure(DENIED, Evidence("logs", "::error::x", Weight.FAILURE)))


def test_what_a_model_says_is_shown_and_makes_nothing() -> None:
    body = report.markdown(failure(opinion=Opinion("# hi @ann [x](http://evil)", ("<b>", "| a |"), (1,))))
    told = body[body.index("### What a model") : body.index("### Evidence")]
    assert "<b>" not in told
    assert "[x](" not in told
    assert " @ann" not in told


def test_the_notice_leads_to_issue_and_run() -> None:
    found = report.notice(failure(), "https://github.com/example-org/orders/issues/1", 3)
    assert found.title == report.title(failure())
    assert found.links == (
        ("Issue", "https://github.com/example-org/orders/issues/1"),
        ("Run", "https://github.com/example-org/orders/actions/runs/7"),
    )
    assert dict(found.facts)["Reported"] == "3"
    assert found.quick_actions
    local = report.notice(failure(UNKNOWN, of=deploy(run="", owners=())))
    assert (local.links, local.quick_actions) == ((), ())
    assert "Owner" not in dict(local.facts)
