"""A NumPy script where it goes wrong: one mistake costs one step, and so does a crash."""

from __future__ import annotations

import itertools
import re

import pytest
from byhand.grader.command import exercise
from byhand.grader.verdict import Finding, Outcome, Report
from forms import graded

NAME = "backprop_numpy.py"
SOLUTION = (exercise.SOLUTION / NAME).read_text("utf-8")
CHECKS = (
    "hidden_input", "hidden_output", "output", "error", "output_error_term", "hidden_error",
    "hidden_error_term", "del_w_hidden_output", "del_w_input_hidden", "update_weights",
)  # fmt: skip
"""The check that TODO 1, 2, 3 … of a script is ticked by."""

OWN = {
    "hidden_input": "h", "hidden_output": "a", "output_error_term": "d", "hidden_error_term": "g",
    "hidden_error": "share", "output": "guess", "error": "off",
}  # fmt: skip


def script(*changes: tuple[str, str]) -> str:
    source = SOLUTION
    for right, wrong in changes:
        assert right in source, f"the solution has no {right!r}"
        source = source.replace(right, wrong, 1)
    return source


def answered(upto: int) -> str:
    """The exercise with the first TODOs answered as in the solution."""
    parts, answers = (text.split("# TODO ") for text in (exercise.exercise_files()[NAME], SOLUTION))
    return "# TODO ".join(itertools.chain(answers[: upto + 1], parts[upto + 1 :]))


def lost(report: Report) -> list[Finding]:
    """What costs points."""
    return [finding for finding in report.findings if finding.points < finding.max_points]


@pytest.mark.parametrize("upto", range(10))
def test_so_many_right_answers_give_so_many_ticks(upto: int) -> None:
    """Nothing has failed or stopped, and the next TODO is the one to go on with."""
    report = graded(answered(upto), name=NAME)
    outcomes = {finding.check: finding.outcome for finding in report.findings}
    assert [outcomes[check] is Outcome.PASSED for check in CHECKS] == [
        number < upto for number in range(10)
    ]
    assert not {Outcome.FAILED, Outcome.STOPPED} & {*outcomes.values()}
    first = report.first_to_fix
    assert first is not None
    assert (first.check, first.todo) == (CHECKS[upto], upto + 1)


CRASHES = {
    "hidden_input": ("np.dot(x, weights_input_hidden)", "np.dot(x, weights_in)"),
    "hidden_output": ("sigmoid(hidden_input)", "sigmoid(hiden_input)"),
    "output": ("np.dot(hidden_output, weights_hidden_output))", "np.dot(hidden_output, w2))"),
    "error": ("y - output", "y - outputs"),
    "output_error_term": ("error * output * (1 - output)", "error * slope(output)"),
    "hidden_error": ("output_error_term * weights_hidden_output", "delta * weights_hidden_output"),
    "hidden_error_term": (
        "hidden_error * hidden_output * (1 - hidden_output)", "hidden_error(1 - hidden_output)"
    ),
    "del_w_hidden_output": ("+= output_error_term * hidden_output", "+= d_out * hidden_output"),
    "del_w_input_hidden": ("hidden_error_term * x[:, None]", "hidden_error_term * x"),
}  # fmt: skip


@pytest.mark.parametrize("step", CRASHES)
def test_a_crash_costs_its_step(step: str) -> None:
    """It is told at its line; what comes before it and after it is the script's own, and right."""
    source = script(CRASHES[step])
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.outcome) == (step, Outcome.STOPPED)
    assert CRASHES[step][1] in source.splitlines()[finding.line - 1]


ADDED_UP = {
    "a_factor_is_left_out": (
        "+= output_error_term * hidden_output", "+= output_error_term", "del_w_hidden_output"
    ),
    "taken_away": (
        "del_w_hidden_output +=", "del_w_hidden_output -=", "del_w_hidden_output"
    ),
    "without_the_inputs": (
        "+= hidden_error_term * x[:, None]", "+= hidden_error_term", "del_w_input_hidden"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ADDED_UP)
def test_a_slip_in_a_sum_is_told_where_it_is_added_up(case: str) -> None:
    """And not in the update, which reads the sum first."""
    right, wrong, step = ADDED_UP[case]
    [finding] = lost(graded(script((right, wrong)), name=NAME))
    assert finding.check == step
    assert wrong in finding.source


def test_a_whole_table_in_what_raises_does_not_hide_the_record() -> None:
    """Which record it is about is told by what was worked out right before."""
    source = script(("error = y - output", "error = targets.values[y] - output"))
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.outcome) == ("error", Outcome.STOPPED)
    assert finding.source == "error = targets.values[y] - output"


