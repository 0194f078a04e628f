"""The notifier's own words in another language; what a message brings along stays as it is."""

from __future__ import annotations

from typing import Final

_WORDS: Final = {
    "ko": {
        "Account": "계정",
        "Alarm": "경보",
        "Cause": "원인",
        "Cost Explorer": "비용 탐색기",
        "Dashboard": "대시보드",
        "Event": "이벤트",
        "From": "발신 주소",
        "Quick actions": "빠른 조치",
        "Reason": "이유",
        "Refused": "거부됨",
        "Region": "리전",
        "Resources": "리소스",
        "Runbook": "런북",
        "Since": "발생 시각",
        "Source": "출처",
        "Who": "수행자",
    }
}


def said(word: str, language: str) -> str:
    """A word in a language: `en`, which they are written in, or `ko`."""
    return _WORDS.get(language, {}).get(word, word)
