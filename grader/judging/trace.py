"""What one submission computed for every step, on given inputs; and when two values agree."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...solution.matrix import Matrix
from ..lesson import Formula, Lesson, Value, forward, matrix, needs
from ..room.answers import Answer, Crash, Odd, Raw, any_matrix, as_matrix
from .expressions import leaf, tree_of

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
    formulas: Mapping[str, Formula]
    right: Mapping[str, Value]
    seen: Mapping[str, Raw]
    returned: Mapping[str, Raw]
    swapped: bool = False
    crash: Crash | None = None
    stopped: str = ""
    size: str = ""
    tolerance: float = TOLERANCE

    @property
    def broke_off(self) -> bool:
        """Did the call end before it handed anything back?"""
        return self.crash is not None or bool(self.stopped)

    @property
    def single(self) -> bool:
        """Is this a call with one record?"""
        x = self.given.get("x")
        return isinstance(x, Matrix) and x.shape[0] == 1

    def value(self, step: str) -> Matrix | None:
        """What the submission has for a step: what it handed back, else what the name held.

        A matrix of another shape than the step's counts as long as nothing fits that is computed
        from it. Where something does, the name is used in a way of its own, as for one record
        of several, and tells nothing.
        """
        fitting = self._fitting.get(step)
        if fitting is not None or self._went_on(step):
            return fitting
        return next((m for raw in self._raw(step) if (m := any_matrix(raw, self._longest))), None)

    @cached_property
    def _longest(self) -> int:
        """Twice the longest side of any table that this call is about: two may have been joined."""
        values = (*self.given.values(), *self.right.values())
        return 2 * max(max(value.shape) for value in values if isinstance(value, Matrix))

    def result(self, step: str) -> Matrix | None:
        """What was handed back for a step, if it is a matrix of the step's shape."""
        value = as_matrix(self.returned.get(step, Odd("nothing")), self.shape(step))
        return value if isinstance(value, Matrix) else None

    def inferred(self, step: str, lesson: Lesson) -> Matrix | None:
        """An error term that has no name, told from the step it went into.

        For one record Δw = xᵀ δ: each row of it, divided by its x, is δ again. It takes more rows
        than one to see that this is so.
        """
        met = met_by(step, lesson) if self.single else None
        if met is None:
            return None
        end, near = met
        steps, entering = self._fitting.get(end), self.right.get(near)
        if steps is None or not isinstance(entering, Matrix):
            return None
        first, *others = (
            Matrix([row]) * (1 / x) for row, x in zip(steps.rows, entering.rows[0], strict=True)
        )
        return first if others and all(agree(first, other) for other in others) else None

    def complaint(self, step: str) -> str:
        """Why what is there for a step is no matrix of its shape; "" where it is, or nothing is."""
        if step in self._fitting or self._went_on(step):
            return ""
        words = (as_matrix(raw, self.shape(step)) for raw in self._raw(step))
        return next((word for word in words if isinstance(word, str)), "")

    def handed_back(self, step: str) -> str:
        """Why what was handed back for a step is of no use; "" where it is."""
        value = as_matrix(self.returned[step], self.shape(step))
        return value if isinstance(value, str) else ""

    def untouched(self, step: str) -> bool:
        """Is the step's TODO as it was given, or its name set to None?"""
        raws = self._raw(step)
        return Odd("ellipsis") in raws or self.seen.get(step) == Odd("nothing")

    def stops_in(self, group: Sequence[str], before: Sequence[str]) -> bool:
        """Did the call break off in these steps, after all of those before had been seen?"""
        seen = [self.value(step) is not None for step in (*before, *group)]
        return self.broke_off and all(seen[: len(before)]) and not any(seen[len(before) :])

    def shape(self, step: str) -> tuple[int, int]:
        right = self.right[step]
        assert isinstance(right, Matrix)
        return right.shape

    def _raw(self, step: str) -> list[Raw]:
        return [held[step] for held in (self.returned, self.seen) if step in held]

    @cached_property
    def _fitting(self) -> Mapping[str, Matrix]:
        """What the submission has for each step, where that is a matrix of the step's shape."""
        found: dict[str, Matrix] = {}
        for step in self.formulas:
            for raw in self._raw(step):
                value = as_matrix(raw, self.shape(step))
                if isinstance(value, Matrix):
                    found.setdefault(step, value)
        return found

    def _went_on(self, step: str) -> bool:
        """Does something fit that is computed from this step?"""
        return any(
            step in behind(self.formulas, [later]) for later in self._fitting if later != step
        )


def met_by(step: str, lesson: Lesson) -> tuple[str, str] | None:
    """The step that an error term goes into, and what it meets there: Δw and x in Δw = xᵀ δ."""
    for end, other in lesson.steps.items():
        if step in needs(other.formula) and end in lesson.vocabulary.per_weight:
            tree = tree_of(other.formula)
            if tree.what == "@" and tree.operands[1] == leaf(step):
                turned = tree.operands[0]
                if turned.what == "T" and turned.operands[0].what == "name":
                    return end, str(turned.operands[0].of)
    return None


