"""What stands in a program's text: its parts by their places, and the loops around a line."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from ..room.noted import Site
from .idle import gets_no_name
from .statements import (
    holds,
    in_loops,
    is_open,
    is_simple,
    names_in,
    names_stored,
    nodes,
    own_parts,
    parsed,
    statements,
)

Place: TypeAlias = "tuple[int, int, int, int]"
Loop: TypeAlias = "ast.For | ast.While"
Around: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Module"


@dataclass(frozen=True)
class Written:
    """One program's text."""

    tree: ast.Module

    @cached_property
    def _loops(self) -> dict[int, list[Loop]]:
        """The loops around each line that was asked for."""
        return {}

    @cached_property
    def _functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in nodes(self.tree) if isinstance(node, kinds)]

    @cached_property
    def _parts(self) -> dict[ast.AST, list[ast.AST]]:
        """What stands in each of these, and in the whole file, once it was asked for."""
        return {}

    @cached_property
    def _nodes(self) -> Mapping[Place, ast.AST]:
        walked = (n for n in nodes(self.tree) if isinstance(n, (ast.stmt, ast.expr)))
        return {place_of(node): node for node in walked if not isinstance(node, ast.Expr)}

    def node(self, site: Site) -> ast.AST | None:
        """The statement or expression that a site stands for."""
        return self._nodes.get(place(site))

    def name(self, site: Site) -> str:
        """The name that is read there; "" where it is none."""
        node = self.node(site)
        return node.id if isinstance(node, ast.Name) else ""

    def reads(self, site: Site) -> list[Place]:
        """Wherever the name that is read there is read in the same function."""
        name = self.name(site)
        read = (node for node in self._together(site.line) if isinstance(node, ast.Name))
        return [place_of(n) for n in read if n.id == name and isinstance(n.ctx, ast.Load)]

    def indices_of(self, value: Site) -> list[str]:
        """The names by which the place is counted that this value is put into: `t[i][j] = …`."""
        kinds = (node for node in nodes(self.tree) if isinstance(node, ast.Assign))
        own = next((node for node in kinds if place_of(node.value) == place(value)), None)
        target, found = own.targets[0] if own else None, list[ast.expr]()
        while isinstance(target, (ast.Subscript, ast.Attribute)):
            if isinstance(target, ast.Subscript):
                index = target.slice
                found = [*(index.elts if isinstance(index, ast.Tuple) else [index]), *found]
            target = target.value
        return [index.id if isinstance(index, ast.Name) else "" for index in found]

    def appended_to(self, name: str) -> list[Place]:
        """Where the values stand that are appended to a list of that name."""
        calls = (node for node in nodes(self.tree) if isinstance(node, ast.Call))
        own = (call for call in calls if ast.unparse(call.func) == f"{name}.append")
        return [place_of(argument) for call in own for argument in call.args]

    def loops_around(self, line: int) -> list[Loop]:
        """The loops of its function that a line stands in, the innermost first."""
        if line not in self._loops:
            own = (node for node in self._together(line) if isinstance(node, (ast.For, ast.While)))
            around = (loop for loop in own if holds(loop, line))
            self._loops[line] = sorted(around, key=lambda loop: -loop.lineno)
        return self._loops[line]

    def only_tells(self, line: int) -> bool:
        """Is nothing done there with what is worked out, as where something is printed or asserted?

        What a function or a method is called for may be kept, unless it is one of Python's own:
        `rows.append(…)` works out what it is given.
        """
        for node in (n for n in nodes(self.tree) if isinstance(n, ast.stmt) and holds(n, line)):
            if isinstance(node, (ast.Assert, ast.Raise)):
                return True
            if isinstance(node, ast.Expr):
                name = node.value.func if isinstance(node.value, ast.Call) else None
                is_pythons = isinstance(name, ast.Name) and hasattr(builtins, name.id)
                return is_pythons or not isinstance(node.value, ast.Call)
        return False

    def above_what_tells(self, line: int) -> Sequence[int]:
        """The lines of the function above a line that only tells something, from it upwards.

        None of a line in one loop alone, that through the epochs: there the steps are over.
        """
        loops = self.loops_around(line)
        is_among_steps = len(loops) != 1 and (loops or self.function_of(line))
        tells = is_among_steps and self.only_tells(line)
        return range(line - 1, self.function_of(line), -1) if tells else ()

    def is_open_at(self, line: int) -> bool:
        """Is a statement there that is still to be written?"""
        here = (n for n in nodes(self.tree) if isinstance(n, ast.stmt) and holds(n, line))
        return any(map(is_open, here))

    def open_below(self, line: int) -> list[str]:
        """The names of what is still to be written further down in its function."""
        below = (n for n in self._together(line) if isinstance(n, ast.stmt) and n.lineno > line)
        return [name for node in below if is_open(node) for name in names_stored(node)]

    def is_read_in_the_next_turn(self, line: int) -> bool:
        """Is a name that a line gives a value read above it, or in it, in the loops around it?"""
        own = [node for node in self._together(line) if isinstance(node, ast.Assign)]
        given = [node for node in own if holds(node, line)]
        names = {name for node in given for name in names_stored(node)}
        above = [n for loop in self.loops_around(line)[-1:] for n in ast.walk(loop)]
        reads = [n for n in above if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        return any(
            n.id in names and n.lineno <= max(g.end_lineno or 0 for g in given) for n in reads
        )

    def taking(self, name: str, first: int, line: int) -> range:
        """The lines of the last loop, or call with `out=`, between these lines that sets a name.

        There are none in the range where none does.
        """
        own = (n for n in self._together(line) if isinstance(n, ast.stmt))
        between = (n for n in own if first <= n.lineno < line)
        taking = [n for n in between if _takes(n, name)]
        last = max(taking, key=lambda node: node.lineno, default=None)
        return range(last.lineno, (last.end_lineno or last.lineno) + 1) if last else range(0)

    def given_before(self, name: str, line: int) -> Site | None:
        """The last statement above a line, in its function, that gives a name a new value."""
        own = (node for node in self._together(line) if isinstance(node, ast.Assign))
        above = (node for node in own if not holds(node, line) and node.lineno < line)
        given = [node for node in above if name in names_stored(node)]
        last = max(given, key=lambda node: node.lineno, default=None)
        return Site(*place_of(last), "value", "") if last else None

    def counting(self, loop: Loop) -> Loop:
        """The loop that decides how many turns it has: the one in a generator of the file's own."""
        head = loop.iter if isinstance(loop, ast.For) else None
        called = (
            head.func.id if isinstance(head, ast.Call) and isinstance(head.func, ast.Name) else ""
        )
        functions = (n for n in nodes(self.tree) if isinstance(n, ast.FunctionDef))
        own = next((node for node in functions if node.name == called), None)
        inside = [*ast.walk(own)] if own else []
        yields = [node.lineno for node in inside if isinstance(node, (ast.Yield, ast.YieldFrom))]
        return next(iter(self.loops_around(yields[0])), loop) if yields else loop

    def growing_at(self, line: int) -> list[str]:
        """The names under which a line lets something grow: a sum, or a list."""
        own = [node for node in self._together(line) if isinstance(node, ast.stmt)]
        return [name for node in own if holds(node, line) for name in _growing(node)]

    def is_kept_nowhere(self, line: int) -> bool:
        """Is what the line works out given no name, and handed to nothing?"""
        statements = (n for n in nodes(self.tree) if isinstance(n, ast.Expr))
        return any(gets_no_name(s) for s in statements if s.lineno == line)

    def makes_zeros(self, line: int) -> bool:
        """Does a line make a table of zeros, and nothing more?"""
        own = (node for node in nodes(self.tree) if isinstance(node, ast.Assign))
        values = (node.value for node in own if holds(node, line))
        calls = (value for value in values if isinstance(value, ast.Call))
        return any("zeros" in ast.unparse(call.func) for call in calls)

    @cached_property
    def shuffles(self) -> list[int]:
        """The lines that draw an order, or shuffle, and then those that take something in it."""
        orders = {
            name for s, _ in in_loops(self.tree) if _draws_an_order(s) for name in names_stored(s)
        }
        taking = [
            node.lineno for node in nodes(self.tree)
            if isinstance(node, ast.Subscript) and orders & names_in(node.slice)
        ]  # fmt: skip
        return [s.lineno for s, _ in in_loops(self.tree) if _draws_an_order(s)] + sorted(taking)

    @cached_property
    def never_read(self) -> list[int]:
        """The lines in a loop that give a name its value which stands nowhere else."""
        names = Counter(n.id for n in nodes(self.tree) if isinstance(n, ast.Name))
        return [
            statement.lineno
            for statement, loops in in_loops(self.tree)
            if loops and isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name) and names[target.id] == 1
        ]

    @cached_property
    def begun_before_loops(self) -> list[int]:
        """The lines where something begins that grows in a loop in a loop, and before both."""
        lines = {node.lineno for node in nodes(self.tree) if isinstance(node, ast.stmt)}
        deep = (line for line in sorted(lines) if len(self.loops_around(line)) > 1)
        begun = (self.given_before(n, line) for line in deep for n in self.growing_at(line))
        return [site.line for site in begun if site and not self.loops_around(site.line)]

    @cached_property
    def reduced_at(self) -> list[int]:
        """The lines that say, with a lambda, what `reduce` is to do with each two."""
        calls = (node for node in nodes(self.tree) if isinstance(node, ast.Call) and node.args)
        named = (call for call in calls if ast.unparse(call.func).split(".")[-1] == "reduce")
        return [call.args[0].lineno for call in named if isinstance(call.args[0], ast.Lambda)]

    @cached_property
    def made_of_themselves(self) -> list[int]:
        """The lines in one loop, and no other, that make a name's new value of its old one.

        Not those that only add to it, and not those that count the turns of a loop.
        """
        found = []
        for node in nodes(self.tree):
            if not isinstance(node, (ast.Assign, ast.AugAssign)):
                continue
            loops = self.loops_around(node.lineno)
            read = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
            in_place = isinstance(node, ast.AugAssign) and not isinstance(node.op, ast.Add)
            names = [name for name in names_stored(node) if in_place or name in read]
            if len(loops) == 1 and names and not any(counts(loops[0], name) for name in names):
                found.append(node.lineno)
        return sorted(found)

    def calls_outside_of_loops(self, function: str, line: int) -> list[int]:
        """The lines that call a function, in no loop, in the function that holds that line."""
        calls = (node for node in self._together(line) if isinstance(node, ast.Call))
        own = (c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == function)
        return sorted(n for n in own if n < line and not self.loops_around(n))

    @cached_property
    def early_returns(self) -> list[int]:
        """The lines of the returns that end a loop in its first turn, whatever comes."""
        loops = (node for node in nodes(self.tree) if isinstance(node, (ast.For, ast.While)))
        return [s.lineno for loop in loops for s in loop.body if isinstance(s, ast.Return)]

    def writing_into_arguments(self, function: str) -> int:
        """The line of a function that gives what it is handed another name, to write into it.

        Or, without another name, the one that writes; 0 if none does.
        """
        kinds = (n for n in self.tree.body if isinstance(n, ast.FunctionDef))
        own = next((node for node in kinds if node.name == function), None)
        given = {argument.arg: 0 for argument in own.args.args} if own else {}
        for node in statements(own.body) if own else ():
            if isinstance(node, ast.For):
                for table, target in _side_by_side(node):
                    if _base(table) in given and isinstance(target, ast.Name):
                        given[target.id] = given[_base(table)]
            if not isinstance(node, (ast.Assign, ast.AugAssign)):
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                value, same = self._handed_through(node.value)
                line = given.get(_base(value), -1)
                line = same if line == 0 else line
                given.pop(target.id, None)
                given |= {target.id: line or node.lineno} if line >= 0 else {}
            elif (base := _base(target)) in given and not isinstance(target, ast.Name):
                return given[base] or node.lineno
        return 0

    def _handed_through(self, value: ast.expr) -> tuple[ast.expr, int]:
        """What a call hands back that is one of its arguments, and the line that does so.

        Any other value itself, and 0.
        """
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Name):
            return value, 0
        kinds = (n for n in self.tree.body if isinstance(n, ast.FunctionDef))
        called = next((node for node in kinds if node.name == value.func.id), None)
        if called is None:
            return value, 0
        stored = {name for s in statements(called.body) for name in names_stored(s)}
        names = (argument.arg for argument in called.args.args)
        given = dict(zip(names, value.args, strict=False))
        for node in called.body:
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Name):
                name = node.value.id
                if name in given and name not in stored:
                    return given[name], node.lineno
        return value, 0

    def ending(self, function: str) -> int:
        """The line in which a function of the file ends, 0 if there is none of that name."""
        kinds = (n for n in self.tree.body if isinstance(n, ast.FunctionDef))
        return next((node.body[-1].lineno for node in kinds if node.name == function), 0)

    def _together(self, line: int) -> list[ast.AST]:
        """What stands in the innermost function that holds a line, or in the whole file."""
        innermost = self._innermost(line)
        if innermost not in self._parts:
            self._parts[innermost] = [*ast.walk(innermost)]
        return self._parts[innermost]

    def function_of(self, line: int) -> int:
        """The line in which the innermost function around it begins; 0 outside of all."""
        innermost = self._innermost(line)
        return 0 if isinstance(innermost, ast.Module) else innermost.lineno

    def takes_what_it_is_given(self, line: int) -> bool:
        """Does a line of a function read one of its parameters, or what it has made of them?

        A line outside of all functions is given what stands above it.
        """
        function = self._innermost(line)
        if isinstance(function, ast.Module):
            return True
        known = {
            argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)
        }
        for statement in statements(function.body):
            read = {n.id for n in own_parts(statement) if isinstance(n, ast.Name)}
            if not known.isdisjoint(read):
                if holds(statement, line):
                    return True
                known |= {*names_stored(statement)}
        return False

    def _innermost(self, line: int) -> Around:
        around = (function for function in self._functions if holds(function, line))
        return max(around, key=lambda function: function.lineno, default=self.tree)


