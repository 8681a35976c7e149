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
from ..mistakes import Quantity, Vocabulary

CLOSE = 1e-7
POWERS = (-2, -1, 1, 2)
MOST_FACTORS = 3
NUMBERS = (1.0, 2.0, 0.5)
"""What may come in besides: a 2 that the square of a loss has brought along, or its half."""


TWO = Quantity("2", "a 2")
NOTHING: Set[Quantity] = frozenset()


@dataclass(frozen=True)
class Factor:
    """A product of known quantities with whole exponents, a sign, and a number."""

    exponents: Mapping[Quantity, int]
    number: float = 1.0

    def times(self, right: Matrix, known: Mapping[str, Value], of: Vocabulary) -> Matrix:
        """The right value times this factor. Raises ValueError where the shapes do not fit."""
        spread = _spread(known, right.shape, of)
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

    def is_apart_from(self, other: Factor, of: Vocabulary) -> bool:
        """Is nothing in both of them, nor the one half of a slope here and the other there?"""
        here, there = set(self.exponents), set(other.exponents)
        slopes = [set(pair) for pair in of.pairs]
        return not here & there and not any(here & slope and there & slope for slope in slopes)

    def is_far_fetched(self, step: str, of: Vocabulary) -> bool:
        """Would it take several slips at once, so that something simpler may come to the same?

        A divisor that does not belong there is a slip by itself. A half that comes in where a
        factor is missing stands in its place: nobody has divided by 2 besides.
        """
        divisors = {q for q, k in self.exponents.items() if k < 0 and not _belongs(q, step, of)}
        missing = {q for q, k in self.exponents.items() if k < 0} - divisors
        if divisors:
            return len(self.exponents) > 1 or self.number != 1 or min(self.exponents.values()) < -1
        return bool(missing) and abs(self.number) < 1

    def words(self, step: str, of: Vocabulary) -> str:
        """The factor as advice on a step: what is too many is named, what is missing is not."""
        if not self.exponents and self.number == -1:
            return (
                f"{_named(step, of)} has the right size and the opposite sign, everywhere. Where "
                "on the way to it does a minus come in, or do two things stand in each other's "
                "place?"
            )
        if not self.exponents:
            return (
                f"{_named(step, of)} is {self.number:.10g} times what follows from your own values "
                "before it, entry by entry. What makes it that much larger or smaller?"
            )
        number = abs(self.number)
        above = {TWO: 1} if number == 2 else {}
        above |= {q: k for q, k in self.exponents.items() if k > 0}
        below = {TWO: 1} if number == 0.5 else {}
        below |= {q: -k for q, k in self.exponents.items() if k < 0}
        extra = {q: k for q, k in above.items() if k > 1 or q not in of.divide.get(step, NOTHING)}
        missing = sum(_belongs(q, step, of) for q, k in below.items() if k == 1)
        divisors = {q: k for q, k in below.items() if k > 1 or not _belongs(q, step, of)}
        how = [f"multiplied by {_product_of(extra)}"] if extra else []
        how += [f"divided by {_product_of(divisors)}"] if divisors else []
        how += [f"without {LACKS[missing]} that belong{'s' * (missing == 1)} there"] * bool(missing)
        how += ["without a division that belongs there"] * (above != extra)
        how += ["its sign turned"] * (self.number < 0)
        part = "Each record's share of your" if step in of.per_weight else "Your"
        name = _named(step, of) if step in of.moves else f"{part} {step}"
        what = [_above(step, q, k, of) for q, k in _merged(extra, of).items()]
        what += [f"{q.words} has come in as a divisor" for q in _merged(divisors, of)]
        more = [f"{', and '.join(what)}. Is that asked for there"] if what else []
        lost = missing or above != extra
        more += ["Which factor of its formula leaves no trace in it"] * bool(lost)
        more = more or ["Where does a minus come in"]
        begun = f"{name} is the right one {' and '.join(how)}"
        return f"{begun}{': ' if what else '. '}{'? '.join(more)}?"


LACKS = {0: "", 1: "a factor", 2: "two of the factors", 3: "three of the factors"}


def _named(step: str, of: Vocabulary) -> str:
    moved = of.moves.get(step)
    return f"The move of your {moved}" if moved else f"Your {of.name(step)}"


def _product_of(quantities: Mapping[Quantity, int]) -> str:
    return " · ".join(q.sign + "²" * (k == 2) for q, k in quantities.items())


def _above(step: str, quantity: Quantity, times: int, of: Vocabulary) -> str:
    if not _belongs(quantity, step, of):
        return f"{quantity.words} has come in"
    return f"{quantity.words} is there {'once' if times == 1 else 'two times'} too often"


def _belongs(quantity: Quantity, step: str, of: Vocabulary) -> bool:
    parts = next((pair for pair, both in of.pairs.items() if both == quantity), (quantity,))
    return of.belong.get(step, NOTHING) >= {*parts}


def _merged(quantities: Mapping[Quantity, int], of: Vocabulary) -> dict[Quantity, int]:
    """The two factors of a slope as one, where both are there to the same power."""
    left = dict(quantities)
    merged = {}
    for (one, other), slope in of.pairs.items():
        if one in left and left[one] == left.get(other):
            merged[slope] = left.pop(one)
            del left[other]
    return {**merged, **left}


def search(
    step: str,
    expected: Sequence[Matrix | None],
    seen: Sequence[Matrix | None],
    worlds: Sequence[Mapping[str, Value]],
    of: Vocabulary,
) -> Factor | None:
    """The one factor by which `seen` differs from `expected` in every entry of every trace.

    A weight step is a sum over the records: there only the traces of one record show a factor.
    """
    ratios: list[float] = []
    columns: dict[Quantity, list[float]] | None = None
    for wanted, found, world in zip(expected, seen, worlds, strict=True):
        if wanted is None or found is None or wanted.shape != found.shape:
            continue
        if step in of.per_weight and not _single(world):
            continue
        if not all(entry for row in [*wanted.rows, *found.rows] for entry in row):
            return None
        ratios += [a / b for a, b in zip(_flat(found.rows), _flat(wanted.rows), strict=True)]
        spread = {q: _flat(rows) for q, rows in _spread(world, wanted.shape, of).items()}
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
    known: Mapping[str, Value], shape: tuple[int, int], of: Vocabulary
) -> dict[Quantity, list[list[float]]]:
    """The known quantities that have a value for each entry of a matrix of this shape."""
    spread = {}
    for quantity, value in of.quantities(known):
        for rows in _ways(value):
            if len(rows) in (1, shape[0]) and len(rows[0]) in (1, shape[1]):
                spread[quantity] = [
                    [rows[i % len(rows)][j % len(rows[0])] for j in range(shape[1])]
                    for i in range(shape[0])
                ]
                break
    return spread


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
