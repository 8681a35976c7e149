"""A value of another shape in a script costs its step, however far NumPy carries it along."""

from __future__ import annotations

import pytest
from forms import graded
from test_scripts_looked_at import NAME, lost, script

OTHERS = [
    ("hidden_input", "np.dot(x, weights_input", "np.dot(learnrate, weights_input"),
    ("hidden_input", "np.dot(x, weights_input_hidden)", "np.dot(x, x)"),
    ("hidden_output", "sigmoid(hidden_input)", "sigmoid(n_hidden)"),
    ("hidden_output", "sigmoid(hidden_input)", "sigmoid(y)"),
    ("output", "np.dot(hidden_output, w", "np.dot(epochs, w"),
    ("hidden_error", "term * weights_hidden_output", "term * last_loss"),
    ("del_w_hidden_output", "term * hidden_output", "term * hidden_output * hidden_output"),
    ("del_w_input_hidden", "* x[:, None]", "* x[:, None] * x[:, None]"),
]


@pytest.mark.parametrize(("check", "right", "wrong"), OTHERS)
def test_one_value_of_another_shape_costs_its_step(check: str, right: str, wrong: str) -> None:
    """It is told in the line that makes it, and not where it is read, or where a sum begins."""
    source = script((right, wrong))
    [finding] = lost(graded(source, name=NAME))
    assert finding.check == check
    assert wrong in source.splitlines()[finding.line - 1]
    assert finding.advice


def test_a_product_with_the_number_of_records_is_told_as_what_it_is() -> None:
    """With a single record in the data it is the same as without, and that is not said."""
    source = script(("output_error_term * weights_hidden_output", "output_error_term * n_records"))
    [finding] = lost(graded(source, name=NAME))
    assert finding.check == "hidden_error"
    assert not finding.mistake
    assert "is a single number, and should be a vector of 2 numbers" in finding.advice
