"""Scripts that begin with weights of their own: any that tell the hidden units apart are right."""

from __future__ import annotations

import pytest
from byhand.grader.command import exercise
from byhand.grader.verdict import Outcome, Report
from forms import graded

SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")
FIRST = "np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))"
SECOND = "np.random.normal(scale=n_features**-0.5, size=n_hidden)"
OWN_NAMES = (("weights_input_hidden", "w"), ("weights_hidden_output", "v"))


def beginning_with(first: str, second: str, own_names: bool) -> Report:
    """The solution with these weights to begin with, under the lesson's names or its own."""
    source = SCRIPT
    for before, after in ((FIRST, first), (SECOND, second), *(OWN_NAMES if own_names else ())):
        assert before in source, before
        source = source.replace(before, after)
    return graded(source, name="backprop_numpy.py")


APART = {
    "ones_beside_drawn_ones": ("np.ones((n_features, n_hidden))", SECOND),
    "drawn_ones_beside_zeros": (FIRST, "np.zeros(n_hidden)"),
    "zeros_beside_drawn_ones": ("np.zeros((n_features, n_hidden))", SECOND),
    "halves_and_two_numbers": ("np.full((n_features, n_hidden), 0.5)", "np.array([0.1, -0.1])"),
    "one_unit": (FIRST.replace("n_hidden", "1"), SECOND.replace("n_hidden", "1")),
}
ALIKE = {
    "zeros": ("np.zeros((n_features, n_hidden))", "np.zeros(n_hidden)"),
    "ones": ("np.ones((n_features, n_hidden))", "np.ones(n_hidden)"),
    "a_half": ("np.full((n_features, n_hidden), 0.5)", "np.full(n_hidden, 0.5)"),
    "the_same_column_twice": (
        "np.column_stack([np.random.normal(size=6)] * n_hidden)", "np.full(n_hidden, 1.5)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("own_names", [False, True], ids=["the lesson's names", "its own"])
@pytest.mark.parametrize("name", APART)
def test_weights_that_tell_the_units_apart_are_right(name: str, own_names: bool) -> None:
    """The grader trains it from weights of its own: it may have drawn any."""
    assert beginning_with(*APART[name], own_names).score == 100


@pytest.mark.parametrize("own_names", [False, True], ids=["the lesson's names", "its own"])
@pytest.mark.parametrize("name", ALIKE)
def test_units_that_begin_alike_cost_one_check(name: str, own_names: bool) -> None:
    """They stay alike for ever; that is said at the line which gives them their weights."""
    report = beginning_with(*ALIKE[name], own_names)
    [lost] = [f for f in report.findings if f.outcome is Outcome.FAILED]
    assert (report.score, lost.check) == (98, "every_epoch")
    assert ALIKE[name][0] in lost.source
    assert "stay alike" in lost.advice