SUMS_OF_LAYERS = ("del_w_input_hidden", "del_w_hidden_output")
LEFT_OPEN = {
    "output": ("output = sigmoid(np.dot(hidden_output, weights_hidden_output))", "output = ..."),
    "del_w_input_hidden": ("+= hidden_error_term * x[:, None]", "+= ..."),
    "both_layers_updated": ("+= learnrate * del_w_hidden_output / n_records", "+= ..."),
}


@pytest.mark.parametrize("check", LEFT_OPEN)
def test_what_is_left_open_among_right_lines_costs_its_step(check: str) -> None:
    """The rest is the script's own, the loop included, and comes out right."""
    [finding] = lost(graded(script(LEFT_OPEN[check]), name=NAME))
    assert (finding.check, finding.outcome) == (check, Outcome.NOT_STARTED)
    assert finding.source.endswith("= ...")


PLACES = {
    "an attribute": ("class Own:\n    pass\n\nown = Own()\n", "own.total"),
    "an entry": ("kept = {}\n", 'kept["W"]'),
    "an entry of an attribute": ("class Own:\n    kept = {}\n\n", 'Own.kept["W"]'),
}
SUMMED = "        del_w_hidden_output += output_error_term * hidden_output\n"


@pytest.mark.parametrize("where", PLACES)
def test_a_sum_that_is_left_open_costs_its_step_wherever_it_is_kept(where: str) -> None:
    """What it would come to is put there: the sum itself, and not what is added to it."""
    made, place = PLACES[where]
    source = script((SUMMED, f"        {place} += ...\n"))
    source = source.replace("del_w_hidden_output", place)
    source = source.replace("n_hidden = 2\n", f"n_hidden = 2\n{made}", 1)
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.outcome) == ("del_w_hidden_output", Outcome.NOT_STARTED)
    assert finding.source.endswith("+= ...")


UPDATES = """    weights_input_hidden += learnrate * del_w_input_hidden / n_records
    weights_hidden_output += learnrate * del_w_hidden_output / n_records
"""
STILL = {
    "no update": ("update_weights", "    pass\n"),
    "thrown away": (
        "both_layers_updated",
        UPDATES.replace("+=", "+")
        .replace("learnrate", "(learnrate")
        .replace("records", "records)"),
    ),
}


@pytest.mark.parametrize("why", STILL)
def test_weights_of_ones_own_that_never_move_cost_the_update_alone(why: str) -> None:
    """No name and no weight tells the steps, and each of them is seen to be right."""
    check, instead = STILL[why]
    source = script((UPDATES, instead), ("n_hidden = 2\n", "n_hidden = 2\nw = {}\n"))
    for layer in ("input_hidden", "hidden_output"):
        source = source.replace(f"del_w_{layer}", f"sum_{layer}")
        source = source.replace(f"weights_{layer}", f'w["{layer}"]')
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.outcome) == (check, Outcome.FAILED)
    assert finding.line


def test_new_weights_that_are_left_open_have_the_shape_of_the_old_ones() -> None:
    """A column stays a column: the next epoch goes on with it."""
    kept = "weights_hidden_output"
    source = script(
        (f"{kept} = np.random.normal(scale=n_features**-0.5, size=n_hidden)",
         f"{kept} = np.random.normal(scale=n_features**-0.5, size=(n_hidden, 1))"),
        ("hidden_error = output_error_term * weights_hidden_output",
         "hidden_error = np.dot(output_error_term, weights_hidden_output.T)"),
        ("output_error_term * hidden_output\n", "output_error_term * hidden_output[:, None]\n"),
        ("weights_hidden_output += learnrate * del_w_hidden_output / n_records",
         "weights_hidden_output = ..."),
    )  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.outcome) == ("both_layers_updated", Outcome.NOT_STARTED)


