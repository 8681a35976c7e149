"""What a NumPy script makes of a single record, in a training of one epoch with nothing else.

There the names show every step; and the weights show both layers' steps once more, as what they
have moved by over the learnrate. Of the two, results decide: a script may take the error the other
way round and subtract it in the end, or bring in the learnrate early.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ....solution.matrix import Matrix
from ...judging.same import Same, numbers
from ...judging.trace import TOLERANCE, Trace, agree, norm
from ...lesson import Value, compute, forward, matrix
from ...room.answers import Answer, Odd, Raw, as_matrix, lists
from ..descent.trained import Unusable
from ..descent.training import Run, Weights
from . import steps
from .lesson import STEPS, WEIGHTS
from .one_record import FORMULAS

NAMES = (*FORMULAS, "output_error")
UNSEEN = "unknown: neither the lesson's names nor the weights show it"
LAST_DIGIT = 1e-15
"""The share of a number that is lost where it is rounded to one of double precision."""

SINGLE_PRECISION = 1e-4
"""How far values may be apart that were calculated in single precision."""

SINGLE_ROUNDING = 1e-5
"""The share of the weights themselves that rounding may add, in single precision."""


@dataclass(frozen=True)
class Record:
    """One record, and what a training with it came to.

    `seen` is what the lesson's names held, in the lesson's shapes as far as they fit.
    """

    run: Run
    answer: Answer
    seen: Mapping[str, Raw]

    @cached_property
    def given(self) -> dict[str, Value]:
        """What the steps are computed from."""
        return {
            "x": self.run.features,
            "y": self.run.targets,
            **dict(zip(WEIGHTS, self.run.weights, strict=True)),
            "learnrate": self.run.learnrate,
            "n_records": 1.0,
            "n_features": float(self.run.features.shape[1]),
        }

    @cached_property
    def right(self) -> Mapping[str, Value]:
        """The value of each step by the lesson's formulas."""
        run = self.run
        tables = tuple(map(numbers, (run.features, run.targets, *run.weights)))
        return _right(Same(self.given, (run.learnrate, *tables)))

    @property
    def tolerance(self) -> float:
        return SINGLE_PRECISION if self.answer.single else TOLERANCE

    def named(self, step: str) -> Matrix | None:
        """What the step's name held, if it has the step's shape."""
        value = as_matrix(self.seen.get(step, Odd("unknown")), matrix(self.right[step]).shape)
        return value if isinstance(value, Matrix) else None

    def moved(self, step: str) -> Matrix | None:
        """The step that a layer's weights have taken, whatever it is called.

        Of one that is small beside the weights, some digits are lost in them: it is the right one,
        if the weights have all of its digits that they can hold.
        """
        layer, returned = STEPS.index(step), self.answer.returned
        if not self.answer.came_back or not isinstance(returned, list):
            return None
        before = self.run.weights[layer]
        after = as_matrix(returned[layer], before.shape)
        if not isinstance(after, Matrix):
            return None
        right, rate = matrix(self.right[step]), self.run.learnrate
        held = norm(after - before - right * rate) <= LAST_DIGIT * norm(before)
        return right if held else (after - before) / rate

    def is_right(self, step: str, value: Matrix | None) -> bool:
        return agree(matrix(self.right[step]), value, 10 * self.tolerance)

    def follows(self, step: str, value: Matrix | None) -> bool:
        """Is this what the formula makes of the script's own values?"""
        names = {name: self.named(name) for name in FORMULAS}
        own = {name: held for name, held in names.items() if held is not None}
        return agree(compute(FORMULAS[step], {**self.right, **own}), value, 10 * self.tolerance)

    @property
    def is_finite(self) -> bool:
        return not any(map(_is_infinite, self.seen.values()))

    @property
    def has_error_turned(self) -> bool:
        """Is its error the output minus the target?"""
        output = self.named("output") or matrix(self.right["output"])
        return agree(output - matrix(self.given["y"]), self.named("error"), self.tolerance)

    def subtracts(self, step: str) -> bool:
        """Do the weights move against the step that is named, or rightly without a name?"""
        moved, named = self.moved(step), self.named(step)
        if moved is None or named is None:
            return self.is_right(step, moved)
        return sum(m * n for a, b in zip(moved.rows, named.rows) for m, n in zip(a, b)) < 0  # noqa: B905

    def turned(self) -> Record:
        """The same with the opposite sign in all that is computed from the error."""
        values = {step: self.named(step) for step in steps.BACKWARD}
        turned = {step: lists(-value) for step, value in values.items() if value is not None}
        return replace(self, seen={**self.seen, **turned})


@lru_cache(maxsize=2048)
def _right(given: Same[dict[str, Value]]) -> Mapping[str, Value]:
    return forward(given.what, FORMULAS)


def record(run: Run, answer: Answer, untouched: frozenset[str]) -> Record:
    """What a script made of a run with one record; `untouched` are the names of its TODOs."""
    right = Record(run, answer, {}).right
    seen = {
        name: in_shape(raw, matrix(right[name]).shape)
        for name, raw in _of_this_edition(answer.names).items()
        if name in FORMULAS and not _is_empty(raw)  # a batch may come after that of the record
    }
    if answer.crash:  # it stopped before it got to a sum that is still zero
        seen = {n: raw for n, raw in seen.items() if n not in STEPS or any(_flat(raw) or [1.0])}
    return Record(run, answer, seen | {n: Odd("ellipsis") for n in untouched if n in FORMULAS})


