"""The factor search: is a value the right one times a product of known quantities?

Logarithms turn the product into a sum: entry by entry log|value / right| = Σ kᵢ log|qᵢ|, with
whole kᵢ. Several rows and random inputs make the exponents certain: where two products fit, or
none, the search stays silent.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from ...solution.matrix import Matrix
from ..lesson import Value

CLOSE = 1e-7
POWERS = (-2, -1, 1, 2)
MOST_FACTORS = 3
NUMBERS = (1.0, 2.0, 0.5)
"""What may come in besides: a 2 that the square of a loss has brought along, or its half."""


@dataclass(frozen=True)
class Quantity:
    """A known quantity: its sign in the lesson, and what it is, in words."""

    sign: str
    words: str


OUTPUT = Quantity("ŷ", "the output ŷ")
NOT_OUTPUT = Quantity("(1 − ŷ)", "one minus the output ŷ")
HIDDEN = Quantity("a", "the hidden activation a")
NOT_HIDDEN = Quantity("(1 − a)", "one minus the hidden activation a")
WEIGHTS = Quantity("W", "the weight W that connects the hidden unit to the output")
ERROR = Quantity("error", "the error")
INPUT = Quantity("x", "the input x")
LEARNRATE = Quantity("η", "the learnrate η")
RECORDS = Quantity("m", "the number of records m")
TWO = Quantity("2", "a 2")
UNITS = Quantity("n_hidden", "the number of hidden units")
SLOPES = {
    (OUTPUT, NOT_OUTPUT): Quantity(
        "ŷ (1 − ŷ)", "the slope of the output unit's sigmoid, ŷ (1 − ŷ),"
    ),
    (HIDDEN, NOT_HIDDEN): Quantity(
        "a (1 − a)", "the slope of the hidden unit's sigmoid, a (1 − a),"
    ),
}

_TERM = {ERROR, OUTPUT, NOT_OUTPUT}
_HIDDEN_TERM = {*_TERM, WEIGHTS, HIDDEN, NOT_HIDDEN}
BELONG: Mapping[str, Set[Quantity]] = {
    "error": {ERROR},
    "output_error_term": _TERM,
    "hidden_error": {*_TERM, WEIGHTS},
    "hidden_error_term": _HIDDEN_TERM,
    "del_w_hidden_output": {*_TERM, HIDDEN},
    "del_w_input_hidden": {*_HIDDEN_TERM, INPUT},
    "update_weights": {LEARNRATE},
}
"""What is multiplied into each step, there or on the way there: what can be missing in it."""

DIVIDE: Mapping[str, Set[Quantity]] = {"update_weights": {RECORDS}}
NOTHING: Set[Quantity] = frozenset()


@dataclass(frozen=True)
class Factor:
    """A product of known quantities with whole exponents, a sign, and a number."""

    exponents: Mapping[Quantity, int]
    number: float = 1.0

    def times(self, right: Matrix, known: Mapping[str, Value]) -> Matrix:
        """The right value times this factor. Raises ValueError where the shapes do not fit."""
        spread = _spread(known, right.shape)
        rows = []
        for i, row in enumerate(right.rows):
            entries = []
            for j, entry in enumerate(row):
                product = entry * self.number
                for quantity, exponent in self.exponents.items():
                    if quantity not in spread:
                        raise ValueError(f"{quantity.sign} is not known here")
                    product *= spread[quantity][i][j] ** exponent
                entries.append(product)
            rows.append(entries)
        return Matrix(rows)

    def is_apart_from(self, other: Factor) -> bool:
        """Is nothing in both of them, nor the one half of a slope here and the other there?"""
        here, there = set(self.exponents), set(other.exponents)
        slopes = [set(pair) for pair in SLOPES]
        return not here & there and not any(here & slope and there & slope for slope in slopes)

    def words(self, step: str) -> str:
        """The factor in the lesson's words, as advice on a step."""
        if not self.exponents and self.number == -1:
            return (
                f"{_named(step)} has the right size and the opposite sign, everywhere. "
                "Which way round is the difference it starts from, and where does a minus enter?"
            )
        if not self.exponents:
            return (
                f"{_named(step)} is {self.number:.10g} times what follows from your own values "
                "before it, entry by entry. Which number has come in that the formula does not "
                "have?"
            )
        number = abs(self.number)
        above = {TWO: 1} if number == 2 else {}
        above |= {q: k for q, k in self.exponents.items() if k > 0}
        below = {TWO: 1} if number == 0.5 else {}
        below |= {q: -k for q, k in self.exponents.items() if k < 0}
        how = [f"multiplied by {_product_of(above)}"] if above else []
        how += [f"divided by {_product_of(below)}"] if below else []
        what = [_above(step, q, k) for q, k in _merged(above).items()]
        what += [_below(step, q, k) for q, k in _merged(below).items()]
        sign = ", and its sign is turned" if self.number < 0 else ""
        part = "Each record's share of your" if step.startswith("del_w") else "Your"
        name = _named(step) if step == "update_weights" else f"{part} {step}"
        return f"{name} is the right one {' and '.join(how)}{sign}: {', and '.join(what)}."


