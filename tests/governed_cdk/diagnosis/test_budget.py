from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from governed_cdk.diagnosis.budget import LONGEST, within
from governed_cdk.diagnosis.evidence import Evidence, Weight

LINES = st.lists(st.builds(Evidence, st.just("logs"), st.text(max_size=80), st.sampled_from(Weight)), max_size=40)


def test_the_lightest_lines_are_left_out_and_not_the_last() -> None:
    lines = [Evidence("logs", f"noise {number}") for number in range(100)]
    lines.append(Evidence("cloudformation", "the cause", Weight.CAUSE))
    found = within(lines, 200)
    assert found.lines[-1].text == "the cause"
    assert found.left_out == 101 - len(found.lines)


def test_a_long_line_keeps_its_begin_and_its_end() -> None:
    (one,) = within([Evidence("logs", f"begin {'x' * 5000} end")], 2000).lines
    assert len(one.text) <= LONGEST
    assert (one.text[:5], one.text[-3:]) == ("begin", "end")


def test_what_is_said_twice_is_told_once_where_it_weighs_most() -> None:
    found = within([Evidence("logs", "x"), Evidence("logs", "x", Weight.CAUSE), Evidence("logs", " x ")], 1000)
    assert [one.weight for one in found.lines] == [Weight.CAUSE]
    assert found.left_out == 0


@given(LINES, st.integers(0, 2000))
def test_no_budget_is_exceeded_and_nothing_lighter_stands_where_something_heavier_would(
    lines: list[Evidence], characters: int
) -> None:
    found = within(lines, characters)
    assert sum(len(one.told()) + 1 for one in found.lines) <= characters
    assert len(found.lines) + found.left_out <= len(lines)
    taken = {one.told() for one in found.lines}
    left = [one for one in lines if one.told() not in taken]
    room = characters - sum(len(one.told()) + 1 for one in found.lines)
    for one in left:
        assert len(within([one], 10**6).lines[0].told()) + 1 > room
