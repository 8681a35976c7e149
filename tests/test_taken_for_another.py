"""A name for another, a value under the name of a function: one slip, which costs one check."""

from __future__ import annotations

import pytest
from forms import SOLUTION, graded, with_line
from test_scripts_looked_at import NAME, lost, script

FORWARD = "output = (hidden_output @ weights_hidden_output).map(sigmoid)\n\n"
RETURN = "return hidden_output, output\n"
ZEROS = """        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)
        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)
"""
SUMS = """        sums = Sums(weights_input_hidden, weights_hidden_output)
        del_w_input_hidden, del_w_hidden_output = sums.w, sums.W
"""
CLASS = """class Sums:
    def __init__(self, w, W):
        self.shapes = w.shape, W.shape
        self.reset()

    def reset(self):
        self.w, self.W = [Matrix.zeros(*shape) for shape in self.shapes]


def train("""
BY_A_CLASS = with_line((ZEROS, SUMS), ("def train(", CLASS))
LOOP = SOLUTION[
    SOLUTION.index("    for _ in range(epochs):") : SOLUTION.index("        losses.app")
]
BY_EPOCHS = with_line(
    (LOOP, """    weights = [weights_input_hidden, weights_hidden_output]

    def one_epoch():
        sums = [Matrix.zeros(*layer.shape) for layer in weights]
        for start in range(0, n_records, BATCH_SIZE):
            x, y = features[start:start + BATCH_SIZE], targets[start:start + BATCH_SIZE]
            steps = backward_pass(x, y, *forward_pass(x, *weights), weights[1])
            sums = [s + step for s, step in zip(sums, steps)]
        return [update_weights(w, d, learnrate, n_records) for w, d in zip(weights, sums)]

    for _ in range(epochs):
        weights = one_epoch()
        weights_input_hidden, weights_hidden_output = weights
"""),
)  # fmt: skip
SLIPS = {
    "a function's name for what it gives": (
        SOLUTION, (FORWARD, FORWARD.replace("output = ", "sigmoid = ")),
        (RETURN, RETURN.replace("output, output", "output, sigmoid")),
        {"output"},
    ),
    "no self": (
        BY_A_CLASS, ("def reset(self)", "def reset()"),
        {"summed_over_records", "zeroed_each_epoch"},
    ),
    "a name that nothing reads": (
        BY_EPOCHS, ("        weights = one_epoch()", "        moved = one_epoch()"),
        {"both_layers_updated"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SLIPS)
def test_a_name_that_is_taken_for_another_costs_one_check(kind: str) -> None:
    """However much it spoils."""
    source, *changes, checks = SLIPS[kind]
    assert not lost(graded(source))
    [finding] = lost(graded(with_line(*changes, of=source)))
    assert finding.check in checks


def test_a_rate_that_is_divided_into_whole_numbers_costs_the_update() -> None:
    """It is 0, and so no weight ever moves; nothing is said of how far they do."""
    made, of = "eta = learnrate / n_records\n", "n_records, n_features = features.shape\n"
    by_eta = [(of, f"{of}{made}"), (" += output_error_term", " += eta * output_error_term")]
    by_eta.append((" += hidden_error_term", " += eta * hidden_error_term"))
    for layer in ("input_hidden", "hidden_output"):
        by_eta.append((f"learnrate * del_w_{layer} / n_records", f"del_w_{layer}"))
    assert not lost(graded(script(*by_eta), name=NAME))
    [finding] = lost(graded(script(*by_eta, (made, made.replace("/", "//"))), name=NAME))
    assert (finding.check, finding.source) == ("update_weights", "eta = learnrate // n_records")
    assert "too far" not in finding.advice
