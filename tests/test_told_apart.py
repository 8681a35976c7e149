"""Each known mistake, put into the solution, is reported as itself, at its step, nowhere else."""

from __future__ import annotations

import inspect
import re
import textwrap

import pytest
from byhand.grader import mistakes, steps
from byhand.grader.mistakes.mistake import Mistake, entries
from forms import failed, graded, named, with_line

ANSWERS = {
    "hidden_input": "x @ weights_input_hidden",
    "hidden_output": "hidden_input.map(sigmoid)",
    "output": "(hidden_output @ weights_hidden_output).map(sigmoid)",
    "error": "y - output",
    "output_error_term": "error * output * (1 - output)",
    "hidden_error": "output_error_term @ weights_hidden_output.T",
    "hidden_error_term": "hidden_error * hidden_output * (1 - hidden_output)",
    "del_w_hidden_output": "hidden_output.T @ output_error_term",
    "del_w_input_hidden": "x.T @ hidden_error_term",
    "update_weights": "weights + learnrate / n_records * del_w",
}
HELPERS = """

from itertools import accumulate


def slope(activation):
    return activation * (1 - activation)
"""
FORWARD = frozenset({"x", "weights_input_hidden", "weights_hidden_output"})
BACKWARD = frozenset({"x", "y", "hidden_output", "output", "weights_hidden_output"})
IN_SCOPE = {
    **dict.fromkeys(steps.FORWARD, FORWARD),
    **dict.fromkeys(steps.BACKWARD, BACKWARD),
    "update_weights": frozenset({"weights", "del_w", "learnrate", "n_records"}),
}


def can_be_written(mistake: Mistake) -> bool:
    """Are all the names that it is computed from there, where its step stands in the solution?"""
    before = [s for part in (steps.FORWARD, steps.BACKWARD) if mistake.check in part for s in part]
    known = IN_SCOPE[mistake.check] | {"n_records"}
    if before:
        known |= set(before[: before.index(mistake.check)])
    return set(steps.needs(mistake.wrong)) <= known


STEPS = [m for m in entries() if m.check in ANSWERS and can_be_written(m)]


def program(mistake: Mistake) -> str:
    """The solution with the mistake's formula in the place of its step's."""
    wrong = mistake.wrong
    module = inspect.getmodule(wrong)
    own = [f for n, f in vars(module).items() if n.startswith("_") and inspect.isfunction(f)]
    sources = [inspect.getsource(f) for f in own]
    sources.append(re.sub(r"^@.*\n", "", inspect.getsource(wrong)))
    arguments = ", ".join(
        "x.shape[0]" if name == "n_records" and mistake.check != "update_weights" else name
        for name in steps.needs(wrong)
    )
    source = with_line((f"= {ANSWERS[mistake.check]}\n", f"= {mistake.id}({arguments})\n"))
    head, main, tail = source.partition("\n\ndef main(")
    code = "\n\n".join(map(textwrap.dedent, sources))
    return f"from __future__ import annotations\n{head}{HELPERS}\n\n{code}{main}{tail}"


@pytest.mark.parametrize("mistake", STEPS, ids=[mistake.id for mistake in STEPS])
def test_a_known_mistake_is_named(mistake: Mistake) -> None:
    """It costs its step and no other, and it is called by its own name."""
    report = graded(program(mistake))
    assert failed(report) >= {mistake.check}
    assert named(report) == {mistake.check: mistake.id}


def test_most_of_the_catalogue_is_played() -> None:
    """What is left out here are formulas of names that the function does not have."""
    of_steps = [m for m in entries() if m.check in ANSWERS]
    assert len(STEPS) > 0.9 * len(of_steps)
    assert all(mistakes.named(m.id) is m for m in STEPS)
