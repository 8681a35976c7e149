"""One mistake costs one step, also where a program never ends, or breaks off beside the steps.

A loop that goes on for ever, a name in the head of a loop, a crash in the training: what comes
after it is judged all the same, and the line is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from byhand.grader.command import exercise
from byhand.grader.verdict import Outcome
from forms import SOLUTION, graded, with_function
from test_scripts_looked_at import lost

SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")


@dataclass(frozen=True)
class Case:
    """The solution with a text replaced; the check that pays, a text of its line, some words."""

    right: str
    wrong: str
    check: str
    line: str = ""
    words: str = ""
    of: str = SOLUTION

    @property
    def source(self) -> str:
        assert self.right in self.of
        return self.of.replace(self.right, self.wrong, 1)


ENDLESS_STEP = """hidden_input = x @ weights_input_hidden
    while True:
        pass"""
COUNTED_BY_HAND = """hidden_input = x @ weights_input_hidden
    row = 0
    while row < len(hidden_input.rows):
        for j in range(len(hidden_input.rows[row])):
            hidden_input.rows[row][j] += 0.0"""
HEAD = "for x, y in zip(features.values, targets):"
IN_SCRIPT = "        error = y - output\n"
NEW_W = "weights_input_hidden, del_w_input_hidden, learnrate, n_records"

ENDLESS = {
    "a_loop_that_nothing_ends": Case(
        "hidden_input = x @ weights_input_hidden", ENDLESS_STEP, "hidden_input", "while True:"
    ),
    "a_row_that_is_never_counted": Case(
        "hidden_input = x @ weights_input_hidden", COUNTED_BY_HAND, "hidden_input", "while row <"
    ),
    "in_a_script": Case(
        IN_SCRIPT, f"{IN_SCRIPT}        while len(x) > 0: pass\n", "error", "while len", of=SCRIPT
    ),
}

CRASHES = {
    "an_argument_forgotten": Case(
        NEW_W, NEW_W.removesuffix(", n_records"), "both_layers_updated", "= update_weights(",
        "other arguments",
    ),
    "a_name_misspelt_in_the_update": Case(
        NEW_W, NEW_W.replace("del_w", "dle_w"), "both_layers_updated", "dle_w", "Did you mean"
    ),
    "the_other_layer_updated": Case(
        f"weights_input_hidden = update_weights(\n            {NEW_W})",
        "weights_input_hidden = update_weights(weights_hidden_output, del_w_hidden_output, "
        "learnrate, n_records)",
        "both_layers_updated",
    ),
    "both_at_once": Case(
        f"weights_input_hidden = update_weights(\n            {NEW_W})",
        "weights_input_hidden, _ = update_weights(weights_input_hidden, weights_hidden_output, "
        "learnrate, n_records)",
        "both_layers_updated", "weights_input_hidden, _",
    ),
    "sums_as_lists": Case(
        "del_w_input_hidden + batch_w_input_hidden", "[del_w_input_hidden, batch_w_input_hidden]",
        "summed_over_records", "[del_w_input_hidden", "table",
    ),
    "a_table_of_pandas": Case(
        HEAD, HEAD.replace("values", "value"), "summed_over_records", "features.value", "values",
        SCRIPT,
    ),
    "targets_misspelt_in_the_head": Case(
        HEAD, HEAD.replace("targets", "target"), "summed_over_records", "target)",
        "Did you mean: 'targets'", SCRIPT,
    ),
    "epochs_of_python_2": Case(
        "in range(epochs)", "in xrange(epochs)", "every_epoch", "xrange", "Python 2", SCRIPT
    ),
    "epochs_misspelt_in_the_head": Case(
        "in range(epochs)", "in range(epoch)", "every_epoch", "range(epoch)",
        "Did you mean: 'epochs'", SCRIPT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ENDLESS.values(), ids=ENDLESS)
def test_a_loop_that_never_ends_costs_its_step(case: Case) -> None:
    """The line is that of the loop, and what comes after it is judged as well."""
    [finding] = lost(graded(case.source, name=_name(case)))
    assert (finding.check, finding.outcome) == (case.check, Outcome.STOPPED)
    assert case.line in finding.source
    assert "still running" in finding.saw
    assert "What is to end it" in finding.advice


@pytest.mark.parametrize("case", CRASHES.values(), ids=CRASHES)
def test_a_crash_beside_the_steps_costs_its_check(case: Case) -> None:
    """No step is blamed for what the head of a loop or the training raises."""
    [finding] = lost(graded(case.source, name=_name(case)))
    assert finding.check == case.check
    assert case.line in finding.source
    assert case.words in finding.advice


def test_an_endless_training_says_its_line() -> None:
    """It is not waited for as long as for a training that has much to do."""
    endless = SOLUTION.replace("for _ in range(epochs):", "while epochs > 0:")
    report = graded(endless)
    first = report.first_to_fix
    assert first is not None
    assert (first.check, first.outcome) == ("every_epoch", Outcome.STOPPED)
    assert first.source == "while epochs > 0:"
    assert report.cpu_seconds < 9


OWN_LOOPS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        steps_W = [[0.0] for _ in weights_hidden_output.rows]
        steps_w = [[0.0] * len(steps_W) for _ in range(x.shape[1])]
        z = 0
        while z < x.shape[0]:
            answer = output.rows[z][0]
            top = (y.rows[z][0] - answer) * answer * (1 - answer)
            for k, a in enumerate(hidden_output.rows[z]):
                share = top * weights_hidden_output.rows[k][0]
                below = share * a * (1 - a)
                steps_W[k][0] += top * a
                e = 0
                while e < x.shape[1]:
                    steps_w[e][k] += below * x.rows[z][e]
                    e += 1
            z += 1
        return Matrix(steps_w), Matrix(steps_W)
"""
OWN_TRAINING = """
    def train(features, targets, w, W, epochs=900, learnrate=0.005):
        course, n = [], features.shape[0]
        for tour in range(epochs):
            a, o = forward_pass(features, w, W)
            dw, dW = backward_pass(features, targets, a, o, W)
            w = update_weights(w, dw, learnrate, n)
            W = update_weights(W, dW, learnrate, n)
            course.append(mean_squared_error(features, targets, w, W))
        return w, W, course
"""
OWN = {
    "one_weight_for_all_units": (
        OWN_LOOPS, "weights_hidden_output.rows[k][0]", "weights_hidden_output.rows[0][0]",
        "hidden_error",
    ),
    "an_input_that_is_never_counted": (
        OWN_LOOPS, "                    e += 1\n", "", "del_w_input_hidden",
    ),
    "an_argument_forgotten": (
        OWN_TRAINING, "(W, dW, learnrate, n)", "(W, dW, learnrate)", "both_layers_updated",
    ),
    "a_step_taken_away": (OWN_TRAINING, "(w, dw,", "(w, -dw,", "both_layers_updated"),
}  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_own_loops_and_names_cost_one_check(name: str) -> None:
    """The line that is wrong is told, and everything around it stays right."""
    function, right, wrong, check = OWN[name]
    assert right in function
    [finding] = lost(graded(with_function(function.replace(right, wrong, 1))))
    assert finding.check == check
    assert finding.line


@pytest.mark.parametrize("function", [OWN_LOOPS, OWN_TRAINING])
def test_the_same_without_the_mistake_is_right(function: str) -> None:
    assert graded(with_function(function)).full_marks


def _name(case: Case) -> str:
    return "backprop_numpy.py" if case.of is SCRIPT else "backprop.py"
