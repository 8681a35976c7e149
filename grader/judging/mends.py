"""Programs that break off, each with one slip mended: what it may have been meant to be.

A mended program is judged like any other, so a mend needs no proof here: one that was not meant
leads nowhere. It has its statements in the same lines as before.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..room.answers import ENDLESS, Crash
from . import unbegun
from .declaring import declared
from .given_lines import put_back
from .handing_back import handed_back
from .leaving_out import left_out
from .messages import OF_OWNERS
from .names import OF_MODULES, Text
from .nearby import by_place, nearby, other_axes, with_another_index
from .statements import (
    Block,
    Edit,
    bodies,
    edited,
    holds,
    instead,
    own_parts,
    parsed,
    statements,
)

ALIKE = 0.6
"""How like two names must be, from 0 to 1, for the one to be tried for the other."""

LARGEST = 32 * 1024
"""Characters of a program, three times what the lesson's own has: no longer one is mended."""

MOST_EDITED = 60
"""Each is read as a whole program, and few of them are one that is not known yet."""

SHORT, ALIKE_IF_SHORT = 3, 0.4
"""So many letters are few: with one of them another letter, two names are less alike."""

NAMELESS = r"(?:name|local variable|free variable) '([A-Za-z_]\w*)'"
LACKING = (
    r"(?:'(?:\w+\.)*(\w+)' object|module '(\w+)'|type object '(\w+)') has no attribute '(\w+)'"
)


