"""A submission that tells every value it computes, and goes on with other values where it is asked.

Its text is rewritten, each line staying where it is, so that every expression is a *site*:

    error * output          put(7) if given[7] else value(begin(7), error * output)

A site notes when it is begun and what came of it: a table of few numbers is noted, anything else
only as done. What was begun and never done is where it stopped. A statement that changes
something in place is a site too, noted after it. Where the grader has given values for a site, the
turns of it get these, one after the other; with `skipped` without evaluating what stands there.

Sent into the room with the first question that needs it; what is noted here is only what the room
says. Imports nothing of ours.
"""

from __future__ import annotations

import ast
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    Put = list[Any]  # [kind, shape, numbers], see Notes.seen

MOST_NUMBERS = 64
"""In a value that is noted: no step of a few records has more."""

MOST_NOTES = 6_000
MOST_TURNS = 100_000
"""Of all the loops together: who needs more for a few records does not come to an end."""

MOST_IN_ONE = 10_000, 200
"""Turns of one loop, after which it is left and the program goes on; so many where no more is
noted."""

UNNOTED = {"range", "zip", "enumerate", "print", "len", "map", "iter", "super", "locals"}
BEGIN, VALUE, PUT, GIVEN, TURN = "_begin_", "_value_", "_put_", "_given_", "_turn_"


class Endless(BaseException):
    """The loops go on and on."""


# ------------------------------------------------------------ the text