def _named(step: str) -> str:
    return "The move of your weights" if step == "update_weights" else f"Your {step}"


def _product_of(quantities: Mapping[Quantity, int]) -> str:
    return " · ".join(q.sign + "²" * (k == 2) for q, k in quantities.items())


def _above(step: str, quantity: Quantity, times: int) -> str:
    if quantity in DIVIDE.get(step, NOTHING) and times == 1:
        return f"the division by {quantity.words} is missing"
    if not _belongs(quantity, step):
        return f"{quantity.words} has come in"
    return f"{quantity.words} is there {'once' if times == 1 else 'two times'} too often"


def _below(step: str, quantity: Quantity, times: int) -> str:
    missing = times == 1 and _belongs(quantity, step)
    return f"{quantity.words} {'is missing' if missing else 'has come in as a divisor'}"


def _belongs(quantity: Quantity, step: str) -> bool:
    parts = next((pair for pair, slope in SLOPES.items() if slope == quantity), (quantity,))
    return BELONG.get(step, NOTHING) >= {*parts}


def _merged(quantities: Mapping[Quantity, int]) -> dict[Quantity, int]:
    """The two factors of a slope as one, where both are there to the same power."""
    left = dict(quantities)
    merged = {}
    for (one, other), slope in SLOPES.items():
        if one in left and left[one] == left.get(other):
            merged[slope] = left.pop(one)
            del left[other]
    return {**merged, **left}


def search(
    step: str,
    expected: Sequence[Matrix | None],
    seen: Sequence[Matrix | None],
    worlds: Sequence[Mapping[str, Value]],
) -> Factor | None:
    """The one factor by which `seen` differs from `expected` in every entry of every trace.

    A weight step is a sum over the records: there only the traces of one record show a factor.
    """
    ratios: list[float] = []
    columns: dict[Quantity, list[float]] | None = None
    for wanted, found, world in zip(expected, seen, worlds, strict=True):
        if wanted is None or found is None or wanted.shape != found.shape:
            continue
        if step.startswith("del_w") and not _single(world):
            continue
        if not all(entry for row in [*wanted.rows, *found.rows] for entry in row):
            return None
        ratios += [a / b for a, b in zip(_flat(found.rows), _flat(wanted.rows), strict=True)]
        spread = {q: _flat(rows) for q, rows in _spread(world, wanted.shape).items()}
        if columns is None:
            columns = {q: [] for q in spread}
        columns = {q: columns[q] + spread[q] for q in columns if q in spread and all(spread[q])}
    if not ratios:
        return None
    if all(math.isclose(ratio, ratios[0], rel_tol=CLOSE) for ratio in ratios):
        return Factor({}, ratios[0])
    return _product(ratios, columns or {})


