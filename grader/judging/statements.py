"""The statements of a program's text, and edits of it that leave each of them in its line."""

from __future__ import annotations

import ast
import builtins
import copy
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

Block = list[ast.stmt]

HOLDING = frozenset({"body", "orelse", "finalbody", "handlers", "cases"})
"""What the fields are called in which a statement holds others."""


LARGEST = 32 * 1024
"""Characters of a program, three times what the lesson's own has: no longer one is edited."""


@dataclass(frozen=True)
class Edit:
    """Some text, from a place to another, both line and column, and what takes its place."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def edited(lines: Sequence[str], edits: Sequence[Edit]) -> str | None:
    """The text with all these edits, as many lines as before; None where it cannot be read."""
    new = [line.encode() for line in lines]
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        (first, column), (last, end) = edit.start, edit.end
        behind = new[last - 1][end:]
        new[first - 1] = new[first - 1][:column] + edit.text.encode() + behind
        new[first:last] = [b""] * (last - first)
    source = b"\n".join(new).decode("utf-8", "replace")
    return source if edits and parsed(source).body else None


@lru_cache(maxsize=16)
def parsed(source: str) -> ast.Module:
    """What Python reads in it; nothing where that fails. It is read once, and not to be changed."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


@lru_cache(maxsize=64)
def nodes(tree: ast.AST) -> Sequence[ast.AST]:
    """All that a program's text is made of, from the whole to its smallest parts."""
    return [*ast.walk(tree)]


# ------------------------------------------------------------ what there is


def bodies(tree: ast.Module) -> dict[str, Block]:
    """What each function has in it, and under no name what the file has outside of them."""
    found = {n.name: n.body for n in tree.body if isinstance(n, ast.FunctionDef)}
    return {**found, "": [n for n in tree.body if not isinstance(n, ast.FunctionDef)]}


def blocks(block: Block) -> Iterator[Block]:
    """The block and all those in it."""
    yield block
    for statement in block:
        for name in ("body", "orelse"):
            inner = getattr(statement, name, None)
            if isinstance(inner, list) and inner:
                yield from blocks(inner)


def in_blocks(tree: ast.Module) -> Iterator[Block]:
    """All the blocks of a program, those of its functions and classes as well."""
    for node in nodes(tree):
        several = (getattr(node, name, None) for name in ("body", "orelse", "finalbody"))
        yield from (block for block in several if isinstance(block, list) and block)


def statements(block: Block) -> Iterator[ast.stmt]:
    """All the statements in it, those in others as well."""
    return itertools.chain.from_iterable(blocks(block))


def outside_functions(block: Block) -> Iterator[ast.stmt]:
    """The same without those of the functions and classes in it."""
    return statements([s for s in block if not isinstance(s, (ast.FunctionDef, ast.ClassDef))])


