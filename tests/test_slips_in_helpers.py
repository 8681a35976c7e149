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
    "the_weights": ("W[j][0]", "W[0][j]", "hidden_error_term"),
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