def test_records_that_fill_no_batch_cost_the_sums_alone() -> None:
    """A few of them move nothing then; no step is blamed for it."""
    source = script(
        ("for e in range(epochs):",
         "def batches(size):\n    for start in range(0, n_records - size, size):\n"
         "        yield from zip(features.values[start:start + size],\n"
         "                       targets[start:start + size])\n"
         "\nfor e in range(epochs):"),
        ("in zip(features.values, targets):", "in batches(64):"),
    )  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert finding.check == "summed_over_records"
    assert "the first 320 of 360 records" in finding.advice


@pytest.mark.parametrize("instead", ["+ learnrate *", "+ 0 * learnrate *"])
def test_an_update_that_reaches_no_weights_leaves_the_sums_as_they_are(instead: str) -> None:
    """They are right in each epoch; what only a network that learns can show is not there."""
    both = [(f"+= learnrate * {step}", f"{instead} {step}") for step in SUMS_OF_LAYERS]
    update, *others = lost(graded(script(*both), name=NAME))
    assert (update.check, update.mistake) == ("update_weights", "update_changes_nothing")
    assert {finding.check for finding in others} <= {
        "weight_shapes",
        "loss_falls",
        "final_accuracy",
    }


def test_a_training_that_nothing_ends_costs_the_epochs() -> None:
    """It is not cut short where the epochs that are asked for are over."""
    source = script(("for e in range(epochs):", "e = 0\nwhile True:"))
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.source) == ("every_epoch", "while True:")


@pytest.mark.parametrize("step", CRASHES)
def test_a_crash_among_names_of_ones_own_costs_its_step(step: str) -> None:
    """A step is known by its value, so its neighbours are right under any name."""
    source = script(CRASHES[step])
    for name, own in OWN.items():
        source = re.sub(rf"\b{name}\b", own, source)
    findings = lost(graded(source, name=NAME))
    assert [(f.check, f.outcome) for f in findings] == [(step, Outcome.STOPPED)]


def test_what_a_helper_forgets_costs_one_step() -> None:
    """Two steps go through the given function; a name that it lacks is one mistake."""
    [finding] = lost(graded(script(("np.exp(-z)", "exp(-z)")), name=NAME))
    assert finding.check in ("hidden_output", "output")
    assert finding.source == "return 1 / (1 + exp(-z))"


@pytest.mark.parametrize("upto", range(1, 10))
def test_a_crash_is_told_before_the_rest_is_written(upto: int) -> None:
    """Not as something that waits: the line, while all the later TODOs are as they were given."""
    right, wrong = CRASHES[CHECKS[upto - 1]]
    source = answered(upto)
    assert right in source
    report = graded(source.replace(right, wrong, 1), name=NAME)
    first = report.first_to_fix
    assert first is not None
    assert (first.check, first.outcome) == (CHECKS[upto - 1], Outcome.STOPPED)
    assert wrong in report_line(source.replace(right, wrong, 1), first)
    ticked = [f.check for f in report.findings if f.outcome is Outcome.PASSED]
    assert set(CHECKS[: upto - 1]) <= set(ticked)


def report_line(source: str, finding: Finding) -> str:
    return source.splitlines()[finding.line - 1]


def test_a_wrong_slope_in_one_line_costs_the_step_of_the_slope() -> None:
    """The share of the error is right within that line, though it has no name."""
    source = script(
        ("hidden_error = output_error_term * weights_hidden_output",
         "both = output_error_term * weights_hidden_output * hidden_output * (1 + hidden_output)"),
        ("hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)",
         "pass"),
        ("hidden_error_term * x[:, None]", "both * x[:, None]"),
    )  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert finding.check == "hidden_error_term"
    assert finding.source.startswith("both = ")


@pytest.mark.parametrize("divisor", ["epochs", "n_hidden + 1", "learnrate"])
def test_an_update_that_nobody_knows_costs_the_update(divisor: str) -> None:
    """And is never the grader's own fault."""
    source = SOLUTION.replace("hidden / n_records", f"hidden / ({divisor})")
    source = source.replace("output / n_records", f"output / ({divisor})")
    report = graded(source, name=NAME)
    assert [f.check for f in lost(report)] == ["update_weights"]