def in_loops(tree: ast.AST, loops: int = 0) -> Iterator[tuple[ast.stmt, int]]:
    """All the statements of a program, and in how many loops of their function they stand."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.stmt):
            yield child, loops
        inner = 0 if isinstance(child, ast.FunctionDef) else loops
        yield from in_loops(child, inner + isinstance(child, (ast.For, ast.While)))


def replaced(before: ast.AST, after: ast.AST) -> Iterator[tuple[ast.stmt, int]]:
    """The statements of the second program that differ in the first, and in how many loops.

    Both have as many lines, and what is the same in both stands in the same ones.
    """
    own: dict[int, list[str]] = {}
    for statement, _ in in_loops(before):
        own.setdefault(statement.lineno, []).append(head(statement))
    new = [*in_loops(after)]
    kept = {(s.lineno, head(s)) for s, _ in new}
    for statement, loops in new:
        there = own.get(statement.lineno, [])
        gone = [text for text in there if (statement.lineno, text) not in kept]
        is_new = isinstance(statement, (ast.Global, ast.Nonlocal)) or (
            isinstance(statement, (ast.Return, ast.Expr)) and there
        )
        if (gone or is_new) and head(statement) not in there:
            yield statement, loops


def moved_to_another_loop(before: ast.AST, after: ast.AST) -> Iterator[tuple[ast.stmt, int]]:
    """The statements that are the same in both, in the same line, and in more loops or fewer."""
    own = {(s.lineno, head(s)): loops for s, loops in in_loops(before)}
    for statement, loops in in_loops(after):
        if own.get((statement.lineno, head(statement)), loops) != loops:
            yield statement, loops


def own_parts(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement, without those of the statements that it holds."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield from (node for node in ast.walk(child) if isinstance(node, ast.expr))


def head(statement: ast.stmt) -> str:
    """The statement in one line; of one that holds others, what stands before them."""
    if not is_simple(statement):  # or else what is deep inside is written for all that hold it
        statement = copy.copy(statement)
        for name in HOLDING & {*statement._fields}:
            setattr(statement, name, [])
    return ast.unparse(statement).partition("\n")[0]


def is_simple(statement: ast.stmt) -> bool:
    """Does it hold no others?"""
    return HOLDING.isdisjoint(statement._fields)


def is_open(statement: ast.stmt) -> bool:
    """Does it only hold its place, as `...` does, or the None that people put there?"""
    return (
        isinstance(statement, (ast.Assign, ast.AugAssign))
        and isinstance(statement.value, ast.Constant)
        and statement.value.value in (..., None)
    )


def adds_nothing(statement: ast.stmt) -> bool:
    """Does it add 0 to something, as what is given may do where an answer is to stand?"""
    match statement:
        case ast.AugAssign(value=ast.Constant(value=number)):
            return number == 0
    return False


def not_begun(tree: ast.AST) -> Iterator[ast.stmt]:
    """What only holds the place of what a function or a loop is to do, as `pass` does."""
    for node in nodes(tree):
        block = node.body if isinstance(node, (ast.FunctionDef, ast.For, ast.While)) else []
        match [statement for statement in block if not is_docstring(statement)]:
            case [ast.Pass() | ast.Expr(value=ast.Constant()) as only]:
                yield only
            case [ast.Return(value=None | ast.Constant(value=None)) as only]:
                yield only
            case []:
                yield from block[:1]


def is_docstring(node: ast.stmt) -> bool:
    """Is it a text, and nothing is done with it?"""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def is_plain(value: ast.expr) -> bool:
    """Is it a number, a text or the like, as it is written, or several of these?"""
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(isinstance(part, ast.Constant) for part in parts)


def holds(node: ast.stmt, line: int) -> bool:
    """Is the line one of its own?"""
    return node.lineno <= line <= (node.end_lineno or 0)


def names_stored(node: ast.AST) -> list[str]:
    """The names that a statement, an import or the head of a function gives a value."""
    targets: list[ast.AST] = []
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.alias):
        return [(node.asname or node.name).partition(".")[0]]
    if isinstance(node, ast.Assign):
        targets += node.targets
    elif isinstance(
        node, (ast.AugAssign, ast.AnnAssign, ast.For, ast.comprehension, ast.NamedExpr)
    ):
        targets.append(node.target)
    parts = itertools.chain.from_iterable(map(ast.walk, targets))
    return [n.id for n in parts if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def names_in(node: ast.AST) -> set[str]:
    """The names that stand in it."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def todos(source: str) -> dict[int, int]:
    """The TODO that each line belongs to: from its comment to the next blank line."""
    found: dict[int, int] = {}
    todo = 0
    for number, line in enumerate(source.splitlines(), start=1):
        begun = re.match(r"\s*# TODO (\d+)", line)
        todo = int(begun[1]) if begun else todo if line.strip() else 0
        if todo:
            found[number] = todo
    return found


def unbound(tree: ast.Module) -> set[str]:
    """The names that are read, and are nowhere in the program given a value."""
    read: set[str] = set()
    given = {*dir(builtins), "__file__", "__name__"}
    for node in nodes(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else given).add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            given.add(node.name)
        elif isinstance(node, (ast.arg, ast.alias)):
            given.update(names_stored(node))
    return read - given


# ------------------------------------------------------------ edits


def instead(node: ast.expr | ast.stmt | ast.alias, text: str) -> Edit:
    """The text in the place of an expression, a statement or a name that is imported."""
    end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Edit((node.lineno, node.col_offset), end, text)


def ahead_of(statement: ast.stmt, text: str) -> Edit:
    """Another statement ahead of a simple one, in the same line."""
    start = statement.lineno, statement.col_offset
    return Edit(start, start, f"{text}; ")


def behind(statement: ast.stmt, text: str) -> Edit:
    """Another statement behind a simple one, in the same line."""
    end = statement.end_lineno or statement.lineno, statement.end_col_offset or 0
    return Edit(end, end, f"; {text}")
