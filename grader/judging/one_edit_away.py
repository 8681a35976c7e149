"""Programs that are one edit away from a wrong one: where one is right, that edit was the slip.

Where more is lost than one check, but one slip may be all there is, the lines are edited in which
it went wrong, and those of the functions that they call. Nothing is known here of what is right:
each program is judged like any other, and only one that is right in everything proves something.
"""

from __future__ import annotations

import ast
import difflib
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .edits import Change, changes
from .statements import edited, holds, instead, is_simple, names_stored, own_parts, parsed

LARGEST = 32 * 1024
"""Characters of a program; no longer one is edited."""

MOST_STATEMENTS, MOST_PARTS, MOST_NAMES = 30, 80, 50
"""How many statements are edited, of no more parts than that, and names that one may stand for."""

MOST_RENAMED = 30
"""Edits of one statement that rename what stands in several places of it."""

FIRST = ("column", "unwrapped")
"""Where a program stops, a table may lie on its side, or be none, since long before."""

LIKELY = ("name", "shape", "number", "operator", "exchanged", "swapped", "unwrapped", "stored")
"""The kinds of slips that are made most often."""

ALIKE = 0.4
"""How like two names must be, from 0 to 1, for one to be easily taken for the other."""

WORDS = {
    "operator": "one operator in this line another",
    "name": "one name in this line another",
    "number": "one number in this line another",
    "column": "what this line works out in another shape",
    "shape": "what this line works out in another shape",
    "exchanged": "two names in this line in each other's places",
    "swapped": "two values in this line in each other's places",
    "dropped": "something in this line left out",
    "doubled": "one value in this line once more",
    "sign": "one sign in this line turned around",
    "wrapped": "something done with one value in this line that is not done yet",
    "unwrapped": "something not done with one value in this line that is done now",
    "stored": "this line's result stored in another way",
}
"""What makes all of it right, in words that do not say which."""


