"""A name that is read before it has a value: begun where it may be meant, or declared `global`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..statements import (
    Block,
    Edit,
    behind,
    blocks,
    bodies,
    holds,
    instead,
    is_docstring,
    is_simple,
    names_stored,
    statements,
)
from .broken_program import BrokenProgram


def declared(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A `global` statement for a name of the file, and for others that need it as well.

    These are the names that the function reads before it gives them a value.
    """
    scope, name = program.scope, program.nameless
    if not isinstance(scope, ast.FunctionDef):
        return
    several = [node for node in ast.walk(scope) if isinstance(node, ast.Name)]
    several.sort(key=lambda node: (node.lineno, node.col_offset))
    there = next((s for s in statements(scope.body) if isinstance(s, ast.Global)), None)
    of_file = {n for s in statements(bodies(program.tree)[""]) for n in names_stored(s)}
    own = {n.id for n in several if isinstance(n.ctx, ast.Store)} & of_file
    own -= {*there.names} if there else set()
    if name not in own:
        return
    first = {node.id: node for node in reversed(several)}
    read = [n for n in sorted(own) if isinstance(first[n].ctx, ast.Load)]
    names, begin = ", ".join(dict.fromkeys([name, *read])), scope.body[0]
    if there:
        yield [instead(there, f"{ast.unparse(there)}, {names}")]
    elif is_docstring(begin):
        yield [behind(begin, f"global {names}")]
    elif is_simple(begin):
        start = instead(begin, "").start
        yield [Edit(start, start, f"global {names}; ")]


def begun(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A beginning for what the line adds to: in each turn of a loop around it, or before them all.

    It begins as None, and what is added first takes its place.
    """
    scope, name, line = program.scope, program.nameless, program.crash.line
    several = (n for n in ast.walk(scope) if isinstance(n, ast.For))
    loops = [n for n in several if holds(n, line)]
    if not name or not loops:
        return
    names, value, edits = [name], "[]", list[Edit]()
    if not _is_a_list(scope, name):
        names, value = [name, *(n for n in _only_added_to(scope) if n != name)], "None"
        added = map(_added, ast.walk(scope))
        edits = [_from_nothing(*one) for one in added if one and one[1] in names]
        if not edits:
            return
    outside = next(block for block in blocks(scope.body) if loops[0] in block)
    inside = [(loop.body, loop.body[0]) for loop in loops]
    for block, statement in (inside[0], (outside, loops[0]), *inside[1:]):
        before = _before(block, statement, names, value)
        if before:
            yield [before, *edits]


def _is_a_list(scope: ast.AST, name: str) -> bool:
    """Is something appended to it?"""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("append", "extend")
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        for node in ast.walk(scope)
    )


def _only_added_to(scope: ast.AST) -> list[str]:
    """The names that are added to, and that nothing else gives a value."""
    given, added_to = set[str](), dict[str, None]()
    for node in ast.walk(scope):
        added = _added(node)
        if added:
            added_to[added[1]] = None
        else:
            given.update(names_stored(node))
    return [name for name in added_to if name not in given]


def _added(node: ast.AST) -> tuple[ast.stmt, str, ast.BinOp] | None:
    """A statement that adds to a name, or takes from it, with the name and the sum."""
    target: ast.expr
    if isinstance(node, ast.AugAssign):
        target, sum_ = node.target, ast.BinOp(node.target, node.op, node.value)
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
        target, sum_ = node.targets[0], node.value
    else:
        return None
    names = {n.id if isinstance(n, ast.Name) else "" for n in (target, sum_.left)}
    if len(names) > 1 or names == {""} or not isinstance(sum_.op, (ast.Add, ast.Sub)):
        return None
    return node, names.pop(), sum_


def _from_nothing(statement: ast.stmt, name: str, sum_: ast.BinOp) -> Edit:
    """The statement, made to begin with what it adds where there is None."""
    value = ast.unparse(sum_.right)
    first = f"-({value})" if isinstance(sum_.op, ast.Sub) else value
    return instead(statement, f"{name} = {first} if {name} is None else {ast.unparse(sum_)}")


def _before(block: Block, statement: ast.stmt, names: Sequence[str], value: str) -> Edit | None:
    """These names given the value before the statement, with no line more."""
    at, start = block.index(statement), instead(statement, "").start
    assigned = " = ".join([*names, value])
    if is_simple(statement):
        return Edit(start, start, f"{assigned}; ")
    if at and is_simple(block[at - 1]):
        return behind(block[at - 1], assigned)
    if isinstance(statement, ast.For):
        begun = "".join(f"({name} := {value}) or " for name in names)  # neither of these is true
        return instead(statement.iter, f"{begun}{ast.unparse(statement.iter)}")
    return None
