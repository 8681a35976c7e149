"""What one record, one batch or one epoch hides is told by its line, and costs one check."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Finding
from forms import graded, with_line
from test_scripts_looked_at import lost

TOGETHER = """\
import numpy as np
from data_prep import features, targets

rng = np.random.default_rng(3)
X, Y = features.to_numpy(), targets.to_numpy()
n = len(Y)
w, v = rng.normal(0, 0.4, (6, 2)), rng.normal(0, 0.4, 2)
rate = 0.5


def squash(z):
    return 1 / (1 + np.exp(-z))


for epoch in range(200):
    order = rng.permutation(n)
    x, y = X[order], Y[order]
    a = squash(x @ w)
    out = squash(a @ v)
    d = (y - out) * out * (1 - out)
    dw, dv = np.zeros((6, 2)), np.zeros(2)
    dv += d @ a
    dw += x.T @ (d[:, None] * v * a * (1 - a))
    w += rate * dw / n
    v += rate * dv / n
"""


def told(*replacements: tuple[str, str], of: str = TOGETHER) -> list[Finding]:
    return lost(graded(with_line(*replacements, of=of), name="training_numpy.py"))


def test_the_script_is_right() -> None:
    assert not told()


SHOWN = {
    "records_out_of_step": ("x, y = X[order], Y[order]", "x, y = X[order], Y", "its own target"),
    "a_rate_that_changes": (
        "    v += rate * dv / n",
        "    v += rate * dv / n\n    rate /= n",
        "way",
    ),
    "whole_numbers": ("np.zeros(2)", "np.array([0, 0])", "kind of its numbers"),
    "steps_of_the_last_record": ("dv += d @ a", "dv += d[-1] * a[-1]", ""),
}


@pytest.mark.parametrize(("right", "wrong", "words"), SHOWN.values(), ids=SHOWN)
def test_what_several_records_or_epochs_show(right: str, wrong: str, words: str) -> None:
    """Records out of step with their targets, a rate that changes, a table of whole numbers."""
    [finding] = told((right, wrong))
    assert finding.line
    assert words in finding.advice


def test_records_that_an_order_leaves_out_are_not_out_of_step() -> None:
    """With so few as are looked at, all of them are there."""
    [finding] = told(("order = rng.permutation(n)", "order = rng.permutation(n)[:3]"))
    assert finding.check == "summed_over_records"
    assert "in another it is not" not in finding.saw


def test_a_raising_slip_beside_a_silent_one_costs_no_more_than_each_alone() -> None:
    """The rest is right, and not only seen once both of them are mended."""
    raising = ("dv += d @ a", "dv += (d[:, None] * a).sum(axis=1).reshape(2)")
    silent = ("(y - out) * out", "(out - y) * out")
    alone = [*told(raising), *told(silent)]
    both = told(raising, silent)
    assert len(both) == len(alone) == 2
    assert sum(f.max_points for f in both) <= sum(f.max_points for f in alone)
    assert all(finding.line and finding.advice for finding in both)


BATCH = "            del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden\n"


def test_a_sum_that_counts_itself_twice_is_told_by_its_line() -> None:
    """One batch begins with nothing, of which twice is as much."""
    twice = BATCH.replace("= del", "+= del")
    [finding] = lost(graded(with_line((BATCH, twice))))
    assert (finding.check, finding.source) == ("summed_over_records", twice.strip())
    assert "one time too many" in finding.advice


def test_new_weights_that_nothing_reads_are_told_where_they_get_their_name() -> None:
    """And not where the other layer moves, which is right."""
    update = "        weights_hidden_output = update_weights(\n"
    [finding] = lost(graded(with_line((update, update.replace("weights_h", "new_weights_h", 1)))))
    assert finding.check == "both_layers_updated"
    assert finding.source.startswith("new_weights_hidden_output =")


def test_rows_that_no_turn_fills_are_told_by_the_loop_that_counts_them() -> None:
    """With as many records as it has turns, the loop over these is not taken for it."""
    step = "dw += x.T @ (d[:, None] * v * a * (1 - a))\n"
    filled = "for i in range(2):\n        dw[i] += x[:, i] @ (d[:, None] * v * a * (1 - a))\n"
    [finding] = told((step, filled))
    assert finding.check == "del_w_input_hidden"
    assert finding.source in filled
    assert "right in some places" in finding.advice


MATRIX_OF_ITS_OWN = """\
    hidden_error_term = hidden_output
    for i, row in enumerate(hidden_error.rows):
        for j, share in enumerate(row):
            a = hidden_output.rows[i][j]
            hidden_error_term.rows[i][j] = share * a * (1 - a)
"""


def test_a_matrix_written_into_by_its_second_name_costs_what_was_handed_over() -> None:
    """The step that reads it below is right, and so is the one that is written there."""
    term = "    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)\n"
    [finding] = lost(graded(with_line((term, MATRIX_OF_ITS_OWN))))
    assert (finding.check, finding.source) == (
        "keeps_old_weights",
        MATRIX_OF_ITS_OWN.split("\n", maxsplit=1)[0].strip(),
    )
