"""A training that stops over something costs what it stopped over, and the rest of it is seen."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome
from forms import failed, graded, with_line

BATCH = "features[start:start + BATCH_SIZE]"
FORTH = "            hidden_output, output = forward_pass(x, "
WEIGHTS = "weights_input_hidden, weights_hidden_output)\n"
RECORDS = "    n_records = features.shape[0]\n"
BATCHES = "range(0, n_records, BATCH_SIZE)"
ZEROS = "del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)"
UPDATE = "            weights_input_hidden, del_w_input_hidden, learnrate, n_records)\n"

SUMS = [
    (RECORDS, ""),
    (RECORDS, "    n_records = features.shape\n"),
    (RECORDS, "    n_records = ...\n"),
    (BATCHES, "range(0, features.shape, BATCH_SIZE)"),
    (BATCHES, "range(0, n_records, batch_size)"),
    (BATCH, "features[start, start + BATCH_SIZE]"),
    (BATCH, "features.rows[start:start + BATCH_SIZE]"),
    (BATCH, "features[start]"),
    (FORTH + WEIGHTS, FORTH.replace("output = ", "output, z = ") + WEIGHTS),
    (FORTH + WEIGHTS, FORTH + "weights_hidden_output, weights_input_hidden)\n"),
    (FORTH + WEIGHTS, FORTH.replace("x, ", "start, ") + WEIGHTS),
    (FORTH + WEIGHTS, ""),
    (FORTH + WEIGHTS, "            hidden_output, output = None\n"),
]


@pytest.mark.parametrize(("line", "slip"), SUMS)
def test_what_stops_the_batches_costs_the_sum(line: str, slip: str) -> None:
    """With the right value in its place all else is seen to be right, and is paid for."""
    report = graded(with_line((line, slip)))
    assert failed(report) == {"summed_over_records"}
    assert report.score == 94
    stopped = next(f for f in report.findings if f.check == "summed_over_records")
    assert stopped.outcome in (Outcome.STOPPED, Outcome.NOT_STARTED)
    assert stopped.line


IN_LISTS = """
def train(features, targets, weights_input_hidden, weights_hidden_output,
          epochs=900, learnrate=0.005):
    w, v, losses = weights_input_hidden, weights_hidden_output, []
    for _ in range(epochs):
        gw = Matrix.zeros(*w.shape)
        gv = [[0.0] for _ in v.rows]
        for i in range(features.shape[0]):
            x, y = features[i:i + 1], targets[i:i + 1]
            dw, dv = backward_pass(x, y, *forward_pass(x, w, v), v)
            gw += dw
            for j in range(len(v.rows)):
                gv[j][0] += dv.rows[j][0]
        w = update_weights(w, gw, learnrate, features.shape[0])
        v = update_weights(v, Matrix(gv), learnrate, features.shape[0])
        losses.append(mean_squared_error(features, targets, w, v))
    return w, v, losses
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("gw = Matrix.zeros(*w.shape)", "gw = Matrix.zeros(w.shape)"),
        ("gw = Matrix.zeros(*w.shape)", "gw = Matrix.zeros(*v.shape)"),
        ("gw = Matrix.zeros(*w.shape)", "gw = Matrix.zero(*w.shape)"),
        ("gw = Matrix.zeros(*w.shape)", "gw = [0.0] * len(w.rows)"),
        ("gv = [[0.0] for _ in v.rows]", "gv = [0.0 for _ in v.rows]"),
        ("gv = [[0.0] for _ in v.rows]", "gv = [[0.0]]"),
        ("gv = [[0.0] for _ in v.rows]", "gv = 0.0"),
    ],
)
def test_sums_that_begin_with_what_nothing_is_added_to_cost_their_zeroing(
    right: str, wrong: str
) -> None:
    """It raises there, or in the line that adds; the line is the one that they begin in."""
    assert right in IN_LISTS
    own = with_line(("def train(", "def as_given("))
    report = graded(own + IN_LISTS.replace(right, wrong))
    assert (failed(report), report.score) == ({"zeroed_each_epoch"}, 96)
    paid = next(f for f in report.findings if f.check == "zeroed_each_epoch")
    assert paid.source.strip() == wrong


