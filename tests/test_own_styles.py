"""Wrong programs in styles of their own: the step that is charged, the line, and true words.

Each goes wrong in a way of its kind that has no name in the catalogue: right in its values and not
in what is handed back, right for one size, wrong in a loop over single numbers, in a helper, twice.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.verdict import Finding, Outcome
from forms import graded, with_function, with_line


def lost(source: str, name: str = "backprop.py") -> list[Finding]:
    return [f for f in graded(source, name=name).findings if f.points < f.max_points]


# ---------------------------------------------------------------- what comes of the training


@pytest.mark.parametrize("losses", ["[]", "list(range(epochs, 1))"])
def test_no_losses_earn_nothing(losses: str) -> None:
    """One loss an epoch is asked for: none at all is none of the right ones."""
    source = f"""
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            return w, W, {losses}
    """
    found = {f.check: f for f in lost(with_function(source))}
    assert found["reported_losses"].points == 0
    assert found["reported_losses"].saw.startswith(("0 losses for 1 epoch ", "after 1 epoch"))


def test_weights_that_come_back_as_they_came_in_are_told_as_that() -> None:
    """Whatever losses are made up for them."""
    source = """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            return w, W, [0.25 - epoch * 1e-4 for epoch in range(epochs)]
    """
    found = {f.check: f for f in lost(with_function(source))}
    assert "are those that came in" in found["summed_over_records"].advice


def test_a_training_on_the_records_of_the_file_is_told_as_that() -> None:
    """It is given others."""
    source = with_line(
        (
            "    losses = []\n",
            """    losses = []
    from data_prep import features, targets
    n_records = features.shape[0]
""",
        )
    )
    found = {f.check: f for f in lost(source)}
    assert "on the records of data_prep" in found["summed_over_records"].advice


def test_what_has_no_room_to_answer_twice_has_not_written_into_its_arguments() -> None:
    """Nothing is said of matrices that changed where the second answer did not fit in memory."""
    source = """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            kept.append(x)
            if len([one for one in kept if one is x]) > 1:
                raise MemoryError
            return "text", "text"
    """
    found = lost(with_function(source, before="kept = []\n"))
    assert "keeps_old_weights" not in [f.check for f in found]


def test_what_is_no_number_is_called_by_its_article() -> None:
    """An object, and a dict."""
    for value, words in (("object()", "an object"), ("{}", "a dict")):
        source = f"""
            def update_weights(weights, del_w, learnrate, n_records):
                return {value}
        """
        [finding] = [f for f in lost(with_function(source)) if f.check == "update_weights"]
        assert f"it is {words}" in finding.saw


# ---------------------------------------------------------------- one step, its line, true words

FORWARD = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        a = (x @ weights_input_hidden).map(sigmoid)
        o = (a @ weights_hidden_output).map(sigmoid)
        return a, o
"""
BACKWARD = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = (y - output) * output * (1 - output)
        below = (top @ weights_hidden_output.T) * hidden_output * (1 - hidden_output)
        return x.T @ below, hidden_output.T @ top
"""
IN_ONE = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        return (
            x.T @ (((y - output) * output * (1 - output)) @ weights_hidden_output.T
                   * hidden_output * (1 - hidden_output)),
            hidden_output.T @ ((y - output) * output * (1 - output)))
"""
IN_A_CLASS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        class Layer:
            def __init__(self, answers):
                self.answers = answers
            def slope(self):
                return self.answers * (1 - self.answers)
        below, top = Layer(hidden_output), Layer(output)
        top.delta = (y - output) * top.slope()
        below.delta = top.delta @ weights_hidden_output.T * below.slope()
        return x.T @ below.delta, hidden_output.T @ top.delta
"""

IN_LOOPS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        n_records, n_inputs, n_units = len(x.rows), len(x.rows[0]), len(hidden_output.rows[0])
        top = [(t - o) * o * (1 - o) for [t], [o] in zip(y.rows, output.rows)]
        below = []
        for r in range(n_records):
            row = []
            for j in range(n_units):
                a = hidden_output.rows[r][j]
                row.append(top[r] * weights_hidden_output.rows[j][0] * a * (1 - a))
            below.append(row)
        second = [[sum(top[r] * hidden_output.rows[r][j] for r in range(n_records))]
                  for j in range(n_units)]
        first = [[sum(x.rows[r][i] * below[r][j] for r in range(n_records))
                  for j in range(n_units)] for i in range(n_inputs)]
        return Matrix(first), Matrix(second)
"""
FORWARD_IN_LOOPS = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        w, units = weights_input_hidden.rows, range(weights_input_hidden.shape[1])
        answers, outputs = [], []
        for row in x.rows:
            sums = [sum(v * w[i][j] for i, v in enumerate(row)) for j in units]
            answers.append([sigmoid(z) for z in sums])
            outputs.append([sigmoid(sum(a * weights_hidden_output.rows[j][0]
                                        for j, a in enumerate(answers[-1])))])
        return Matrix(answers), Matrix(outputs)