class Sites(ast.NodeTransformer):
    """Makes the expressions of a program sites, and lists these.

    A site is [line, column, end line, end column, kind, name]: the kind is `value`, `name` for a
    name that is read, `assigned` for all that goes into the name, `added` for all that is added
    to it, `changed` for a statement that changes the name in place, `head` for what a loop goes
    through and `loop` for one with a condition. Columns count bytes, as Python's own do.
    """

    def __init__(self, ours: frozenset[str] = frozenset()) -> None:
        """`ours` are names of the grader's in the text, which are left alone."""
        self.found: list[list[Any]] = []
        self._ours = ours
        self._modules: set[str] = set()

    def _site(self, node: Any, kind: str, name: str = "") -> int:
        place = [node.lineno, node.col_offset, node.end_lineno, node.end_col_offset]
        self.found.append([*place, kind, name])
        return len(self.found) - 1

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.expr):
            return self._expression(node)
        return super().visit(node)

    # ---- expressions

    def _expression(self, node: Any, kind: str = "value", name: str = "") -> Any:
        if not isinstance(getattr(node, "ctx", None), (ast.Load, type(None))):
            return node
        if isinstance(node, ast.Constant):
            return self._noted(node, kind, name) if node.value is ... else node
        if self._is_ours(node) and isinstance(node, ast.Call):
            node.args = [self.visit(argument) for argument in node.args]
            return node
        if isinstance(node, ast.JoinedStr) or self._is_ours(node):
            return node
        if isinstance(node, ast.Name):
            known = node.id in self._modules
            return node if known else self._noted(node, "name" if kind == "value" else kind, name)
        if isinstance(node, ast.Subscript):
            node.value = self.visit(node.value)
            return self._noted(node, kind, name)
        if isinstance(node, ast.Call):
            return self._call(node, kind, name)
        self.generic_visit(node)
        if isinstance(node, NEVER):
            return node
        return self._noted(node, kind, name)

    def _call(self, node: ast.Call, kind: str, name: str) -> Any:
        called = node.func
        if isinstance(called, ast.Attribute):
            called.value = self.visit(called.value)
        elif not isinstance(called, ast.Name):
            node.func = self.visit(called)
        node.args = [self.visit(argument) for argument in node.args]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        if isinstance(called, ast.Name) and called.id in UNNOTED:
            return node
        return self._noted(node, kind, name)

    def _noted(self, node: Any, kind: str, name: str) -> Any:
        number = self._site(node, kind, name)
        begun = _called(BEGIN, ast.Constant(number))
        given = ast.Subscript(_name(GIVEN), ast.Constant(number), ast.Load())
        put = _called(PUT, ast.Constant(number))
        return ast.copy_location(ast.IfExp(given, put, _called(VALUE, begun, node)), node)

    def _is_ours(self, node: Any) -> bool:
        while isinstance(node, (ast.Call, ast.Attribute)):
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and node.id in self._ours

    # ---- statements

    def visit_Import(self, node: Any) -> Any:
        self._modules |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        return node

    def visit_ImportFrom(self, node: Any) -> Any:
        self._modules |= {a.asname or a.name for a in node.names if a.name[:1].isupper()}
        return node

    def visit_FunctionDef(self, node: Any) -> Any:
        node.body = self._all(node.body)
        return node

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef  # noqa: N815  (the parser's names)

    def visit_For(self, node: Any) -> Any:
        """What a loop hands out in pairs is noted: `x, y` tell which record it has come to."""
        head = node.iter
        node.iter = self._noted(self.visit(head), "head", "")
        pairs = ast.walk(node.target) if isinstance(node.target, ast.Tuple) else ()
        names = [part for part in pairs if isinstance(part, ast.Name)]
        read = [ast.copy_location(_name(part.id), part) for part in names]
        noted = [_there(ast.Expr(self._noted(part, "name", "")), node) for part in read]
        return self._loop(node, noted)

    def visit_While(self, node: Any) -> Any:
        """A loop that does not come to an end is left, and what comes after it is seen as well."""
        number = ast.Constant(self._site(node, "loop"))
        begun = _there(ast.Expr(_called(TURN, number, ast.Constant(value=False))), node)
        turn = _called(TURN, number, ast.Constant(value=True))
        node.test = ast.copy_location(ast.BoolOp(ast.And(), [turn, self.visit(node.test)]), node)
        node.body, node.orelse = self._all(node.body), self._all(node.orelse)
        return [begun, node]

    def _loop(self, node: Any, noted: Sequence[Any] = ()) -> Any:
        turn = ast.copy_location(ast.Expr(_called(TURN, ast.Constant(-1))), node)
        node.body = [turn, *noted, *self._all(node.body)]
        node.orelse = self._all(node.orelse)
        return node

    def visit_AnnAssign(self, node: Any) -> Any:
        if node.value is not None:
            node.value = self._expression(node.value, "assigned", _base(node.target))
        return node

    def visit_Assign(self, node: Any) -> Any:
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            node.value.elts = [
                self._expression(value, "assigned", _base(name))
                for name, value in zip(target.elts, node.value.elts, strict=False)
            ] + [self.visit(value) for value in node.value.elts[len(target.elts) :]]
            return node
        kind = "assigned" if isinstance(target, ast.Name) else "value"
        node.value = self._expression(node.value, kind, _base(target))
        if isinstance(target, (ast.Subscript, ast.Attribute)) and _base(target):
            return [node, *self._changed(node, _base(target))]
        return node

    def visit_AugAssign(self, node: Any) -> Any:
        """`name += value`: where it raises, it can be skipped for a value of the grader's."""
        name = _base(node.target)
        if not name:
            node.value = self.visit(node.value)
            return node
        if not isinstance(node.target, ast.Name):
            node.value = self.visit(node.value)
            return [node, *self._changed(node, name)]
        number = self._site(node, "changed", name)
        node.value = self._expression(node.value, "added", name)
        begun = ast.Expr(_called(BEGIN, ast.Constant(number)))
        done = ast.Expr(_called(VALUE, ast.Constant(number), _name(name)))
        put = ast.Assign([ast.Name(name, ast.Store())], _called(PUT, ast.Constant(number)))
        given = ast.Subscript(_name(GIVEN), ast.Constant(number), ast.Load())
        return _there(ast.If(given, [put], [begun, node, done]), node)

    def _changed(self, node: Any, name: str) -> list[Any]:
        number = self._site(node, "changed", name)
        begun = _called(BEGIN, ast.Constant(number))
        return [_there(ast.Expr(_called(VALUE, begun, _name(name))), node)]

    def visit_Delete(self, node: Any) -> Any:
        return node

    def _all(self, statements: Iterable[ast.stmt]) -> list[Any]:
        found: list[Any] = []
        for statement in statements:
            new = self.visit(statement)
            found += new if isinstance(new, list) else [new]
        return found

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, (ast.arguments, ast.pattern)):
            return node
        return super().generic_visit(node)


