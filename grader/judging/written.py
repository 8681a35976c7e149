"""What stands in a program's text: its parts by their places, and the loops around a line."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from ..room.noted import Site
from .statements import holds, names_stored, parsed

Place: TypeAlias = "tuple[int, int, int, int]"
Loop: TypeAlias = "ast.For | ast.While"


@dataclass(frozen=True)
class Written:
    """One program's text."""

    tree: ast.Module

    @cached_property
    def _nodes(self) -> Mapping[Place, ast.AST]:
        walked = (n for n in ast.walk(self.tree) if isinstance(n, (ast.stmt, ast.expr)))
        return {place_of(node): node for node in walked if not isinstance(node, ast.Expr)}

    def node(self, site: Site) -> ast.AST | None:
        """The statement or expression that a site stands for."""
        return self._nodes.get(place(site))

    def appended_to(self, name: str) -> list[Place]:
        """Where the values stand that are appended to a list of that name."""
        calls = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        own = (call for call in calls if ast.unparse(call.func) == f"{name}.append")
        return [place_of(argument) for call in own for argument in call.args]

    def loops_around(self, line: int) -> list[Loop]:
        """The loops of its function that a line stands in, the innermost first."""
        own = (node for node in self._together(line) if isinstance(node, (ast.For, ast.While)))
        return sorted((loop for loop in own if holds(loop, line)), key=lambda loop: -loop.lineno)

    def given_before(self, name: str, line: int) -> Site | None:
        """The last statement above a line, in its function, that gives a name a new value."""
        own = (node for node in self._together(line) if isinstance(node, ast.Assign))
        given = [node for node in own if node.lineno < line and name in names_stored(node)]
        last = max(given, key=lambda node: node.lineno, default=None)
        return Site(*place_of(last), "value", "") if last else None

    @cached_property
    def early_returns(self) -> list[int]:
        """The lines of the returns that end a loop in its first turn, whatever comes."""
        loops = (node for node in ast.walk(self.tree) if isinstance(node, (ast.For, ast.While)))
        return [s.lineno for loop in loops for s in loop.body if isinstance(s, ast.Return)]

    def _together(self, line: int) -> list[ast.AST]:
        """What stands in the innermost function that holds a line, or in the whole file."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        functions = (node for node in ast.walk(self.tree) if isinstance(node, kinds))
        around = [function for function in functions if holds(function, line)]
        return [*ast.walk(max(around, key=lambda f: f.lineno, default=self.tree))]


@lru_cache(maxsize=4)
def written(source: bytes) -> Written:
    """What stands there; nothing where Python cannot read it."""
    return Written(parsed(source.decode("utf-8", "replace")))


def is_a_read(node: ast.AST | None) -> bool:
    """Is it what has a name, or an entry, a row or an attribute of it?"""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return isinstance(node, ast.Name)


def head_of(loop: Loop) -> Site:
    """What stands before the statements of a loop."""
    last = loop.iter if isinstance(loop, ast.For) else loop.test
    return Site(*place_of(loop)[:2], *place_of(last)[2:], "head", "")


def place_of(node: ast.stmt | ast.expr) -> Place:
    """Where it begins and where it ends, lines and columns, as a site has them."""
    end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return node.lineno, node.col_offset, *end


def place(site: Site) -> Place:
    """Where a site begins and ends."""
    return site.line, site.column, site.end_line, site.end_column
