"""What a TODO asks for and has no line of its own: it was deleted, or it is a comment.

Python runs such a file up to where the value is read. In what is run, the place of the line holds
`...`, as it does in the file that is handed out: what is not written is not written, whatever
stands there instead. So does an answer whose `...` was left below it and takes it back, and one
that gets no name, or that of a step above. Lines keep their numbers, and are quoted as they were
written.

Where the name has a value before, as a sum of zeros or weights, the file runs to its end without
the line, with nothing added or moved. That is judged as it is, and only told where the line lacks.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from .idle import does_nothing, gets_no_name, works_out
from .statements import (
    LARGEST,
    Block,
    Edit,
    edited,
    head,
    instead,
    is_open,
    is_simple,
    names_stored,
    nodes,
    own_parts,
    parsed,
    statements,
    todos,
)

HEAD = re.compile(r"(\s*)# TODO (\d+):")


@dataclass(frozen=True)
class _Asked:
    """What a line of a TODO is to give a value: `text` is that line, still open."""

    todo: int
    function: str
    name: str
    text: str
    is_begun: bool
    """Has it a value before, which the line adds to or moves?"""


@dataclass(frozen=True)
class _Given:
    """The file that is handed out: what it asks for, and the statements of each function."""

    asked: tuple[_Asked, ...]
    heads: dict[str, frozenset[str]]


def with_dots_where_it_lacks(source: str, given: str) -> str:
    """The source with `...` for what the given file asks for and this one has no line for."""
    edits: dict[tuple[int, int], Edit] = {}
    with contextlib.suppress(RecursionError):  # of what is too deep to be gone through
        for edit in (edit for place in _places(source, given) for edit in place.edits()):
            other = edits.get(edit.start)
            both = f"{other.text}; {edit.text.lstrip()}" if other else edit.text
            edits[edit.start] = replace(edit, text=both)
    return (edited(source.split("\n"), [*edits.values()]) if edits else None) or source


def deleted_at(source: str, given: str) -> dict[int, int]:
    """The TODOs that lack a line without which the program runs, and where each of them has room.

    That is in the place of a `pass`, or where its comment stands.
    """
    try:
        lacking = (place for place in _places(source, given) if place.runs_on)
        return {place.asked.todo: place.line for place in lacking}
    except RecursionError:  # of what is too deep to be gone through
        return {}


def asked_for(given: str) -> list[tuple[int, str]]:
    """The TODOs of the given file, each with a name that it asks for."""
    return [(one.todo, one.name) for one in _read(given).asked]


def _places(source: str, given: str) -> list[_Place]:
    """The places of what is asked for, but for those where a line that gives it is all there is."""
    lines, handed_out = source.split("\n"), _read(given)
    begun = _begun(lines)
    asked = [one for one in handed_out.asked if not _is_there(lines, begun, one)]
    if not begun or not asked or len(source) > LARGEST:
        return []
    tree = parsed(source)
    if any(isinstance(node, ast.alias) and node.name == "*" for node in nodes(tree)):
        return []  # any name may have its value from there
    names = dict.fromkeys(["", *(one.function for one in asked)])
    scopes = {name: _Scope.of(tree, name, handed_out) for name in names}
    there = (one for one in asked if one.todo in begun and scopes[one.function].all)
    return [
        _Place(lines, begun, scopes[one.function], scopes[""], one, handed_out) for one in there
    ]


@lru_cache(maxsize=8)
def _read(given: str) -> _Given:
    todo_of, tree = todos(given), parsed(given)
    names = ("", *(node.name for node in tree.body if isinstance(node, ast.FunctionDef)))
    blocks = {name: [*statements(_block(tree, name))] for name in names}
    asked = tuple(
        _Asked(
            todo_of[statement.lineno],
            function,
            name,
            ast.unparse(statement),
            any(name in _bound(s) for s in block if not is_open(s)),
        )
        for function, block in blocks.items()
        for statement in block
        if is_open(statement) and statement.lineno in todo_of
        for name in names_stored(statement)
    )
    return _Given(asked, {name: frozenset(map(head, block)) for name, block in blocks.items()})


def _block(tree: ast.Module, function: str) -> Block:
    """That function, or what stands outside of all; nothing where there is no such function."""
    if not function:
        return [n for n in tree.body if not isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    named: Block = []
    named += (n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function)
    return named[:1]


def _begun(lines: Sequence[str]) -> dict[int, int]:
    """The line of each TODO's comment; without those that stand there several times."""
    several = [(int(m[2]), n) for n, line in enumerate(lines, start=1) if (m := HEAD.match(line))]
    times = Counter(todo for todo, _ in several)
    return {todo: line for todo, line in several if times[todo] == 1}