def _product(ratios: list[float], columns: Mapping[Quantity, list[float]]) -> Factor | None:
    """The smallest product of quantities with these ratios; None if it is not the only one."""
    logs = {q: [math.log(abs(value)) for value in column] for q, column in columns.items()}
    logs = {q: column for q, column in logs.items() if any(column)}  # a 1 is not there or missing
    target = [math.log(abs(ratio)) for ratio in ratios]
    for size in range(1, MOST_FACTORS + 1):
        found = [
            factor
            for quantities in itertools.combinations(logs, size)
            for powers in itertools.product(POWERS, repeat=size)
            if sum(map(abs, powers)) <= MOST_FACTORS + 1
            and (number := _left_over(target, [logs[q] for q in quantities], powers))
            and (
                factor := _signed(
                    ratios, columns, dict(zip(quantities, powers, strict=True)), number
                )
            )
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _left_over(
    target: list[float], logs: list[list[float]], powers: tuple[int, ...]
) -> float | None:
    """The number that is left of every ratio without this product, if it is one of a few."""
    left = (
        wanted - sum(k * log for k, log in zip(powers, entry, strict=True))
        for wanted, entry in zip(target, zip(*logs, strict=True), strict=True)
    )
    first = next(left)
    number = next((n for n in NUMBERS if abs(first - math.log(n)) < CLOSE), None)
    if number is None or any(abs(rest - math.log(number)) >= CLOSE for rest in left):
        return None
    return number


def _signed(
    ratios: list[float],
    columns: Mapping[Quantity, list[float]],
    exponents: dict[Quantity, int],
    number: float,
) -> Factor | None:
    """The factor with the sign that it has in every entry, if it is one and the same."""
    signs = set()
    for i, ratio in enumerate(ratios):
        product = math.prod(columns[q][i] ** k for q, k in exponents.items())
        signs.add(math.copysign(1.0, ratio * product))
    return Factor(exponents, number * signs.pop()) if len(signs) == 1 else None


def _spread(
    known: Mapping[str, Value], shape: tuple[int, int]
) -> dict[Quantity, list[list[float]]]:
    """The known quantities that have a value for each entry of a matrix of this shape."""
    spread = {}
    for quantity, value in _quantities(known):
        for rows in _ways(value):
            if len(rows) in (1, shape[0]) and len(rows[0]) in (1, shape[1]):
                spread[quantity] = [
                    [rows[i % len(rows)][j % len(rows[0])] for j in range(shape[1])]
                    for i in range(shape[0])
                ]
                break
    return spread


def _quantities(known: Mapping[str, Value]) -> Iterator[tuple[Quantity, Value]]:
    output, hidden_output = known.get("output"), known.get("hidden_output")
    if isinstance(output, Matrix):
        yield OUTPUT, output
        yield NOT_OUTPUT, 1 - output
        y = known.get("y")
        if isinstance(y, Matrix):
            yield ERROR, y - output
    weights = known.get("weights_hidden_output")
    if isinstance(weights, Matrix):
        yield UNITS, float(weights.shape[0])
    if isinstance(hidden_output, Matrix):
        yield HIDDEN, hidden_output
        yield NOT_HIDDEN, 1 - hidden_output
    for quantity, name in (
        (WEIGHTS, "weights_hidden_output"),
        (INPUT, "x"),
        (LEARNRATE, "learnrate"),
        (RECORDS, "n_records"),
    ):
        if name in known:
            yield quantity, known[name]


def _ways(value: Value) -> Iterator[list[list[float]]]:
    """A matrix as it is, and turned: a weight's row stands beside the column it belongs to."""
    if isinstance(value, Matrix):
        yield value.T.rows if value.shape[1] == 1 and value.shape[0] > 1 else value.rows
        yield value.rows
        yield value.T.rows
    else:
        yield [[float(value)]]


def _single(known: Mapping[str, Value]) -> bool:
    x = known.get("x")
    return isinstance(x, Matrix) and x.shape[0] == 1


def _flat(rows: list[list[float]]) -> list[float]:
    return [entry for row in rows for entry in row]
