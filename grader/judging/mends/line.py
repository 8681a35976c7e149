"""The line that raises, with one expression in it another: what may have been meant there."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from ..edits import OPERATORS
from ..statements import Block, Edit, holds, instead, is_simple, own_parts, statements
from .broken_program import BrokenProgram


def with_another_index(program: BrokenProgram) -> Iterator[list[Edit]]:
    """With row and column exchanged there, or with the last in the place of the first."""
    yield from _changed(INDICES, program, *_around(program, program.block))


def with_the_index_of_its_loop(program: BrokenProgram) -> Iterator[list[Edit]]:
    """By what a loop around it counts, in the place of an index that has no value."""
    nodes, turns = _around(program, program.block)
    without = [n for n in _named_in_indices(nodes) if n.id == program.nameless]
    yield from ([instead(n, turn) for n in without] for turn in reversed(turns) if without)


def with_indices_exchanged(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Two indices of the line in each other's places, wherever they stand in it."""
    if not re.match("IndexError", program.raised):
        return
    named = _named_in_indices(_around(program, program.block)[0])
    for one, other in itertools.combinations(dict.fromkeys(n.id for n in named), 2):
        others = {one: other, other: one}
        yield [instead(n, others[n.id]) for n in named if n.id in others]


def with_another_expression(program: BrokenProgram) -> Iterator[list[Edit]]:
    """With something else in the line, or in the heads of the loops around it."""
    nodes, turns = _around(program, program.scope.body)
    yield from _to_the_end(program, nodes)
    yield from _changed(EXPRESSIONS, program, nodes, turns)


def _around(program: BrokenProgram, block: Block) -> tuple[list[ast.expr], list[str]]:
    """The expressions of the line and of those heads, and the names of the turns of the loops."""
    there = [s for s in statements(block) if holds(s, program.crash.line)]
    loops = [s for s in there if isinstance(s, ast.For)]
    turns = [turn.id for loop in loops if isinstance(turn := _counted(loop), ast.Name)]
    heads = itertools.chain.from_iterable(ast.walk(loop.iter) for loop in loops)
    tests = itertools.chain.from_iterable(
        ast.walk(s.test) for s in there if isinstance(s, ast.While)
    )
    here = itertools.chain.from_iterable(own_parts(s) for s in there if is_simple(s))
    return [node for node in (*heads, *tests, *here) if isinstance(node, ast.expr)], turns


def _counted(loop: ast.For) -> ast.expr:
    """What a loop counts its turns with, also beside what it goes through."""
    is_numbered = isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "enumerate"
    target = loop.target
    return target.elts[0] if is_numbered and isinstance(target, ast.Tuple) else target


def _named_in_indices(nodes: Sequence[ast.expr]) -> list[ast.Name]:
    """Where a name stands in square brackets behind a table."""
    indices = [ast.walk(n.slice) for n in nodes if isinstance(n, ast.Subscript)]
    names = (n for n in itertools.chain.from_iterable(indices) if isinstance(n, ast.Name))
    return [*dict.fromkeys(names)]


def _changed(
    changes: Changes, program: BrokenProgram, nodes: Sequence[ast.expr], turns: Sequence[str]
) -> Iterator[list[Edit]]:
    for pattern, changed in changes:
        if re.search(pattern, program.raised):
            for node in nodes:
                yield from ([instead(node, text)] for text in changed(node, turns))