"""
WITH_HELPERS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        def product(column, row):
            return [[c * r for r in row] for c in column]
        first = Matrix.zeros(x.shape[1], hidden_output.shape[1])
        second = Matrix.zeros(hidden_output.shape[1], 1)
        for xs, [t], hs, [o] in zip(x.rows, y.rows, hidden_output.rows, output.rows):
            top = (t - o) * o * (1 - o)
            below = [top * w * a * (1 - a) for [w], a in zip(weights_hidden_output.rows, hs)]
            second = second + Matrix([[top * a] for a in hs])
            first = first + Matrix(product(xs, below))
        return first, second
"""
FORWARD_BY_DOT = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        def dot(u, v):
            return sum(p * q for p, q in zip(u, v))
        columns = list(zip(*weights_input_hidden.rows))
        h = Matrix([[dot(row, column) for column in columns] for row in x.rows])
        a = h.map(sigmoid)
        return a, (a @ weights_hidden_output).map(sigmoid)
"""
SCALARS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        first = Matrix.zeros(x.shape[1], hidden_output.shape[1])
        second = Matrix.zeros(hidden_output.shape[1], 1)
        for r in range(x.shape[0]):
            o = output.rows[r][0]
            d = (y.rows[r][0] - o) * o * (1 - o)
            for j in range(hidden_output.shape[1]):
                a = hidden_output.rows[r][j]
                share = d * weights_hidden_output.rows[j][0]
                deep = share * a * (1 - a)
                second.rows[j][0] += d * a
                for i in range(x.shape[1]):
                    first.rows[i][j] += x.rows[r][i] * deep
        return first, second
"""
BY_TWO = "is right with 2 hidden units, and not with 3: the 2"