def _is_there(lines: Sequence[str], begun: Mapping[int, int], asked: _Asked) -> bool:
    """Does just one line below the TODO's comment give it a value, as far as its text shows?

    One that is still open is there if no other gives a value to anything above it.
    """
    below = [*itertools.takewhile(str.strip, lines[begun.get(asked.todo, len(lines)) :])]
    own = [n for n, line in enumerate(below) if re.match(rf"\s*{asked.name}\s*\+?=(?!=)", line)]
    if len(own) != 1:
        return False
    above = (re.match(r"\s*\w+\s*[-+*/@]?=(?!=)", line) for line in below[: own[0]])
    return not (below[own[0]].rstrip().endswith("...") and any(above))


@dataclass(frozen=True)
class _Scope:
    """The statements of a function of the program, or of what stands outside of all, in order.

    `given` are those that the file which is handed out has there, `outermost` those that stand in
    no other.
    """

    all: Sequence[ast.stmt]
    given: frozenset[ast.stmt]
    functions: Block
    outermost: frozenset[ast.stmt]
    handed: frozenset[str]
    """What the function is given."""

    @classmethod
    def of(cls, tree: ast.Module, function: str, handed_out: _Given) -> _Scope:
        block = _block(tree, function)
        own = sorted(statements(block), key=lambda statement: statement.lineno)
        known = handed_out.heads[function] | handed_out.heads[""]
        given = frozenset(s for s in own if head(s) in known and not is_open(s))
        inside = [s for n in block for s in (n.body if isinstance(n, ast.FunctionDef) else [n])]
        heads = (node.args for node in block if isinstance(node, ast.FunctionDef))
        handed = frozenset(argument.arg for each in heads for argument in each.args)
        return cls(own, given, [] if function else _functions(tree), frozenset(inside), handed)

    @cached_property
    def new(self) -> Block:
        """The statements that do something, and were not in that file."""
        return [s for s in self.all if not (s in self.given or does_nothing(s))]


