from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.platform import SecretScanSettings
from constructs_lib.platform.secrets.scan_settings import bucket_parts

ROW = {
    "fingerprint": "a" * 32,
    "reason": "the example of a vendor's documentation",
    "owner": "x",
    "until": "2027-01-01",
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"fingerprint": "short"}, "32 hexadecimal digits"),
        ({"reason": "none"}, "reason"),
        ({"owner": " "}, "owner"),
        ({"until": "soon"}, "until"),
    ],
)
def test_what_is_none_has_a_fingerprint_a_reason_an_owner_and_an_end(changed: dict[str, Any], said: str) -> None:
    SecretScanSettings.model_validate({"accepted": (ROW,)})
    with pytest.raises(ValueError, match=said):
        SecretScanSettings.model_validate({"accepted": ({**ROW, **changed},)})


def test_a_bucket_is_said_by_service_and_kind() -> None:
    assert bucket_parts("logging/archive") == ("logging", "archive")
    with pytest.raises(ValueError, match="<service>/<kind>"):
        SecretScanSettings.model_validate({"buckets": ("archive",)})


def test_without_a_bucket_there_is_nothing_that_its_rights_could_name() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        SecretScanSettings.model_validate({"buckets": ()})
