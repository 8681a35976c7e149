"""A table that does not fit where it is used: turned, summed or asked for in another way."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

from ..statements import Edit, holds, instead, is_simple, names_stored, nodes, own_parts, statements
from .broken_program import BrokenProgram

BY_LABEL = r"KeyError: (\d|np\.\w+\(|.*not in index|.*are in the \[?.*ndex)"
"""What pandas raises over a label that is not there, which is a number, or several of them."""

NO_PRODUCT = "broadcast|not aligned|matmul|core dimension|cannot multiply|shapes differ"
"""What is raised where two tables do not fit as they are to be multiplied."""

AS_A_LIST = "a matrix is cut as|'Matrix' has no len|'Matrix' object is not|not Matrix"
"""What is raised where a matrix is asked for what only a list has."""

LISTS = (ast.List, ast.ListComp)


def with_one_record(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A whole table in a loop through its rows, with the row in its place."""
    loops = (n for n in ast.walk(program.scope) if isinstance(n, ast.For))
    for loop in (n for n in loops if holds(n, program.crash.line)):
        rows = dict(_rows_of(loop))
        for node in itertools.chain.from_iterable(map(own_parts, statements(loop.body))):
            owner = node.value if isinstance(node, ast.Attribute) else node
            if isinstance(owner, ast.Name) and ast.unparse(node) in rows:
                yield [instead(node, rows[ast.unparse(node)])]


