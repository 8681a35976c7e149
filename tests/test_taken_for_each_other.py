"""One slip costs one check, where a value does not go together with what it meets further down."""

from __future__ import annotations

import pytest
from byhand.grader.command import exercise
from byhand.grader.verdict import Finding, Report
from forms import graded, with_line

SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")

ERROR = "    error = y - output\n"
TERM = "    output_error_term = error * output * (1 - output)\n"
ARRIVING = "hidden_input = x @ weights_input_hidden"
ANSWER = "(hidden_output @ weights_hidden_output)"

EXCHANGED = f"    output, hidden_output = hidden_output, output\n{ERROR}"
CUT_SHORT = """    output_error_term = Matrix([
        [error.rows[i][0] * output.rows[i][0] * (1 - output.rows[i][0])]
        for i in range(1, x.shape[0])
    ])
"""
NOT_SET = """class Unit:
    def __init__(self, weights):
        weights = weights

    def arriving(self, inputs):
        return inputs @ self.weights


def forward_pass("""


def lost(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.points < finding.max_points]


SLIPS = {
    "two_names_exchanged": ([(ERROR, EXCHANGED)], "output, hidden_output = hidden_output, output"),
    "a_range_cut_short": ([(TERM, CUT_SHORT)], "output_error_term = Matrix(["),
    "an_attribute_never_set": (
        [
            ("def forward_pass(", NOT_SET),
            (ARRIVING, "hidden_input = Unit(weights_input_hidden).arriving(x)"),
            (ANSWER, "Unit(weights_hidden_output).arriving(hidden_output)"),
        ],
        "Unit(weights_input_hidden)",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_that_stops_further_down_costs_one_check(slip: str) -> None:
    """Once it is mended the rest is seen to be right; told is the line of the slip."""
    replaced, line = SLIPS[slip]
    [finding] = lost(graded(with_line(*replaced)))
    assert finding.todo
    assert line in finding.source


ADDED = "del_w_hidden_output = del_w_hidden_output + batch_w_hidden_output"


def test_a_sum_that_takes_in_the_size_of_a_batch_costs_its_check() -> None:
    """It accounts for the weights of every training: nothing else of the loop waits for it."""
    [finding] = lost(graded(with_line((ADDED, f"{ADDED} / x.shape[0]"))))
    assert finding.check == "summed_over_records"


def test_a_last_batch_that_is_lost_costs_its_check_though_few_records_are_none() -> None:
    """The trainings of more records than a batch show it; those of fewer come to nothing."""
    head = "for start in range(0, n_records, BATCH_SIZE):"
    short = "for start in range(0, n_records - BATCH_SIZE, BATCH_SIZE):"
    zeros = "        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n"
    needed = f"        assert n_records > BATCH_SIZE\n{zeros}"
    [finding] = lost(graded(with_line((head, short), (zeros, needed))))
    assert finding.check == "summed_over_records"


BACKWARD = """def backward(x, y, hidden_output, output, weights):
    output_error_term = (y - output) * output * (1 - output)
    hidden_error_term = output_error_term * weights * hidden_output * (1 - hidden_output)
    return np.outer(x, hidden_error_term), output_error_term * hidden_output


n_hidden = 2
"""
IN_A_SCRIPT = """        into, on = backward(x, y, hidden_output, output, weights_hidden_output)
        del_w_hidden_output += into
        del_w_input_hidden += on

    # TODO 10"""


def test_results_taken_for_each_other_cost_the_step_that_stops_over_them() -> None:
    """The line that takes them works out no step itself: the first result of its call pays."""
    before, _, rest = SCRIPT.partition("        # TODO 4")
    source = before + IN_A_SCRIPT + rest.partition("    # TODO 10")[2]
    report = graded(source.replace("n_hidden = 2\n", BACKWARD, 1), name="backprop_numpy.py")
    [finding] = lost(report)
    assert finding.check == "del_w_hidden_output"
    assert finding.source.startswith("into, on = backward(")
    assert "follows from hidden_input" not in [f.saw for f in report.findings]