@dataclass(frozen=True)
class Mends:
    """The mends of one program that broke off with a crash.

    `given` is the text of the file that a learner is given, "" where there is none, and `older`
    has the lines that were others in earlier editions of it.
    """

    source: str
    crash: Crash
    given: str = ""
    older: Collection[str] = ()

    def __iter__(self) -> Iterator[str]:
        """The sources of the mended programs, the likelier mends first."""
        if len(self.source) > LARGEST:
            return
        met = {self.source}
        several = (
            self._handed_back(),
            self._respelled(),
            self._imported(),
            self._not_deleted(),
            self._with_another_attribute(),
            by_place(self._scope.body, self.crash),
            declared(self._scope, self._tree, self._nameless),
            put_back(self._tree, self.given, self.older),
            unbegun.begun(self._scope, self._nameless, self.crash.line),
            self._with_results(),
            self._with_arguments(),
            self._with_one_record(),
            other_axes(self._block, self.crash),
            with_another_index(self._block, self.crash),
            self._turned_round(),
            self._left_out(),
            self._unused(),
            nearby(self._scope.body, self.crash),
        )
        for edits in itertools.islice(itertools.chain.from_iterable(several), MOST_EDITED):
            source = edited(self.lines, edits)
            if source is not None and source not in met:
                met.add(source)
                yield source

    def _left_out(self) -> Iterator[list[Edit]]:
        """The same without what raises; a loop that never ends is a mistake by itself."""
        if self.crash.type != ENDLESS:
            yield from left_out(self._block, self.crash.line)

    def _handed_back(self) -> Iterator[list[Edit]]:
        """What a function works out, handed back where None was used in its place."""
        if "NoneType" in self.crash.message:
            given = {n.name for n in parsed(self.given).body if isinstance(n, ast.FunctionDef)}
            yield from handed_back(self._tree, given)

    @cached_property
    def lines(self) -> Sequence[str]:
        """Its lines, as Python counts them."""
        return self.source.split("\n")

    @cached_property
    def _tree(self) -> ast.Module:
        return parsed(self.source)

    @property
    def _scope(self) -> ast.FunctionDef | ast.Module:
        """The function that it broke off in, or the whole file."""
        functions = self._functions.values()
        return next((n for n in functions if holds(n, self.crash.line)), self._tree)

    @cached_property
    def _functions(self) -> dict[str, ast.FunctionDef]:
        return {n.name: n for n in self._tree.body if isinstance(n, ast.FunctionDef)}

    @property
    def _block(self) -> Block:
        """What stands in it, without the functions of a file."""
        scope = self._scope
        return bodies(scope)[""] if isinstance(scope, ast.Module) else scope.body

    @property
    def _nameless(self) -> str:
        """The name that had no value, if that is what was raised."""
        found = re.search(NAMELESS, self.crash.message)
        return found[1] if found and found[1] in self._words else ""

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the program: no others get into it by way of what it raises.

        Or what was seen in one judgement could be taken along to the next.
        """
        return frozenset(re.findall(r"\w+", "\n".join(self.lines)))

    # ------------------------------------------------------------ spelling

    def _respelled(self) -> Iterator[list[Edit]]:
        """Another name, as it is written elsewhere, in all the places that have this one.

        Or the same, with the module that has it.
        """
        name, text = self._nameless, Text(self.lines)
        alike = ALIKE_IF_SHORT if len(name) <= SHORT else ALIKE
        others = text.meant_by(name, self.crash.line, alike) if name else []
        for other in others:
            yield [instead(n, other) for n in self._names if n.id == name]
        imports = (n for n in ast.walk(self._tree) if isinstance(n, ast.Import))
        for module in itertools.chain.from_iterable(n.names for n in imports):
            short = module.asname or module.name
            owned = name if name in OF_MODULES else name.removeprefix(short).lstrip("_")
            if owned in OF_MODULES:
                yield [instead(n, f"{short}.{owned}") for n in self._names if n.id == name]

    @property
    def _names(self) -> list[ast.Name]:
        return [node for node in ast.walk(self._scope) if isinstance(node, ast.Name)]

    def _unused(self) -> Iterator[list[Edit]]:
        """What was given a value last, and that nothing reads, in the place of the name."""
        read = {n.id for n in self._names if isinstance(n.ctx, ast.Load)}
        given = [n for n in self._names if isinstance(n.ctx, ast.Store) and n.id not in read]
        before = [n.id for n in given if n.lineno <= self.crash.line]
        for other in [*dict.fromkeys(reversed(before))][:2] if self._nameless else ():
            yield [instead(n, other) for n in self._names if n.id == self._nameless]

    def _imported(self) -> Iterator[list[Edit]]:
        """What the given file imports from there, in the place of what is not there.

        Or what is used later, in the place of what is like it.
        """
        for node in ast.walk(self._tree) if self._nameless else ():
            for alias in node.names if isinstance(node, ast.ImportFrom) else ():
                if difflib.get_close_matches(self._nameless, [alias.name], cutoff=ALIKE):
                    yield [instead(alias, self._nameless)]
        found = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", self.crash.message)
        if not found:
            return
        lacked, module = found.groups()
        imports = [n for n in ast.walk(self._tree) if isinstance(n, ast.ImportFrom)]
        given = [n for n in ast.walk(parsed(self.given)) if isinstance(n, ast.ImportFrom)]
        names = [a.name for n in given if n.module == module for a in n.names]
        for alias in (a for n in imports if n.module == module for a in n.names):
            if alias.name == lacked:
                near = difflib.get_close_matches(lacked, names, n=1, cutoff=ALIKE)
                for other in near or names[:1]:
                    yield [instead(alias, other), *self._called_by_it(alias, other)]

    def _called_by_it(self, alias: ast.alias, other: str) -> Iterator[Edit]:
        """The name of what is imported, in all the places that have it."""
        for node in ast.walk(self._tree) if not alias.asname else ():
            if isinstance(node, ast.Name) and node.id == alias.name:
                yield instead(node, other)

    def _not_deleted(self) -> Iterator[list[Edit]]:
        """The same without the statement that deletes the name."""
        for node in ast.walk(self._scope) if self._nameless else ():
            if isinstance(node, ast.Delete) and self._nameless in map(ast.unparse, node.targets):
                yield [instead(node, "pass")]

    def _with_another_attribute(self) -> Iterator[list[Edit]]:
        """An attribute that there is, in the place of one that there is not."""
        found = re.search(LACKING, self.crash.message)
        if not found:
            return
        *owners, lacked = found.groups()
        owner = next(filter(None, owners))
        said = re.findall(r"Did you mean[^']*'(\w+)'", self.crash.message)
        own = [n.attr for n in ast.walk(self._tree) if isinstance(n, ast.Attribute)]
        own += [n.name for n in ast.walk(self._tree) if isinstance(n, ast.FunctionDef)]
        there = {*OF_OWNERS.get(owner, own)} - {lacked}
        alike = ALIKE_IF_SHORT if len(lacked) <= SHORT else ALIKE
        near = difflib.get_close_matches(lacked, sorted(there), n=2, cutoff=alike)
        some = [n for n in sorted(there) if len(lacked) == len(n) == 1]
        known = {*there, *dir(getattr(builtins, owner, object)), *self._words}
        for other in [word for word in said if word in known] or near or some:
            yield [
                instead(node, f"{ast.unparse(node.value)}.{other}")
                for node in ast.walk(self._tree)
                if isinstance(node, ast.Attribute)
                and (node.attr, node.lineno) == (lacked, self.crash.line)
            ]

    # ------------------------------------------------------------ results and arguments

    def _with_results(self) -> Iterator[list[Edit]]:
        """The names that nothing gives a value, as what a call gives that stands before them."""
        known = {*Text(self.lines).in_scope(self.crash.line), *dir(builtins)}
        own = [*statements(self._block)]
        read = [n for s in own for n in own_parts(s) if isinstance(n, ast.Name)]
        open_ = [*dict.fromkeys(n.id for n in read if n.id not in known)]
        if not 0 < len(open_) <= 2:
            return
        for statement in reversed([s for s in own if s.lineno <= self.crash.line]):
            if not isinstance(statement, (ast.Assign, ast.Expr)) or not self._called(statement):
                continue
            target = statement.targets[0] if isinstance(statement, ast.Assign) else None
            given = [target.id] if isinstance(target, ast.Name) else []
            if target is None or (given and len(open_) == 1):
                for names in itertools.permutations([*given, *open_]):
                    call = ast.unparse(statement.value)
                    yield [instead(statement, f"{', '.join(names)} = {call}")]

    def _with_arguments(self) -> Iterator[list[Edit]]:
        """A call with all that its function takes, if that is there by the same name.

        Or one more of these; or a method that takes what it belongs to.
        """
        if not re.search(r"missing \d|takes \d|positional argument", self.crash.message):
            return
        known = {*Text(self.lines).in_scope(self.crash.line)}
        functions: dict[str, list[ast.FunctionDef]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, []).append(node)
        for call in (n for n in ast.walk(self._tree) if isinstance(n, ast.Call)):
            if not call.lineno <= self.crash.line <= (call.end_lineno or 0):
                continue
            name = ast.unparse(call.func)
            for called in functions.get(name.rpartition(".")[2], ()):
                names = [argument.arg for argument in called.args.args]
                if "." in name and names[:1] != ["self"] and not called.decorator_list:
                    yield [_with_self(called)]
                    continue
                names = names[1:] if "." in name else names
                if {*names} <= known:
                    yield [instead(call, f"{name}({', '.join(names)})")]
                given = [*map(ast.unparse, call.args)]
                for i, one in enumerate(names):
                    if one in known and one not in given and not call.keywords:
                        yield [instead(call, f"{name}({', '.join([*given[:i], one, *given[i:]])})")]

    def _called(self, statement: ast.Expr | ast.Assign) -> ast.FunctionDef | None:
        """The function of the file that the statement calls, if it is nothing but that call."""
        value = statement.value
        called = value.func if isinstance(value, ast.Call) else None
        return self._functions.get(called.id) if isinstance(called, ast.Name) else None

    # ------------------------------------------------------------ tables

    def _with_one_record(self) -> Iterator[list[Edit]]:
        """A whole table in a loop through its rows, with the row in its place."""
        loops = (n for n in ast.walk(self._scope) if isinstance(n, ast.For))
        for loop in (n for n in loops if holds(n, self.crash.line)):
            rows = dict(_rows_of(loop))
            for node in itertools.chain.from_iterable(map(own_parts, statements(loop.body))):
                owner = node.value if isinstance(node, ast.Attribute) else node
                if isinstance(owner, ast.Name) and ast.unparse(node) in rows:
                    yield [instead(node, rows[ast.unparse(node)])]

    def _turned_round(self) -> Iterator[list[Edit]]:
        """A table turned round: one that the line gets from another, or what it works out itself.

        The nearest that was worked out before comes first, as its line is the one that is wrong.
        """
        if "broadcast" not in self.crash.message:
            return
        several = [s for s in statements(self._block) if isinstance(s, (ast.Assign, ast.AugAssign))]
        here = [s for s in several if holds(s, self.crash.line)]
        names = {n.id for s in here for n in ast.walk(s) if isinstance(n, ast.Name)}
        before = [
            s
            for s in several
            if isinstance(s, ast.Assign)
            and s.lineno < self.crash.line
            and isinstance(target := s.targets[0], ast.Name)
            and target.id in names
        ]
        for statement in [*reversed(before), *here]:
            if isinstance(statement.value, (ast.BinOp, ast.Call)):
                yield [instead(statement.value, f"({ast.unparse(statement.value)}).T")]


def _with_self(function: ast.FunctionDef) -> Edit:
    """A function that takes what it belongs to before all else."""
    first = function.args.args[0] if function.args.args else None
    if first is None:
        return Edit((function.lineno, 0), (function.lineno, 0), "")
    start = (first.lineno, first.col_offset)
    return Edit(start, start, "self, ")


def _rows_of(loop: ast.For) -> Iterator[tuple[str, str]]:
    """The tables whose rows a loop goes through, and the names that these have in it."""
    head, target = loop.iter, loop.target
    is_zip = isinstance(head, ast.Call) and ast.unparse(head.func) == "zip"
    tables = head.args if isinstance(head, ast.Call) and is_zip else [head]
    names = target.elts if isinstance(target, ast.Tuple) and is_zip else [target]
    for table, name in zip(tables, names, strict=False):
        text = ast.unparse(table)
        yield text, ast.unparse(name)
        yield text.removesuffix(".values"), ast.unparse(name)
