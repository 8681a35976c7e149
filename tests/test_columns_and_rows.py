"""A column that meets a row in a script of whole tables: told where they meet, and once."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.verdict import Finding
from forms import graded

ORIGINAL = (Path(__file__).parent / "scripts/right/the_lessons_original.py").read_text("utf-8")
EPOCHS = """X = features.values
Y = targets.values
for e in range(epochs):
    hidden_output = sigmoid(X @ weights_input_hidden)
    output = sigmoid(hidden_output @ weights_hidden_output)
    error = Y - output
    output_error_term = error * output * (1 - output)
    hidden_error = np.outer(output_error_term, weights_hidden_output)
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
    weights_input_hidden += learnrate * X.T @ hidden_error_term / n_records
    weights_hidden_output += learnrate * hidden_output.T @ output_error_term / n_records
"""
WHOLE = ORIGINAL[: ORIGINAL.index("for e in range")] + EPOCHS
COLUMN = ("Y = targets.values", "Y = targets.values.reshape(-1, 1)")

SLIPS = {
    "targets_as_a_column_summed": (
        COLUMN, ("error = Y - output", "error = (Y - output).sum(axis=1)"), "error",
    ),
    "targets_as_a_column_summed_later": (
        COLUMN, ("* (1 - output)\n    hidden_error =", "* (1 - output)\n"
                 "    output_error_term = output_error_term.sum(axis=1)\n    hidden_error ="),
        "error",
    ),
    "a_slope_as_a_column": (
        ("error * output * (1 - output)", "(error * (output * (1 - output))[:, None]).sum(axis=0)"),
        ("", ""), "output_error_term",
    ),
}  # fmt: skip


def test_whole_tables_are_right() -> None:
    """What the slips are made in."""
    assert _lost(WHOLE) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_it_costs_the_step_where_they_meet(slip: str) -> None:
    """Every record is paired with every other there, and what comes of it is seen only later."""
    *edits, check = SLIPS[slip]
    source = WHOLE
    for right, wrong in edits:
        assert right in source
        source = source.replace(right, wrong)
    [finding] = _lost(source)
    assert (finding.check, finding.source.split(" = ")[0]) == (check, check)
    assert "3 × 3" in finding.saw
    assert "every record of the other" in finding.advice


def _lost(source: str) -> list[Finding]:
    report = graded(source, name="backprop_numpy.py")
    return [finding for finding in report.findings if finding.points < finding.max_points]
