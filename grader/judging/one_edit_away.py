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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .another_name import apart, copied, zeroed
from .edits import Change, changes
from .edits_of_statements import divided, is_place, of_statement, other_numbers, value_of
from .for_both import beside, in_both
from .indentation import moved
from .mends.whole_ranges import starts_late
from .never_called import called_at_last
from .reaching import MOST_STATEMENTS, Reaching
from .statements import (
    LARGEST,
    Edit,
    edited,
    holds,
    in_blocks,
    instead,
    is_plain,
    names_in,
    names_stored,
    nodes,
)
from .thrown_away import kept
from .undeclared import set_for_all

FIRST = ("column", "unwrapped")
"""The kinds that are tried first where a program stops: what it stops over may be an array that was
made with the wrong shape, or should not be one, far above that line."""

FEW = ("grouped", "unwrapped", "unpacked", "fractions")
"""The kinds that have few edits in a program; they are tried in all the lines first."""

LIKELY = (
    *FEW, "number", "operator", "stored", "target", "name", "swapped", "exchanged", "shape",
)  # fmt: skip
"""The kinds of slips that are made most often, those of which there are few first."""

SPOILING = ("zeroed", "apart", "grouped", "moved", "moved together")
"""The kinds that may spoil much more than what their line works out."""

MOST_UNLIKE = 0.4
"""How unlike, from 0 to 1, two names may be, the one left in a copied line and the one it needs."""

ALIKE = 0.4
"""How like two names must be, from 0 to 1, for one to be easily taken for the other."""

MOST_MEANT = 4
"""Names that one which nothing reads may be meant for."""

WORDS = {
    "operator": "one operator in this line another",
    "name": "one name in this line another",
    "target": "one name in this line another",
    "number": "one number in this line another",
    "column": "what this line works out in another shape",
    "shape": "what this line works out in another shape",
    "exchanged": "two names in this line in each other's places",
    "unpacked": "two names in this line in each other's places",
    "swapped": "two values in this line in each other's places",
    "dropped": "something in this line left out",
    "doubled": "one value in this line once more",
    "sign": "one sign in this line turned around",
    "wrapped": "something done with one value in this line that is not done yet",
    "unwrapped": "something not done with one value in this line that is done now",
    "stored": "this line's result stored in another way",
    "grouped": "other parentheses in this line",
    "fractions": "another kind of numbers in this line",
    "zeroed": "something that begins anew in the place of what this line gives another name",
    "kept": "what this line hands back kept under a name",
    "called": "something that nothing calls called behind this line",
    "declared": "one name in this line meant for the whole file",
    "leaves": "this line left out",
    "apart": "a copy in the place of what this line gives another name",
    "moved": "this line at another indentation",
    "moved together": "this line and what is below it at another indentation",
}
"""What makes all of it right, in words that do not say which."""

IN_BOTH = "{what}, and the same in line {line}"