EDITS = {
    "two_units_written_down": (
        IN_LOOPS, "in range(n_units):\n                a", "in range(2):\n                a",
        "hidden_error_term", "for j in range(2)", BY_TWO,
    ),
    "two_units_in_the_first_step": (
        IN_LOOPS, "for j in range(n_units)] for i", "for j in range(2)] for i",
        "del_w_input_hidden", "range(2)", BY_TWO,
    ),
    "two_units_in_the_second_step": (
        IN_LOOPS, "for j in range(n_units)]\n        first", "for j in range(2)]\n        first",
        "del_w_hidden_output", "range(2)", BY_TWO,
    ),
    "two_units_by_the_name_of_a_number": (
        FORWARD_IN_LOOPS, "range(weights_input_hidden.shape[1])", "range(N_HIDDEN)",
        "hidden_input", "range(N_HIDDEN)", BY_TWO,
    ),
    "two_units_cut_out": (
        BACKWARD, "x.T @ below,", "x.T @ Matrix([row[:2] for row in below.rows]),",
        "del_w_input_hidden", "[:2]", BY_TWO,
    ),
    "four_records_written_down": (
        IN_LOOPS, "for r in range(n_records))]\n", "for r in range(4))]\n",
        "del_w_hidden_output", "range(4)", "is right with 4 records, and not with 3: the 4",
    ),
    "two_units_one_by_one": (
        IN_LOOPS, """for j in range(n_units):
                a = hidden_output.rows[r][j]
                row.append(top[r] * weights_hidden_output.rows[j][0] * a * (1 - a))""",
        """for a, [v] in zip(hidden_output.rows[r][:1] + hidden_output.rows[r][1:][:1],
                              weights_hidden_output.rows):
                row.append(top[r] * v * a * (1 - a))""",
        "hidden_error_term", "row.append", "is right with 2 hidden units, and not with 3. What",
    ),
    "only_the_answers": (
        FORWARD, "return a, o", "return o", "output", "return o", "Which results does the docstring"
    ),
    "a_result_too_many": (
        FORWARD, "return a, o", "return a, o, x", "output", "return a, o, x",
        "Which results does the docstring",
    ),
    "in_the_other_order": (
        BACKWARD, "x.T @ below, hidden_output.T @ top", "hidden_output.T @ top, x.T @ below",
        "del_w_hidden_output", "return hidden_output.T @ top", "in the other's place",
    ),
    "overwritten": (
        FORWARD, "return a, o", "a = o\n        return a, o", "hidden_output", "a = o",
        "was right on the way",
    ),
    "rounded": (
        FORWARD, ").map(sigmoid)\n        o", ").map(lambda z: round(sigmoid(z), 2))\n        o",
        "hidden_output", "round(", "right but rounded",
    ),
    "noise": (
        FORWARD, "return a, o", "return a, o + random.gauss(0, 0.01)", "output", "random.gauss",
        "gives something else each time",
    ),
    "the_same_slip_at_both_places": (
        IN_ONE, "(y - output)", "(output - y)", "error", "(output - y)", "the opposite sign",
    ),
    "doubled_in_a_class": (
        IN_A_CLASS, "* top.slope()", "* top.slope() * 2", "output_error_term", "top.slope() * 2",
        "Your output_error_term is 2 times",
    ),
    "two_units_at_two_places": (
        SCALARS, "hidden_output.shape[1]", "2", "hidden_error", "2)", BY_TWO,
    ),
    "nothing_where_it_is_negative": (
        FORWARD, ").map(sigmoid)\n        o",
        ").map(lambda z: sigmoid(z) if z > 0 else 0.0)\n        o",
        "hidden_output", "if z > 0", "right in some places, and 0 in all the others",
    ),
    "one_thing_more": (
        IN_LOOPS, "(t - o) * o * (1 - o)", "(t - o) * abs(t - o) * o * (1 - o)", "error",
        "abs(t - o)", "something more is done to it",
    ),
    "a_slope_of_nothing": (
        BACKWARD, "(y - output) * output * (1 - output)", "(y - output) * (output - output)",
        "output_error_term", "(output - output)", "is 0, whatever goes into it",
    ),
    "shared_by_the_answers": (
        BACKWARD, "(top @ weights_hidden_output.T)", "(top @ output.T)", "hidden_error",
        "output.T", "output stands where another quantity belongs",
    ),
    "all_of_it_as_a_dict": (
        BACKWARD, "return x.T @ below, hidden_output.T @ top",
        "return {1: x.T @ below, 2: hidden_output.T @ top}", "del_w_hidden_output", "return {",
        "Which results does the docstring promise",
    ),
    "nothing_handed_back": (
        FORWARD, "return a, o", "a, o", "output", "", "None is what comes back",
    ),
    "the_last_record_by_a_right_helper": (
        WITH_HELPERS, "first + Matrix(product", "Matrix(product", "del_w_input_hidden",
        "Matrix(product(xs, below))", "is the step of the last record",
    ),
    "a_wrong_helper": (
        WITH_HELPERS, "[[c * r for", "[[c + r for", "del_w_input_hidden", "c + r", "",
    ),
    "rows_for_columns_by_a_right_helper": (
        FORWARD_BY_DOT, "list(zip(*weights_input_hidden.rows))",
        "weights_input_hidden.rows[:weights_input_hidden.shape[1]]", "hidden_input", "dot(row,",
        "each record meets rows of the weights",
    ),
    "the_neighbours_weight": (
        SCALARS, "weights_hidden_output.rows[j][0]", "weights_hidden_output.rows[j - 1][0]",
        "hidden_error", "rows[j - 1][0]", "each of its rows where the next one belongs",
    ),
    "the_answer_of_the_record_before": (
        SCALARS, "y.rows[r][0] - o", "y.rows[r - 1][0] - o", "error", "y.rows[r - 1][0]",
        "y is taken with each of its rows where the next one belongs",
    ),
    "records_one_place_apart": (
        IN_LOOPS, "x.rows[r][i] * below[r][j] for r in range(n_records)",
        "x.rows[r + 1][i] * below[r][j] for r in range(n_records - 1)",
        "del_w_input_hidden", "x.rows[r + 1]", "x has moved on by one place against",
    ),
    "inputs_backwards": (
        FORWARD_IN_LOOPS, "for i, v in enumerate(row))", "for i, v in enumerate(row[::-1]))",
        "hidden_input", "row[::-1]", "in another order",
    ),
    "weights_after_their_step": (
        BACKWARD, "(top @ weights_hidden_output.T)",
        "(top @ (weights_hidden_output + 0.005 * (hidden_output.T @ top)).T)",
        "hidden_error", "0.005", "have moved by the learnrate times their step",
    ),
}  # fmt: skip
"""A right function, an edit of it; the step that it costs, text of the line, and of the advice."""


@pytest.mark.parametrize("name", EDITS)
def test_one_step_is_charged_with_its_line_in_true_words(name: str) -> None:
    """Whatever the style, and though the catalogue does not know the names."""
    style, right, wrong, step, line, words = EDITS[name]
    assert right in style
    [finding] = lost(with_function(style.replace(right, wrong)))
    assert finding.check == step
    assert line in finding.source
    assert words in finding.advice


