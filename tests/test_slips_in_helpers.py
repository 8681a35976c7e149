"""A slip in a function of one's own, or in one turn of a loop, costs one step: that of its line."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome
from forms import graded, with_function
from test_scripts_looked_at import lost

BACK = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = error_term(y - output, output)
        below = error_term(top @ weights_hidden_output.T, hidden_output)
        return product(x, below), product(hidden_output, top)
"""
PRODUCT = "\n\ndef product(one, other):\n    return one.T @ other\n"
TERM = "\n\ndef error_term(blame, answer):\n    {}\n"
NOTHING_BACK = {
    "the_value_alone": "blame * answer * (1 - answer)",
    "under_a_name": "term = blame * answer * (1 - answer)",
    "changed_in_its_place": "blame *= answer * (1 - answer)",
    "in_both_branches": (
        "if answer.shape[1] > 1:\n        blame * answer * (1 - answer)\n"
        "    else:\n        term = blame * answer * (1 - answer)"
    ),
}


@pytest.mark.parametrize("body", NOTHING_BACK.values(), ids=NOTHING_BACK)
def test_a_helper_without_its_return_costs_one_step(body: str) -> None:
    """The line is where the value is worked out that goes to nobody, not where None is met."""
    report = graded(with_function(BACK, before=PRODUCT + TERM.format(body)))
    [finding] = lost(report)
    if "if" not in body:
        assert finding.check in ("output_error_term", "hidden_error_term")
        assert finding.source == body
        assert "has handed back nothing, which is None" in finding.advice


NOTHING_IN_IT = ["pass", "...", "return None", "raise NotImplementedError", "'To be done.'"]


@pytest.mark.parametrize("body", NOTHING_IN_IT)
@pytest.mark.parametrize(
    ("helper", "checks"),
    [
        (TERM, {"output_error_term", "hidden_error_term"}),
        (PRODUCT, {"del_w_hidden_output", "del_w_input_hidden"}),
    ],
)
def test_a_helper_with_nothing_in_it_costs_one_step(
    helper: str, checks: set[str], body: str
) -> None:
    """It is the helper that is not written yet, and not the lines that call it."""
    helpers = PRODUCT + TERM.format(f"return {NOTHING_BACK['the_value_alone']}")
    if helper == TERM:
        helpers = PRODUCT + TERM.format(body)
    else:
        helpers = helpers.replace("return one.T @ other", body)
    report = graded(with_function(BACK, before=helpers))
    [finding] = lost(report)
    assert finding.check in checks
    assert (finding.outcome, finding.source) == (Outcome.NOT_STARTED, body)


def test_a_method_without_its_return_beside_one_with_nothing_in_it_costs_two_steps() -> None:
    """What the first hides is looked at as if it were right."""
    unit = """

class Unit:
    def squash(self, z):
        self.a = z.map(sigmoid)

    def terms(self, blame):
        {}

    def name(self):
        pass
"""
    forth = """
    def forward_pass(x, w, v):
        below = Unit().squash(x @ w)
        return below, Unit().squash(below @ v)
    """
    back = """
    def backward_pass(x, y, a, o, v):
        top, below = Unit(), Unit()
        top.a, below.a = o, a
        top.name()
        term = top.terms(y - o)
        return x.T @ below.terms(term @ v.T), a.T @ term
    """
    with_unit = with_function(back, before=unit.format("return blame * self.a * (1 - self.a)"))
    right = with_function(forth, of=with_unit)
    returned = right.replace("self.a = z.map(sigmoid)", "self.a = z.map(sigmoid); return self.a")
    assert lost(graded(returned)) == []
    both = right.replace("return blame * self.a * (1 - self.a)", "pass")
    assert {f.check for f in lost(graded(both))} == {"hidden_output", "output_error_term"}


def test_helpers_that_hand_back_are_right() -> None:
    """So are those that only change what they get."""
    right = TERM.format(f"return {NOTHING_BACK['the_value_alone']}")
    assert lost(graded(with_function(BACK, before=PRODUCT + right))) == []
    changing = BACK.replace("    return", "    scale(top, 1.0)\n        return")
    scale = "\n\ndef scale(m, by):\n    m *= by\n"
    assert lost(graded(with_function(changing, before=PRODUCT + right + scale))) == []


