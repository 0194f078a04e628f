from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from governed_cdk.secrets.accepted import Accepted
from governed_cdk.secrets.scan import VARIABLE, found_in

if TYPE_CHECKING:
    import pytest

LINE = ("app.py", 3, "token = 'gh" + "p_" + "a1Bc9dEf2" * 4 + "'")
TODAY = datetime.date(2026, 11, 30)


def test_without_a_key_a_secret_has_no_fingerprint_and_nothing_accepts_it() -> None:
    (found,) = found_in([LINE], Accepted({}, TODAY))
    assert (found.kind, found.fingerprint, found.text) == ("GitHub token", "", "GitHub token in the open")


def test_a_fingerprint_is_accepted_until_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "a key")
    (found,) = found_in([LINE])
    assert len(found.fingerprint) == 32
    until = {found.fingerprint: TODAY}
    assert list(found_in([LINE], Accepted(until, TODAY))) == []
    assert len(list(found_in([LINE], Accepted(until, TODAY + datetime.timedelta(1))))) == 1