# ---------------------------------------------------------------- wherever the weights are kept

RIGHT = Path(__file__).parent / "scripts" / "right"
ELSEWHERE = {
    "weights_in_a_closure": ("np.outer(d, W) * a * (1 - a)", "np.outer(d, W) * a"),
    "weights_in_an_attribute": ("o * (1 - o)", "o * (1 + o)"),
    "layers_in_a_dictionary": (
        "blame * self.made * (1 - self.made)", "blame * (1 - self.made)"
    ),
    "epochs_by_recursion": ("ŷ * (1 - ŷ)", "ŷ * (1 + ŷ)"),
    "epochs_by_reduce": ("d * W * a * (1 - a)", "d * W * a"),
    "epochs_by_accumulate": ("o * (1 - o)", "o"),
    "left_from_within": ("o * (1 - o)", "o * (1 + o)"),
}  # fmt: skip


@pytest.mark.parametrize("kept", ELSEWHERE)
def test_a_mistake_costs_its_step_wherever_the_weights_are_kept(kept: str) -> None:
    """In a function's own variables, in an object's dictionary, in what is passed on by calls."""
    source = with_line(ELSEWHERE[kept], of=(RIGHT / f"{kept}.py").read_text("utf-8"))
    [finding] = lost(source, "backprop_numpy.py")
    assert finding.check.endswith("error_term")


STOPPING = {
    "weights_in_a_closure": ("o * (1 - o)", "o * (1 - missing)"),
    "weights_in_tables": ("* o * (1 - o)", "* o * {}"),
    "network_in_a_class": ("* (1 - final_outputs)", "* None"),
    "rows_and_columns": ("* (1.0 - output)", "* {}"),
}


@pytest.mark.parametrize("kept", STOPPING)
def test_a_line_that_stops_costs_its_step_wherever_the_weights_are_kept(kept: str) -> None:
    """Nothing has moved by then, and what is put in has the shape of what went in before."""
    source = with_line(STOPPING[kept], of=(RIGHT / f"{kept}.py").read_text("utf-8"))
    [finding] = lost(source, "backprop_numpy.py")
    assert (finding.check, finding.outcome) == ("output_error_term", Outcome.STOPPED)


REBOUND = """
import numpy as np
from data_prep import features, targets


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


w = np.random.normal(scale=0.4, size=(features.shape[1], 2))
W = np.random.normal(scale=0.4, size=2)
both = [w, W]
for e in range(900):
    dw, dW = np.zeros(w.shape), np.zeros(W.shape)
    for x, y in zip(features.values, targets):
        a = sigmoid(x @ both[0])
        o = sigmoid(a @ both[1])
        d = (y - o) * o * (1 - o)
        dW += d * a
        dw += np.outer(x, d * both[1] * a * (1 - a))
    both = [both[0] + 0.005 * dw / len(features), both[1] + 0.005 * dW / len(features)]
w, W = both
"""


@pytest.mark.parametrize("instead", ["both", "'o'", "np.zeros(5)"])
def test_first_weights_are_not_taken_for_those_that_never_came_to_move(instead: str) -> None:
    """What a training stores in tells where its weights are, where it stops in its first turn."""
    assert graded(REBOUND, name="backprop_numpy.py").full_marks
    source = with_line(("(y - o) * o * (1", f"(y - o) * {instead} * (1"), of=REBOUND)
    [finding] = lost(source, "backprop_numpy.py")
    assert finding.check == "output_error_term"


def test_a_test_of_its_own_that_fails_above_a_training_is_told_as_that() -> None:
    """Its loop is not taken for the training, which never begins."""
    check = """
dW, total = sigmoid(features.values @ w).T @ targets, np.zeros(2)
for x, y in zip(features.values, targets):
    total += sigmoid(x @ w) * (1 - y)
assert np.allclose(dW, total)
"""
    source = REBOUND.replace("both = [w, W]\n", f"{check}both = [w, W]\n", 1)
    [finding] = lost(source, "backprop_numpy.py")
    assert finding.check == "every_epoch"
    assert finding.source.startswith("assert ")


def test_a_test_of_its_own_that_holds_for_the_lessons_applicants_costs_nothing() -> None:
    """It was not written for the inputs that are drawn to tell right from wrong."""
    check = "    assert np.abs(x).max() < 5\n"
    right = REBOUND.replace("    both = [both[0]", f"{check}    both = [both[0]", 1)
    assert right != REBOUND
    assert graded(right, name="backprop_numpy.py").full_marks
    wrong = with_line(("(y - o) * o * (1", "(y - o) * (1"), of=right)
    assert "output_error_term" in {f.check for f in lost(wrong, "backprop_numpy.py")}


