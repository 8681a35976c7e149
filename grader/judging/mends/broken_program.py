"""A program that broke off, and where: what every way of mending it looks at."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...room.answers import Crash
from ..statements import Block, bodies, holds, is_open, nodes, parsed

NAMELESS = r"(?:name|local variable|free variable) '([A-Za-z_]\w*)'"

LACKING = (
    r"(?:'(?:\w+\.)*(\w+)' object|module '(\w+)'|type object '(\w+)') has no attribute '(\w+)'"
)


@dataclass(frozen=True)
class BrokenProgram:
    """The program as it was run, and the crash that ended it.

    `given` is the text of the file that a learner is given, "" where there is none, `solved` the
    same with every TODO answered, of which those `kept_back` are put into no program. `older` has
    the lines that were others in earlier editions. `beforehand` are values that such a program has
    before its loop, as texts, by themselves and two together; `helpers` what a function of the
    learner's own may work out (Lesson.own_helpers), and `parts` one that is nowhere
    (Lesson.parts_of_steps).
    """

    source: str
    crash: Crash
    given: str = ""
    kept_back: Collection[int] = ()
    older: Collection[str] = ()
    solved: str = ""
    beforehand: Sequence[Sequence[str]] = ()
    helpers: Sequence[str] = ()
    parts: Sequence[str] = ()

    @property
    def raised(self) -> str:
        """What it raised, as Python prints it in its last line."""
        return f"{self.crash.type}: {self.crash.message}"

    @property
    def is_over_values(self) -> bool:
        """Is it over values that do not go together, such as two tables of different shapes?"""
        return self.crash.type in ("ValueError", "TypeError", "IndexError")

    @cached_property
    def lines(self) -> Sequence[str]:
        """Its lines, as Python counts them."""
        return self.source.split("\n")

    @cached_property
    def tree(self) -> ast.Module:
        """What Python reads in it."""
        return parsed(self.source)

    @property
    def scope(self) -> ast.FunctionDef | ast.Module:
        """The function that it broke off in, or the whole file."""
        functions = self.functions.values()
        return next((n for n in functions if holds(n, self.crash.line)), self.tree)

    @property
    def around(self) -> list[ast.FunctionDef]:
        """The functions that the line stands in, in classes and in others too, from the outside."""
        several = (n for n in nodes(self.tree) if isinstance(n, ast.FunctionDef))
        return [n for n in several if holds(n, self.crash.line)]

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """The functions of the file, by name, without those that stand in a class or another."""
        return {n.name: n for n in self.tree.body if isinstance(n, ast.FunctionDef)}

    @property
    def is_unwritten(self) -> bool:
        """Is it a line with `...` in it that it broke off in, where nothing was written yet?"""
        here = (n for n in nodes(self.tree) if isinstance(n, ast.stmt) and is_open(n))
        return any(holds(statement, self.crash.line) for statement in here)

    @property
    def block(self) -> Block:
        """The statements of that function, or of the file without its functions."""
        scope = self.scope
        return bodies(scope)[""] if isinstance(scope, ast.Module) else scope.body

    @property
    def nameless(self) -> str:
        """The name that had no value, if that is what was raised."""
        found = re.search(NAMELESS, self.crash.message)
        return found[1] if found and found[1] in self.words else ""

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the program: no others get into it by way of what it raises.

        Or what was seen in one judgement could be taken along to the next.
        """
        return frozenset(re.findall(r"\w+", "\n".join(self.lines)))

    def words_in(self, line: int) -> set[str]:
        """The words of one of its lines."""
        return {word for text in self.lines[line - 1 : line] for word in re.findall(r"\w+", text)}

    @property
    def names(self) -> list[ast.Name]:
        """Where a name stands, in the function that it broke off in."""
        return [node for node in ast.walk(self.scope) if isinstance(node, ast.Name)]
