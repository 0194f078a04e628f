from __future__ import annotations

from governed_cdk.testing.snapshots import still

HASH = "0123456789abcdef" * 4


def test_what_moves_with_every_build_and_release_is_left_out() -> None:
    template = {
        "Outputs": {"Version": {"Value": "1.4.0", "Description": "x"}, "Url": {"Value": "https://example.com"}},
        "Rules": {"CheckBootstrapVersion": {}, "Other": {}},
        "Resources": {"F": {"Properties": {"Code": f"{HASH}.zip", "Tags": [{"Key": "Version", "Value": "1.4.0"}]}}},
    }
    assert still(template) == {
        "Outputs": {"Version": {"Value": "<version>", "Description": "x"}, "Url": {"Value": "https://example.com"}},
        "Rules": {"Other": {}},
        "Resources": {
            "F": {"Properties": {"Code": "<asset hash>.zip", "Tags": [{"Key": "Version", "Value": "<version>"}]}}
        },
    }


def test_everything_else_stays() -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Resource": f"arn:aws:kms:::key/{HASH}0", "Sid": None}]}
    template = {
        "Outputs": {"Fn::ForEach::X": ["Version", [], {}]},
        "Tags": [{"Key": "Owner", "Value": "a"}],
        "P": policy,
    }
    assert still(template) == template
    assert still([1, True, "x"]) == [1, True, "x"]