def behind(formulas: Mapping[str, Formula], ends: Iterable[str]) -> set[str]:
    """The steps that some of them are computed from, those themselves included."""
    found = set(ends)
    for step in reversed(list(formulas)):
        if step in found:
            found.update(name for name in needs(formulas[step]) if name in formulas)
    return found


def traced(
    given: Mapping[str, Value],
    formulas: Mapping[str, Formula],
    results: tuple[str, ...],
    answer: Answer,
    size: str = "",
    right: Mapping[str, Value] | None = None,
) -> Trace:
    """The trace of a call that should hand back the steps `results`, in this order.

    `right` are the steps' right values, where these have been worked out before.
    """
    right = right or forward(given, formulas)
    returned, swapped = _paired(right, results, answer.returned)
    return Trace(
        given=given,
        formulas=formulas,
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
    odd = Odd(f"not the {len(results)} results that are asked for")
    if not isinstance(returned, list) or len(returned) != len(results):
        return dict.fromkeys(results, returned if isinstance(returned, Odd) else odd), False
    in_order = dict(zip(results, returned, strict=True))
    reversed_ = dict(zip(results, reversed(returned), strict=True))
    if not _fits(in_order, right) and _fits(reversed_, right):
        return reversed_, True
    whole = None if _fits(in_order, right) else any_matrix(returned)
    if whole and any(whole.shape == matrix(right[name]).shape for name in results):
        return dict.fromkeys(results, odd), False  # one of them, with as many rows
    return in_order, False


def _fits(returned: Mapping[str, Raw], right: Mapping[str, Value]) -> bool:
    for name, raw in returned.items():
        if isinstance(as_matrix(raw, matrix(right[name]).shape), str):
            return False
    return True


def distance(a: Matrix, b: Matrix) -> float:
    """How far two matrices of one shape are apart, relative to the larger one's norm."""
    one, other = a.entries, b.entries
    size = max(math.hypot(*one), math.hypot(*other))
    return math.dist(one, other) / size if size else 0.0


def agree(a: Matrix | None, b: Matrix | None, tolerance: float = TOLERANCE) -> bool:
    """Are both there, of one shape, and the same but for rounding?"""
    if a is None or b is None or a.shape != b.shape:
        return False
    return a.entries == b.entries or distance(a, b) <= tolerance


def is_multiple(numbers: Sequence[float | None], of: Sequence[float]) -> bool:
    """Are these the others times one number, which may be 0?"""
    if len(numbers) != len(of) or None in numbers:
        return False
    own = [number or 0.0 for number in numbers]
    factor = sum(map(operator.mul, own, of)) / (math.hypot(*of) ** 2 or 1.0)
    return math.dist(own, [factor * n for n in of]) <= TOLERANCE * math.hypot(*own)


def toward(wanted: Sequence[Matrix], got: Sequence[Matrix]) -> bool:
    """Do these changes lead where those do, within 60 degrees, if not as far?"""
    one, other = (
        [entry for table in tables for entry in table.entries] for tables in (wanted, got)
    )
    product: float = sum(map(operator.mul, one, other))
    return 2 * product > math.hypot(*one) * math.hypot(*other)


def difference(expected: Matrix, got: Matrix) -> str:
    """The first entry that differs, in words, and how many do if not all of them do.

    What has a single entry may be a plain number, which has no rows.

    In a class, wrong values that no mistake explains are grouped by these words. Where the first
    entry is 0 for one reason or another, the number of entries tells them apart.
    """
    if expected.shape != got.shape:
        return (
            f"its shape is {got.shape[0]}×{got.shape[1]} "
            f"and must be {expected.shape[0]}×{expected.shape[1]}"
        )
    entries = expected.shape[0] * expected.shape[1]
    slack = TOLERANCE * max(norm(expected), norm(got)) / entries
    differing = [
        f"{f'row {i}, column {j}: ' if entries > 1 else ''}expected {shown(wanted, found)}"
        for i, (wanted_row, got_row) in enumerate(zip(expected.rows, got.rows, strict=True), 1)
        for j, (wanted, found) in enumerate(zip(wanted_row, got_row, strict=True), 1)
        if abs(wanted - found) > slack
    ]
    if not differing:
        return "it differs in the last digits"
    some = f"; {len(differing)} of {entries} entries differ" if len(differing) < entries else ""
    return f"{differing[0]}{some}"


def shown(wanted: float, found: float) -> str:
    """Two numbers with as many digits as it takes to tell them apart: `0.0312, got 0.1304`."""
    for digits in range(4, 17):
        a, b = f"{wanted:.{digits}g}", f"{found:.{digits}g}"
        if a != b:
            break
    return f"{a}, got {b}"


def norm(matrix: Matrix) -> float:
    """The root of the sum of the squares of its entries."""
    return math.hypot(*matrix.entries)