@dataclass(frozen=True)
class OneEditAway:
    """The programs one edit away from a source, by edits in these `lines` and what they call.

    Where it `stopped_in` one of them, what is read there may be wrong, and is edited as well. Where
    it `is_spoiled`, and so much is wrong in it, only edits are made that may account for that. The
    lines of both layers are edited alike where one slip `may_be_both` of theirs.
    """

    source: str
    lines: Sequence[int]
    stopped_in: int = 0
    is_spoiled: bool = False
    may_be_both: bool = True

    def sources(self) -> Iterator[tuple[str, str]]:
        """What the edit is, in words, and the program: the likelier edits of all lines first."""
        if len(self.source) > LARGEST:
            return
        met, text = {self.source}, self.source.split("\n")
        by_statement = [sorted(self._changes(s), key=_unlikely) for s in self._concerned]
        several = [*_each(by_statement)]
        first = [change for change in several if change[0] in FIRST and self.stopped_in]
        twice = [c for c in several if c[0] == "target" and _unlike(c) <= MOST_UNLIKE]
        alike = [
            c for c in several if c[0] == "name" and isinstance(c[1], ast.Name) and not _unlike(c)
        ]
        few = [*twice, *(change for change in several if change[0] in FEW)]
        begun = _each(map(other_numbers, self._beginnings))
        by_text = [
            (kind, [instead(node, new)])
            for kind, node, new in (
                *self._beside_a_minus,
                *alike,
                *first,
                *begun,
                *few,
                *filter(_is_likely, several),
                *several,
            )
        ]
        rare = itertools.chain(self._exits, self._spoiling, self._unread, self._floors)
        if self.is_spoiled:
            spoiling = (each for each in by_text if each[0] in SPOILING)
            shared = (each for each in by_text if self._is_shared(each[1][0].start[0]))
            mixed_up = itertools.chain(self._cut_short, self._in_another_order)
            late = itertools.chain(mixed_up, self._copied, shared)
            ways = itertools.chain(rare, spoiling, self._moved(text), late)
        else:
            others = itertools.chain(self._moved(text), by_text) if self._may_be_one_slip else ()
            ways = itertools.chain(self._copied, rare, self._cut_short, others)
        told = ((WORDS[kind], edits) for kind, edits in ways)
        both = self._for_both if self.may_be_both and not self.is_spoiled else ()
        for what, edits in itertools.chain(both, told):
            other = edited(text, edits)
            if other is not None and other not in met:
                met.add(other)
                yield what, other

    @property
    def _for_both(self) -> Iterator[tuple[str, list[Edit]]]:
        """One slip in the line in which it goes wrong, and in the one for the other layer."""
        for statement in self._program.in_lines(self.lines[:1]):
            if other := beside(self._program.tree, statement):
                several = [(each, self._changes(each)) for each in (statement, other)]
                for pair in in_both(*several):
                    what = IN_BOTH.format(what=WORDS[pair[0][0]], line=other.lineno)
                    yield what, [instead(node, new) for _, node, new in pair]

    @property
    def _beside_a_minus(self) -> Iterator[tuple[str, ast.expr, str]]:
        """What is handed back as it is beside something with a minus."""
        for statement in self._concerned:
            value = statement.value if isinstance(statement, ast.Return) else None
            parts = value.elts if isinstance(value, ast.Tuple) else []
            plain = [part for part in parts if isinstance(part, ast.Name)]
            if any(isinstance(getattr(part, "op", None), ast.USub) for part in parts):
                yield from (("sign", part, f"-{part.id}") for part in plain)

    def _moved(self, text: Sequence[str]) -> Iterator[tuple[str, list[Edit]]]:
        """Statements at another indentation; of those in which it goes wrong, where it is known."""
        for block, edits in moved(self._program.tree, text):
            if any(map(self._leads_past, block)):
                continue
            if not self.lines or any(holds(s, line) for s in block for line in self.lines):
                yield "moved" if len(block) == 1 else "moved together", edits

    def _is_shared(self, line: int) -> bool:
        """Does it stand in a function that several lines of the program call?"""
        names = {f.name for f in self._program.functions.values() if holds(f, line)}
        calls = [s for s in self._program.all if not names.isdisjoint(self._program.called(s))]
        return len(calls) > 1

    @property
    def _may_be_one_slip(self) -> bool:
        """May one slip account for all the lines?

        So it may where there is one line, or where the program stops; where all of them call the
        same function; and where what goes wrong in the first reaches the others.
        """
        lines = [*dict.fromkeys(self.lines)]
        if self.stopped_in or len(lines) < 2:
            return True
        called = [
            {name for s in self._program.in_lines([line]) for name in self._program.called(s)}
            for line in lines
        ]
        others = self._program.in_lines(lines[1:])
        return bool(set.intersection(*called)) or all(
            any(holds(s, lines[0]) for s in self._program.above(other)) for other in others
        )

    @cached_property
    def _program(self) -> Reaching:
        return Reaching(self.source)

    @property
    def _concerned(self) -> list[ast.stmt]:
        """The statements in these lines, what they read, and the functions that they call."""
        stopped = self._program.in_lines([self.stopped_in])
        above = _each(map(self._program.above, stopped))
        wrong = self._program.in_lines(self.lines)
        several = [*self._program.in_lines(self.lines[:1]), *stopped, *above, *wrong]
        several += [s for s in self._program.all if any(_stores_the_same(s, one) for one in wrong)]
        for statement in several[:MOST_STATEMENTS]:
            for name in sorted(self._program.called(statement)):
                function = self._program.functions[name]
                several += [s for s in self._program.all if holds(function, s.lineno)]
        if not self.stopped_in:
            several += _each(map(self._program.above, wrong))
        several = [s for s in dict.fromkeys(several) if not self._leads_past(s)]
        return several[:MOST_STATEMENTS]

    @property
    def _copied(self) -> Iterator[tuple[str, list[Edit]]]:
        """Lines that store where the line that they seem copied from does, to store elsewhere."""
        for block in in_blocks(self._program.tree):
            stored = [(s, _target(s)) for s in block if s in self._program.all]
            counts = Counter(target for _, target in stored if target)
            for statement in (s for s, target in stored if counts[target] > 1):
                for kind, node, new in self._changes(statement):
                    if kind == "target" and isinstance(node, ast.expr) and is_place(node):
                        yield kind, [instead(node, new)]
                match statement:
                    case ast.Assign(targets=[ast.Name(id=own) as name], value=value):
                        read = names_in(value)  # what it makes of itself is for nothing else
                        others = (
                            sorted(read - {*self._program.functions}) if own not in read else ()
                        )
                        yield from (("target", [instead(name, other)]) for other in others)

    @property
    def _cut_short(self) -> Iterator[tuple[str, list[Edit]]]:
        """Rows of which all but the first few, or the last, are taken, for all of them."""
        for value in map(value_of, self._program.all):
            for node in ast.walk(value):
                if start := starts_late(node):
                    yield "number", [instead(start, "0")]
                if isinstance(node, ast.Subscript) and _cuts(node.slice):
                    yield "dropped", [instead(node, ast.unparse(node.value))]

    @property
    def _in_another_order(self) -> Iterator[tuple[str, list[Edit]]]:
        """Two things that are handed back, each in the other's place."""
        for statement in self._program.all:
            if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
                for one, other in itertools.pairwise(statement.value.elts):
                    exchanged = [(one, ast.unparse(other)), (other, ast.unparse(one))]
                    yield "swapped", [instead(*each) for each in exchanged]

    @property
    def _spoiling(self) -> Iterator[tuple[str, list[Edit]]]:
        """What nothing keeps, kept; what is never called, called; a name set for the whole file.

        And an array or a matrix of its own for what only gives one another name.
        """
        tree = self._program.tree
        unread = [node for node, _ in self._program.unread()]
        several = kept(tree, self._program.functions, unread)
        yield from (("kept", edits) for edits in several)
        yield from (("called", edits) for edits in called_at_last(tree))
        yield from (("declared", edits) for edits in set_for_all(tree))
        if "numpy" in self.source:
            yield from (("zeroed", edits) for edits in zeroed(tree))
            yield from (("apart", edits) for edits in apart(tree))
        else:
            yield from (("apart", edits) for edits in copied(tree))

    @property
    def _exits(self) -> Iterator[tuple[str, list[Edit]]]:
        """What leaves a function, a loop or a turn of it before its end: left out."""
        parts = [*nodes(self._program.tree)]
        loops = (node for node in parts if isinstance(node, (ast.For, ast.While)))
        inside = {node for loop in loops for node in ast.walk(loop)}
        functions = (node for node in parts if isinstance(node, ast.FunctionDef))
        inside |= {statement for function in functions for statement in function.body[:-1]}
        for node in (node for node in parts if node in inside):
            if isinstance(node, (ast.Break, ast.Continue, ast.Return)):
                yield "leaves", [instead(node, "pass")]

    @property
    def _unread(self) -> Iterator[tuple[str, list[Edit]]]:
        """What gets a name that nothing reads, for another that had a value before."""
        for node, names in self._program.unread():
            yield from (("target", [instead(node, name)]) for name in names[:MOST_MEANT])

    @property
    def _floors(self) -> Iterator[tuple[str, list[Edit]]]:
        """Whole numbers that are divided into whole ones, which may be 0 where a rate is meant."""
        for value in map(value_of, self._program.all):
            yield from ((kind, [instead(node, new)]) for kind, node, new in divided(value))

    def _leads_past(self, statement: ast.stmt) -> bool:
        """Is it an `if` around the line that stops? Edited, it may only skip that line."""
        line = self.stopped_in
        return isinstance(statement, ast.If) and statement.lineno < line and holds(statement, line)

    @property
    def _beginnings(self) -> list[ast.stmt]:
        """What gives plain numbers to names that reach the lines, and the loops around them.

        A number from 2 on is no beginning: with fewer hidden units a mistake may only not be seen.
        Where such a loop counts by itself, that is done in a line inside.
        """
        wrong = self._program.in_lines(self.lines)
        above = dict.fromkeys(_each(map(self._program.above, wrong)))
        plain = [s for s in above if isinstance(s, ast.Assign) and is_plain(s.value)]
        begun = [s for s in plain if not any(map(_is_a_size, ast.walk(s.value)))]
        loops = [s for s in self._program.all if isinstance(s, (ast.For, ast.While))]
        around = [s for s in loops if any(holds(s, line) for line in self.lines)]
        counted = {name for s in around if isinstance(s, ast.While) for name in names_in(s.test)}
        inside = [s for s in self._program.all if any(holds(loop, s.lineno) for loop in around)]
        added = [s for s in self._program.all if isinstance(s, ast.AugAssign)]
        stored = [s for s in inside if isinstance(s, ast.Assign)]
        counting = [s for s in [*added, *stored] if not counted.isdisjoint(names_stored(s))]
        return [*begun, *counting, *around]

    def _changes(self, statement: ast.stmt) -> Iterator[Change]:
        """What the statement might be."""
        value = value_of(statement)
        if isinstance(statement, ast.AugAssign):
            target = ast.unparse(statement.target)
            for sign in ("=", "+=", "-="):
                yield "stored", statement, f"{target} {sign} {ast.unparse(value)}"
        names = self._program.names(statement)
        yield from of_statement(statement, names, self._program.places)
        if statement in self._program.tree.body and "numpy" in self.source:
            for part in value.elts if isinstance(value, ast.Tuple) else [value]:
                yield "column", part, f"({ast.unparse(part)}).reshape(-1, 1)"
        if not isinstance(statement, (ast.For, ast.While, ast.If)):
            yield "shape", value, f"({ast.unparse(value)}).T"
        for function in (f.name for f in self._program.functions.values() if len(f.args.args) == 1):
            yield "wrapped", value, f"({ast.unparse(value)}).map({function})"
            yield "wrapped", value, f"{function}({ast.unparse(value)})"
        yield from changes(value, ast.unparse, names, [], {*self._program.functions})


