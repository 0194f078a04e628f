from __future__ import annotations

import datetime

from constructs_lib.runtime.secret_scan.workflow.scanning.fingerprints import fingerprint, is_accepted, read_accepted


def test_a_fingerprint_is_of_the_value_and_the_key() -> None:
    assert fingerprint("k", "value") == fingerprint("k", " value\n")
    assert len({fingerprint("k", "value"), fingerprint("other", "value"), fingerprint("k", "other")}) == 3
    assert "value" not in fingerprint("k", "value")


def test_it_is_accepted_until_its_last_day() -> None:
    accepted = read_accepted("abc:2026-11-30,def:2027-01-01")
    day = datetime.date(2026, 11, 30)
    assert is_accepted("abc", accepted, day)
    assert not is_accepted("abc", accepted, day + datetime.timedelta(1))
    assert not is_accepted("xyz", accepted, day)
    assert read_accepted("") == {}