@lru_cache(maxsize=4)
def written(source: bytes) -> Written:
    """What stands there; nothing where Python cannot read it."""
    return Written(parsed(source.decode("utf-8", "replace")))


def _draws_an_order(statement: ast.stmt) -> bool:
    """Does it call what gives an order, or puts something in one?"""
    if not isinstance(statement, (ast.Assign, ast.Expr)):
        return False
    calls = (n.func for n in ast.walk(statement) if isinstance(n, ast.Call))
    names = (getattr(f, "attr", getattr(f, "id", "")) for f in calls)
    return any(name in ("permutation", "shuffle") for name in names)


def _growing(node: ast.stmt) -> list[str]:
    """What such a statement adds to or takes from, as `a += b`, `a = a + b` or `a.append(b)` do."""
    if isinstance(node, ast.AugAssign):
        return [_base(node.target)]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        function = node.value.func
        grows = isinstance(function, ast.Attribute) and function.attr in ("append", "extend")
        return [_base(function)] if grows else []
    if not isinstance(node, ast.Assign):
        return []
    parts = (part for part in ast.walk(node.value) if isinstance(part, ast.BinOp))
    sides = {ast.Add: ("left", "right"), ast.Sub: ("left",)}
    changed = {_base(getattr(p, side)) for p in parts for side in sides.get(type(p.op), ())}
    return [name for name in names_stored(node) if name in changed]