def test_a_function_that_asserts_how_many_records_there_are_is_wrong() -> None:
    """It is to work for any number of them."""
    line = "error = y - output"
    asserted = with_line((line, f"assert x.shape[0] in (60, 120)\n    {line}"))
    assert not graded(asserted).full_marks


GRADIENT_CHECK = """


def check_gradient():
    x, y = Matrix([[0.2] * 6, [0.4] * 6]), Matrix([[0.0], [1.0]])
    w, W = Matrix([[0.1, -0.2]] * 6), Matrix([[0.3], [0.1]])
    hidden_output, output = forward_pass(x, w, W)
    step, _ = backward_pass(x, y, hidden_output, output, W)
    assert step.shape == w.shape


check_gradient()
"""
TESTED = {
    "it raises": ("x.T @ hidden_error_term", "x @ hidden_error_term", "del_w_input_hidden"),
    "it is None": ("hidden_error * hidden_output * (1 - hidden_output)", "None",
                   "hidden_error_term"),
    "it is wrong": ("x.T @ hidden_error_term", "(x.T @ hidden_error_term).T",
                    "del_w_input_hidden"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TESTED)
def test_a_test_of_its_own_that_finds_the_mistake_costs_nothing(kind: str) -> None:
    """It stops the file as it is read, over a step that is wrong: that step is charged, alone."""
    right, wrong, step = TESTED[kind]
    [finding] = lost(with_line((right, wrong)) + GRADIENT_CHECK)
    assert finding.check == step
    assert wrong in finding.source


def test_what_stops_outside_of_the_steps_is_charged_beside_a_wrong_step() -> None:
    """It is no test that has found that step, but another mistake."""
    helper = "\n\ndef told():\n    return missing\n\n\ntold()\n"
    source = with_line(("x.T @ hidden_error_term", "(x.T @ hidden_error_term) * 2")) + helper
    assert {f.check for f in lost(source)} == {"every_epoch", "del_w_input_hidden"}


def test_a_test_of_its_own_that_is_wrong_itself_costs_one_check() -> None:
    """All the rest is right: so it is the test that is told."""
    [finding] = lost(with_line() + GRADIENT_CHECK.replace("== w.shape", "== W.shape"))
    assert finding.check == "every_epoch"
    assert finding.source == "assert step.shape == W.shape"


ADDED = ("0.1 * w", "x[:, None]", "learnrate", "nothing")


@pytest.mark.parametrize("added", ADDED)
def test_an_update_by_something_else_costs_that_layer_alone(added: str) -> None:
    """Whatever is added to weights of one's own names, the steps before are seen to be right."""
    source = with_line(
        ("both = [w, W]\n", "learnrate = 0.005\n"),
        ("both[0])", "w)"), ("both[1])", "W)"), ("d * both[1]", "d * W"),
        ("    both = [both[0] + 0.005 * dw / len(features), "
         "both[1] + 0.005 * dW / len(features)]\nw, W = both\n",
         f"    w += {added}\n    W += learnrate * dW / len(features)\n"),
        of=REBOUND,
    )  # fmt: skip
    [finding] = lost(source, "backprop_numpy.py")
    assert finding.check == "both_layers_updated"


TOO_FEW = {
    "epochs_by_recursion": ("if left == 0", "if left == 1"),
    "epochs_by_reduce": ("range(epochs)", "range(epochs - 1)"),
    "layers_in_a_dictionary": ("while left:", "while left > 1:"),
    "left_from_within": ("if epoch > epochs", "if epoch >= epochs"),
}
TOO_MANY = {"left_from_within": ("itertools.count(1)", "itertools.count()")}


@pytest.mark.parametrize("kept", TOO_FEW)
def test_an_epoch_too_few_is_seen_without_a_loop_over_them(kept: str) -> None:
    """A function that calls itself, one that counts down, and an end without a number in the
    loop's head are held to the number, too."""
    source = with_line(TOO_FEW[kept], of=(RIGHT / f"{kept}.py").read_text("utf-8"))
    [finding] = lost(source, "backprop_numpy.py")
    assert finding.check == "every_epoch"


@pytest.mark.parametrize("kept", TOO_MANY)
def test_an_epoch_too_many_is_seen_where_a_loop_is_left_from_within(kept: str) -> None:
    source = with_line(TOO_MANY[kept], of=(RIGHT / f"{kept}.py").read_text("utf-8"))
    [finding] = lost(source, "backprop_numpy.py")
    assert finding.check == "every_epoch"