BY_RECORD = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        W, n = weights_hidden_output.rows, hidden_output.shape[1]
        into = [[0.0 for _ in range(n)] for _ in range(x.shape[1])]
        out = [[0.0] for _ in range(n)]
        for k in range(x.shape[0]):
            o = output.rows[k][0]
            top = (y.rows[k][0] - o) * o * (1 - o)
            for j in range(n):
                a = hidden_output.rows[k][j]
                out[j][0] += top * a
                below = top * W[j][0] * a * (1 - a)
                for i in range(x.shape[1]):
                    into[i][j] += below * x.rows[k][i]
        return Matrix(into), Matrix(out)
"""
EXCHANGED = {
    "the_weights": ("W[j][0]", "W[0][j]", "hidden_error"),
    "the_inputs": ("x.rows[k][i]", "x.rows[i][k]", "del_w_input_hidden"),
    "the_answers": ("o = output.rows[k][0]", "o = output.rows[0][k]", "error"),
}


@pytest.mark.parametrize(("right", "wrong", "check"), EXCHANGED.values(), ids=EXCHANGED)
def test_row_and_column_exchanged_cost_the_step_of_the_line(
    right: str, wrong: str, check: str
) -> None:
    """In the middle of a loop over records, where all that comes later is never worked out."""
    report = graded(with_function(BY_RECORD.replace(right, wrong)))
    [finding] = lost(report)
    assert wrong in finding.source
    assert finding.check == check


LAYERS = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        layers = [x]
        for weights in (weights_input_hidden, weights_hidden_output):
            arrived = layers[-1] @ weights
            layers.append(arrived.map(sigmoid))
        return layers[1], layers[2]
"""
SUMS = """
    def forward_pass(x, w, W):
        a, o = [], []
        for record in x.rows:
            units = []
            for j in range(w.shape[1]):
                s = 0.0
                for i, value in enumerate(record):
                    s += value * w.rows[i][j]
                units.append(sigmoid(s))
            z = 0.0
            for unit, row in zip(units, W.rows):
                z += unit * row[0]
            a.append(units)
            o.append([sigmoid(z)])
        return Matrix(a), Matrix(o)
"""
IN_A_TURN = {
    "always_the_first_layer": (LAYERS, "layers[-1] @", "layers[0] @", "layers[0] @"),
    "a_sum_of_an_inner_loop": (SUMS, "s = 0.0", "pass", "s += value"),
    "the_sum_of_the_answer": (SUMS, "z = 0.0", "pass", "z += unit"),
}


@pytest.mark.parametrize(("function", "right", "wrong", "line"), IN_A_TURN.values(), ids=IN_A_TURN)
def test_what_raises_in_a_turn_of_a_loop_costs_one_step(
    function: str, right: str, wrong: str, line: str
) -> None:
    """The line is its own, and no other step of the pass is blamed."""
    assert lost(graded(with_function(function))) == []
    [finding] = lost(graded(with_function(function.replace(right, wrong))))
    assert finding.outcome is Outcome.STOPPED
    assert line in finding.source


PAIRS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = (y - output) * output * (1 - output)
        below = top @ weights_hidden_output.T * hidden_output * (1 - hidden_output)
        steps = []
        for enters, term in ((x, below), (hidden_output, top)):
            steps.append(enters.T @ term)
        return tuple(steps)
"""
PAIRED = {
    "the_terms": ("(x, below), (hidden_output, top)", "(x, top), (hidden_output, below)"),
    "what_enters": ("(x, below), (hidden_output, top)", "(hidden_output, below), (x, top)"),
    "in_the_head": ("for enters, term", "for term, enters"),
}


@pytest.mark.parametrize(("right", "wrong"), PAIRED.values(), ids=PAIRED)
def test_two_values_exchanged_in_a_loop_over_layers_cost_one_step(right: str, wrong: str) -> None:
    """No turn of it is right, and it is one line: what comes before it is right all the same."""
    assert lost(graded(with_function(PAIRS))) == []
    [finding] = lost(graded(with_function(PAIRS.replace(right, wrong))))
    assert finding.check in ("del_w_input_hidden", "del_w_hidden_output")
    assert "enters" in finding.source


BY_HELPER = """
    def forward_pass(x, w, W):
        hidden, answers = [], []
        for record in x.rows:
            a = [sigmoid(z) for z in arriving(record, w.rows)]
            hidden.append(a)
            answers.append([sigmoid(z) for z in arriving(a, W.rows)])
        return Matrix(hidden), Matrix(answers)
