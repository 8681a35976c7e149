"""What one submission computed for every step, on given inputs; and when two values agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..solution.matrix import Matrix
from .learner import Answer, Crash, Odd, Raw, any_matrix, as_matrix
from .steps import Formula, Value, forward

TOLERANCE = 1e-7
"""How far two values may be apart, relative to the larger one's norm.

Right forms in double precision differ by at most 5e-12, the nearest wrong program by 1e-4.
"""


@dataclass(frozen=True)
class Trace:
    """One call of the submission, on inputs of the grader's choosing.

    `given` is what the call was given, `right` every step's value by the lesson's formulas from
    there, `seen` what the submission's own names held, `returned` what it handed back for those
    steps that are results. `size` says in a few words how large the inputs were.
    """

    given: Mapping[str, Value]
    right: Mapping[str, Value]
    seen: Mapping[str, Raw]
    returned: Mapping[str, Raw]
    swapped: bool = False
    crash: Crash | None = None
    stopped: str = ""
    size: str = ""
    tolerance: float = TOLERANCE

    def local(self, step: str) -> Matrix | None:
        """The value under the step's own name, if it is a matrix of the step's shape."""
        return self._fitting(self.seen.get(step), step)

    def result(self, step: str) -> Matrix | None:
        """The value that was handed back for the step, if it is a matrix of the step's shape."""
        return self._fitting(self.returned.get(step), step)

    def unfit(self, step: str) -> Matrix | None:
        """The value of the step, if it is a matrix of another shape than it should have."""
        for raw in (self.returned.get(step), self.seen.get(step)):
            if raw is not None and self._fitting(raw, step) is None:
                value = any_matrix(raw)
                if value is not None:
                    return value
        return None

    def complaint(self, step: str) -> str:
        """What is wrong with a value that is no matrix of the step's shape; "" if none is there."""
        for raw in (self.returned.get(step), self.seen.get(step)):
            if raw is not None:
                value = as_matrix(raw, self.shape(step))
                if isinstance(value, str):
                    return value
        return ""

    def untouched(self, step: str) -> bool:
        """Is the step's TODO as it was given?"""
        values = [raw for raw in (self.seen.get(step), self.returned.get(step)) if raw is not None]
        return bool(values) and all(
            isinstance(raw, Odd) and raw.what in ("ellipsis", "nothing") for raw in values
        )

    def shape(self, step: str) -> tuple[int, int]:
        right = self.right[step]
        assert isinstance(right, Matrix)
        return right.shape

    def _fitting(self, raw: Raw | None, step: str) -> Matrix | None:
        if raw is None:
            return None
        value = as_matrix(raw, self.shape(step))
        return value if isinstance(value, Matrix) else None


def traced(
    given: Mapping[str, Value],
    formulas: Mapping[str, Formula],
    results: tuple[str, ...],
    answer: Answer,
    size: str = "",
) -> Trace:
    """The trace of a call that should hand back the steps `results`, in this order."""
    right = forward(given, formulas)
    returned, swapped = _paired(right, results, answer.returned)
    return Trace(
        given=given,
        right=right,
        seen=answer.names,
        returned=returned if answer.came_back else {},
        swapped=swapped,
        crash=answer.crash,
        stopped=answer.stopped,
        size=size,
    )


def _paired(
    right: Mapping[str, Value], results: tuple[str, ...], returned: Raw
) -> tuple[Mapping[str, Raw], bool]:
    """Each result by its name, and whether they came in the other order."""
    if len(results) == 1:
        return {results[0]: returned}, False
    if not isinstance(returned, list) or len(returned) != len(results):
        return dict.fromkeys(results, returned if isinstance(returned, Odd) else Odd(
            f"not the {len(results)} results that are asked for")), False
    in_order = dict(zip(results, returned, strict=True))
    reversed_ = dict(zip(results, reversed(returned), strict=True))
    if not _fits(in_order, right) and _fits(reversed_, right):
        return reversed_, True
    return in_order, False


def _fits(returned: Mapping[str, Raw], right: Mapping[str, Value]) -> bool:
    for name, raw in returned.items():
        expected = right[name]
        assert isinstance(expected, Matrix)
        if isinstance(as_matrix(raw, expected.shape), str):
            return False
    return True


def distance(a: Matrix, b: Matrix) -> float:
    """How far two matrices of one shape are apart, relative to the larger one's norm."""
    size = max(_norm(a), _norm(b))
    return _norm(a - b) / size if size else 0.0


def agree(a: Matrix | None, b: Matrix | None, tolerance: float = TOLERANCE) -> bool:
    """Are both there, of one shape, and the same but for rounding?"""
    if a is None or b is None or a.shape != b.shape:
        return False
    return distance(a, b) <= tolerance


def difference(expected: Matrix, got: Matrix) -> str:
    """The first entry that differs, in words."""
    if expected.shape != got.shape:
        return (
            f"its shape is {got.shape[0]}×{got.shape[1]} "
            f"and must be {expected.shape[0]}×{expected.shape[1]}"
        )
    slack = TOLERANCE * max(_norm(expected), _norm(got))
    for i, (wanted_row, got_row) in enumerate(zip(expected.rows, got.rows, strict=True), 1):
        for j, (wanted, found) in enumerate(zip(wanted_row, got_row, strict=True), 1):
            if abs(wanted - found) > slack / (expected.shape[0] * expected.shape[1]):
                return f"row {i}, column {j}: expected {shown(wanted, found)}"
    return "it differs in the last digits"


def shown(wanted: float, found: float) -> str:
    """Two numbers with as many digits as it takes to tell them apart: `0.0312, got 0.1304`."""
    for digits in range(4, 17):
        a, b = f"{wanted:.{digits}g}", f"{found:.{digits}g}"
        if a != b:
            break
    return f"{a}, got {b}"


def _norm(matrix: Matrix) -> float:
    return sum(entry * entry for row in matrix.rows for entry in row) ** 0.5


@dataclass(frozen=True)
class Mark:
    """What is said of one step or check: right, or what was seen in its place and why.

    `waiting` is for what cannot be judged until something earlier is right; with `carried` it
    costs nothing, because the mistake that it follows from is charged where it was made.
    """

    right: bool = True
    untouched: bool = False
    waiting: bool = False
    stopped: bool = False
    saw: str = ""
    mistake: str = ""
    advice: str = ""
    crash: Crash | None = None
    carried: bool = False


class Unmet(AssertionError):
    """A check's promise is not kept; the mark says how."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.saw)
        self.mark = mark
