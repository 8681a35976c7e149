"""The simulated learner that messages are measured by: she goes where they point, as promised."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from byhand.grader.command import exercise

if not (exercise.ROOT / "benchmarks").exists():
    pytest.skip("needs the checkout, not the installed wheel", allow_module_level=True)

sys.path.insert(0, str(Path(exercise.ROOT)))
from benchmarks.helpfulness.learner import Edit, Text, edits_to_green, without_quotes, words

SOURCE = """\
def forward(x):
    a = x + 1
    b = a * 2
    return b


def backward(b):
    c = b - 1
    return c
"""
EDITS = [Edit(1, 2), Edit(1, 2), Edit(2, 3), Edit(2, 3), Edit(3, 8), Edit(3, 8)]
TEXT = Text.of(SOURCE, EDITS)


def needed(number: int, *messages: str, by_heart: bool = False) -> float:
    return edits_to_green(number, EDITS, messages, TEXT, by_heart=by_heart)


def test_a_verdict_alone_leaves_half_of_all_to_be_tried() -> None:
    """Six edits, and nothing to choose by: 3.5 on average."""
    assert needed(2, *["wrong"] * 6) == 3.5


def test_a_line_is_gone_to_at_once() -> None:
    """Of the two edits in the line that is named either may be the right one."""
    assert needed(2, *["line 3"] * 6) == 1.5
    assert needed(4, *["TODO 3"] * 6) == 1.5


def test_a_wrong_line_costs_those_that_are_tried_for_nothing() -> None:
    """The nearest lines come next."""
    assert needed(4, *["line 2"] * 6) == 5.5


def test_a_name_leads_to_its_line_and_then_upwards() -> None:
    """From where b is given its value to what it is made of, before anything below."""
    assert needed(2, *["b: expected 3, got 4"] * 6) == 1.5
    assert needed(0, *["b: expected 3, got 4"] * 6) == 3.5
    assert needed(4, *["b: expected 3, got 4"] * 6) == 5.5


def test_a_sentence_is_worth_the_edits_that_it_tells_apart() -> None:
    """What has the very same words, whatever its numbers, comes first; numbers explain nothing."""
    told = ["TODO 2. Which way should the answer of this unit move, 1?", *["TODO 2"] * 5]
    assert needed(0, *told) == 1.0
    assert needed(1, *told) == 3.5
    assert words("got 1.5, expected -2") == words("got 7, expected 0.1")


def test_by_heart_every_message_tells_apart() -> None:
    """Without a sentence only she who knows all messages by heart can use what they have."""
    told = ["oops A", *["oops B"] * 5]
    assert needed(0, *told) == 3.5
    assert needed(0, *told, by_heart=True) == 1.0


def test_what_is_quoted_of_her_own_program_tells_nothing() -> None:
    """Her own line, marked or numbered or cut, is no part of the words; all else is."""
    message = "line 3\n  > b = a * 2\n---> 3 b = a * 2\n  > return b…\nWhat does it do here?"
    assert without_quotes(message, SOURCE) == "line 3\nWhat does it do here?"


def test_parts_of_her_program_and_marks_below_it_do_not_count_either() -> None:
    """They are as long as her own names: by them, no two programs would get the same words."""
    one = without_quotes("here `a * 2` stops\n    b = a * 2\n        ^^~~~", SOURCE)
    other = without_quotes("here `x + 1` stops\n    a = x + 1\n        ~^~", SOURCE)
    assert one == other == "here  stops"
    assert without_quotes("run `grade check`", SOURCE) == "run `grade check`"


def test_where_lines_end_does_not_count() -> None:
    """It depends on how long the names are that are quoted."""
    assert words("so it is\n  not 3") == words("so it\n  is not 4")