@pytest.mark.parametrize(
    "noise", ["0 * hidden_error", "np.zeros(2)", "np.random.normal(size=2)", "np.ones(2)"]
)
def test_what_is_not_computed_earns_nothing(noise: str) -> None:
    """A crash later on, which the look goes past, does not make it right."""
    source = script(
        ("hidden_error * hidden_output * (1 - hidden_output)", noise),
        ("hidden_error_term * x[:, None]", "hidden_error_term * xs[:, None]"),
    )
    costs = {finding.check for finding in lost(graded(source, name=NAME))}
    assert {"hidden_error_term", "del_w_input_hidden"} <= costs


def test_an_update_that_goes_uphill_is_told_at_its_first_line() -> None:
    """It is one rule for both layers, written in two lines."""
    several = (f"weights_{layer} += learnrate" for layer in ("input_hidden", "hidden_output"))
    source = script(*((line, line.replace("+=", "-=")) for line in several))
    [finding] = [f for f in lost(graded(source, name="backprop_numpy.py")) if f.advice]
    assert (finding.check, finding.todo) == ("update_weights", 10)
    assert source.splitlines()[finding.line - 1].strip().startswith("weights_input_hidden -= ")


def test_a_turned_step_is_told_where_it_is_made_and_not_where_the_update_stops() -> None:
    """The sum of tables that lie on their side is stumbled over further down, in a right line."""
    source = script(
        ("for e in range(epochs):", """
def update(weights, total):
    return weights + learnrate * total / n_records


for e in range(epochs):"""),
        ("np.zeros(weights_input_hidden.shape)", "0"),
        ("+= hidden_error_term * x[:, None]",
         "= del_w_input_hidden + np.outer(hidden_error_term, x)"),
        ("weights_input_hidden += learnrate * del_w_input_hidden / n_records",
         "weights_input_hidden = update(weights_input_hidden, del_w_input_hidden)"),
        ("weights_hidden_output += learnrate * del_w_hidden_output / n_records",
         "weights_hidden_output = update(weights_hidden_output, del_w_hidden_output)"),
    )  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.todo) == ("del_w_input_hidden", 9)
    assert finding.source.endswith("np.outer(hidden_error_term, x)")


MOVED = "weights_input_hidden += learnrate * del_w_input_hidden / n_records"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (MOVED.replace("del_w_input_hidden", "3"), "something that is always 3 stands"),
        (MOVED.replace("del_w_input_hidden", "np.inf"), "no finite number"),
        (MOVED.replace("learnrate", "np.log(-1.0)"), "no finite number"),
        (MOVED.replace("n_records", "0"), "no finite number"),
    ],
)
def test_a_layer_moved_by_something_else_is_told_in_its_line(line: str, words: str) -> None:
    """Not in that of the other layer, and a number that is not finite is not called 0."""
    [finding] = lost(graded(script((MOVED, line)), name="backprop_numpy.py"))
    assert (finding.check, finding.source) == ("both_layers_updated", line)
    assert words in finding.advice


def test_a_slope_taken_for_the_activation_is_no_mistake_in_the_slope() -> None:
    """The helper is right for those who call it rightly: the call that is wrong is told."""
    wrong = "hidden_output = slope(hidden_input)"
    source = script(
        ("np.random.seed(21)", "slope = lambda a: a * (1 - a)\nnp.random.seed(21)"),
        ("error * output * (1 - output)", "error * slope(output)"),
        (
            "hidden_error * hidden_output * (1 - hidden_output)",
            "hidden_error * slope(hidden_output)",
        ),
        ("hidden_output = sigmoid(hidden_input)", wrong),
    )
    [finding] = lost(graded(source, name="backprop_numpy.py"))
    assert (finding.check, finding.source) == ("hidden_output", wrong)


def test_a_keyword_that_nothing_takes_costs_one_step() -> None:
    """What stands around it is judged without it."""
    wrong = "np.dot(hidden_output, weights_hidden_output, axes=1)"
    [finding] = lost(
        graded(script((wrong.replace(", axes=1", ""), wrong)), name="backprop_numpy.py")
    )
    assert (finding.check, finding.outcome.value) == ("output", "stopped")