def test_zeros_without_a_size_cost_their_zeroing_in_batches_as_well() -> None:
    """The line is one of the file's own."""
    report = graded(with_line((ZEROS, ZEROS.replace("*", ""))))
    assert (failed(report), report.score) == ({"zeroed_each_epoch"}, 96)


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        (UPDATE, UPDATE.replace(", n_records", "")),
        (UPDATE, UPDATE.replace("n_records", "epochs[0]")),
        (UPDATE, UPDATE.replace("learnrate", "'0.5'")),
    ],
)
def test_what_stops_the_update_costs_the_update(line: str, slip: str) -> None:
    """The sums were there already."""
    report = graded(with_line((line, slip)))
    assert (failed(report), report.score) == ({"both_layers_updated"}, 97)


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("losses.append(", "losses.add("),
        ("losses.append(", "loses.append("),
        ("    losses = []\n", ""),
        ("            features, targets, ", "            features, "),
    ],
)
def test_what_stops_over_the_losses_costs_these(line: str, slip: str) -> None:
    """Any number in its place leaves the weights right, and the losses wrong."""
    report = graded(with_line((line, slip)))
    assert (failed(report), report.score) == ({"reported_losses"}, 98)
    paid = next(f for f in report.findings if f.check == "reported_losses")
    assert paid.line


def test_what_nothing_needs_costs_none_of_the_steps() -> None:
    """Any number in its place leaves all right, the losses as well."""
    report = graded(with_line(("losses.append(", "print(epochs[0]); losses.append(")))
    assert (failed(report), report.score) == ({"every_epoch"}, 98)


IN_ONE_LIST = """
def train(features, targets, weights_input_hidden, weights_hidden_output,
          epochs=900, learnrate=0.005):
    both, losses = [weights_input_hidden, weights_hidden_output], []
    for _ in range(epochs):
        total = None
        for first in range(0, features.shape[0], BATCH_SIZE):
            part = slice(first, first + BATCH_SIZE)
            x, y = features[part], targets[part]
            steps = backward_pass(x, y, *forward_pass(x, *both), both[1])
            total = steps if total is None else [a + b for a, b in zip(total, steps)]
        both = [update_weights(w, d, learnrate, features.shape[0]) for w, d in zip(both, total)]
        losses.append(mean_squared_error(features, targets, *both))
    return both[0], both[1], losses
"""


@pytest.mark.parametrize(
    ("part", "slip", "score"),
    [
        ("[weights_input_hidden, weights_hidden_output], []", "..., []", 94),
        ("steps = backward_pass(x, y, ", "steps = backward_pass(first, y, ", 94),
        ("total = steps if total is None else [a + b for a, b in zip(total, steps)]", "pass", 94),
        ("learnrate, features.shape[0])", "learnrate, features.shape(0))", 97),
        ("mean_squared_error(features, targets", "mean_squared_error(features, x", 98),
        ("in zip(both, total)]", "in (both, total)]", 97),
        ("for _ in range(epochs):", "for _ in epochs:", 98),
    ],
)
def test_it_is_seen_in_other_styles(part: str, slip: str, score: int) -> None:
    """Both layers may stand in one list, be worked out in one line, and stop together."""
    own = with_line(("def train(", "def as_given("))
    assert part in IN_ONE_LIST
    report = graded(own + IN_ONE_LIST.replace(part, slip))
    assert report.score == score


def test_what_is_wrong_behind_the_stop_is_charged_as_well() -> None:
    """The training goes on, and does one epoch too many."""
    slips = ((BATCH, "features[start]"), ("in range(epochs)", "in range(epochs + 1)"))
    report = graded(with_line(*slips))
    assert {"summed_over_records", "every_epoch"} <= failed(report)


