"""What the functions handed back, held against what is right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ....solution.matrix import Matrix
from ...judging.mark import Mark
from ...judging.trace import Trace, agree, difference, traced
from ...lesson import Function, Value, matrix
from ...room.answers import Answer, Raw, as_matrix
from ...verdict import Outcome
from .proofs import Solved
from .trained import Unusable

NEARLY = 1e-4
NOT_ALL_DIGITS = (
    "Your {step} is right in its first digits, and not in the others. Is anything on the way to it "
    "rounded, or does it stop short of what it comes nearer to?"
)
OTHER_CALLS = (
    "The same is right in other calls. Does anything stay behind from one call to the next, or "
    "depend on something else than what the function is given?"
)

NOT_TURNED_BACK = (
    "All the values on the way to it have the opposite sign, which the other result gets rid of at "
    "the end. What becomes of the sign of this one before it is handed back?"
)


def traces_of(
    function: Function, asked: Sequence[Solved], answers: Sequence[Answer]
) -> list[Trace]:
    """The trace of each call of a function, on what is known before the first of its steps."""
    return [
        traced(
            given := function.given(solved),
            function.formulas,
            function.gives,
            answer,
            size_of(given),
            right=solved,
        )
        for solved, answer in zip(asked, answers, strict=False)
    ]


def first_wrong(
    function: Function, proofs: Sequence[Solved], answers: Sequence[Answer]
) -> int | None:
    """Which of these is the first that the function does not answer rightly?"""
    pairs = enumerate(zip(proofs, answers, strict=True))
    return next((i for i, (right, a) in pairs if wrong_results(function, right, a)), None)


def wrong_results(function: Function, right: Solved, answer: Answer) -> dict[str, str]:
    """What was handed back and is not right, and why not, in words."""
    returned = handed_back(function, answer)
    if not returned:
        return dict.fromkeys(function.gives, "nothing was handed back")
    found = {}
    for name, raw in zip(function.gives, returned, strict=False):
        wanted = matrix(right[name])
        own = as_matrix(raw, wanted.shape)
        if isinstance(own, str):
            found[name] = own
        elif not agree(wanted, own):
            found[name] = difference(wanted, own)
    missing = function.gives[len(returned) :]
    return {**found, **dict.fromkeys(missing, "it was not handed back")}


def proven(
    function: Function, proofs: Sequence[Solved], answers: Sequence[Answer]
) -> dict[str, Mark]:
    """All of a function's steps are right, but for what it hands back where it is not."""
    marks = {step: Mark() for step in function.formulas}
    wrong = first_wrong(function, proofs, answers)
    if wrong is None:
        return marks
    answer = answers[wrong]
    several = [wrong_results(function, *pair) for pair in zip(proofs, answers, strict=True)]
    if not answer.came_back:
        last = function.gives[-1]
        stopped = Mark(Outcome.STOPPED, saw=answer.stopped, crash=answer.crash)
        return {**marks, last: stopped}
    size = size_of(function.given(proofs[wrong]))
    for name, words in wrong_results(function, proofs[wrong], answer).items():
        saw = f"{words}{f' ({size})' if size else ''}"
        sometimes = any(name not in wrong for wrong in several)
        right = matrix(proofs[wrong][name])
        own = (tables_of(function, answer, proofs[wrong]) or {}).get(name)
        advice = NOT_ALL_DIGITS.format(step=name) if agree(right, own, NEARLY) else OTHER_CALLS
        marks[name] = Mark(Outcome.FAILED, saw=saw, advice=advice if sometimes else "")
    return marks


def not_turned_back(function: Function, traces: Sequence[Trace]) -> str:
    """The one result that keeps the sign of an error taken the other way round; "" if none does.

    All that can be seen on the way has that sign, and the other results are turned back in time.
    """
    on_the_way = [step for step in function.formulas if step not in function.gives]
    turned = {name for name in function.gives if _has_sign(traces, name, -1, result=True)}
    right = {name for name in function.gives if _has_sign(traces, name, 1, result=True)}
    seen = [step for step in on_the_way if any(trace.value(step) for trace in traces)]
    if len(turned) != 1 or not right or turned | right != {*function.gives} or not seen:
        return ""
    return turned.pop() if all(_has_sign(traces, step, -1) for step in seen) else ""


def _has_sign(traces: Sequence[Trace], step: str, sign: int, *, result: bool = False) -> bool:
    """Is it the right value, or with -1 its negative, in every trace?"""
    return all(
        agree(sign * matrix(trace.right[step]), trace.result(step) if result else trace.value(step))
        for trace in traces
    )


def handed_back(function: Function, answer: Answer) -> list[Raw]:
    """The results that were handed back, in order; [] where they should be several and are not."""
    returned = [answer.returned] if len(function.gives) == 1 else answer.returned
    return returned if answer.came_back and isinstance(returned, list) else []


def tables_of(
    function: Function, answer: Answer, right: Mapping[str, Value]
) -> dict[str, Matrix] | None:
    """What was handed back, by the names of the results; None unless it is tables that fit."""
    returned, results = handed_back(function, answer), function.gives
    if len(returned) != len(results):
        return None
    shapes = (matrix(right[name]).shape for name in results)
    tables = map(as_matrix, returned, shapes)
    own = {name: t for name, t in zip(results, tables, strict=True) if isinstance(t, Matrix)}
    return own if len(own) == len(results) else None


def usable(value: Raw, shape: tuple[int, int]) -> Matrix:
    """The value as a matrix of this shape. Raises Unusable where it is none."""
    found = as_matrix(value, shape)
    if isinstance(found, str):
        raise Unusable(found)
    return found


def size_of(given: Mapping[str, Value]) -> str:
    """How many records and hidden units there are, in words; "" where there are no records."""
    if "x" not in given:
        return ""
    n_records = matrix(given["x"]).shape[0]
    records = f"{n_records} record{'s' * (n_records != 1)}"
    hidden = given.get("weights_hidden_output")
    return f"{records}, {matrix(hidden).shape[0]} hidden units" if hidden else records


def alike(a: Raw, b: Raw) -> bool:
    """Is it the same but for rounding?"""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-7, abs_tol=1e-12)
    return a == b
