"""A formula as a tree: what it is made of, the other ways to spell it, and its value.

    tree_of(formula)            called with trees for its quantities, a formula gives its own tree
    spellings(tree)             the same products in other orders: a (b c), (c a) b, …
    value(tree, known)          its value, from what is known

Values meet as in NumPy: entry by entry, the shorter one stretched, and of one record a row and a
column of the same length are the same vector.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ...solution.matrix import Matrix, _matrix
from ..lesson import Value

Of: TypeAlias = "str | float | tuple[int | None, int | None] | Callable[..., Any] | None"

OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


ORDERS: Mapping[str, Callable[[Matrix], Matrix]] = {
    "each of its rows where the next one belongs": lambda m: Matrix(m.rows[-1:] + m.rows[:-1]),
    "each of its rows where the one before belongs": lambda m: Matrix(m.rows[1:] + m.rows[:1]),
    "its rows in the reverse order": lambda m: Matrix(m.rows[::-1]),
    "each of its columns where the next one belongs": lambda m: Matrix(
        [row[-1:] + row[:-1] for row in m.rows]
    ),
    "each of its columns where the one before belongs": lambda m: Matrix(
        [row[1:] + row[:1] for row in m.rows]
    ),
    "its columns in the reverse order": lambda m: Matrix([row[::-1] for row in m.rows]),
}
"""How a table's rows or columns may stand otherwise than they should, in words."""


@dataclass(frozen=True)
class Tree:
    """An operation and its operands; or a leaf, which is a quantity's name or a number.

    `of` is the leaf's name or number, the function of a `map` or of a `call`, from where to where
    some `rows` go, what is added up in a product, or in which order something stands that is
    `moved`.
    """

    what: str
    operands: tuple[Tree, ...] = ()
    of: Of = None

    @property
    def names(self) -> frozenset[str]:
        """The quantities in it."""
        if self.what == "name":
            return frozenset([str(self.of)])
        return frozenset().union(*(operand.names for operand in self.operands))

    @property
    def T(self) -> Tree:  # noqa: N802  (as a matrix has it)
        return Tree("T", (self,))

    def map(self, f: Callable[[float], float]) -> Tree:
        return Tree("map", (self,), f)

    def rows(self, first: int | None, end: int | None) -> Tree:
        """Some of its rows, as a slice takes them."""
        return Tree("rows", (self,), (first, end))

    def moved(self, order: str) -> Tree:
        """With its rows or columns in one of the other ORDERS."""
        return Tree("moved", (self,), order)

    @property
    def total(self) -> Tree:
        """All its entries added up."""
        return Tree("total", (self,))

    def __add__(self, other: Tree | float) -> Tree:
        return Tree("+", (self, leaf(other)))

    def __sub__(self, other: Tree | float) -> Tree:
        return Tree("-", (self, leaf(other)))

    def __mul__(self, other: Tree | float) -> Tree:
        return Tree("*", (self, leaf(other)))

    def __truediv__(self, other: Tree | float) -> Tree:
        return Tree("/", (self, leaf(other)))

    def __matmul__(self, other: Tree | float) -> Tree:
        return Tree("@", (self, leaf(other)))

    def __rsub__(self, other: float) -> Tree:
        return Tree("-", (leaf(other), self))

    def __neg__(self) -> Tree:
        return leaf(-1.0) * self


def leaf(of: Tree | str | float) -> Tree:
    """A quantity by its name, or a number; a tree is one already."""
    if isinstance(of, Tree):
        return of
    return Tree("name", of=of) if isinstance(of, str) else Tree("number", of=float(of))


def call(function: Callable[..., Value], *operands: Tree) -> Tree:
    """A function of whole values, called with these."""
    return Tree("call", operands, function)


def tree_of(formula: Callable[..., object]) -> Tree:
    """The tree of a formula whose parameters are the names of what it is computed from."""
    code = formula.__code__
    tree = formula(*map(leaf, code.co_varnames[: code.co_argcount]))
    assert isinstance(tree, Tree)
    return tree