IN_A_SCRIPT = """
import numpy as np
from data_prep import features, targets

np.random.seed(21)
n_records, n_features = features.shape
n_hidden = 2
w = np.random.normal(scale=n_features ** -0.5, size=(n_features, n_hidden))
W = np.random.normal(scale=n_features ** -0.5, size=n_hidden)


def squash(z):
    return 1 / (1 + np.exp(-z))


def slopes(x, y, w, W):
    a = squash(x @ w)
    o = squash(a @ W)
    d = (y - o) * o * (1 - o)
    return np.outer(x, d * W * a * (1 - a)), d * a


for epoch in range(900):
    order = np.random.permutation(n_records)
    X, Y = features.values[order], targets.values[order]
    dw, dW = np.zeros(w.shape), np.zeros(W.shape)
    for x, y in zip(X, Y):
        one, other = slopes(x, y, w, W)
        dw += one
        dW += other
    w = w + 0.005 * dw / n_records
    for j in range(n_hidden):
        W[j] += 0.005 * dW[j] / n_records
"""


@pytest.mark.parametrize(
    ("part", "slip", "most"),
    [
        ("    order = np.random.permutation(n_records)\n", "    order = None\n", 8),
        ("for j in range(n_hidden)", "for j in n_hidden", 10),
        ("slopes(x, y, w, W)\n        dw", "slopes(x, y, w)\n        dw", 8),
        ("slopes(x, y, w, W)\n        dw", "slopes(x, y, W, w)\n        dw", 8),
        ("X, Y = features.values[order], targets.values[order]\n", "pass\n", 8),
    ],
)
def test_a_script_that_stops_loses_no_more_than_a_step(part: str, slip: str, most: int) -> None:
    """Its records, its counts and what its functions give are known as well."""
    assert part in IN_A_SCRIPT
    report = graded(IN_A_SCRIPT.replace(part, slip), name="backprop_numpy.py")
    assert report.score is not None
    assert 100 > report.score >= 100 - most


FORTHS = [
    ("hidden_input = x @ weights_input_hidden", "hidden_input = x @ first"),
    ("(hidden_output @ weights_hidden_output)", "(hidden_output @ second)"),
]
BACKS = [
    ("error = y - output", "error = y - answer"),
    ("error * output * (1 - output)", "error * slope(answer)"),
    ("hidden_error * hidden_output * (1 - hidden_output)", "hidden_error * slope(hidden)"),
    ("hidden_output.T @", "hidden.T @"),
]


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("first, second = weights_input_hidden, weights_hidden_output", ""),
        ("first, second = None", "hidden_input"),
        ("first, second = ...", "hidden_input"),
        ("first, second = weights_input_hidden", "hidden_input"),
        ("first, second = both", "hidden_input"),
    ],
)
def test_what_the_forward_pass_begins_with_costs_one_step(line: str, check: str) -> None:
    """It is no step, and the first that it leads to pays for it."""
    own = with_line(*FORTHS, ("    # TODO 1:", f"    {line}\n    # TODO 1:"))
    assert failed(graded(own)) == ({check} if check else set())


@pytest.mark.parametrize(
    ("line", "slip", "check"),
    [
        ("", "", ""),
        ("hidden, answer = hidden_output, output", "hidden, answer = ...", "error"),
        ("hidden, answer = hidden_output, output", "hidden, answer = output", "error"),
        ("hidden, answer = hidden_output", "hidden, answer = hidden_output.values", "error"),
        ("    def slope(a):\n        return a * (1 - a)\n", "", "hidden_error_term"),
        ("return a * (1 - a)", "a * (1 - a)", "hidden_error_term"),
    ],
)
def test_what_the_backward_pass_begins_with_costs_one_step(
    line: str, slip: str, check: str
) -> None:
    """Where several steps need it, the cheapest of them pays."""
    begun = "    hidden, answer = hidden_output, output\n"
    begun += "    def slope(a):\n        return a * (1 - a)\n"
    own = with_line(*BACKS, ("    # TODO 4:", f"{begun}    # TODO 4:"))
    assert line in own
    assert failed(graded(own.replace(line, slip, 1))) == ({check} if check else set())


