"""What a statement might be instead of what it is: one edit that is about all of it.

exchanged   two of its names in each other's places     unpacked   two that it gives values to
target      what it works out goes to another name      number     other numbers to begin with
grouped     what an operator is for, as with other parentheses
fractions   a table of whole numbers may hold fractions
"""

from __future__ import annotations

import ast
import difflib
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from .edits import OPERATORS, Change
from .statements import is_plain

MOST_RENAMED = 30
"""Edits of one statement that rename what stands in several places of it."""


def of_statement(
    statement: ast.stmt, names: Sequence[str], places: Sequence[ast.expr] = ()
) -> Iterator[Change]:
    """All of them, for a statement where these names have a value.

    `places` are the attributes and the entries of tables that the program stores something in.
    """
    value = value_of(statement)
    yield from _stored_elsewhere(statement, names, places)
    yield from itertools.chain(divided(value), _unpacked_otherwise(statement), grouped(value))
    yield from itertools.chain(_with_fractions(value), _farther_on(value))
    yield from itertools.islice(_exchanged(value, names), MOST_RENAMED)
    yield from itertools.islice(_everywhere(value, names), MOST_RENAMED)


def _exchanged(value: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Two names in each other's places, wherever they stand."""
    there = [name for name in dict.fromkeys(_names_in(value)) if name in names]
    for one, other in itertools.combinations(there, 2):
        yield "exchanged", value, _renamed(value, {one: other, other: one})


def _everywhere(value: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Another name in the place of one that stands there more than once."""
    for one in (name for name, times in Counter(_names_in(value)).items() if times > 1):
        nearest = difflib.get_close_matches(one, [n for n in names if n != one], 3, 0.0)
        yield from (("name", value, _renamed(value, {one: other})) for other in nearest)


def other_numbers(statement: ast.stmt) -> Iterator[Change]:
    """Other numbers in the place of those in a statement: of one, or of all that are the same."""
    value = value_of(statement)
    found = [n for n in ast.walk(value) if isinstance(n, ast.Constant) and n.value in (0, 1, 2)]
    if is_plain(value) and len({n.value for n in found}) == 1 < len(found):
        yield from (("number", value, ", ".join([n] * len(found))) for n in "01")
    yield from (("number", node, n) for node in found for n in "01" if n != str(node.value))


def _farther_on(value: ast.expr) -> Iterator[Change]:
    """As many of a row, from the next place on: the first may be another thing than the rest."""
    for node in ast.walk(value):
        match node:
            case ast.Slice(ast.Constant(int(first)), ast.Constant(int(last)), None):
                yield "number", node, f"{first + 1}:{last + 1}"


def _stored_elsewhere(
    statement: ast.stmt, names: Sequence[str], places: Sequence[ast.expr]
) -> Iterator[Change]:
    """Other names, or places of the same object, that what a statement works out may be for."""
    match statement:
        case ast.AugAssign(target=ast.Name(id=own) as target):
            others = [*names]
        case ast.AugAssign(target=target) | ast.Assign(targets=[target]) if is_place(target):
            own = ast.unparse(target)
            others = [ast.unparse(p) for p in places if _whose(p) == _whose(target)]
        case _:
            return
    yield from (("target", target, other) for other in dict.fromkeys(others) if other != own)


def is_place(target: ast.expr) -> bool:
    """Is it an attribute, or an entry of a table by its key?"""
    keyed = isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant)
    return keyed or isinstance(target, ast.Attribute)


def _whose(place: ast.expr) -> str:
    return ast.unparse(place.value) if isinstance(place, (ast.Attribute, ast.Subscript)) else ""


def _unpacked_otherwise(statement: ast.stmt) -> Iterator[Change]:
    """Two names that values are given to, in each other's places."""
    if not isinstance(statement, ast.Assign) or isinstance(statement.value, ast.Tuple):
        return
    target = statement.targets[0]
    names = [*map(ast.unparse, target.elts)] if isinstance(target, ast.Tuple) else []
    for i, j in itertools.combinations(range(len(names)), 2):
        other = [*names]
        other[i], other[j] = other[j], other[i]
        yield "unpacked", target, ", ".join(other)


def divided(value: ast.expr) -> Iterator[Change]:
    """The expression with `/` in the place of each `//`."""
    copy = ast.parse(ast.unparse(value), mode="eval")
    floors = [
        n for n in ast.walk(copy) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.FloorDiv)
    ]
    for node in floors:
        node.op = ast.Div()
    if floors:
        yield "operator", value, f"({ast.unparse(copy)})"


OF_WHOLE_NUMBERS = {"array", "asarray", "zeros", "ones", "full", "zeros_like", "ones_like"}


def _with_fractions(value: ast.expr) -> Iterator[Change]:
    """A table that may be of whole numbers, as `np.array([0, 0])` is, with room for others."""
    for node in (n for n in ast.walk(value) if isinstance(n, ast.Call)):
        if isinstance(node.func, ast.Attribute) and node.func.attr in OF_WHOLE_NUMBERS:
            numbers = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
            is_typed = any(isinstance(n, ast.Name) and n.id == "int" for n in ast.walk(node))
            is_like = node.func.attr.endswith("_like")
            is_array = "array" in node.func.attr and numbers and {*map(type, numbers)} == {int}
            if is_typed or is_like or is_array:
                yield "fractions", node, f"{ast.unparse(node)}.astype(float)"


def grouped(value: ast.expr) -> Iterator[Change]:
    """The expression with parentheses around other operands: `a / (b + c)` for `a / b + c`."""
    for node in (n for n in ast.walk(value) if isinstance(n, ast.BinOp)):
        for inner, is_left in ((node.left, True), (node.right, False)):
            if isinstance(inner, ast.BinOp) and {type(inner.op), type(node.op)} <= {*OPERATORS}:
                if is_left:
                    a, b, c = map(_whole, (inner.left, inner.right, node.right))
                    first, last = OPERATORS[type(inner.op)], OPERATORS[type(node.op)]
                    text = f"({a} {first} ({b} {last} {c}))"
                else:
                    a, b, c = map(_whole, (node.left, inner.left, inner.right))
                    first, last = OPERATORS[type(node.op)], OPERATORS[type(inner.op)]
                    text = f"(({a} {first} {b}) {last} {c})"
                if first != last or first in "-/":  # or it comes to the same
                    yield "grouped", node, text


def _whole(node: ast.expr) -> str:
    return f"({ast.unparse(node)})" if isinstance(node, ast.BinOp) else ast.unparse(node)


def _names_in(value: ast.expr) -> list[str]:
    return [n.id for n in ast.walk(value) if isinstance(n, ast.Name)]


def _renamed(value: ast.expr, names: Mapping[str, str]) -> str:
    copy = ast.parse(ast.unparse(value), mode="eval")
    for node in ast.walk(copy):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return f"({ast.unparse(copy)})"


def value_of(statement: ast.stmt) -> ast.expr:
    """The expression of a statement: what it stores or gives back, or what its head is about."""
    for name in ("value", "iter", "test"):
        if isinstance(found := getattr(statement, name, None), ast.expr):
            return found
    raise AssertionError(statement)
