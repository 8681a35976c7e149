"""The statements of a program that may be edited, and which of them reach which by way of names."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .edits_of_statements import is_place
from .statements import (
    holds,
    is_plain,
    is_simple,
    names_stored,
    nodes,
    outside_functions,
    own_parts,
    parsed,
)

MOST_STATEMENTS, MOST_PARTS, MOST_NAMES = 30, 80, 50
"""How many statements are looked at, of no more parts than that, and names that have a value."""


@dataclass(frozen=True)
class Reaching:
    """What a program's statements are, where they stand, and what reaches them."""

    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """What Python reads in it."""
        return parsed(self.source)

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """Its own functions, by name."""
        return {n.name: n for n in nodes(self.tree) if isinstance(n, ast.FunctionDef)}

    @cached_property
    def all(self) -> list[ast.stmt]:
        """The statements that have an expression of their own."""
        several = (n for n in nodes(self.tree) if isinstance(n, ast.stmt) and _has_a_value(n))
        return [s for s in several if len([*own_parts(s)]) <= MOST_PARTS]

    @cached_property
    def places(self) -> list[ast.expr]:
        """The attributes and the entries of tables that something is stored in."""
        several = (n for n in nodes(self.tree) if isinstance(n, (ast.Attribute, ast.Subscript)))
        return [n for n in several if isinstance(n.ctx, ast.Store) and is_place(n)]

    def in_lines(self, lines: Sequence[int]) -> list[ast.stmt]:
        """The statements that one of these lines belongs to, and to none that they hold."""
        return [s for s in self.all if any(_holds_itself(s, line) for line in lines)]

    def called(self, statement: ast.stmt) -> set[str]:
        """The program's own functions that the statement itself calls, or names."""
        return {*map(name_of, own_parts(statement))} & self.functions.keys()

    def scope(self, statement: ast.stmt) -> ast.stmt:
        """The function that a statement stands in, or the whole program."""
        inside = (f for f in self.functions.values() if holds(f, statement.lineno))
        whole = ast.If(ast.Constant(True), self.tree.body, [], lineno=1, end_lineno=10**9)
        return next(inside, whole)

    def above(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements whose values reach it, by way of names, the nearest first."""
        scope, found = self.scope(statement), [statement]
        for one in found:
            if len(found) > MOST_STATEMENTS:
                break
            read = {*map(name_of, own_parts(one))}
            above = [s for s in self.all if s.lineno < one.lineno and holds(scope, s.lineno)]
            several = [s for s in reversed(above) if not read.isdisjoint(names_stored(s))]
            found += [s for s in several if s not in found]
        return found[1:]

    def names(self, statement: ast.stmt) -> list[str]:
        """The names that have a value there."""
        above = (
            node
            for node in ast.walk(self.scope(statement))
            if getattr(node, "lineno", 0) < statement.lineno
        )
        stored = dict.fromkeys(itertools.chain.from_iterable(map(names_stored, above)))
        return [*itertools.islice((name for name in stored if name != "_"), MOST_NAMES)]

    def unread(self) -> Iterator[tuple[ast.Name, list[str]]]:
        """Where a name gets a value that nothing in its function reads.

        With each the names that had a value before and are read there, the nearest first. What is
        worked out is not meant for a name that was given a plain number.
        """
        scopes: list[ast.Module | ast.FunctionDef] = [self.tree, *self.functions.values()]
        for scope in scopes:
            read, own = _read_in(scope), [*outside_functions(scope.body)]
            for statement in (s for s in own if isinstance(s, ast.Assign)):
                above = [s for s in own if s.lineno < statement.lineno and not _sets_a_number(s)]
                given = scope.args.args if isinstance(scope, ast.FunctionDef) else []
                stored = [n for part in (*given, *above) for n in names_stored(part)]
                names = [n for n in dict.fromkeys(reversed(stored)) if n in read]
                targets = itertools.chain.from_iterable(map(ast.walk, statement.targets))
                for node in targets:
                    if isinstance(node, ast.Name) and node.id not in {*read, "_"}:
                        yield node, names


def _sets_a_number(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and is_plain(statement.value)


def _read_in(scope: ast.AST) -> set[str]:
    """The names of a function that it reads, or that a function inside it reads."""
    found = set[str]()
    for node in ast.iter_child_nodes(scope):
        inside = _read_in(node)
        if isinstance(node, ast.FunctionDef):
            inside -= {name for part in ast.walk(node) for name in names_stored(part)}
        found |= inside
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
    return found


def _holds_itself(statement: ast.stmt, line: int) -> bool:
    """Is the line one of its own, and of none that it holds?"""
    return holds(statement, line) if is_simple(statement) else statement.lineno == line


def name_of(part: ast.expr) -> str:
    """The name that a part of an expression reads, or asks of another."""
    return part.id if isinstance(part, ast.Name) else getattr(part, "attr", "")


def _has_a_value(statement: ast.stmt) -> bool:
    kinds = (ast.Assign, ast.AugAssign, ast.Return, ast.For, ast.While, ast.If)
    return isinstance(statement, kinds) and getattr(statement, "value", statement) is not None