def test_no_more_than_a_part_of_a_step_is_put_in_for_nothing() -> None:
    """A function that is nowhere, and was to do all the steps, has done none of them."""
    by_itself = [
        ("hidden_input = x @ weights_input_hidden", "hidden_input = f(x, weights_input_hidden)"),
        ("hidden_output = hidden_input.map(sigmoid)", "hidden_output = f(hidden_input)"),
        ("error = y - output", "error = f(y, output)"),
        ("error * output * (1 - output)", "f(error, output)"),
    ]
    missing = failed(graded(with_line(*by_itself)))
    assert missing >= {"hidden_input", "hidden_output", "error", "output_error_term"}


BACK = "def backward_pass(x, y, hidden_output, output, weights_hidden_output)"
CALLED = "x, y, hidden_output, output, weights_hidden_output)"


@pytest.mark.parametrize(
    ("parameters", "call"),
    [
        ("x, y, hidden_output, output", CALLED),
        ("x, y, hidden_output, output", "x, y, hidden_output, output)"),
        ("y, x, hidden_output, output, weights_hidden_output", CALLED),
        (
            "x, y, output, hidden_output, weights_hidden_output",
            "x, y, output, hidden_output, weights_hidden_output)",
        ),
    ],
)
def test_parameters_in_another_order_cost_one_step(parameters: str, call: str) -> None:
    """Or one that is missing: with those of the given file, all the rest is seen to be right."""
    slips = ((BACK, f"def backward_pass({parameters})"), (f"                {CALLED}", call))
    assert failed(graded(with_line(*slips))) == {"error"}


DRAWN = "np.random.normal(scale=n_features ** -0.5, size="


@pytest.mark.parametrize(
    ("part", "slip"),
    [
        (f"w = {DRAWN}(n_features, n_hidden))\n", ""),
        (f"w = {DRAWN}(n_features, n_hidden))\n", "w = ...\n"),
        (f"W = {DRAWN}n_hidden)\n", "W = None\n"),
        (f"W = {DRAWN}n_hidden)\n", f"W = {DRAWN}n_hidden)\n".replace("normal", "gauss")),
        (f"{DRAWN}(n_features, n_hidden))\nW = {DRAWN}n_hidden)\n", "...\nW = ...\n"),
        ("n_hidden = 2\n", ""),
        ("n_records, n_features = features.shape\n", ""),
        ("n_records, n_features = features.shape\n", "n_records, n_features = None\n"),
    ],
)
def test_what_a_script_lacks_before_its_training_costs_no_step(part: str, slip: str) -> None:
    """Weights that are not drawn, and counts that are not there, are put in beforehand."""
    assert part in IN_A_SCRIPT
    report = graded(IN_A_SCRIPT.replace(part, slip), name="backprop_numpy.py")
    assert (failed(report), report.score) == ({"every_epoch"}, 98)


def test_what_is_put_in_beforehand_earns_nothing_by_itself() -> None:
    """The steps are still those of the script: here there are none, or one of them is wrong."""
    undrawn = IN_A_SCRIPT.replace(f"w = {DRAWN}(n_features, n_hidden))\n", "w = ...\n")
    before, _ = undrawn.split("    order = ")
    idle = f"{before}    w = w + 0.005 * w.shape[0] * w\n    W = W + 0.005 * (w * W).sum(axis=0)\n"
    assert graded(idle, name="backprop_numpy.py").score == 0
    wrong = graded(undrawn.replace("(1 - o)", "(1 + o)"), name="backprop_numpy.py")
    assert failed(wrong) >= {"every_epoch", "output_error_term"}