def places(tree: Tree) -> Iterator[tuple[int, ...]]:
    """Where its parts stand, the whole first: a path of operands for each."""
    yield ()
    for i, operand in enumerate(tree.operands):
        yield from ((i, *path) for path in places(operand))


def part(tree: Tree, place: tuple[int, ...]) -> Tree:
    """What stands there."""
    return part(tree.operands[place[0]], place[1:]) if place else tree


def with_part(tree: Tree, place: tuple[int, ...], new: Tree) -> Tree:
    """The same tree, with something else there."""
    if not place:
        return new
    operands = list(tree.operands)
    operands[place[0]] = with_part(operands[place[0]], place[1:], new)
    return Tree(tree.what, tuple(operands), tree.of)


# ---- spellings ----------------------------------------------------------------------------------


def spellings(tree: Tree) -> Iterator[Tree]:
    """The tree itself, and with the factors of its products in any order and grouping."""
    if tree.what not in ("*", "/"):
        ways = [list(spellings(operand)) for operand in tree.operands]
        yield from (Tree(tree.what, operands, tree.of) for operands in itertools.product(*ways))
        return
    yield tree
    for order in itertools.permutations(_factors(tree)):
        yield from _grouped(order)


def split(tree: Tree) -> Iterator[tuple[Tree, Tree]]:
    """A product in two, as where an operator that binds less has come in between.

    From there on Python works it out anew, and what would have been divided by comes first.
    """
    for order in itertools.permutations(_factors(tree)):
        for i in range(1, len(order)):
            if not order[0][1]:
                yield _in_a_row(order[:i]), _in_a_row(((order[i][0], False), *order[i + 1 :]))


def without_brackets(tree: Tree, made_of: Mapping[str, Tree]) -> Iterator[Tree]:
    """A product in which a sum has none around it, be it a factor or what one is `made_of`."""
    for order in itertools.permutations(_factors(tree)) if tree.what in ("*", "/") else ():
        for i, (factor, divides) in enumerate(order):
            added = made_of.get(str(factor.of), factor) if factor.what == "name" else factor
            if added.what in ("+", "-") and not (divides or order[0][1]):
                one, other = added.operands
                row = _in_a_row([*order[:i], (one, False)])
                for end in range(i + 1, len(order) + 1):
                    inner = _in_a_row([(other, False), *order[i + 1 : end]])
                    difference = Tree(added.what, (row, inner))
                    yield _in_a_row([(difference, False), *order[end:]])


def _in_a_row(factors: Sequence[tuple[Tree, bool]]) -> Tree:
    """The product of these, from left to right."""
    (product, _), *others = factors
    for tree, divides in others:
        product = Tree("/" if divides else "*", (product, tree))
    return product


def _factors(tree: Tree, inverse: bool = False) -> list[tuple[Tree, bool]]:
    """What is multiplied in a product, and whether it is divided by."""
    if tree.what not in ("*", "/"):
        return [(tree, inverse)]
    first, second = tree.operands
    return _factors(first, inverse) + _factors(second, inverse != (tree.what == "/"))


def _grouped(factors: tuple[tuple[Tree, bool], ...]) -> Iterator[Tree]:
    """The products of these, in their order, with brackets anywhere."""
    if factors[0][1]:
        return  # nothing begins with a divisor
    if len(factors) == 1:
        yield factors[0][0]
    for i in range(1, len(factors)):
        divides = factors[i][1]
        rest = tuple((tree, inverse != divides) for tree, inverse in factors[i:])
        for one, other in itertools.product(_grouped(factors[:i]), _grouped(rest)):
            yield Tree("/" if divides else "*", (one, other))


# ---- values -------------------------------------------------------------------------------------


