"""A line that raises, with one small thing in it changed: what may have been meant."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from ..room.answers import Crash
from .statements import Block, Edit, holds, instead, is_simple, own_parts, statements


def nearby(block: Block, crash: Crash) -> Iterator[list[Edit]]:
    """Edits in the line that raised and in the heads of the loops around it, by what it raised."""
    nodes, turns = _around(block, crash)
    yield from _to_the_end(crash, nodes)
    yield from _changed(NEARBY, crash, nodes, turns)


def with_another_index(block: Block, crash: Crash) -> Iterator[list[Edit]]:
    """The same with row and column exchanged there, or with the last in the place of the first."""
    yield from _changed(INDICES, crash, *_around(block, crash))


def _around(block: Block, crash: Crash) -> tuple[list[ast.expr], list[str]]:
    """The expressions there, and the names of the turns of those loops."""
    there = [s for s in statements(block) if holds(s, crash.line)]
    loops = [s for s in there if isinstance(s, ast.For)]
    turns = [loop.target.id for loop in loops if isinstance(loop.target, ast.Name)]
    heads = itertools.chain.from_iterable(ast.walk(loop.iter) for loop in loops)
    tests = itertools.chain.from_iterable(
        ast.walk(s.test) for s in there if isinstance(s, ast.While)
    )
    here = itertools.chain.from_iterable(own_parts(s) for s in there if is_simple(s))
    return [node for node in (*heads, *tests, *here) if isinstance(node, ast.expr)], turns


def _changed(
    changes: Changes, crash: Crash, nodes: Sequence[ast.expr], turns: Sequence[str]
) -> Iterator[list[Edit]]:
    for pattern, changed in changes:
        if re.search(pattern, f"{crash.type}: {crash.message}"):
            for node in nodes:
                yield from ([instead(node, text)] for text in changed(node, turns))


def by_place(block: Block, crash: Crash) -> Iterator[list[Edit]]:
    """What the line asks of a table or a column of pandas by label, asked by place instead."""
    if not re.match(BY_LABEL, f"{crash.type}: {crash.message}"):
        return
    there = [s for s in statements(block) if holds(s, crash.line) and is_simple(s)]
    nodes = [n for s in there for n in own_parts(s) if isinstance(n, ast.Subscript)]
    asked = [n for n in nodes if not ast.unparse(n.value).endswith((".values", ".iloc", "()"))]
    edits = [_asked_by_place(node) for node in asked]
    if edits:
        yield edits
    for edit in edits if len(edits) > 1 else ():
        yield [edit]


def _asked_by_place(node: ast.Subscript) -> Edit:
    owner, index = node.value, ast.unparse(node.slice)
    return instead(node, f"{ast.unparse(owner).removesuffix('.loc')}.values[{index.strip('()')}]")


BY_LABEL = r"KeyError: (\d|np\.\w+\(|.*not in index|.*are in the \[?.*ndex)"
"""What pandas raises over a label that is not there, which is a number, or several of them."""


def other_axes(block: Block, crash: Crash) -> Iterator[list[Edit]]:
    """The sums along an axis, the nearest before what raised first, along the other one."""
    if not re.search("broadcast|not aligned|matmul|core dimension", crash.message):
        return
    there = [s for s in statements(block) if is_simple(s) and s.lineno <= crash.line]
    for statement in reversed(there):
        for call in (n for n in own_parts(statement) if isinstance(n, ast.Call)):
            if ast.unparse(call.func).rpartition(".")[2] in ("sum", "mean"):
                given = [k.value for k in call.keywords if k.arg == "axis"] or call.args[-1:]
                for axis in given:
                    other = {"0": "1", "1": "0"}.get(ast.unparse(axis))
                    if other:
                        yield [instead(axis, other)]


def _without_an_end(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield ast.unparse(node.left)


def _to_the_end(crash: Crash, nodes: Sequence[ast.expr]) -> Iterator[list[Edit]]:
    """A number of turns, with the length of what is gone through in its place."""
    if not re.match(r"IndexError|KeyError: \d", f"{crash.type}: {crash.message}"):
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


def _not_called(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Call):
        called, arguments = ast.unparse(node.func), ", ".join(map(ast.unparse, node.args))
        yield f"{called}[{arguments}]" if arguments else called


def _unpacked(node: ast.expr, _: Sequence[str]) -> Iterator[str]:
    if isinstance(node, ast.Call) and len(node.args) == 1:
        yield f"{ast.unparse(node.func)}(*{ast.unparse(node.args[0])})"


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
    """By what a loop around it counts, in the place of what one counted that is over."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
        for turn in reversed(turns) if node.slice.id not in turns else ():
            yield f"{ast.unparse(node.value)}[{turn}]"


Changes = Sequence[tuple[str, Callable[[ast.expr, Sequence[str]], Iterator[str]]]]

INDICES: Changes = (
    ("IndexError", _exchanged),
    ("IndexError", _of_a_loop_around),
    ("cannot multiply|not aligned|mismatch", _from_the_end),
)
"""By what was raised, what an index may have been meant to be."""

NEARBY: Changes = (
    (r"IndexError|KeyError: \d", _without_an_end),
    ("object is not iterable", _as_a_range),
    ("cannot be interpreted as an integer", _as_a_length),
    ("is not callable", _not_called),
    (r"missing \d", _unpacked),
    ("method|function", _called),
    ("'Matrix'|matrix", _by_its_rows),
    ("KeyError|indices", _of_this_turn),
)
"""By what was raised, what an expression that raises may have been meant to be."""
