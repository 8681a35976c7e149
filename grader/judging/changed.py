"""The statements that differ in a program that was mended, and the check that each is for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..lesson import Lesson
from .another_name import place_of
from .mends.counting import CUT
from .mends.given_lines import with_its_names
from .statements import (
    head,
    holds,
    in_loops,
    is_plain,
    moved_to_another_loop,
    names_stored,
    nodes,
    parsed,
    replaced,
)


@dataclass(frozen=True)
class Changed:
    """A statement that differs in the mended program: its line, and the check that it is for.

    The check is "" where it is for none that is known. `given` is the statement as the lesson's
    file has it, "" if it is not from there.
    """

    line: int
    check: str = ""
    given: str = ""
    is_handed_back: bool = False
    """Is it a `return` now, where the value was worked out and not handed back?"""
    hands_back: bool = False
    """Is it a `return`?"""
    is_kept_to_itself: bool = False
    """Is it one in a function whose results are put under other names now where it is called?"""
    is_side_by_side: bool = False
    """Does a loop in it take several lists side by side now?"""
    is_a_function: bool = False
    """Is it the head of a function?"""
    gives_values: bool = False
    """Does it give names their values, as an assignment does, or the head of a loop?"""
    last_counted: int = 0
    """If it is a `for` that has an end now, as it had not before, its last line; 0 otherwise."""
    last_line: int = 0
    """The last line of the statement, with all that it holds."""
    is_renamed: bool = False
    """Does it give another name its value now?"""
    is_moved: bool = False
    """Is it the same statement, in another loop?"""
    is_a_beginning: bool = False
    """Does it give plain numbers to names, or zeros?"""
    added_in: int = 0
    """The first line that adds to these; 0 if there is none."""
    head_ends: int = 0
    """The last line of its head; of all of it, if it holds no other statements."""
    is_a_loop: bool = False
    """Is it a `for`, or what a `while` begins to count with?"""
    is_apart: bool = False
    """Does it give names values that come from nothing which the loops around it work out?"""
    column: int = 0
    """The first byte of its first line that is another; 0 if that is not known."""

    def is_in(self, line: int) -> bool:
        """Is the line one of the statement's own, and of none that it holds?"""
        return self.line <= line <= max(self.line, self.head_ends)


def changed_in(source: str, mended: str, lesson: Lesson, form: str) -> Iterator[Changed]:
    """The statements of a mended program that are not the same in its source.

    Where all are, the first of those that only stand in another loop.
    """
    own, new = parsed(source), parsed(mended)
    lines, new_lines = source.split("\n"), mended.split("\n")
    file = with_its_names(lesson.given(form), own)
    given = {head(statement) for statement, _ in in_loops(file)}
    returns = {s.lineno for s, _ in in_loops(own) if isinstance(s, ast.Return) and s.value}
    zips = Counter(s.lineno for s, _ in in_loops(own) for _ in range(head(s).count("zip(")))
    functions = [n for n in own.body if isinstance(n, ast.FunctionDef)]
    whiles = {s.lineno: s.end_lineno or 0 for s, _ in in_loops(own) if isinstance(s, ast.While)}
    assigned = [s for s, _ in in_loops(own) if isinstance(s, ast.Assign)]  # and not read as well
    names = {s.lineno: {*names_stored(s)} for s in assigned}
    others = [*replaced(own, new)]
    called = {
        ast.unparse(s.value.func).rpartition(".")[2]
        for s, _ in others
        if isinstance(s, ast.Assign) and isinstance(s.value, ast.Call)
    }
    put_away = [n for n in nodes(own) if isinstance(n, ast.FunctionDef) and n.name in called]
    moved = [] if others else [*moved_to_another_loop(own, new)][:1]
    for statement, loops in others or moved:
        inside = next((f.name for f in functions if holds(f, statement.lineno)), "")
        counting = next(_counting_from(statement, new), None)
        check = lesson.is_for(statement, loops, inside)
        text, line = head(statement), _line_of(statement, own)
        yield Changed(
            line,
            check=check or (lesson.is_for(*counting, inside) if counting else ""),
            given=_as_written(text) if text in given else "",
            is_handed_back=isinstance(statement, ast.Return) and statement.lineno not in returns,
            hands_back=isinstance(statement, ast.Return),
            is_kept_to_itself=isinstance(statement, ast.Return)
            and any(holds(function, statement.lineno) for function in put_away),
            is_side_by_side=text.count("zip(") > zips[statement.lineno],
            is_a_function=isinstance(statement, ast.FunctionDef),
            gives_values=isinstance(statement, (ast.Assign, ast.AugAssign, ast.For)),
            last_counted=_last_counted(statement, whiles.get(line, 0)),
            last_line=statement.end_lineno or line,
            head_ends=_head_ends(statement),
            is_a_loop=isinstance(statement, ast.For) or counting is not None,
            is_apart=isinstance(statement, ast.Assign) and _is_apart(statement, new),
            column=_first_that_differs(lines[line - 1], new_lines[line - 1]),
            is_renamed={*names_stored(statement)} != names.get(line, {*names_stored(statement)}),
            is_moved=bool(moved),
            is_a_beginning=isinstance(statement, ast.Assign) and _is_a_beginning(statement.value),
            added_in=_added_in(statement, new),
        )