"""
ARRIVING = """

def arriving(values, rows):
    sums = [0.0 for _ in rows[0]]
    for value, row in zip(values, rows):
        for j, weight in enumerate(row):
            sums[j] += value * weight
    return sums
"""
WRONG_SUMS = {
    "overwritten": ("+= value", "= value"),
    "subtracted": ("+= value", "-= value"),
    "the_other_operator": ("value * weight", "value + weight"),
}


@pytest.mark.parametrize(("right", "wrong"), WRONG_SUMS.values(), ids=WRONG_SUMS)
def test_a_wrong_helper_of_both_layers_costs_one_step(right: str, wrong: str) -> None:
    """Whatever it serves, it is one line."""
    assert lost(graded(with_function(BY_HELPER, before=ARRIVING))) == []
    [finding] = lost(graded(with_function(BY_HELPER, before=ARRIVING.replace(right, wrong))))
    assert finding.check == "hidden_input"


def test_a_helper_that_makes_nothing_of_its_values_costs_each_step_that_it_serves() -> None:
    """What does not depend on the record is no slip in a sum, and shows nothing of either."""
    alone = ARRIVING.replace("value * weight", "weight * weight")
    checks = {finding.check for finding in lost(graded(with_function(BY_HELPER, before=alone)))}
    assert checks == {"hidden_input", "output"}


def test_a_right_helper_that_is_given_something_wrong_twice_costs_two_steps() -> None:
    """The lines that call it are to blame, each by itself."""
    wrong = BY_HELPER.replace("(record, w", "([2 * v for v in record], w")
    wrong = wrong.replace("arriving(a, W", "arriving([-v for v in a], W")
    checks = {finding.check for finding in lost(graded(with_function(wrong, before=ARRIVING)))}
    assert checks == {"hidden_input", "output"}


BY_SLOPE = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = slope(output) * (y - output)
        below = (weights_hidden_output @ top.T).T * slope(hidden_output)
        return x.T @ below, hidden_output.T @ top
"""
SLOPES = [
    "return m.map(lambda v: v ** 2 - v)",
    "return m * (m - 1)",
    "return -1 * m * (1 - m)",
    "return Matrix([[-v * (1 - v) for v in row] for row in m.rows])",
]


@pytest.mark.parametrize("body", SLOPES)
def test_a_slope_with_the_wrong_sign_is_charged_where_the_sign_is_turned(body: str) -> None:
    """Turned twice on the way to one layer, it shows in the other alone: it is no sum's fault."""
    slope = f"\n\ndef slope(m):\n    {body}\n"
    [finding] = lost(graded(with_function(BY_SLOPE, before=slope)))
    assert finding.check == "output_error_term"
    assert finding.source == body


def test_a_factor_with_the_wrong_sign_is_not_taken_for_the_error() -> None:
    """The error has its own line, where it is right, and the slope has another."""
    body = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        gap = y - output
        steep = output * (output - 1)
        top = gap * steep
        below = (top @ weights_hidden_output.T) * hidden_output * (1 - hidden_output)
        return x.T @ below, hidden_output.T @ top
    """
    right = body.replace("output - 1", "1 - output")
    assert lost(graded(with_function(right))) == []
    [finding] = lost(graded(with_function(body)))
    assert (finding.check, finding.source) == ("output_error_term", "steep = output * (output - 1)")
    assert "opposite sign in this line" in finding.advice
    turned = right.replace("y - output", "output - y")
    [finding] = lost(graded(with_function(turned)))
    assert (finding.check, finding.source) == ("error", "gap = output - y")


def test_a_slope_with_the_wrong_sign_in_one_layer_costs_that_layer() -> None:
    """With names of one's own, in a loop over records."""
    wrong = BY_RECORD.replace("* a * (1 - a)", "* a * (a - 1)")
    [finding] = lost(graded(with_function(wrong)))
    assert finding.check == "hidden_error_term"


UPHILL = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        to_answer = output - y
        to_z = to_answer * output * (1 - output)
        to_W = hidden_output.T @ to_z
        to_a = to_z @ weights_hidden_output.T
        to_h = to_a * hidden_output * (1 - hidden_output)
        to_w = x.T @ to_h
        return -to_w, -to_W