@dataclass(frozen=True)
class _Place:
    """The place of one line that is asked for, in one program; `scope` is its function."""

    lines: Sequence[str]
    begun: Mapping[int, int]
    scope: _Scope
    outside: _Scope
    asked: _Asked
    given: _Given

    def edits(self) -> Iterator[Edit]:
        """What puts `...` there, where nothing gives the name its value, or `...` takes it back."""
        giving = self._giving
        if giving and all(map(is_open, giving)):
            taking = (s for s in self._own if self._takes_anothers_value(s))
            yield from (instead(statement, "pass") for statement in taking)
        elif giving and is_open(giving[-1]):
            name = self.asked.name
            answers = [s for s in giving if names_stored(s) == [name] and not is_open(s)]
            if self._is_needed_below(giving[-1].lineno) and not any(
                self._is_read_in(s) for s in self._own if s not in (*answers[:1], giving[-1])
            ):
                yield from (instead(statement, "pass") for statement in answers)
        elif self._lacks and not self.runs_on:
            yield self._instead

    @property
    def start(self) -> int:
        """The line of the TODO's comment."""
        return self.begun[self.asked.todo]

    @property
    def runs_on(self) -> bool:
        """Does the program run without the line, which nobody says is still to be written?"""
        passes = any(isinstance(statement, ast.Pass) for statement in self._own)
        is_gone = self.line == self.start or passes
        return self.asked.is_begun and self._lacks and is_gone

    @property
    def line(self) -> int:
        """The line that it is to be written in."""
        return self._instead.start[0]

    @cached_property
    def _lacks(self) -> bool:
        """Is there nothing that gives the name its value, and is that needed?"""
        stored = [name for statement in self._own for name in names_stored(statement)]
        return (
            not self._giving
            and len({*stored}) == len(stored)  # or one of them was meant for this name
            and all(map(self._is_beside_it, self._own))
            and not any(map(self._may_give, [*self.scope.new, *self.outside.new]))
            and (not self.asked.is_begun or any(map(self._binds, self.scope.all)))
            and self._is_needed_below(self.start)
            and not any(map(self._hands_back_before_it, self.scope.new))
        )

    @cached_property
    def _giving(self) -> Block:
        """The statements below the TODO's comment that give the name a value."""
        own = (s for s in self._own if not self._is_idle(s))
        return [s for s in own if self.asked.name in names_stored(s)]

    @property
    def _end(self) -> int:
        return min((n for n in self.begun.values() if n > self.start), default=len(self.lines) + 1)

    @cached_property
    def _own(self) -> Block:
        """The statements from the TODO's comment to the next one, or to the next that is given."""
        own = (s for s in self.scope.all if self.start < s.lineno < self._end)
        return [*itertools.takewhile(lambda s: s not in self.scope.given, own)]

    def _is_beside_it(self, statement: ast.stmt) -> bool:
        """Is it another answer to the same TODO, or nothing at all?"""
        names = {one.name for one in self.given.asked if one.todo == self.asked.todo}
        stored = {*names_stored(statement)}
        is_another = is_simple(statement) and bool(stored) and stored <= names
        return self._is_idle(statement) or is_another

    def _is_idle(self, statement: ast.stmt) -> bool:
        """Does it do nothing, or keep what it works out under no name?

        So does a return of what is read by its name further down, or of one result for several.
        """
        if does_nothing(statement) or self._takes_anothers_value(statement):
            return True
        if self.asked.is_begun:
            return False
        if not isinstance(statement, ast.Return):
            return gets_no_name(statement)
        returns = (s.value for s in self.scope.given if isinstance(s, ast.Return))
        several = any(isinstance(value, ast.Tuple) for value in returns)
        below = [s for s in self.scope.new if s.lineno > statement.lineno]
        is_one = isinstance(statement.value, (ast.BinOp, ast.Call)) and works_out(statement.value)
        is_wrong = several or any(map(self._is_read_in, below))
        return is_one and is_wrong and statement in self.scope.outermost

    def _takes_anothers_value(self, statement: ast.stmt) -> bool:
        """Is it another name, with a value of its own, that gets what is worked out there?"""
        return self._takes_anothers_name(statement) or self._takes_what_is_given(statement)

    def _takes_anothers_name(self, statement: ast.stmt) -> bool:
        """Does it give a value to a step above, which has its own, or to this name misspelt?"""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
                pass
            case _:
                return False
        if name.lower() == self.asked.name.lower():
            return name != self.asked.name
        if is_misspelt(name, self.asked.name):
            return not any(_reads(s, name) for s in self.scope.all if s is not statement)
        above = {
            one.name for one in self.given.asked
            if one.function == self.asked.function and one.todo < self.asked.todo
        }  # fmt: skip
        others = (s for s in self.scope.all if s is not statement and not is_open(s))
        return name in above and any(name in names_stored(s) for s in others)

    def _takes_what_is_given(self, statement: ast.stmt) -> bool:
        """Is it what the function is given that gets the value, and the name is read below?"""
        if self.asked.is_begun:
            return False
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
                below = (s for s in self.scope.all if s.lineno > statement.lineno)
                return name in self.scope.handed and any(map(self._is_read_in, below))
        return False

    def _hands_back_before_it(self, statement: ast.stmt) -> bool:
        """Does it hand something back above, so that nothing is ever read here?"""
        is_above = statement.lineno < self.start and statement in self.scope.outermost
        return isinstance(statement, ast.Return) and is_above

    def _binds(self, statement: ast.stmt) -> bool:
        """Does it give the name a value, of whatever kind?"""
        return self.asked.name in _bound(statement)

    def _may_give(self, statement: ast.stmt) -> bool:
        """May it give the name a value, or change the one it has?"""
        if self._is_idle(statement):
            return False
        if isinstance(statement, ast.FunctionDef):  # its own head, which is another than was given
            return self._binds(statement)
        several = [node for node in own_parts(statement) if isinstance(node, ast.Name)]
        stored = any(n.id == self.asked.name and not isinstance(n.ctx, ast.Load) for n in several)
        changes = isinstance(statement, (ast.Expr, ast.Global, ast.Nonlocal, ast.With)) or any(
            isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load)
            for node in own_parts(statement)
        )
        return stored or (changes and self._is_read_in(statement))

    def _is_read_in(self, statement: ast.stmt) -> bool:
        return _reads(statement, self.asked.name)

    def _is_needed_below(self, line: int) -> bool:
        """Is it read in what follows? Or is nothing written there yet?"""
        below = [s for s in self.scope.all if s.lineno > line]
        elsewhere = statements(self.scope.functions)
        if any(map(self._takes_anothers_name, self._own)) and any(map(is_open, below)):
            return True  # it may be asked for by what is not written yet
        return any(map(self._is_read_in, itertools.chain(below, elsewhere))) or all(
            self._is_idle(s) or is_open(s) or s in self.scope.given for s in below
        )

    @cached_property
    def _instead(self) -> Edit:
        """In the place of what does nothing, of the answer as a comment, or of the TODO's own."""
        if empty := next(filter(self._is_idle, self._own), None):
            return instead(empty, self.asked.text)
        head = self.lines[self.start - 1]
        indent = head[: len(head) - len(head.lstrip())]
        answer = re.compile(rf"\s*#[#\s]*{self.asked.name}\s*\+?=(?!=)")
        below = range(self.start, self._end - 1)
        at = next((n for n in below if answer.match(self.lines[n])), self.start - 1)
        comment = len(self.lines[at]) - len(self.lines[at].lstrip())
        return Edit((at + 1, 0), (at + 1, comment), f"{indent}{self.asked.text}  ")


def is_misspelt(name: str, asked: str) -> bool:
    """Is it the name that is asked for, but for one letter, or two in the other order?"""
    if asked in name:
        return False  # which is a name of its own, as output_1 and errors are
    several = [asked[:i] + asked[i + 1 :] for i in range(len(asked))]
    if len(name) < len(asked):
        return name in several
    if len(name) > len(asked):
        return asked in (name[:i] + name[i + 1 :] for i in range(len(name)))
    turned = (asked[:i] + asked[i : i + 2][::-1] + asked[i + 2 :] for i in range(len(asked)))
    return sum(a != b for a, b in zip(name, asked, strict=True)) == 1 or name in {*turned} - {asked}


def _reads(statement: ast.stmt, name: str) -> bool:
    names = (node for node in own_parts(statement) if isinstance(node, ast.Name))
    return any(node.id == name for node in names)


def _functions(tree: ast.Module) -> Block:
    """The functions of the file."""
    functions: Block = []
    functions += (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return functions


def _bound(statement: ast.stmt) -> list[str]:
    """The names to which a statement gives a value: of a function, what it takes."""
    if isinstance(statement, ast.FunctionDef):
        return [argument.arg for argument in statement.args.args]
    return names_stored(statement)
