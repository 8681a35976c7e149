"""The factor search: is a value the right one times a product of known quantities?

Logarithms turn the product into a sum: entry by entry log|value / right| = Σ kᵢ log|qᵢ|, with
whole kᵢ. Several rows and random inputs make the exponents certain: where two products fit, or
none, the search stays silent.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..solution.matrix import Matrix
from .steps import Value

CLOSE = 1e-7
POWERS = (-2, -1, 1, 2)
MOST_FACTORS = 3


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
ERROR = Quantity("(y − ŷ)", "the error y − ŷ")
INPUT = Quantity("x", "the input x")
LEARNRATE = Quantity("η", "the learnrate η")
RECORDS = Quantity("m", "the number of records m")
SLOPES = {
    (OUTPUT, NOT_OUTPUT): "the slope of the output unit's sigmoid, ŷ (1 − ŷ),",
    (HIDDEN, NOT_HIDDEN): "the slope of the hidden unit's sigmoid, a (1 − a),",
}


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

    def words(self, step: str) -> str:
        """The factor in the lesson's words, as advice on a step."""
        if not self.exponents and self.number == -1:
            return (
                f"Your {step} has the right size and the opposite sign, everywhere. "
                "Which way round is the difference it starts from, and where does a minus enter?"
            )
        if not self.exponents:
            return (
                f"Every entry of your {step} is {self.number:.10g} times what follows from your "
                "own values before it. Which number has come in that the formula does not have?"
            )
        product = " · ".join(
            quantity.sign + ("" if abs(k) == 1 else "²") for quantity, k in self.exponents.items()
        )
        missing = [q for q, k in self.exponents.items() if k < 0]
        extra = [q for q, k in self.exponents.items() if k > 0]
        what = " and ".join(
            [f"{_named(missing)} missing"] * bool(missing)
            + [f"{_named(extra)} there once too often"] * bool(extra)
        )
        sign = ", and its sign is turned" if self.number < 0 else ""
        how = "divided by" if not extra else "multiplied by" if not missing else "changed by"
        return f"Your {step} is the right one {how} {product}{sign}: {what}."


def _named(quantities: Sequence[Quantity]) -> str:
    left = list(quantities)
    names = []
    for pair, words in SLOPES.items():
        if all(quantity in left for quantity in pair):
            names.append(words)
            left = [quantity for quantity in left if quantity not in pair]
    names += [quantity.words for quantity in left]
    return " and ".join(names) + (" is" if len(names) == 1 else " are")


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
    target = [math.log(abs(ratio)) for ratio in ratios]
    for size in range(1, MOST_FACTORS + 1):
        found = [
            factor
            for quantities in itertools.combinations(logs, size)
            for powers in itertools.product(POWERS, repeat=size)
            if sum(map(abs, powers)) <= MOST_FACTORS + 1
            and _sums_up(target, [logs[q] for q in quantities], powers)
            and (factor := _signed(ratios, columns, dict(zip(quantities, powers, strict=True))))
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _sums_up(target: list[float], logs: list[list[float]], powers: tuple[int, ...]) -> bool:
    return all(
        abs(wanted - sum(k * log for k, log in zip(powers, entry, strict=True))) < CLOSE
        for wanted, entry in zip(target, zip(*logs, strict=True), strict=True)
    )


def _signed(
    ratios: list[float], columns: Mapping[Quantity, list[float]], exponents: dict[Quantity, int]
) -> Factor | None:
    """The factor with the sign that it has in every entry, if it is one and the same."""
    signs = set()
    for i, ratio in enumerate(ratios):
        product = math.prod(columns[q][i] ** k for q, k in exponents.items())
        signs.add(math.copysign(1.0, ratio * product))
    return Factor(exponents, signs.pop()) if len(signs) == 1 else None


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
