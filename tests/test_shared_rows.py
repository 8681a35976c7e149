"""Several names for one list: it costs one step, and the words ask about the rows."""

from __future__ import annotations

import pytest
from forms import failed, graded, with_function

FORTH = """
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    n, n_hidden = x.shape[0], weights_input_hidden.shape[1]
    hidden = {hidden}
    output = {output}
    for r in range(n):
        for j in range(n_hidden):
            column = [row[j] for row in weights_input_hidden.rows]
            hidden[r][j] = sigmoid(sum(v * w for v, w in zip(x.rows[r], column)))
        output[r][0] = sigmoid(sum(
            a * w for a, [w] in zip(hidden[r], weights_hidden_output.rows)))
    return Matrix(hidden), Matrix(output)
"""
OWN = {"hidden": "[[0.0] * n_hidden for _ in range(n)]", "output": "[[0.0] for _ in range(n)]"}
SHARED = {"hidden": "[[0.0] * n_hidden] * n", "output": "[[0.0]] * n"}
AFTER = """
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    n, n_hidden = x.shape[0], weights_input_hidden.shape[1]
    hidden = [[0.0] * n_hidden] * n
    for r in range(n):
        for j in range(n_hidden):
            column = [row[j] for row in weights_input_hidden.rows]
            hidden[r][j] = sigmoid(sum(v * w for v, w in zip(x.rows[r], column)))
    output = [[sigmoid(sum(a * w for a, [w] in zip(row, weights_hidden_output.rows)))]
              for row in hidden]
    return Matrix(hidden), Matrix(output)
"""


def test_rows_of_their_own_are_right() -> None:
    """What the wrong ones are made of."""
    assert not failed(graded(with_function(FORTH.format(**OWN))))


@pytest.mark.parametrize("step", SHARED)
def test_rows_that_are_one_list_cost_their_step(step: str) -> None:
    """In each turn the right number is written; the last one stays."""
    report = graded(with_function(FORTH.format(**{**OWN, step: SHARED[step]})))
    [finding] = [f for f in report.findings if f.points < f.max_points]
    assert finding.check == {"hidden": "hidden_output", "output": "output"}[step]
    assert finding.source.endswith(SHARED[step])
    assert "several names for one" in finding.advice or "a list of its own" in finding.advice


def test_what_is_worked_out_from_such_rows_is_right() -> None:
    """A later step is not blamed for it."""
    report = graded(with_function(AFTER))
    assert failed(report) == {"hidden_output"}
    [finding] = [f for f in report.findings if f.points < f.max_points]
    assert finding.source == "hidden = [[0.0] * n_hidden] * n"
