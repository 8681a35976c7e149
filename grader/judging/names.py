"""What a name without a value may have meant, from the text of the program it stands in."""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .lines import Lines
from .statements import nodes

SHORT_NAMES = {"np": "NumPy", "numpy": "NumPy", "pd": "pandas", "plt": "matplotlib's pyplot"}
IMPORTED = {"Matrix": "is in matrix.py", "math": "is a module", "random": "is a module"}
OF_PYTHON_2 = {
    "xrange": "range",
    "raw_input": "input",
    "unicode": "str",
    "long": "int",
    "reduce": "functools.reduce",
}
OF_MODULES = frozenset(
    "exp dot array zeros ones outer matmul sqrt log tanh mean pi random seed shape".split()
)
ALIKE = 0.8
"""How like two names must be, from 0 to 1, for the one to have been meant by the other."""

ALIKE_WORDS = 0.6
"""The same for one word of a name that has several: input and output are no slip of a finger."""

ALMOST = 0.9
"""As like as one letter too few: what another function calls by that name is not meant then."""


@dataclass(frozen=True)
class Text(Lines):
    """The lines of a program, and what it calls by which name."""

    def told(self, name: str, line: int) -> str:
        """What a name that has no value may have meant there, in words."""
        if name in OF_PYTHON_2:
            return f"{name} is of Python 2; in Python 3 it is {OF_PYTHON_2[name]}."
        if name in SHORT_NAMES and name not in self._given_anywhere:
            return (
                f"{name} has no value here: it is the usual name for {SHORT_NAMES[name]}, which "
                "this file does not import. Does this line need it?"
            )
        if name in IMPORTED and name not in self._given_anywhere:
            return (
                f"{name} has no value here: it {IMPORTED[name]}, and is known once it is imported. "
                "Does a line at the top of this file do that?"
            )
        begun = f"{name} has no value here."
        if sign := self._compares(name, line):
            return f"{begun} {sign}: which sign gives a name its value?"
        given = self._given(name, line)
        if given and min(given) > line:
            return f"{begun[:-1]} yet: it gets one in line {min(given)}. Which comes first?"
        if line in given:
            return f"{begun[:-1]} yet: this line uses it before it gives it one."
        if given and not self._is_deleted(name, line):
            return self._not_happened(f"{begun[:-1]} yet", max(n for n in given if n < line))
        alike = self.meant_by(name, line)
        others = [f.name for f in self._functions if name in _stored(f)]
        if self.meant_by(name, line, ALMOST):
            others = []
        if others and not self._is_in(others[0], line):
            return (
                f"{begun} It is a name of {others[0]}, and a function knows only its own and those "
                "of the whole file. What does this function get, and what must it be given?"
            )
        if alike and _is_misspelt(name, alike[0]):
            return f"{begun} Did you mean: '{alike[0]}'?"
        if alike:
            return f"{begun} Which value is meant in this line, and by what name is it known here?"
        if name in OF_MODULES:
            return (
                f"{begun} It may be something that a module has: which one, and how is that said "
                "when it is used?"
            )
        return f"{begun} Is it the new name of another value, or a function still to be written?"

    def _compares(self, name: str, line: int) -> str:
        """What a line asks that compares the name with something, and does nothing more; or ""."""
        several = (n.value for n in nodes(self._tree) if isinstance(n, ast.Expr))
        for asked in (n for n in several if isinstance(n, ast.Compare) and n.lineno == line):
            if isinstance(asked.left, ast.Name) and asked.left.id == name:
                arrow = isinstance(asked.ops[0], ast.Lt) and isinstance(_first(asked), ast.USub)
                equal = "== asks whether two values are the same" * isinstance(asked.ops[0], ast.Eq)
                return "<- asks whether one is less than minus the other" if arrow else equal
        return ""

    def meant_by(self, name: str, line: int, alike: float = ALIKE) -> list[str]:
        """The names that a line could use and that are like this one, the most alike first."""
        there = sorted({*self.in_scope(line), *dir(builtins)} - {name})
        same = [other for other in there if other.lower() == name.lower()]
        same += [other for other in there if _is_short_for(name, other)]
        near = difflib.get_close_matches(name, there, n=2, cutoff=alike)
        return [*same, *(other for other in near if other not in same)]

    def like(self, function: str) -> int:
        """The line of a function with a name that is like this one; 0 where there is none."""
        lines = {f.name: f.lineno for f in self._functions}
        return next(map(lines.get, difflib.get_close_matches(function, lines, 1)), 0) or 0

    def too_early(self, name: str, line: int) -> str:
        """What is said of a name that its function gives a value, and not in time for this line."""
        given, begun = self._given(name, line), f"{name} has no value here yet"
        before = [other for other in given if other < line]
        owner, new = self._owner(name, line)
        if new:
            return (
                f"{name} has no value yet in line {line}. It is a name of {owner}, too; but line "
                f"{min(new)} gives it a new one, and what a function gives a value is its own "
                f"throughout. What is a function to say to mean {owner}'s?"
            )
        if line in given:
            return f"{begun}: this line uses it before it gives it one. With what does it begin?"
        if before:
            return self._not_happened(begun, max(before))
        if given:
            return f"{begun}: it gets one in line {min(given)}. Which comes first?"
        return f"{begun}. Which line of this function is to give it one?"

    @staticmethod
    def _not_happened(begun: str, line: int) -> str:
        return (
            f"{begun}: line {line} gives it one, and that has not happened when this line runs. "
            "What decides whether it does?"
        )

    def _is_deleted(self, name: str, line: int) -> bool:
        """Does a line above delete it, or leave an `except` that gives it to what was raised?"""
        above = [n for n in nodes(self._tree) if getattr(n, "lineno", line) < line]
        deleted = (n for n in above if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Del))
        raised = (n.name for n in above if isinstance(n, ast.ExceptHandler))
        return name in {*raised, *(n.id for n in deleted)}

    def _owner(self, name: str, line: int) -> tuple[str, set[int]]:
        """What else has this name, of what is around, and where the line's function sets its own.

        It is a function around that one, or the file; nothing where none has the name.
        """
        several = (n for n in nodes(self._tree) if isinstance(n, ast.FunctionDef))
        around = [n for n in several if _holds(n, line)]
        new = _lines_that_set(name, around[-1]) if around else set[int]()
        for outer in reversed(around[:-1]):
            given = {argument.arg for argument in outer.args.args}
            if name in given or _lines_that_set(name, outer) - new:
                return outer.name, new
        kinds = (ast.FunctionDef, ast.ClassDef)
        is_of_file = any(name in _stored(n) for n in self._tree.body if not isinstance(n, kinds))
        return ("the file", new) if is_of_file else ("", set())

    def left_over(self, line: int) -> Iterator[tuple[str, int]]:
        """The indices of a line that only a loop before it counts, and the line of its head."""
        function = next((scope for scope in self._functions if _holds(scope, line)), None)
        around = [*ast.walk(function or self._tree)]
        loops = [node for node in around if isinstance(node, ast.For)]
        asked = {
            part.id
            for node in around
            if isinstance(node, ast.Subscript) and node.lineno == line
            for part in ast.walk(node.slice)
            if isinstance(part, ast.Name)
        }
        for name in sorted(asked):
            counting = [loop for loop in loops if name in _stored(loop.target)]
            before = [loop for loop in counting if (loop.end_lineno or 0) < line]
            if before and not any(
                loop.lineno <= line <= (loop.end_lineno or 0) for loop in counting
            ):
                yield name, max(loop.lineno for loop in before)

    def no_function_since(self, line: int) -> Iterator[tuple[str, int]]:
        """The names that the line calls, and that another line gives a value, with that line."""
        calls = (n for n in nodes(self._tree) if isinstance(n, ast.Call) and _holds(n, line))
        for call in calls:
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if given := _lines_that_set(name, self._tree):
                yield name, min(given)

    def of_pandas(self, line: int) -> list[str]:
        """The names that a line asks for a label, where all of these are tables of pandas."""
        asked = re.findall(r"(\w+)(?:\.loc)?\[", self.statement(line))
        imports = [n for n in self._tree.body if isinstance(n, ast.ImportFrom)]
        tables = {a.asname or a.name for n in imports if n.module == "data_prep" for a in n.names}
        changed = {
            n.id
            for n in nodes(self._tree)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        owners = [name for name in dict.fromkeys(asked) if name not in ("values", "iloc")]
        return owners if {*owners} <= tables - changed else []

    @property
    def _functions(self) -> list[ast.FunctionDef]:
        return [node for node in self._tree.body if isinstance(node, ast.FunctionDef)]

    def _is_in(self, function: str, line: int) -> bool:
        return any(f.name == function and _holds(f, line) for f in self._functions)

    def in_scope(self, line: int) -> Iterator[str]:
        """The names that a line could use: those of its function, and those of the file."""
        for node in self._tree.body:
            if isinstance(node, ast.FunctionDef):
                yield node.name
                if _holds(node, line):
                    yield from _stored(node)
            else:
                yield from _stored(node)

    def _given(self, name: str, line: int) -> set[int]:
        """The lines that give it a value, of those that this line could know about."""
        functions = (n for n in nodes(self._tree) if isinstance(n, ast.FunctionDef))
        holding: list[ast.AST] = [f for f in functions if _holds(f, line)]
        several = (_lines_that_set(name, scope) for scope in holding or [self._tree])
        return set[int]().union(*several)

    @cached_property
    def _given_anywhere(self) -> frozenset[str]:
        return frozenset(_stored(self._tree))


def _first(asked: ast.Compare) -> ast.unaryop | None:
    """The sign that stands right behind the comparison."""
    node: ast.AST = asked.comparators[0]
    while isinstance(node, ast.BinOp):
        node = node.left
    return node.op if isinstance(node, ast.UnaryOp) else None


def _is_short_for(name: str, other: str) -> bool:
    """Has it as many words, each of which begins the other's, as w_1 may stand for weights_1?"""
    words, others = name.split("_"), other.split("_")
    pairs = zip(words, others, strict=False)
    begins = len(words) == len(others) and all(b.startswith(a) for a, b in pairs)
    return begins and "" not in words and len(words) > 1


def _is_misspelt(name: str, other: str) -> bool:
    """Is each word of the name like that of the other, and not another word altogether?"""
    words, others = name.lower().split("_"), other.lower().split("_")
    return len(words) != len(others) or all(
        difflib.SequenceMatcher(None, *pair).ratio() >= ALIKE_WORDS
        for pair in zip(words, others, strict=True)
    )


def _holds(node: ast.stmt | ast.expr, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or 0)


OF_THEIR_OWN = (
    ast.FunctionDef, ast.ClassDef, ast.Lambda,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
"""What has names that are known nowhere else."""


def _lines_that_set(name: str, tree: ast.AST) -> set[int]:
    """The lines that give the name a value, and not to one that only a part of them knows."""
    found = set[int]()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name:
            found.add(node.lineno)
        elif not isinstance(node, OF_THEIR_OWN):
            found |= _lines_that_set(name, node)
    return found


def _stored(tree: ast.AST) -> Iterator[str]:
    """The names that something in it gives a value."""
    for node in nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