def _of_this_edition(names: Mapping[str, Raw]) -> Mapping[str, Raw]:
    """The lesson's first edition called the error terms output_error and hidden_error."""
    if "output_error" not in names or {"output_error_term", "hidden_error_term"} & names.keys():
        return names
    now = {"output_error": "output_error_term", "hidden_error": "hidden_error_term"}
    return {now.get(name, name): raw for name, raw in names.items()}


def in_shape(raw: Raw, shape: tuple[int, int]) -> Raw:
    """A vector as the row or column that it is in the lesson, a table the lesson's way round."""
    numbers = _flat(raw)
    if 1 in shape and len(numbers) == shape[0] * shape[1]:
        return [numbers[i : i + shape[1]] for i in range(0, len(numbers), shape[1])]
    turned = as_matrix(raw, (shape[1], shape[0]))
    return lists(turned.T) if 1 not in shape and isinstance(turned, Matrix) else raw


def _flat(raw: Raw) -> list[float]:
    """The numbers of a table or a vector or a number; nothing if there is anything else in it."""
    if isinstance(raw, list):
        parts = [_flat(part) for part in raw]
        return [number for part in parts for number in part] if all(parts) else []
    return [] if isinstance(raw, Odd) else [float(raw)]


def _is_empty(raw: Raw) -> bool:
    return isinstance(raw, list) and all(map(_is_empty, raw))


def _is_infinite(raw: Raw) -> bool:
    if isinstance(raw, list):
        return any(map(_is_infinite, raw))
    return raw in (Odd("infinite"), Odd("nan"))


class Records:
    """Several records, and where in them a script's steps are to be found."""

    def __init__(self, records: Sequence[Record]) -> None:
        """Where some records make numbers grow beyond all bounds, the others tell what is wrong."""
        records = [r for r in records if r.is_finite] or records
        self._is_turned = all(r.has_error_turned for r in records) and any(
            all(r.subtracts(step) for r in records) for step in STEPS
        )
        self._records = [self._read(r) for r in records]
        self._sources = {step: self._source(step) for step in STEPS}

    @property
    def epochs(self) -> int:
        """How many epochs were asked for, so that the record was come to once."""
        return self._records[0].run.epochs

    def traces(self) -> list[Trace]:
        """A trace of each record, for marking."""
        return [
            Trace(
                given=r.given,
                formulas={},  # each name tells of this record, whatever becomes of it later
                right=r.right,
                seen=r.seen,
                returned=self._results(r),
                crash=r.answer.crash,
                stopped=r.answer.stopped,
                size=f"1 record, {r.run.weights[1].shape[0]} hidden units",
                tolerance=r.tolerance,
            )
            for r in self._records
        ]

    @property
    def are_silent(self) -> bool:
        """Has nothing come of any record?"""
        return not any(
            any(value.entries)
            for r in self._records
            for step in STEPS
            for value in (r.named(step), r.moved(step))
            if value is not None
        )

    def steps_of(self, record: Record) -> Weights:
        """Both layers' steps of a record as the script takes them. Raises Unusable."""
        found = []
        for step in STEPS:
            shape = matrix(record.right[step]).shape
            raw = self._returned(self._read(record), step)
            value = as_matrix(raw, shape) if raw is not None else "nothing"
            if isinstance(value, str):
                raise Unusable(value)
            found.append(value)
        return found[0], found[1]

    def named_sum(self, step: str, run: Run, answer: Answer) -> Matrix | None:
        """What the step's name held at the end of an epoch: the sum over all the records."""
        shape = run.weights[STEPS.index(step)].shape
        value = as_matrix(in_shape(answer.names.get(step, Odd("unknown")), shape), shape)
        if isinstance(value, str):
            return None
        return -value if self._is_turned else value

    def _results(self, record: Record) -> dict[str, Raw]:
        found = {step: self._returned(record, step) for step in STEPS}
        missing = Odd(UNSEEN) if record.answer.came_back else None
        shown = {step: raw if raw is not None else missing for step, raw in found.items()}
        return {step: raw for step, raw in shown.items() if raw is not None}

    def _read(self, record: Record) -> Record:
        return record.turned() if self._is_turned else record

    def _source(self, step: str) -> str:
        """What counts as a layer's step: what the weights did, or what its name held.

        What the weights did, where that is right or follows from the script's own values; else
        the name, since the update may have done the rest.
        """
        moved = [(r, r.moved(step)) for r in self._records]
        if all(r.is_right(step, m) for r, m in moved) or all(r.follows(step, m) for r, m in moved):
            return "weights"
        if any(step in r.seen for r in self._records):
            return "name"
        return "weights" if any(m and any(m.entries) for _, m in moved) else ""

    def _returned(self, record: Record, step: str) -> Raw | None:
        if self._sources[step] == "name":
            return record.seen.get(step)
        moved = record.moved(step) if self._sources[step] == "weights" else None
        return lists(moved) if moved else None
