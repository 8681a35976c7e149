"""A step that is wrong with some records is found in the training that shows it, and pays alone."""

from __future__ import annotations

import pytest
from byhand.grader.lessons.backprop.first_wrong_record import first_wrong_record
from byhand.grader.lessons.backprop.lesson import backprop
from byhand.grader.lessons.descent.trained import Trained
from byhand.grader.lessons.descent.training import Run
from byhand.grader.room.answers import Answer
from byhand.solution.matrix import Matrix
from forms import graded
from test_scripts_looked_at import NAME, lost, script

NOW_AND_THEN = {
    "hidden_output": ("sigmoid(hidden_input)", "sigmoid(np.clip(hidden_input, -5, 5))"),
    "output_error_term": (
        "error * output * (1 - output)",
        "error * (output * (1 - output) if abs(error) <= 0.9 else 1.0)",
    ),
    "hidden_error_term": (
        "hidden_output * (1 - hidden_output)",
        "np.where(hidden_output > 0.99, 0, hidden_output * (1 - hidden_output))",
    ),
    "del_w_input_hidden": ("x[:, None]", "np.clip(x, -3, 3)[:, None]"),
}


@pytest.mark.parametrize("check", NOW_AND_THEN)
def test_what_is_wrong_with_some_records_costs_its_step(check: str) -> None:
    """And is told in its own line, though most records come out right."""
    right, wrong = NOW_AND_THEN[check]
    source = script((right, wrong))
    [finding] = lost(graded(source, name=NAME))
    assert finding.check == check
    assert wrong in source.splitlines()[finding.line - 1]


@pytest.mark.parametrize(("record", "epoch"), [(0, 1), (4, 1), (6, 3), (2, 7)])
def test_the_record_and_the_weights_that_it_was_met_with_are_found(record: int, epoch: int) -> None:
    """By halves: the epoch in which a training goes wrong, and the record by which."""
    features = Matrix([[0.1 * i - 0.3, *[0.01] * 5] for i in range(7)])
    weights = (Matrix([[0.3, -0.2]] * 6), Matrix([[0.5], [-0.4]]))
    run = Run(backprop, features, Matrix([[float(i % 2)] for i in range(7)]), weights, 9, 0.5)
    odd = features.rows[record]
    begun = run.weights_after[epoch - 2] if epoch > 1 else weights

    def trained(asked: Run) -> Trained:
        is_late = asked.weights == weights and asked.epochs >= epoch
        off = 1e-3 * (odd in asked.features.rows and (asked.weights == begun or is_late))
        after = tuple(layer.map(lambda w: w + off) for layer in asked.trained)
        return Trained(asked, Answer(), after, 0.0)

    found = first_wrong_record(run, trained)
    assert found
    assert (found.features.rows, found.weights, found.epochs) == ([odd], begun, 1)


def test_where_no_record_is_wrong_by_itself_there_is_none() -> None:
    """As where the number of records counts."""
    features, targets = Matrix([[0.1] * 6] * 4), Matrix([[1.0]] * 4)
    run = Run(backprop, features, targets, (Matrix([[0.3]] * 6), Matrix([[0.5]])), 2, 0.5)

    def trained(asked: Run) -> Trained:
        off = 1e-3 * (asked.features.shape[0] > 2)
        after = tuple(layer.map(lambda w: w + off) for layer in asked.trained)
        return Trained(asked, Answer(), after, 0.0)

    assert first_wrong_record(run, trained) is None
