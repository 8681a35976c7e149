"""What can be said of a script's loop though its steps are wrong: does it do them often enough?

Where they are added up over the records, what all of these come to is what one part and the other
come to; and each epoch is a turn of the loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...judging.mark import Mark
from ...judging.written import written
from ...verdict import Outcome
from ..descent.epochs import COUNTED
from ..descent.exits import end_of
from ..descent.inputs import Inputs
from ..descent.training import Run
from .lesson import WEIGHTS, backprop
from .script import Play, ScriptProgram
from .script_lines import FORMULAS
from .script_trainings import LEARNRATE, trained_script

SHORT, LONG = 5, 407
"""Records of a training that the first look has seen, and more than the lesson's file has."""

TURNS = 3
ROUNDING = 1e-4
LEAST = 0.1
"""A part has so large a share in the whole at the least; each part has about a half of it."""

LEAVES_SOME_OUT = (
    "With a few records all of them go into your sums, and with many not. Which of your lines says "
    "how many records, or which of them, an epoch goes through?"
)


def around_wrong_steps(
    script: ScriptProgram, inputs: Inputs, marks: Mapping[str, Mark]
) -> dict[str, Mark]:
    """The marks, where steps are wrong and the loop is held to be right: is it that, with many?"""
    wrong = [step for step in FORMULAS if not marks[step].right]
    if not wrong or any(marks[check].is_a_mistake for check in backprop.loop):
        return dict(marks)
    found = dict(marks)
    if _adds_up(script, inputs, SHORT) and _adds_up(script, inputs, LONG) is False:
        saw = f"what {LONG} records change together is not what their parts change"
        found["summed_over_records"] = Mark(Outcome.FAILED, saw=saw, advice=LEAVES_SOME_OUT)
    turns = _turns(script, inputs)
    if turns not in (0, TURNS):
        line = script.training_in
        ends = end_of(written(script.source), line) if turns < TURNS else line
        saw = f"it has {turns} turns where {TURNS} epochs were asked for"
        found["every_epoch"] = Mark(Outcome.FAILED, saw=saw, advice=COUNTED, line=ends)
    return found


def _run(script: ScriptProgram, inputs: Inputs, n_records: int, epochs: int = 1) -> Run:
    features, targets = inputs.applicants(n_records)
    given = inputs.passes(SHORT, script.n_hidden)
    return Run(backprop, features, targets, tuple(given[w] for w in WEIGHTS), epochs, LEARNRATE)


def _adds_up(script: ScriptProgram, inputs: Inputs, n_records: int) -> bool | None:
    """Is what all records change made of what one part changes and what the other does?

    None if no weights are left to show that. It is not about the learnrate, nor about the number
    that the sums are divided by.
    """
    whole, half = _run(script, inputs, n_records), n_records // 2
    runs = [whole, whole.part(slice(half)), whole.part(slice(half, None))]
    changes = []
    for run, answer in zip(runs, script.play([Play(run) for run in runs]), strict=True):
        weights = trained_script(run, answer).weights
        if weights is None or not answer.came_back:
            return None
        moves = [after - before for after, before in zip(weights, run.weights, strict=True)]
        changes.append([number for layer in moves for row in layer.rows for number in row])
    return _is_made_of(*changes)


def _is_made_of(whole: Sequence[float], one: Sequence[float], other: Sequence[float]) -> bool:
    """Is it both of them, each by a factor of its own that is not too small? (Least squares.)"""
    a, b, both = _dot(one, one), _dot(other, other), _dot(one, other)
    apart = a * b - both**2
    if apart <= ROUNDING**2 * a * b:  # what they change is the same, and nothing can be told
        return True
    p, q = _dot(whole, one), _dot(whole, other)
    first, second = (p * b - q * both) / apart, (q * a - p * both) / apart
    made = [first * m + second * n for m, n in zip(one, other, strict=True)]
    rest = [n - m for n, m in zip(whole, made, strict=True)]
    fits = _dot(rest, rest) <= ROUNDING**2 * _dot(whole, whole)
    return fits and min(first, second) > LEAST


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(m * n for m, n in zip(one, other, strict=True))


def _turns(script: ScriptProgram, inputs: Inputs) -> int:
    """How many turns the loop over the epochs has; 0 where that is not seen."""
    [answer] = script.play([Play(_run(script, inputs, SHORT, TURNS), course=True)])
    course = answer.returned[-1] if isinstance(answer.returned, list) else None
    return len(course) if isinstance(course, list) and answer.came_back else 0