def value(tree: Tree, known: Mapping[str, Value]) -> Value:
    """The tree's value. Raises KeyError, ValueError or ArithmeticError where it has none."""
    if tree.what == "name":
        return known[str(tree.of)]
    if tree.what == "number":
        assert isinstance(tree.of, float)
        return tree.of
    operands = [value(operand, known) for operand in tree.operands]
    first = operands[0]
    if tree.what == "T":
        return first.T if isinstance(first, Matrix) else first
    if tree.what == "total":
        return sum(map(sum, first.rows)) if isinstance(first, Matrix) else first
    if tree.what == "rows":
        assert isinstance(tree.of, tuple)
        return first[slice(*tree.of)] if isinstance(first, Matrix) else first
    if tree.what == "moved":
        return ORDERS[str(tree.of)](first) if isinstance(first, Matrix) else first
    if tree.what == "map":
        assert callable(tree.of)
        return first.map(tree.of) if isinstance(first, Matrix) else tree.of(first)
    if tree.what == "call":
        function: Any = tree.of
        called: Value = function(*operands)
        return called
    second = operands[1]
    if tree.what != "@":
        return entry_by_entry(OPERATIONS[tree.what], first, second)
    return _product(first, second, tree.of if isinstance(tree.of, tuple) else (None, None))


def _product(a: Value, b: Value, some: tuple[int | None, int | None]) -> Value:
    """The matrix product; a vector stands as it fits, and a number multiplies.

    Of what is added up in it, those that `some` takes as a slice does.
    """
    if not isinstance(a, Matrix) or not isinstance(b, Matrix):
        return entry_by_entry(operator.mul, a, b)
    if a.shape[1] != b.shape[0] and a.shape[1] == b.shape[1] and b.shape[0] == 1:
        b = b.T
    if a.shape[1] != b.shape[0] and a.shape[0] == b.shape[0] and a.shape[1] == 1:
        a = a.T
    if some == (None, None):
        return a @ b
    if a.shape[1] != b.shape[0]:
        raise ValueError(f"{a.shape} and {b.shape} do not fit")
    columns = [column[slice(*some)] for column in b.T.rows]
    rows = [row[slice(*some)] for row in a.rows]
    return Matrix([[sum(map(operator.mul, row, column)) for column in columns] for row in rows])


def entry_by_entry(f: Callable[[float, float], float], a: Value, b: Value) -> Value:
    """Two values, each entry of the one with its own of the other. Raises ValueError."""
    if not isinstance(a, Matrix) or not isinstance(b, Matrix):
        return _with_a_number(f, a, b)
    if a.shape == b.shape:
        return _matrix([*map(float, map(f, a.entries, b.entries))], a.shape)
    if b.shape[1] == 1 and b.shape[0] not in (1, a.shape[0]) and b.shape[0] == a.shape[1]:
        b = b.T
    elif a.shape[1] == 1 and a.shape[0] not in (1, b.shape[0]) and a.shape[0] == b.shape[1]:
        a = a.T
    elif a.shape != b.shape and a.shape == (b.shape[1], b.shape[0]) and 1 in a.shape:
        b = b.T
    shape = max(a.shape[0], b.shape[0]), max(a.shape[1], b.shape[1])
    return Matrix(map(f, *pair) for pair in zip(*(_stretched(m, shape) for m in (a, b))))  # noqa: B905


def _with_a_number(f: Callable[[float, float], float], a: Value, b: Value) -> Value:
    if isinstance(a, Matrix):
        assert not isinstance(b, Matrix)
        return _matrix([float(f(entry, b)) for entry in a.entries], a.shape)
    if isinstance(b, Matrix):
        return _matrix([float(f(a, entry)) for entry in b.entries], b.shape)
    return f(a, b)


def stretched(found: Value, shape: tuple[int, int]) -> Matrix:
    """A value in a larger shape, as NumPy would stretch it. Raises ValueError."""
    matrix = found if isinstance(found, Matrix) else Matrix([[found]])
    if matrix.shape == shape:
        return matrix
    lies = 1 in shape and matrix.shape == (shape[1], shape[0])
    return matrix.T if lies else Matrix(_stretched(matrix, shape))


def _stretched(matrix: Matrix, shape: tuple[int, int]) -> list[list[float]]:
    if matrix.shape == shape:
        return matrix.rows
    if matrix.shape[0] not in (1, shape[0]) or matrix.shape[1] not in (1, shape[1]):
        raise ValueError(f"{matrix.shape} cannot be stretched to {shape}")
    rows = matrix.rows if matrix.shape[0] == shape[0] else matrix.rows * shape[0]
    return [row if len(row) == shape[1] else row * shape[1] for row in rows]