def _as_written(text: str) -> str:
    """The line without the brackets around several results, which nobody writes."""
    return re.sub(r"^return \((.*)\)$", r"return \1", text)


def _is_a_beginning(value: ast.expr) -> bool:
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(is_plain(part) or ast.unparse(part).startswith("0 * ") for part in parts)


def _counting_from(statement: ast.stmt, tree: ast.Module) -> Iterator[tuple[ast.While, int]]:
    """The loops that go on by what the statement begins to count, and how many each stands in."""
    counted = {*names_stored(statement)} if isinstance(statement, ast.Assign) else set()
    for loop, loops in in_loops(tree) if counted else ():
        if isinstance(loop, ast.While) and not holds(loop, statement.lineno):
            asked = {n.id for n in ast.walk(loop.test) if isinstance(n, ast.Name)}
            if loop.lineno > statement.lineno and asked & counted:
                yield loop, loops


def _is_apart(statement: ast.stmt, tree: ast.Module) -> bool:
    """Is it in a loop, and is nothing read in it that any loop around it gives a value?"""
    loops = [
        n for n in nodes(tree)
        if isinstance(n, (ast.For, ast.While)) and holds(n, statement.lineno)
    ]  # fmt: skip
    stored = {name for loop in loops for part in ast.walk(loop) for name in names_stored(part)}
    read = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)} - {
        *names_stored(statement)
    }
    return bool(loops) and stored.isdisjoint(read)


def _added_in(statement: ast.stmt, tree: ast.Module) -> int:
    """The first line that adds to what the statement gives a value, below it if there is one."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    given = {ast.unparse(part) for target in targets for part in ast.walk(target)}
    added = (s for s in nodes(tree) if isinstance(s, ast.AugAssign))
    lines = (s.lineno for s in added if place_of(s.target) in given)
    return min(lines, key=lambda line: (line < statement.lineno, line), default=0)


def _last_counted(statement: ast.stmt, last_of_while: int) -> int:
    """The last line of a loop that has an end now, by its count or where it is cut off."""
    if not isinstance(statement, ast.For):
        return 0
    return (statement.end_lineno or 0) if CUT in head(statement) else last_of_while


def _first_that_differs(own: str, new: str) -> int:
    """The first column, in bytes, in which the lines differ; 0 if none does, or all."""
    pairs = enumerate(zip(own.encode(), new.encode(), strict=False))
    return next((column for column, (one, other) in pairs if one != other), 0)


def _head_ends(statement: ast.stmt) -> int:
    body = getattr(statement, "body", None)
    return body[0].lineno - 1 if body else statement.end_lineno or statement.lineno


def _line_of(statement: ast.stmt, own: ast.Module) -> int:
    """Its line; for a `global` or `nonlocal` that was put in, that of the function's head."""
    there = any(
        isinstance(n, (ast.Global, ast.Nonlocal)) and n.lineno == statement.lineno
        for n in ast.walk(own)
    )
    if not isinstance(statement, (ast.Global, ast.Nonlocal)) or there:
        return statement.lineno
    functions = (n for n in ast.walk(own) if isinstance(n, ast.FunctionDef))
    return max(n.lineno for n in functions if holds(n, statement.lineno))