def _without_an_end(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield ast.unparse(node.left)


def _to_the_end(program: BrokenProgram, nodes: Sequence[ast.expr]) -> Iterator[list[Edit]]:
    """A number of turns, with the length of what is gone through in its place."""
    if not re.match(r"IndexError|KeyError: \d", program.raised):
        return
    tables = [ast.unparse(n.value) for n in nodes if isinstance(n, ast.Subscript)]
    tables = [table.removesuffix(".iloc").removesuffix(".loc") for table in tables]
    for node in nodes if tables else ():
        number = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(number, int) or number < 2:
            continue
        for length in (f"len({tables[0]})", f"(len({tables[0]}) - 1)"):
            yield [instead(node, length)]


def _exchanged(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript):
        table, row, column = node.value.value, node.value.slice, node.slice
        yield f"{ast.unparse(table)}[{ast.unparse(column)}][{ast.unparse(row)}]"
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        first, *others = map(ast.unparse, node.slice.elts)
        yield f"{ast.unparse(node.value)}[{', '.join([*others, first])}]"


def _row_or_column(node: ast.expr, turns: Sequence[str]) -> Iterator[str]:
    """A column of a table in the place of one of its rows, or the other way round."""
    match node:
        case ast.Subscript(value=table, slice=ast.Name(id=index)) if index in turns:
            yield f"{ast.unparse(table)}[:, {index}]"
        case ast.Subscript(value=table, slice=ast.Tuple(elts=[ast.Slice(), ast.Name(id=index)])):
            yield f"{ast.unparse(table)}[{index}]"


def _from_the_end(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Subscript) and ast.unparse(node.slice) in ("0", "-1", "1"):
        other = "-1" if ast.unparse(node.slice) != "-1" else "0"
        yield f"{ast.unparse(node.value)}[{other}]"


def _as_a_range(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        yield f"range({ast.unparse(node)})"


def _as_a_length(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, (ast.Name, ast.Attribute)):
        yield f"len({ast.unparse(node)})"


def _in_one_shape(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Call) and len(node.args) > 1:
        yield f"{ast.unparse(node.func)}(({', '.join(map(ast.unparse, node.args))}))"


def _in_its_shape(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Call) and len(node.args) == 1:
        yield f"{ast.unparse(node.func)}({ast.unparse(node.args[0])}.shape)"
        if ast.unparse(node.func).endswith("zeros"):
            yield "0.0"  # which takes the shape of what is added to it


def _not_called(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    """What is no function without its brackets, or with square ones; Python's own are functions."""
    if isinstance(node, ast.Call) and not hasattr(builtins, ast.unparse(node.func)):
        called, arguments = ast.unparse(node.func), ", ".join(map(ast.unparse, node.args))
        yield f"{called}[{arguments}]" if arguments else called


def _unpacked(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Call) and len(node.args) == 1:
        yield f"{ast.unparse(node.func)}(*{ast.unparse(node.args[0])})"


def _its_entry(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    """The one entry of a row, which is a list, in the place of the row."""
    if isinstance(node, ast.Subscript):
        yield f"{ast.unparse(node)}[0]"


def _entry_by_entry(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    """What lists do not calculate, entry by entry: of both, or of one with the other as it is."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        one, other, sign = ast.unparse(node.left), ast.unparse(node.right), OPERATORS[type(node.op)]
        yield f"[_a {sign} _b for _a, _b in zip({one}, {other})]"
        yield f"[_a {sign} ({other}) for _a in {one}]"
        yield f"[({one}) {sign} _b for _b in {other}]"
        yield f"{_first_of(node.left)} {sign} {_first_of(node.right)}"


def _first_of(node: ast.expr) -> str:
    """The one entry of a row; a number, or what is worked out, is none."""
    is_a_row = isinstance(node, (ast.Name, ast.Subscript))
    return f"{ast.unparse(node)}[0]" if is_a_row else f"({ast.unparse(node)})"


def _called(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, (ast.Name, ast.Attribute)):
        yield f"{ast.unparse(node)}()"
    elif isinstance(node, ast.Subscript):
        yield f"{ast.unparse(node.value)}({ast.unparse(node.slice)})"


def _by_its_rows(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Subscript):
        yield f"{ast.unparse(node.value)}.rows[{ast.unparse(node.slice)}]"
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "len":
        yield f"len({ast.unparse(node.args[0])}.rows)"


def _of_this_turn(node: ast.expr, turns: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Subscript):
        for turn in reversed(turns):
            yield f"{ast.unparse(node.value)}[{turn}]"
            yield f"{ast.unparse(node.value)}.values[{turn}]"


def _of_a_loop_around(node: ast.expr, turns: Sequence[str]) -> Iterator[str]:
    """By what a loop around it counts, in the place of what another does or did."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
        for turn in reversed(turns):
            yield f"{ast.unparse(node.value)}[{turn}]"


Changes = Sequence[tuple[str, Callable[[ast.expr, Sequence[str]], Iterator[str]]]]

INDICES: Changes = (
    ("IndexError", _exchanged),
    ("IndexError", _of_a_loop_around),
    ("cannot multiply|not aligned|mismatch", _from_the_end),
    ("broadcast|not aligned|core dimension|out of bounds", _row_or_column),
    ("broadcast|not aligned|core dimension", _exchanged),
)
"""By what was raised, what an index may have been meant to be."""

EXPRESSIONS: Changes = (
    (r"IndexError|KeyError: \d", _without_an_end),
    ("'(float|int)' object is not iterable", _its_entry),
    ("object is not iterable", _as_a_range),
    (r"'(list|Row|Rows|tuple)' and '|and '(list|Row|Rows|tuple)'|by non-int", _entry_by_entry),
    ("as a data type", _in_one_shape),
    ("as an integer|scalar index", _in_its_shape),
    ("cannot be interpreted as an integer", _as_a_length),
    ("is not callable", _not_called),
    (r"missing \d", _unpacked),
    ("method|function", _called),
    ("'Matrix'|matrix", _by_its_rows),
    ("KeyError|indices", _of_this_turn),
)
"""By what was raised, what an expression that raises may have been meant to be."""
