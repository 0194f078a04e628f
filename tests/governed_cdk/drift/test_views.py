from __future__ import annotations

import json

from constructs_lib.kernel.language import Language
from governed_cdk.drift.accepting import AcceptedDrift
from governed_cdk.drift.found import Drift, DriftKind, DriftPlace, Severity, Unread
from governed_cdk.drift.views import as_json, as_markdown, as_text
from governed_cdk.drift.watch import Watch

PLACE = DriftPlace("prod", "ap-northeast-2", "prod-app")
CHANGED = Drift(
    place=PLACE,
    kind=DriftKind.CHANGED,
    type="AWS::SQS::Queue",
    resource="Queue",
    path="DelaySeconds",
    expected="1",
    actual="2|@team",
)
BESIDE = Drift(
    place=DriftPlace("prod", "us-east-1"), kind=DriftKind.BESIDE, type="AWS::IAM::User", resource="prod-app-x",
    severity=Severity.CRITICAL,
)  # fmt: skip
SHOWN = "prod-app Queue DelaySeconds (AWS::SQS::Queue, ap-northeast-2): expected 1, is 2|@team"
BY = AcceptedDrift(resource="Queue", reason="It is slow", owner="team", until="2026-12-31")
FOUND = Watch(
    "prod",
    drifts=[BESIDE, CHANGED],
    accepted=[(CHANGED, BY)],
    unread=[Unread(PLACE, "kms describe_key", "Denied")],
    unseen={"Custom::X": 2},
    absent=[DriftPlace("prod", "us-east-1", "prod-new")],
    accepting=["has expired: x"],
    stacks=1,
    resources=9,
)


def test_text_has_a_line_for_each_with_its_severity() -> None:
    lines = [line for line, _ in as_text(FOUND)]
    assert lines == [
        "critical: prod-app-x (AWS::IAM::User, us-east-1): beside",
        f"warning: {SHOWN}",
        f"accepted: {SHOWN}; until 2026-12-31 by team",
        "unknown: prod-app in ap-northeast-2: kms describe_key: Denied",
        "drift.yaml: has expired: x",
        "not deployed: prod-new in us-east-1",
        "not looked at: 2 Custom::X",
        "2 drifts, 1 accepted, 1 unknown; 9 resources in 1 stacks of prod",
    ]
    assert as_text(FOUND)[0][1] == "red"


def test_json_has_all_of_it() -> None:
    told = json.loads(as_json(FOUND))
    assert (told["version"], told["environment"], told["unseen"]) == (1, "prod", {"Custom::X": 2})
    assert told["drifts"][1]["fingerprint"] == CHANGED.fingerprint
    assert told["accepted"][0]["until"] == "2026-12-31"
    assert told["unread"] == ["prod-app in ap-northeast-2: kms describe_key: Denied"]


def test_markdown_is_in_the_readers_language_and_calls_nobody() -> None:
    english, korean = (as_markdown(FOUND, language) for language in (Language.EN, Language.KO))
    assert english.startswith("# Drift of prod\n\n2 drifts of 9 resources in 1 stacks.")
    assert korean.startswith("# prod 드리프트\n\n드리프트 2건")
    assert "| critical | us-east-1 | prod-app-x |" in english
    assert "@team" not in english
    assert "Nothing is known of these" in english
    nothing = as_markdown(Watch("prod", stacks=1, resources=9), Language.EN)
    assert nothing == "# Drift of prod\n\nNothing has drifted: 9 resources in 1 stacks.\n"
