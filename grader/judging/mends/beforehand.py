"""A program that breaks off before its loop: with what such a program begins with, there.

Weights are drawn there, and counted is what there is how many of. Nothing of it is one of the
steps: whatever stands in its place, these are still to be shown by the program itself.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..statements import (
    Edit,
    behind,
    holds,
    in_loops,
    instead,
    is_open,
    is_simple,
    names_stored,
    nodes,
    own_parts,
    unbound,
)
from .broken_program import BrokenProgram

LACKING = r"'(\w+)' object has no attribute '(\w+)'"
MOST_CALLS = 3
"""Calls of a line that raises, the outermost first, of which one may be what is to be drawn."""


def begun_with(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What was to be there beforehand: each of the lesson's values in its place.

    It is a name or an attribute that has none, what is not written yet, or the line that raises.
    """
    if not program.beforehand:
        return
    yield from _named(program)
    yield from _not_written(program)
    yield from _raising(program)


def _values(program: BrokenProgram, n: int, *, counts: bool = False) -> Iterator[Sequence[str]]:
    """Values for so many names, the likelier ones first: `counts` or tables. Of two either way."""
    several = [values for values in program.beforehand if len(values) == n]
    if counts:
        several.sort(key=lambda values: not values[0].isdecimal())
    for values in several:
        yield from {tuple(values): None, tuple(values[::-1]): None}


def _named(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A name that has no value, and others that have none either; or an attribute of an object."""
    place = _before_it(program)
    if program.nameless and place and program.nameless not in _local(program):
        names = [program.nameless, *sorted(unbound(program.tree) - {program.nameless})]
        for values in _values(program, len(names), counts=not _is_in_a_loop(program)):
            given = "; ".join(map("{} = {}".format, names, values))
            yield [replace(place, text=place.text.format(given))]
    found = re.search(LACKING, program.crash.message)
    kind, lacked = found.groups() if found else ("", "")
    for start in _constructors(program, kind) if lacked in program.words else ():
        for [value] in _values(program, 1):
            yield [Edit(start, start, f"self.{lacked} = {value}; ")]


def _before_it(program: BrokenProgram) -> Edit | None:
    """Where something may be put in: before the line that raises, or behind what is imported."""
    simple = [s for s in program.tree.body if is_simple(s)]
    for statement in simple:
        if holds(statement, program.crash.line):
            return Edit(start := instead(statement, "").start, start, "{}; ")
    imports = [s for s in simple if isinstance(s, (ast.Import, ast.ImportFrom))]
    return behind((imports or simple)[-1], "{}") if simple else None


def _is_in_a_loop(program: BrokenProgram) -> bool:
    line = program.crash.line
    return not any(holds(s, line) and is_simple(s) for s in _before_loops(program))


def _local(program: BrokenProgram) -> set[str]:
    """The names that the function it broke off in gives a value itself."""
    scope = program.scope
    several = ast.walk(scope) if isinstance(scope, ast.FunctionDef) else ()
    return {name for node in several for name in names_stored(node)}


def _constructors(program: BrokenProgram, kind: str) -> Iterator[tuple[int, int]]:
    """Where the first statement begins that makes an object of that class."""
    for node in nodes(program.tree):
        if isinstance(node, ast.ClassDef) and node.name == kind:
            for made in node.body:
                if isinstance(made, ast.FunctionDef) and made.name == "__init__":
                    first = made.body[0]
                    if is_simple(first):
                        yield first.lineno, first.col_offset


def _not_written(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What holds only its place before any loop: what the line that raises reads, or else all."""
    open_ = [s for s in _before_loops(program) if isinstance(s, ast.Assign) and is_open(s)]
    here = program.words_in(program.crash.line)
    read = [s for s in open_ if here & {*re.findall(r"\w+", ast.unparse(s.targets[0]))} - {"self"}]
    open_ = read or open_
    if len(open_) == 1:
        yield from _with_values(program, open_[0], open_[0].value)
    else:
        for values in _values(program, len(open_)):
            yield [instead(s.value, v) for s, v in zip(open_, values, strict=True)]


def _raising(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What the line that raises works out, or one of its calls."""
    line = program.crash.line
    here = (s for s in _before_loops(program) if holds(s, line) and is_simple(s) and not is_open(s))
    for statement in itertools.islice(here, 1):
        calls = [part for part in own_parts(statement) if isinstance(part, ast.Call)]
        whole = [statement.value] if isinstance(statement, ast.Assign) else []
        parts = [*whole, *(call for call in calls if call not in whole)][: 1 + MOST_CALLS]
        ways = [_with_values(program, statement, part) for part in parts]
        for several in itertools.zip_longest(*ways):
            yield from filter(None, several)


def _before_loops(program: BrokenProgram) -> Iterator[ast.stmt]:
    """The statements that stand in no loop, nor in what a loop calls."""
    several = [*in_loops(program.tree)]
    called = _names_in(statement for statement, loops in several if loops)
    functions = [n for n, _ in several if isinstance(n, ast.FunctionDef)]
    inside = [n for n in functions if n.name in called]
    for node in inside:
        more = _names_in([node]) - called
        called |= more
        inside += [n for n in functions if n.name in more]
    reached = {id(part) for node in inside for part in ast.walk(node)}
    return (s for s, loops in several if not loops and id(s) not in reached)


def _names_in(several: Iterable[ast.AST]) -> set[str]:
    """The names and the attributes in some statements."""
    parts = [part for node in several for part in ast.walk(node)]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return names | {part.attr for part in parts if isinstance(part, ast.Attribute)}


def _with_values(
    program: BrokenProgram, statement: ast.stmt, part: ast.expr
) -> Iterator[list[Edit]]:
    """Each value in the place of a part of a statement; several where several are unpacked."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    is_whole = isinstance(statement, ast.Assign) and part is statement.value
    n = len(targets[0].elts) if is_whole and isinstance(targets[0], ast.Tuple) else 1
    counts = is_open(statement) and not _is_in_a_loop(program)
    for values in _values(program, n, counts=counts):
        yield [instead(part, values[0] if n == 1 else f"({', '.join(values)})")]