_each = itertools.chain.from_iterable


def _is_a_size(node: ast.AST) -> bool:
    """Is it a whole number from 2 on, such as how many hidden units there are?"""
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1


def _cuts(part: ast.expr) -> bool:
    """Is it a slice that only leaves out what comes first, or what comes last: `[1:]`, `[:-1]`?"""
    if not isinstance(part, ast.Slice) or part.step or (part.lower and part.upper):
        return False
    match part.upper or part.lower:
        case ast.Constant(value=int()) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
    return False


def _stores_the_same(statement: ast.stmt, other: ast.stmt) -> bool:
    if not isinstance(statement, ast.AugAssign) or not isinstance(other, ast.AugAssign):
        return False
    return _target(statement) == _target(other)


def _target(statement: ast.stmt) -> str:
    """The one thing that it stores something in, as it is written; "" if there is none."""
    match statement:
        case ast.AugAssign(target=target) | ast.Assign(targets=[target]):
            return ast.unparse(target)
    return ""


def _unlikely(change: Change) -> tuple[int, float]:
    kind = change[0]
    return LIKELY.index(kind) if kind in LIKELY else len(LIKELY), _unlike(change)


def _unlike(change: Change) -> float:
    """How unlike the new name is, from 0 to 1: names that are mixed up are alike."""
    kind, node, new = change
    if kind not in ("name", "target") or not isinstance(node, ast.Name):
        return 0.0
    return 1.0 - _likeness(node.id.lower(), new.lower())


@lru_cache(10_000)
def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _is_likely(change: Change) -> bool:
    return change[0] in LIKELY and _unlike(change) <= 1.0 - ALIKE