def by_their_rows(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A matrix where a list of rows is meant: what the line goes through, or what is handed over.

    That is in the line that raised, or where a helper that it stands in is called.
    """
    if not re.search(AS_A_LIST, program.crash.message):
        return
    line = program.crash.line
    function = program.around[-1].name if program.around else ""
    function = "" if f"def {function}(" in program.solved else function
    calls = [n for n in nodes(program.tree) if isinstance(n, ast.Call)]
    here = [call for call in calls if call.lineno <= line <= (call.end_lineno or 0)]
    elsewhere = [c for c in calls if ast.unparse(c.func).rpartition(".")[2] == function]
    heads = [n.iter for n in nodes(program.tree) if isinstance(n, (ast.For, ast.comprehension))]
    given = [argument for call in (*here, *elsewhere) for argument in call.args]
    for node in (*(head for head in heads if head.lineno == line), *given):
        table = node.value if isinstance(node, ast.Starred) else node
        if isinstance(table, (ast.Name, ast.Attribute)) and not ast.unparse(table).endswith("rows"):
            yield [instead(table, f"{ast.unparse(table)}.rows")]


def turned_by_hand(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A list of rows that is asked for its transpose, which only a table has, turned round."""
    if not re.search(
        r"'(list|Rows|tuple)' object has no attribute '(T|transpose)'", program.raised
    ):
        return
    called = {n.func: n for n in nodes(program.tree) if isinstance(n, ast.Call)}
    for node in nodes(program.tree):
        if isinstance(node, ast.Attribute) and node.attr in ("T", "transpose"):
            whole = called.get(node, node)
            if node.lineno <= program.crash.line <= (node.end_lineno or 0):
                rows = ast.unparse(node.value)
                turned = f"[[row[i] for row in {rows}] for i in range(len({rows}[0]))]"
                yield [instead(whole, turned)]


def turned_round(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A table turned round: one that the line gets from another, or what it works out itself.

    The nearest that was worked out before comes first, as its line is the one that is wrong.
    """
    if "broadcast" not in program.crash.message:
        return
    several = [s for s in statements(program.block) if isinstance(s, (ast.Assign, ast.AugAssign))]
    here = [s for s in several if holds(s, program.crash.line)]
    names = {n.id for s in here for n in ast.walk(s) if isinstance(n, ast.Name)}
    before = [
        s
        for s in several
        if isinstance(s, ast.Assign)
        and s.lineno < program.crash.line
        and isinstance(target := s.targets[0], ast.Name)
        and target.id in names
    ]
    for statement in [*reversed(before), *here]:
        if isinstance(statement.value, (ast.BinOp, ast.Call)):
            yield [instead(statement.value, f"({ast.unparse(statement.value)}).T")]


def with_a_factor_turned(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A product of matrices in the line with one of its factors turned round, or not turned."""
    if not re.search("not aligned|matmul|core dimension|cannot multiply", program.crash.message):
        return
    several = (n for n in nodes(program.tree) if isinstance(n, (ast.BinOp, ast.Call)))
    for node in (n for n in several if n.lineno <= program.crash.line <= (n.end_lineno or 0)):
        for factor in _factors(node):
            text = ast.unparse(factor)
            yield [instead(factor, text[:-2] if text.endswith(".T") else f"({text}).T")]


def with_the_other_product(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A product in the line entry by entry instead of one of matrices, or the other way round.

    Or, by NumPy, of each entry of the one with each of the other.
    """
    if not re.search(NO_PRODUCT, program.crash.message):
        return
    imports = (n for n in nodes(program.tree) if isinstance(n, ast.Import))
    modules = (alias for n in imports for alias in n.names if alias.name == "numpy")
    numpy = next((alias.asname or alias.name for alias in modules), "")
    several = (n for n in nodes(program.tree) if isinstance(n, (ast.BinOp, ast.Call)))
    for node in (n for n in several if n.lineno <= program.crash.line <= (n.end_lineno or 0)):
        sign = "*" if _factors(node) else "@"
        factors = _factors(node) or _multiplied(node)
        if factors:
            one, other = map(ast.unparse, factors)
            yield [instead(node, f"(({one}) {sign} ({other}))")]
            if numpy and sign == "*":
                yield [instead(node, f"{numpy}.outer({one}, {other})")]


def _multiplied(node: ast.BinOp | ast.Call) -> list[ast.expr]:
    """What is multiplied entry by entry; nothing if that is no such product."""
    if isinstance(node, ast.BinOp):
        return [node.left, node.right] if isinstance(node.op, ast.Mult) else []
    return node.args[:2] if ast.unparse(node.func).endswith("multiply") and node.args[1:] else []


def _factors(node: ast.BinOp | ast.Call) -> list[ast.expr]:
    """What is multiplied as matrices; nothing if that is no such product."""
    if isinstance(node, ast.BinOp):
        return [node.left, node.right] if isinstance(node.op, ast.MatMult) else []
    called = ast.unparse(node.func).rpartition(".")
    own = [node.func.value] if isinstance(node.func, ast.Attribute) and len(node.args) == 1 else []
    return [*own, *node.args][:2] if called[2] in ("dot", "matmul") else []


def by_place(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What the line asks of a table or a column of pandas by label, asked by place instead."""
    if not re.match(BY_LABEL, program.raised):
        return
    there = [
        s for s in statements(program.scope.body) if holds(s, program.crash.line) and is_simple(s)
    ]
    cut = [n for s in there for n in own_parts(s) if isinstance(n, ast.Subscript)]
    asked = [n for n in cut if not ast.unparse(n.value).endswith((".values", ".iloc", "()"))]
    edits = [_asked_by_place(node) for node in asked]
    if edits:
        yield edits
    for edit in edits if len(edits) > 1 else ():
        yield [edit]


def _asked_by_place(node: ast.Subscript) -> Edit:
    owner, index = node.value, ast.unparse(node.slice)
    return instead(node, f"{ast.unparse(owner).removesuffix('.loc')}.values[{index.strip('()')}]")


def other_axes(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The sums along an axis, the nearest before what raised first, along the other one."""
    if not re.search("broadcast|not aligned|matmul|core dim|reshape", program.crash.message):
        return
    there = [
        s for s in statements(program.block) if is_simple(s) and s.lineno <= program.crash.line
    ]
    for statement in reversed(there):
        for call in (n for n in own_parts(statement) if isinstance(n, ast.Call)):
            if ast.unparse(call.func).rpartition(".")[2] in ("sum", "mean"):
                given = [k.value for k in call.keywords if k.arg == "axis"] or call.args[-1:]
                for axis in given:
                    other = {"0": "1", "1": "0"}.get(ast.unparse(axis))
                    if other:
                        yield [instead(axis, other)]


def _rows_of(loop: ast.For) -> Iterator[tuple[str, str]]:
    """The tables whose rows a loop goes through, and the names that these have in it."""
    head, target = loop.iter, loop.target
    is_zip = isinstance(head, ast.Call) and ast.unparse(head.func) == "zip"
    tables = head.args if isinstance(head, ast.Call) and is_zip else [head]
    names = target.elts if isinstance(target, ast.Tuple) and is_zip else [target]
    for table, name in zip(tables, names, strict=False):
        text = ast.unparse(table)
        yield text, ast.unparse(name)
        yield text.removesuffix(".values"), ast.unparse(name)


def as_arrays(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A list, with which nothing can be worked out, as the array that the line takes it for."""
    if not re.search(r"'list'|sequence", program.crash.message):
        return
    modules = (n for n in nodes(program.tree) if isinstance(n, ast.Import))
    names = (a.asname or a.name for node in modules for a in node.names if a.name == "numpy")
    numpy, read = next(names, ""), program.words_in(program.crash.line)
    given = (s for s in statements(program.block) if isinstance(s, ast.Assign) and numpy)
    for statement in given:
        if isinstance(statement.value, LISTS) and read.intersection(names_stored(statement)):
            text = f"{numpy}.array({ast.unparse(statement.value)})"
            yield [instead(statement.value, text)]