def _takes(node: ast.stmt, name: str) -> bool:
    """Does it give the name to each of what it goes through, or is a result written into it?"""
    if isinstance(node, ast.For):
        return name in names_stored(node)
    value = node.value if isinstance(node, (ast.Expr, ast.Assign)) else None
    into = (
        [k.value for k in value.keywords if k.arg == "out"] if isinstance(value, ast.Call) else []
    )
    return any(isinstance(part, ast.Name) and part.id == name for part in into)


def _base(node: ast.AST) -> str:
    """The name that an entry, a row or an attribute belongs to; "" of anything else."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _side_by_side(loop: ast.For) -> list[tuple[ast.expr, ast.expr]]:
    """What a loop goes through, by itself or side by side with others, and what each is given."""
    head, target = loop.iter, loop.target
    tables = head.args if isinstance(head, ast.Call) else [head]
    targets = target.elts if isinstance(target, ast.Tuple) else [target]
    targets = targets[-len(tables) :]  # and not the number that goes with it
    return [*zip(tables, targets, strict=False)]


def is_a_read(node: ast.AST | None) -> bool:
    """Is it what has a name, or an entry, a row or an attribute of it?"""
    return node is not None and _base(node) != ""


def counts(loop: Loop, name: str) -> bool:
    """Is it the loop that a name is counted by?"""
    counted = loop.target if isinstance(loop, ast.For) else loop.test
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(counted))


def goes_into(loop: Loop, line: int) -> bool:
    """Does what a loop counts, or goes through, reach what is done in a line of it, by names?"""
    head = loop.target if isinstance(loop, ast.For) else loop.test
    known = names_in(head)
    for statement in statements(loop.body):
        read = names_in(statement) if not isinstance(statement, (ast.For, ast.While)) else set()
        read |= names_in(statement.iter) if isinstance(statement, ast.For) else set()
        if not known.isdisjoint(read):
            known |= {*names_stored(statement)}
            if statement.lineno <= line <= (statement.end_lineno or 0) and is_simple(statement):
                return True
    return False


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