"""
CRASHES_UPHILL = {
    "not_turned_round": ("weights_hidden_output.T", "weights_hidden_output", "hidden_error"),
    "another_name": ("to_a * hidden", "to_b * hidden", "hidden_error_term"),
    "entry_by_entry": ("to_z @ weights", "to_z * weights", "hidden_error"),
    "on_its_side_in_the_last_step": ("x.T @ to_h", "x @ to_h", "del_w_input_hidden"),
    "a_step_unwritten": ("hidden_output.T @ to_z", "...", "del_w_hidden_output"),
    "a_step_that_is_none": ("x.T @ to_h", "None", "del_w_input_hidden"),
    "another_name_at_last": ("-to_w, -to_W", "to_w * -1, to_V * -1", "del_w_hidden_output"),
}


@pytest.mark.parametrize(("right", "wrong", "check"), CRASHES_UPHILL.values(), ids=CRASHES_UPHILL)
def test_what_raises_among_gradients_uphill_costs_one_step(
    right: str, wrong: str, check: str
) -> None:
    """The sign was turned before it on purpose, and is turned back after it."""
    assert lost(graded(with_function(UPHILL))) == []
    [finding] = lost(graded(with_function(UPHILL.replace(right, wrong))))
    assert finding.check == check


NEVER_BEGUN_AGAIN = {
    "of_the_answer": ("            z = 0.0\n", "output", "z"),
    "of_a_unit": ("                s = 0.0\n", "hidden_input", "s"),
}


@pytest.mark.parametrize(
    ("zero", "check", "name"), NEVER_BEGUN_AGAIN.values(), ids=NEVER_BEGUN_AGAIN
)
def test_a_sum_that_is_not_begun_again_costs_its_step(zero: str, check: str, name: str) -> None:
    """It is right for the first record, and goes on growing from there."""
    wrong = SUMS.replace(zero, "").replace(
        "        a, o = [], []\n", f"        a, o, {name} = [], [], 0.0\n"
    )
    [finding] = lost(graded(with_function(wrong)))
    assert finding.check == check
    assert name in finding.source


def test_a_turn_of_a_loop_over_layers_that_raises_is_that_layers() -> None:
    """The first turn was right: it is not the step that pays."""
    [finding] = lost(graded(with_function(LAYERS.replace("layers[-1] @", "layers[0] @"))))
    assert finding.check == "output"


SQUASHED = """
    def forward_pass(x, w, W):
        a = squashed(x @ w)
        return a, squashed(a @ W)
"""
NOT_SQUASHED = ["return m", "return sigmoid(m)", "return m.map(lambda z: 1 - z)"]


@pytest.mark.parametrize("body", NOT_SQUASHED)
def test_a_helper_that_does_not_squash_costs_one_step(body: str) -> None:
    """Both layers' answers come from it, and it is one line."""
    helper = f"\n\ndef squashed(m):\n    {body}\n"
    assert (
        lost(graded(with_function(SQUASHED, before=helper.replace(body, "return m.map(sigmoid)"))))
        == []
    )
    [finding] = lost(graded(with_function(SQUASHED, before=helper)))
    assert finding.check == "hidden_output"


LOOP = "for k in range(x.shape[0]):"
RETURN = "        return Matrix(into), Matrix(out)"
SHORT = {
    "one_too_few": (LOOP, "for k in range(x.shape[0] - 1):"),
    "from_the_second_on": (LOOP, "for k in range(1, x.shape[0]):"),
    "handed_back_inside": (RETURN, f"    {RETURN}"),
    "left_at_once": (RETURN, f"            break\n{RETURN}"),
}


@pytest.mark.parametrize(("right", "wrong"), SHORT.values(), ids=SHORT)
def test_a_loop_over_records_that_leaves_some_out_costs_one_step(right: str, wrong: str) -> None:
    """All that is right for one record is right; both sums lack the same ones."""
    [finding] = lost(graded(with_function(BY_RECORD.replace(right, wrong))))
    assert finding.check in ("del_w_hidden_output", "del_w_input_hidden")