@dataclass(frozen=True)
class OneEditAway:
    """The programs one edit away from a source, by edits in these `lines` and what they call.

    Where it `stopped_in` one of them, what is read there may be wrong, and is edited as well.
    """

    source: str
    lines: Sequence[int]
    stopped_in: int = 0

    def sources(self) -> Iterator[tuple[str, str]]:
        """What the edit is, in words, and the program: the likelier edits of all lines first."""
        if len(self.source) > LARGEST:
            return
        met, text = {self.source}, self.source.split("\n")
        by_statement = [sorted(self._changes(s), key=_unlike) for s in self._concerned]
        several = [*_each(by_statement)]
        first = [change for change in several if change[0] in FIRST and self.stopped_in]
        for kind, node, new in (*first, *filter(_is_likely, several), *several):
            other = edited(text, [instead(node, new)])
            if other is not None and other not in met:
                met.add(other)
                yield WORDS[kind], other

    @property
    def may_be_one_slip(self) -> bool:
        """Is it one line, or lines that call the same function, or one that it stops in?"""
        if self.stopped_in or len({*self.lines}) < 2:
            return True
        called = [
            {name for s in self._in([line]) for part in own_parts(s) if (name := _name(part))}
            & self._functions.keys()
            for line in dict.fromkeys(self.lines)
        ]
        return bool(set.intersection(*called))

    @cached_property
    def _tree(self) -> ast.Module:
        return parsed(self.source)

    @cached_property
    def _functions(self) -> dict[str, ast.FunctionDef]:
        return {n.name: n for n in ast.walk(self._tree) if isinstance(n, ast.FunctionDef)}

    @property
    def _concerned(self) -> list[ast.stmt]:
        """The statements in these lines, what they read, and the functions that they call."""
        stopped = self._in([self.stopped_in])
        above = _each(map(self._above, stopped))
        several = [*self._in(self.lines[:1]), *stopped, *above, *self._in(self.lines)]
        for statement in several[:MOST_STATEMENTS]:
            called = {_name(part) for part in own_parts(statement)} & self._functions.keys()
            for function in (self._functions[name] for name in sorted(called)):
                several += [s for s in self._all if holds(function, s.lineno)]
        return [*dict.fromkeys(several)][:MOST_STATEMENTS]

    def _above(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements whose values reach it, by way of names, the nearest first."""
        scope, found = self._scope(statement), [statement]
        for one in found:
            if len(found) > MOST_STATEMENTS:
                break
            read = {*map(_name, own_parts(one))}
            above = [s for s in self._all if s.lineno < one.lineno and holds(scope, s.lineno)]
            several = [s for s in reversed(above) if not read.isdisjoint(names_stored(s))]
            found += [s for s in several if s not in found]
        return found[1:]

    @cached_property
    def _all(self) -> list[ast.stmt]:
        """The statements that have an expression of their own."""
        several = (n for n in ast.walk(self._tree) if isinstance(n, ast.stmt) and _has_a_value(n))
        return [s for s in several if len([*own_parts(s)]) <= MOST_PARTS]

    def _in(self, lines: Sequence[int]) -> list[ast.stmt]:
        return [s for s in self._all if any(_holds_itself(s, line) for line in lines)]

    def _scope(self, statement: ast.stmt) -> ast.stmt:
        """The function that a statement stands in, or the whole program."""
        inside = (f for f in self._functions.values() if holds(f, statement.lineno))
        whole = ast.If(ast.Constant(True), self._tree.body, [], lineno=1, end_lineno=10**9)
        return next(inside, whole)

    def _changes(self, statement: ast.stmt) -> Iterator[Change]:
        """What the statement might be."""
        value = _value(statement)
        if isinstance(statement, ast.AugAssign):
            target = ast.unparse(statement.target)
            for sign in ("=", "+=", "-="):
                yield "stored", statement, f"{target} {sign} {ast.unparse(value)}"
        names = self._names(statement)
        if statement in self._tree.body and "numpy" in self.source:
            for part in value.elts if isinstance(value, ast.Tuple) else [value]:
                yield "column", part, f"({ast.unparse(part)}).reshape(-1, 1)"
        if not isinstance(statement, (ast.For, ast.While, ast.If)):
            yield "shape", value, f"({ast.unparse(value)}).T"
        yield from itertools.islice(_exchanged(value, names), MOST_RENAMED)
        yield from itertools.islice(_everywhere(value, names), MOST_RENAMED)
        for function in (f.name for f in self._functions.values() if len(f.args.args) == 1):
            yield "wrapped", value, f"({ast.unparse(value)}).map({function})"
            yield "wrapped", value, f"{function}({ast.unparse(value)})"
        yield from changes(value, ast.unparse, names, [], {*self._functions})

    def _names(self, statement: ast.stmt) -> list[str]:
        """The names that have a value there."""
        above = (
            node
            for node in ast.walk(self._scope(statement))
            if getattr(node, "lineno", 0) < statement.lineno
        )
        names = (n for n in dict.fromkeys(_each(map(names_stored, above))) if n != "_")
        return [*itertools.islice(names, MOST_NAMES)]


_each = itertools.chain.from_iterable


def _holds_itself(statement: ast.stmt, line: int) -> bool:
    """Is the line one of its own, and of none that it holds?"""
    return holds(statement, line) if is_simple(statement) else statement.lineno == line


def _name(part: ast.expr) -> str:
    """The name that a part of an expression reads, or asks of another."""
    return part.id if isinstance(part, ast.Name) else getattr(part, "attr", "")


def _has_a_value(statement: ast.stmt) -> bool:
    kinds = (ast.Assign, ast.AugAssign, ast.Return, ast.For, ast.While, ast.If)
    return isinstance(statement, kinds) and getattr(statement, "value", statement) is not None


def _value(statement: ast.stmt) -> ast.expr:
    """The expression of a statement: what it stores or gives back, or what its head is about."""
    for name in ("value", "iter", "test"):
        if isinstance(found := getattr(statement, name, None), ast.expr):
            return found
    raise AssertionError(statement)


def _exchanged(value: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Two names in each other's places, wherever they stand."""
    there = [name for name in dict.fromkeys(_names_in(value)) if name in names]
    for one, other in itertools.combinations(there, 2):
        yield "exchanged", value, _renamed(value, {one: other, other: one})


def _everywhere(value: ast.expr, names: Sequence[str]) -> Iterator[Change]:
    """Another name in the place of one that stands there more than once."""
    for one in (name for name, times in Counter(_names_in(value)).items() if times > 1):
        nearest = difflib.get_close_matches(one, [n for n in names if n != one], 3, 0.0)
        yield from (("name", value, _renamed(value, {one: other})) for other in nearest)


def _names_in(value: ast.expr) -> list[str]:
    return [n.id for n in ast.walk(value) if isinstance(n, ast.Name)]


def _renamed(value: ast.expr, names: Mapping[str, str]) -> str:
    copy = ast.parse(ast.unparse(value), mode="eval")
    for node in ast.walk(copy):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return f"({ast.unparse(copy)})"


def _unlike(change: Change) -> float:
    """How little the new name is like the old one: it is like ones that are mixed up."""
    kind, node, new = change
    if kind != "name" or not isinstance(node, ast.Name):
        return 0.0
    return 1.0 - _likeness(node.id.lower(), new.lower())


@lru_cache(10_000)
def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _is_likely(change: Change) -> bool:
    return change[0] in LIKELY and _unlike(change) <= 1.0 - ALIKE
