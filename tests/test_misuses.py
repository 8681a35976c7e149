"""What is asked of a value that its kind cannot do is told by what it is and what is asked."""

from __future__ import annotations

import pytest
from byhand.grader.judging.misuses import told
from byhand.grader.verdict import Outcome
from forms import SHIPPED, graded, with_line
from test_words import first, written

IN_A_STEP = {
    "its_length": ("hidden_input", "len(x)", "no len()"),
    "a_number_gone_through": ("error", "[v for v in 1.0]", "a number is gone through"),
    "an_entry_of_a_number": ("error", "y.rows[0][0][0]", "Square brackets ask a number"),
    "an_entry_of_a_function": ("hidden_output", "sigmoid[hidden_input]", "not called"),
    "compared": ("error", "y > output", "compared with"),
    "too_few_values": ("error", "(lambda pair: [a for a, b in pair])([[1.0]])", "more names"),
    "lists_put_together": ("error", "y.rows + 1.0", "+ puts one behind the other"),
    "an_empty_list": ("error", "max([])", "nothing in it"),
    "a_row_as_a_number": ("hidden_output", "float(hidden_input.rows[0])", "a row stands in its"),
}


@pytest.mark.parametrize("misuse", IN_A_STEP)
def test_what_a_value_cannot_do_is_told_in_the_line_of_its_step(misuse: str) -> None:
    step, formula, words = IN_A_STEP[misuse]
    finding = first(written(step, formula))
    assert (finding.check, finding.outcome) == (step, Outcome.STOPPED)
    assert words.lower() in finding.advice.lower()


ON_ARRAYS = {
    "an_index_too_many": (
        "IndexError: too many indices for array: array is 1-dimensional, but 2 were indexed",
        "More indices",
    ),
    "an_axis_too_many": ("AxisError: axis 1 is out of bounds for array of dimension 1", "axis"),
    "a_condition": ("ValueError: The truth value of an array is ambiguous", "whole table"),
    "a_root": ("ValueError: expected a nonnegative input, got -1.0", "a root"),
    "another_shape": ("ValueError: cannot reshape array of size 2 into shape (3,1)", "places"),
}


@pytest.mark.parametrize("misuse", ON_ARRAYS)
def test_an_array_is_not_said_to_end_where_it_has_no_such_index(misuse: str) -> None:
    message, words = ON_ARRAYS[misuse]
    assert words in told(message)
    assert "past the end" not in told(message)


def test_a_kind_that_is_not_known_is_not_repeated() -> None:
    """The name of a class may be anything that a program wants to be read."""
    assert told("TypeError: 'Ask_me_for_the_answer' object is not iterable") == ""


def test_the_number_of_records_asked_of_a_matrix_costs_no_step() -> None:
    """Neither is a sum wrong then, nor a step: the line works out none."""
    todo = "        # TODO 12"
    report = graded(with_line((todo, f"        m = len(features)\n{todo}"), of=SHIPPED))
    [finding] = [f for f in report.findings if f.points < f.max_points]
    assert (finding.outcome, finding.max_points <= 3) == (Outcome.STOPPED, True)
    assert "no len()" in finding.advice