def test_a_loop_that_leaves_records_out_does_not_hide_a_wrong_step() -> None:
    """Two mistakes cost two steps."""
    wrong = BY_RECORD.replace(LOOP, SHORT["one_too_few"][1]).replace("a * (1 - a)", "(1 - a)")
    checks = {finding.check for finding in lost(graded(with_function(wrong)))}
    assert "hidden_error_term" in checks or len(checks) > 1


HANDED_ON = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        return back(x, y, hidden_output, output, weights_hidden_output)
"""
BACKWARD = """

def back(x, y, a, o, W):
    top = (y - o) * o * (1 - o)
    below = (top @ W.T) * a * (1 - a)
    return x.T @ below, a.T @ top
"""
ORDERS = ["x, y, o, a, W", "y, x, a, o, W", "x, o, a, y, W", "x, y, W, o, a"]


def test_a_function_of_ones_own_is_right() -> None:
    assert lost(graded(with_function(HANDED_ON, before=BACKWARD))) == []


@pytest.mark.parametrize("order", ORDERS)
def test_two_arguments_exchanged_cost_one_step(order: str) -> None:
    """All that the function does is right; it is the call that is not."""
    wrong = BACKWARD.replace("def back(x, y, a, o, W)", f"def back({order})")
    [finding] = lost(graded(with_function(HANDED_ON, before=wrong)))
    assert finding.source.startswith("return back(")
    assert "each in the other's place" in finding.saw


@pytest.mark.parametrize("secret", ["of one class", "of another", "a"])
@pytest.mark.parametrize(
    "body", ["1 + np.exp(-z)", "1.0 + (1.0 + np.exp(-z))", "1 / (2 + np.exp(-z))"]
)
def test_a_wrong_sigmoid_is_one_mistake_whatever_the_numbers(secret: str, body: str) -> None:
    """It serves both layers; how like the right answers its own are depends on the records."""
    report = graded(SIGMOID_OF_BOTH.format(body), name="backprop_numpy.py", secret=secret)
    [finding] = lost(report)
    assert finding.check in ("hidden_output", "output")


SIGMOID_OF_BOTH = """
import numpy as np
from data_prep import features, targets

X, Y = features.values, np.array(targets)
squash = lambda z: {}
np.random.seed(21)
w = np.random.normal(scale=X.shape[1] ** -0.5, size=(X.shape[1], 2))
W = np.random.normal(scale=X.shape[1] ** -0.5, size=2)
for epoch in range(900):
    a = squash(X @ w)
    o = squash(a @ W)
    top = (Y - o) * o * (1 - o)
    below = np.outer(top, W) * a * (1 - a)
    W = W + 0.005 * (a.T @ top) / len(X)
    w = w + 0.005 * (X.T @ below) / len(X)
"""


SLOPE_OF_BOTH = """
import numpy as np
from data_prep import features, targets


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


np.random.seed(21)
w = np.random.normal(scale=6 ** -0.5, size=(6, 2))
W = np.random.normal(scale=6 ** -0.5, size=2)
for epoch in range(900):
    dw, dW = np.zeros(w.shape), np.zeros(W.shape)
    for x, y in zip(features.values, targets):
        hidden_input = x @ w
        hidden_output = sigmoid(hidden_input)
        z = hidden_output @ W
        output = sigmoid(z)
        error = y - output
        output_error_term = error * slope(z)
        hidden_error = output_error_term * W
        hidden_error_term = hidden_error * slope(hidden_input)
        dW += output_error_term * hidden_output
        dw += np.outer(x, hidden_error_term)
    w += 0.005 * dw / len(features)
    W += 0.005 * dW / len(features)
"""


def test_a_slope_of_another_shape_is_one_mistake_though_it_raises_in_the_other_layer() -> None:
    """It is told in its own line, and charged to the first layer that it is asked for."""
    assert lost(graded(SLOPE_OF_BOTH, name="backprop_numpy.py")) == []
    wrong = SLOPE_OF_BOTH.replace("(1 - sigmoid(z))", "(1 - sigmoid(x))")
    [finding] = lost(graded(wrong, name="backprop_numpy.py"))
    assert finding.check == "output_error_term"
    assert "sigmoid(x)" in finding.source


def test_a_wrong_guess_at_a_name_does_not_cost_the_step_that_breaks_off_over_it() -> None:
    """What is like the name that is not there are all the targets, in the place of one."""
    one_by_one = SLOPE_OF_BOTH.replace("targets):", "targets.values):")
    wrong = one_by_one.replace("error = y", "error = target").replace(
        "output_error_term * W", "np.dot(output_error_term, W)"
    )
    [finding] = lost(graded(wrong, name="backprop_numpy.py"))
    assert (finding.check, finding.outcome) == ("error", Outcome.STOPPED)


SLOPES = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        slope = hidden_output * (1 - hidden_output)
        top = (y - output) * output * (1 - output)
        below = top @ weights_hidden_output.T * slope
        return x.T @ below, hidden_output.T @ top
"""


