"""A program's lines: what stands in one, and where the answer to a TODO stands, or its place."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..room.inside.unwritten import has_nothing_in_it
from .statements import nodes


@dataclass(frozen=True)
class Lines:
    """The lines of a program."""

    lines: Sequence[str] = ()

    def line(self, number: int) -> str:
        """The text of one line; "" where there is none."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""

    def answer_to(self, todo: int, name: str) -> int:
        """The line under a TODO that gives the name its value; 0 where none does."""
        inside = False
        for number, line in enumerate(self.lines, start=1):
            inside = (inside and bool(line.strip())) or f"# TODO {todo}:" in line
            if inside and re.match(rf"\s*{name}\s*\+?=(?!=)", line) and "..." not in line:
                return number
        return 0

    def open_at(self, todo: int, name: str) -> int:
        """The first line under a TODO that only holds its place; 0 where none does.

        Or where no TODO has that number, the one that gives the name such a value.
        """
        inside, of_name = False, re.compile(rf"\s*{re.escape(name)}\s*\+?=")
        numbered = any(f"# TODO {todo}:" in line for line in self.lines)
        for number, line in enumerate(self.lines, start=1):
            inside = (inside and bool(line.strip())) or f"# TODO {todo}:" in line
            is_its = inside if numbered else of_name.match(line)
            if is_its and re.search(r"=\s*(\.\.\.|None|0)\s*(#|$)", line):
                return number
        return 0

    def todo_above(self, number: int) -> int:
        """The TODO whose comment stands above a line, in the same function; 0 where none does."""
        for line in reversed(self.lines[: number - 1]):
            if re.match(r"\s*(?:def|class)\b", line):
                return 0
            if begun := re.match(r"\s*# TODO (\d+):", line):
                return int(begun[1])
        return 0

    def handing_back(self, function: str) -> list[int]:
        """The line of the function's head, and those in which it hands something back.

        None where there is no function of that name.
        """
        for node in self._tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == function:
                several = (n for n in ast.walk(node) if isinstance(n, ast.Return) and n.value)
                return [node.lineno, *(n.lineno for n in several)]
        return []

    def left_to(self, number: int) -> int:
        """The line that holds the place of what a function is to do which this one calls.

        It may be this line itself; 0 where it calls none in which nothing is written.
        """
        several = [n for n in nodes(self._tree) if isinstance(n, ast.FunctionDef)]
        empty = {n.name: n.body[-1].lineno for n in several if has_nothing_in_it(n)}
        if number in empty.values():
            return number
        called = (
            getattr(node.func, "id", getattr(node.func, "attr", ""))
            for node in (nodes(self._tree) if empty else ())
            if isinstance(node, ast.Call) and node.lineno <= number <= (node.end_lineno or 0)
        )
        return next((empty[name] for name in called if name in empty), 0)

    def passed_at(self, todo: int) -> int:
        """The line of a `pass` that is all that stands under a TODO; 0 where there is more."""
        heads = [number for number, line in enumerate(self.lines) if f"# TODO {todo}:" in line]
        below = self.lines[heads[0] :] if heads else ()
        block = itertools.takewhile(str.strip, below)
        code = [i for i, line in enumerate(block, start=1) if line.strip()[0] != "#"]
        is_all = len(code) == 1 and re.fullmatch(r"\s*pass\s*(#.*)?", below[code[0] - 1])
        return heads[0] + code[0] if is_all else 0

    def statement(self, number: int) -> str:
        """The whole statement that a line is a part of, as one line; of a loop its head alone.

        A line that Python cannot read with the others stands for itself, and so does a comment.
        """
        around = [(first, last) for first, last in self._spans if first <= number <= last]
        first, last = max(around, default=(number, number))
        if first == last or self.line(number)[:1] == "#":
            return self.line(number)
        lines = [line for n in range(first, last + 1) if (line := self.line(n))[:1] != "#"]
        whole = "\n".join(map(_without_comment, lines))
        return re.sub(r"(?<=[(\[{])\n|\n(?=[)\]}])", "", whole).replace("\n", " ")

    @cached_property
    def _tree(self) -> ast.Module:
        try:
            return ast.parse("\n".join(self.lines))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.Module([], [])

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [_span(node) for node in nodes(self._tree) if isinstance(node, ast.stmt)]


def _without_comment(line: str) -> str:
    """The line without what begins with a # that no quote follows."""
    quoted = max(line.rfind("'"), line.rfind('"')) + 1
    at = line.find("#", quoted)
    return line if at < 0 else line[:at].rstrip()


def _span(statement: ast.stmt) -> tuple[int, int]:
    """Its first and last line, without the statements that it holds."""
    body = getattr(statement, "body", None)
    last = statement.end_lineno or statement.lineno
    return statement.lineno, min(last, max(body[0].lineno - 1, statement.lineno)) if body else last
