"""One slip in the lines of both layers, as one is copied from the other: it costs one check.

And it is explained, though no formula of the lesson has anything of what has come in.
"""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome
from forms import graded, with_line
from test_broken_off import SCRIPT

ONE = "weights_input_hidden += learnrate * del_w_input_hidden / n_records"
OTHER = "weights_hidden_output += learnrate * del_w_hidden_output / n_records"
UPDATES = {
    "the_last_record_once_more": ("D * x[:, None] / n_records", "D * hidden_output / n_records"),
    "the_last_error": ("D * error / n_records", "D * error / n_records"),
    "the_last_answer": ("D * output / n_records", "D * output / n_records"),
    "the_weights_themselves": ("(D + weights_input_hidden) / n_records",
                               "(D + weights_hidden_output) / n_records"),
    "divided_into_whole_numbers": ("D // n_records", "D // n_records"),
    "one_record_fewer": ("D / (n_records - 1)", "D / (n_records - 1)"),
    "without_its_signs": ("np.abs(D) / n_records", "np.abs(D) / n_records"),
    "divided_by_the_epochs": ("D / epochs", "D / epochs"),
    "by_another_number": ("D / 700", "D / 700"),
}  # fmt: skip


@pytest.mark.parametrize("slip", UPDATES)
def test_both_lines_of_the_update(slip: str) -> None:
    """It is one rule for two layers: what makes it right is told of both lines, or as a number."""
    one, other = UPDATES[slip]
    one, other = one.replace("D", "del_w_input_hidden"), other.replace("D", "del_w_hidden_output")
    changes = [
        (ONE, f"weights_input_hidden += learnrate * {one}"),
        (OTHER, f"weights_hidden_output += learnrate * {other}"),
    ]
    report = graded(with_line(*changes, of=SCRIPT), name="backprop_numpy.py")
    [finding] = [f for f in report.findings if f.points < f.max_points]
    assert (finding.check, finding.outcome) == ("update_weights", Outcome.FAILED)
    assert finding.source in {changed for _, changed in changes}
    assert finding.advice


def test_the_learnrate_comes_in_with_each_record_and_once_more() -> None:
    """In the steps of both layers, under names of the learner's own: no other check pays."""
    source = SCRIPT.replace("output_error_term", "d_out").replace("hidden_error_term", "d_hid")
    changes = [
        ("_output += d_out * hidden_output", "_output += learnrate * d_out * hidden_output"),
        ("_hidden += d_hid * x[:, None]", "_hidden += learnrate * d_hid * x[:, None]"),
    ]
    report = graded(with_line(*changes, of=source), name="backprop_numpy.py")
    wrong = [f for f in report.findings if f.points < f.max_points]
    assert {f.check for f in wrong} <= {"del_w_hidden_output", "del_w_input_hidden"}
    assert all("learnrate *" in f.source and f.advice for f in wrong)


def test_the_sums_in_the_place_of_the_weights() -> None:
    """Both passes forth are wrong, each in its line, and of each is said what it begins with."""
    changes = [
        ("np.dot(x, weights_input_hidden)", "np.dot(x, del_w_input_hidden)"),
        ("np.dot(hidden_output, weights_hidden_output)",
         "np.dot(hidden_output, del_w_hidden_output)"),
    ]  # fmt: skip
    report = graded(with_line(*changes, of=SCRIPT), name="backprop_numpy.py")
    wrong = {f.check: f for f in report.findings if f.points < f.max_points}
    assert wrong.keys() == {"hidden_input", "output"}
    assert all("del_w_" in f.source and f.advice for f in wrong.values())