@pytest.mark.parametrize("asked", ["hidden_output.a", 'dict(a=hidden_output)["z"]', "a.b.c"])
def test_a_slope_that_raises_costs_the_step_that_it_is_a_factor_of(asked: str) -> None:
    """It is no step itself, and what it is multiplied with later is right."""
    wrong = SLOPES.replace("slope = hidden_output", f"slope = {asked}")
    [finding] = lost(graded(with_function(wrong)))
    assert (finding.check, finding.outcome) == ("hidden_error_term", Outcome.STOPPED)
    assert finding.source.startswith("slope = ")


BY_NUMBER = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        up, down = Matrix.zeros(x.shape[1], hidden_output.shape[1]), weights_hidden_output * 0
        for r in range(x.shape[0]):
            off = y.rows[r][0] - output.rows[r][0]
            d = off * output.rows[r][0] * (1 - output.rows[r][0])
            for j, a in enumerate(hidden_output.rows[r]):
                share = d * weights_hidden_output.rows[j][0]
                g = share * a * (1 - a)
                down.rows[j][0] += d * a
                for i, one in enumerate(x.rows[r]):
                    up.rows[i][j] += g * one
        return up, down
"""
ZEROS = {
    "error": "off = y.rows[r][0] - output.rows[r][0]",
    "output_error_term": "d = off * output.rows[r][0] * (1 - output.rows[r][0])",
    "hidden_error": "share = d * weights_hidden_output.rows[j][0]",
    "hidden_error_term": "g = share * a * (1 - a)",
}


@pytest.mark.parametrize("step", ZEROS)
@pytest.mark.parametrize("zero", ["0", "0.0"])
def test_a_zero_in_the_place_of_a_step_costs_that_step(step: str, zero: str) -> None:
    """It stands there until the line is written; in a loop over single numbers as anywhere."""
    line = ZEROS[step]
    assert graded(with_function(BY_NUMBER)).score == 100
    left = f"{line.partition(' = ')[0]} = {zero}"
    report = graded(with_function(BY_NUMBER.replace(line, left)))
    [finding] = [f for f in report.findings if f.points < f.max_points]
    assert finding.check == step


OWN_BACK = """
def back(y, a, o, W):
    d = (y - o) * (o - o * o)
    return d, (d @ W.T) * (a - a * a)


"""
ON_ITS_OWN = (
    """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        d, g = back(y, hidden_output, output, weights_hidden_output)
        return x.T @ g, hidden_output.T @ d
    """,
    """
    def train(features, targets, w, W, epochs=900, learnrate=0.005):
        losses = []
        for _ in range(epochs):
            a, o = forward_pass(features, w, W)
            d, g = back(targets, a, o, W)
            new = update_weights(w, features.T @ g, learnrate, features.shape[0])
            W = update_weights(W, a.T @ d, learnrate, features.shape[0])
            w = new
            losses.append(mean_squared_error(features, targets, w, W))
        return w, W, losses
    """,
)


@pytest.mark.parametrize(
    ("right", "wrong", "step"),
    [
        ("(o - o * o)", "(o - o)", "output_error_term"),
        ("(a - a * a)", "(a - a)", "hidden_error_term"),
        ("d = (y - o)", "d = (y - y)", "error"),
    ],
)
def test_a_training_that_stands_still_over_a_wrong_step_is_right(
    right: str, wrong: str, step: str
) -> None:
    """It works out the steps by itself: with a step of 0, a layer keeps its weights."""
    assert graded(with_function(*ON_ITS_OWN, before=OWN_BACK)).score == 100
    report = graded(with_function(*ON_ITS_OWN, before=OWN_BACK.replace(right, wrong)))
    assert [f.check for f in report.findings if f.points < f.max_points] == [step]
