from __future__ import annotations

from constructs_lib.kernel.trusted_services import SENDS_NO_SOURCE, SENDS_SOURCE


def test_no_service_both_says_and_does_not_say_for_whom_it_acts() -> None:
    assert not {name.removesuffix(".amazonaws.com") for name in SENDS_NO_SOURCE} & SENDS_SOURCE
