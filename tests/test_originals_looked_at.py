"""The lesson's first edition, which begins with `last_loss = None`: it is looked at as closely."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.reports import practice
from byhand.grader.verdict import Finding
from forms import graded

ORIGINAL = (Path(__file__).parent / "scripts/right/the_lessons_original.py").read_text("utf-8")

SLIPS = {
    "the_slope_takes_the_place_of_what_the_unit_answers": (
        "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)",
        "hidden_output *= 1 - hidden_output\n"
        "        hidden_error_term = hidden_error * hidden_output",
        "hidden_error_term",
        "hidden_output *= 1 - hidden_output",
    ),
    "errors_go_back_through_a_sum": (
        "np.dot(output_error_term, weights_hidden_output)",
        "np.dot(output_error_term, del_w_hidden_output)",
        "hidden_error",
        "hidden_error = np.dot(output_error_term, del_w_hidden_output)",
    ),
    "one_factor_twice": (
        "error * output * (1 - output)",
        "error * output * output",
        "output_error_term",
        "output_error_term = error * output * output",
    ),
    "a_name_that_is_not_there": (
        "hidden_error * hidden_output * (1 - hidden_output)",
        "hidden_error * hidden_outputs * (1 - hidden_output)",
        "hidden_error_term",
        "hidden_error_term = hidden_error * hidden_outputs * (1 - hidden_output)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_costs_its_step_and_is_told_at_its_line(slip: str) -> None:
    """A name that is None until a loss is known is not one that is still to be given its value."""
    right, wrong, check, line = SLIPS[slip]
    assert ORIGINAL.count(right) == 1
    [finding] = _lost(ORIGINAL.replace(right, wrong))
    assert (finding.check, finding.source) == (check, line)


def test_none_in_the_place_of_an_answer_is_still_to_be_written() -> None:
    """Though the script asks whether another name is None by now."""
    source = ORIGINAL.replace("error = y - output", "error = None")
    first = _lost(source)[0]
    assert (first.check, first.outcome.value) == ("error", "not_started")


def test_what_one_run_prints_is_told_once() -> None:
    """The grader runs a script many times, with other numbers: of that nothing is told."""
    source = ORIGINAL.replace("np.random.seed(21)", "np.random.seed(21)\nprint('it begins')")
    for program in (source, source.replace("error = y - output", "error = y + output")):
        printed = graded(program, name="backprop_numpy.py").printed.splitlines()
        assert [line.split(":")[0] for line in printed] == ["it begins", "Train loss"]


def test_a_part_that_only_waits_has_no_mistake_of_its_own() -> None:
    """Its points are all there, and what is still to be seen of it follows from another step."""
    report = graded(ORIGINAL.replace("np.dot(output_error_term", "np.dot(error"), name="x.py")
    shown = " ".join(practice.rendered(report).split())
    assert "training 25 / 25 no mistake of its own" in shown


def test_numbers_may_be_written_where_they_have_names() -> None:
    """A script says what it learns with: its own number is that, under its name or as it is."""
    by_number = ORIGINAL.replace("+= learnrate *", "+= 0.005 *").replace("/ n_records", "/ 360")
    assert by_number.count("0.005") == 3
    assert _lost(by_number) == []
    another = ORIGINAL.replace("+= learnrate *", "+= 0.05 *")
    assert [finding.check for finding in _lost(another)] == ["update_weights"]


def _lost(source: str) -> list[Finding]:
    report = graded(source, name="backprop_numpy.py")
    return [finding for finding in report.findings if finding.points < finding.max_points]