NEVER = (
    ast.Lambda, ast.GeneratorExp, ast.Starred, ast.Slice, ast.Compare, ast.BoolOp, ast.Tuple,
    ast.Yield, ast.YieldFrom, ast.Await, ast.Dict, ast.Set, ast.FormattedValue,
)  # fmt: skip
"""Expressions that are no value of a step; what is in them is noted."""


def _called(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_name(function), list(arguments), [])


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _base(target: ast.AST) -> str:
    """The name that a target belongs to: `total` of `total[i][j]`."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _there(statement: ast.stmt, near: ast.stmt) -> ast.stmt:
    """The statement, all that is new in it standing where the other one stands."""
    for part in ast.walk(statement):
        if not hasattr(part, "lineno"):
            ast.copy_location(part, near)
    return statement


# ------------------------------------------------------------ the notes


class Notes:
    """What one program notes over several runs; values are kept once and spoken of by number."""

    def __init__(self, sites: list[list[Any]], matrix: Any, number: Any = float) -> None:
        """`matrix` and `number` are the types that a table and a number of the grader's get."""
        self.sites = sites
        self.values: dict[Any, int] = {}
        self.given = [False] * len(sites)
        self._matrix = matrix
        self._number_of = number
        self.open: list[tuple[int, int]] = []
        self.begin_run(())

    def begin_run(self, puts: Sequence[Sequence[Any]]) -> None:
        """Each put is [site, skipped, a Put or None for each turn]."""
        self.open.clear()
        self.begin_noting(puts)

    def begin_noting(self, puts: Sequence[Sequence[Any]]) -> None:
        """From here on; what is begun by now goes on, and what is noted by now is forgotten."""
        self.notes: list[int] = []
        self.open[:] = [(site, 0) for site, _ in self.open]
        self.turns = 0
        self.turns_of: dict[int, int] = {}
        self.endless: tuple[int, int] | None = None
        self.given[:] = [False] * len(self.sites)
        self._puts: dict[int, list[Any]] = {}
        for site, skipped, given in puts:
            self._puts[site] = [0, given]
            self.given[site] = bool(skipped)

    @property
    def hooks(self) -> dict[str, Any]:
        """What the rewritten text calls, by its name there."""
        hooks = {BEGIN: self.begin, VALUE: self.value, PUT: self.put, TURN: self.turn}
        return {**hooks, GIVEN: self.given}

    def begin(self, site: int) -> int:
        self.open.append((site, len(self.notes) // 3))
        return site

    def value(self, site: int, value: Any) -> Any:
        start = 0
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == site:
                start = self.open.pop(i)[1]
                break
        put = self._puts.get(site)
        wanted = self._next(put) if put else None
        if wanted is not None:
            value = self._made(wanted)
            self._note(site, start, -2)
        elif len(self.notes) < 3 * MOST_NOTES:
            self._note(site, start, self._number(value))
        return value

    def put(self, site: int) -> Any:
        self._note(site, len(self.notes) // 3, -2)
        wanted = self._next(self._puts[site])
        return ... if wanted is None else self._made(wanted)

    def turn(self, loop: int, goes_on: bool = True) -> bool:
        """Counts the turns of a loop, which begins where it does not go on; is there another?"""
        self.turns += 1
        self.turns_of[loop] = self.turns_of.get(loop, 0) + 1 if goes_on else 0
        if self.turns > MOST_TURNS:
            raise Endless
        is_full = len(self.notes) >= 3 * MOST_NOTES
        if loop < 0 or self.turns_of[loop] <= MOST_IN_ONE[is_full]:
            return True
        if self.endless is None:
            self.endless = loop, len(self.notes) // 3
        return False

    def _note(self, site: int, start: int, value: int) -> None:
        self.notes += site, start, value

    def _next(self, put: list[Any]) -> Any:
        turn, given = put
        put[0] += 1
        return given[min(turn, len(given) - 1)] if given else None

    def _number(self, value: Any) -> int:
        """The number of a value that is kept; -1 for one that is no table of a few numbers."""
        try:
            seen = self.seen(value)
        except Exception:
            seen = None
        return -1 if seen is None else self.values.setdefault(seen, len(self.values))

    def seen(self, value: Any) -> Any:
        """Kind, shape and numbers: n for a number, m a Matrix, a an array, l a list."""
        if isinstance(value, (float, int)):
            return None if isinstance(value, bool) else ("n", (), (float(value),))
        if isinstance(value, self._matrix):
            return self._rows("m", value.rows)
        if isinstance(value, (list, tuple)):
            return self._rows("l", value)
        if value is ...:
            return ("...", (), ())
        if hasattr(value, "tolist") and getattr(value, "size", MOST_NUMBERS + 1) <= MOST_NUMBERS:
            array = value.to_numpy() if hasattr(value, "to_numpy") else value
            if len(array.shape) <= 2:
                return ("a", tuple(array.shape), tuple(map(float, array.ravel().tolist())))
        return None

    def _rows(self, kind: str, rows: Any) -> Any:
        if not rows or len(rows) > MOST_NUMBERS:
            return None
        if all(isinstance(entry, (float, int)) for entry in rows):
            return (kind, (len(rows),), tuple(map(float, rows)))
        widths = {len(row) if isinstance(row, (list, tuple)) else 0 for row in rows}
        if len(widths) > 1 or len(rows) * max(widths) > MOST_NUMBERS or 0 in widths:
            return None
        numbers = tuple(float(entry) for row in rows for entry in row)
        return (kind, (len(rows), widths.pop()), numbers)

    def _made(self, wanted: Any) -> Any:
        """A value of the kind that is asked for."""
        kind, shape, numbers = wanted
        if kind == "n":
            return self._number_of(numbers[0])
        if kind in ("i", "r"):
            return int(numbers[0]) if kind == "i" else range(int(numbers[0]))
        if kind == "a":
            import numpy

            return numpy.array(numbers, dtype=float).reshape(shape)
        width = shape[1] if len(shape) == 2 else 0
        rows = [numbers[i : i + width] for i in range(0, len(numbers), width)] if width else numbers
        if kind == "m":
            return self._matrix(rows)
        return [list(row) for row in rows] if width else list(rows)

    def told(self) -> dict[str, Any]:
        """What this run has noted: three numbers for each note, and what is not done.

        And the first loop that was left, with the number of notes that there were by then.
        """
        return {"notes": self.notes, "open": self.open[-100:], "endless": self.endless}

    def all_values(self) -> list[Any]:
        """The values that the notes speak of, in the order of their numbers."""
        return [[kind, shape, list(map(_finite, numbers))] for kind, shape, numbers in self.values]


def _finite(number: float) -> float | None:
    return number if number - number == 0 else None


# ------------------------------------------------------------ functions of the submission's


def rewritten(tree: ast.Module, name: str, ours: frozenset[str] = frozenset()) -> Any:
    """The program's code with its sites, and these."""
    sites = Sites(ours)
    body = ast.Module(sites._all(tree.body), tree.type_ignores)
    return compile(ast.fix_missing_locations(body), name, "exec", dont_inherit=True), sites.found


class Program:
    """A submission of functions, rewritten and loaded once."""

    def __init__(self, source: bytes, name: str, matrix: Any, guarded: Callable[..., Any]) -> None:
        code, sites = rewritten(ast.parse(source, name), name)
        self.notes = Notes(sites, matrix)
        self.module = types.ModuleType("backprop")
        self.module.__file__ = name
        vars(self.module).update(self.notes.hooks)
        self.crash = guarded(name, lambda: exec(code, vars(self.module)))[1]
        self._guarded = guarded

    def run(
        self, function: str, arguments: Sequence[Any], puts: Sequence[Any], encoded: Any
    ) -> dict[str, Any]:
        """One call, with these values put in; what came of it and what was noted on the way."""
        self.notes.begin_run(puts)
        called: Any = getattr(self.module, function, None)
        result, crash = self._guarded(str(self.module.__file__), lambda: called(*arguments))
        return {"returned": encoded(result), "crash": crash, **self.notes.told()}
