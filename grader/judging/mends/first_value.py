"""A name that is read before it has a value: begun where it may be meant, or declared another's."""

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
    nodes,
    own_parts,
    statements,
)
from .broken_program import BrokenProgram

MADE_ANEW = "__import__('dataclasses').field"


def declared(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A `global` or `nonlocal` statement for a name, and for others that need it as well.

    These are the names of the file, or of a function around this one, that the function reads
    before it gives them a value.
    """
    around = program.around
    if not around:
        return
    scope, name = around[-1], program.nameless
    stored = {n for s in statements(scope.body) for n in names_stored(s)}
    read = _read_first(scope)
    of_file = {n for s in statements(bodies(program.tree)[""]) for n in names_stored(s)}
    outer = [("nonlocal", _names_of(function, scope)) for function in reversed(around[:-1])]
    for word, known in [*outer, ("global", of_file)]:
        own = stored & known
        kind = ast.Global if word == "global" else ast.Nonlocal
        there = next((s for s in statements(scope.body) if isinstance(s, kind)), None)
        own -= {*there.names} if there else set()
        if name not in own:
            continue
        names, begin = ", ".join(dict.fromkeys([name, *sorted(read & own)])), scope.body[0]
        if there:
            yield [instead(there, f"{ast.unparse(there)}, {names}")]
        elif is_docstring(begin):
            yield [behind(begin, f"{word} {names}")]
        elif is_simple(begin):
            start = instead(begin, "").start
            yield [Edit(start, start, f"{word} {names}; ")]
        return


def made_for_each(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What a dataclass would share among all its objects, a list or an array, made for each."""
    if "mutable default" not in program.crash.message:
        return
    classes = (n for n in nodes(program.tree) if isinstance(n, ast.ClassDef))
    fields = (s for node in classes for s in node.body if isinstance(s, ast.AnnAssign))
    shared = (ast.Call, ast.List, ast.Dict, ast.Set)
    edits = [
        instead(f.value, f"{MADE_ANEW}(default_factory=lambda: {ast.unparse(f.value)})")
        for f in fields
        if isinstance(f.value, shared) and not ast.unparse(f.value).startswith(("field", "data"))
    ]
    if edits:
        yield edits


def _names_of(function: ast.FunctionDef, inner: ast.FunctionDef) -> set[str]:
    """What it is given, and what it gives a value, without what is set in one inside it."""
    own = (s for s in statements(function.body) if not holds(inner, s.lineno))
    several = [*function.args.args, *own]
    return {name for node in several for name in names_stored(node)}


def _read_first(scope: ast.FunctionDef) -> set[str]:
    """The names that its statements read before one of them gives them a value."""
    read, met = set[str](), set[str]()
    for statement in statements(scope.body):
        target = statement.target if isinstance(statement, ast.AugAssign) else None
        names = [n for n in own_parts(statement) if isinstance(n, ast.Name)]
        read |= {n.id for n in names if n is target or isinstance(n.ctx, ast.Load)} - met
        met |= {*names_stored(statement)}
    return read


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


def known_from_the_last_turn(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A beginning for what a loop reads before it gives it a value, as the loss of the turn before.

    It begins before the outermost loop, with nothing, with the largest number, or with zero.
    """
    scope, name, line = program.scope, program.nameless, program.crash.line
    several = (n for n in ast.walk(scope) if isinstance(n, ast.For))
    loop = next((n for n in several if name and holds(n, line)), None)
    given = [s for s in statements([loop]) if name in names_stored(s)] if loop else []
    if loop is None or not given or not all(isinstance(s, ast.Assign) for s in given):
        return
    outside = next(block for block in blocks(scope.body) if loop in block)
    for value in ("None", "float('inf')", "0.0"):
        before = _before(outside, loop, [name], value)
        if before:
            yield [before]


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
