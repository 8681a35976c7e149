"""The places in a submission's text where a value arises, each made a *site* that notes it.

The text is rewritten, each line staying where it is, so that every expression is a site:

    error * output          put(7) if given[7] else value(begin(7), error * output)

A statement that changes something in place is a site too, noted after it. What a site does as the
program runs, noting.py says. Sent into the room with it; imports nothing of ours but what is sent
before it.
"""

from __future__ import annotations

import ast
import copy

from .targets import base, is_one_place, read
from .unwritten import asked_for_a_value, not_written, where_none_is_meant, written_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

UNNOTED = {"range", "zip", "enumerate", "print", "len", "map", "iter", "super", "locals"}
BEGIN, VALUE, PUT, GIVEN, TURN = "_begin_", "_value_", "_put_", "_given_", "_turn_"
LESS = "_less_"


def rewritten(tree: ast.Module, name: str, ours: frozenset[str] = frozenset()) -> Any:
    """The program's code with sites in it, and the list of these sites."""
    sites = Sites(ours, where_none_is_meant(tree), asked_for_a_value(tree))
    body = ast.Module(sites._all(tree.body), tree.type_ignores)
    return compile(ast.fix_missing_locations(body), name, "exec", dont_inherit=True), sites.found


class Sites(ast.NodeTransformer):
    """Makes the expressions of a program sites, and lists these.

    A site is [line, column, end line, end column, kind, name]: the kind is `value`, `name` for a
    name that is read, `assigned` for all that goes into the name, `added` for all that is added
    to it, `changed` for a statement that changes the name in place, `head` for what a loop goes
    through and `loop` for one with a condition. A whole number written in the text is a `number`,
    with its digits as the name; it makes no note. Columns count bytes, as Python's own do.
    """

    def __init__(
        self, ours: frozenset[str], none_is_meant: frozenset[str], asked: frozenset[str]
    ) -> None:
        """`ours` are names of the grader's in the text, which are left alone.

        In the names in which `none_is_meant` None is a value as any; in all others it is a TODO not
        written yet, as `...` is. So is a function that is `asked` for a value, with nothing in it.
        """
        self._asked = asked
        self.found: list[list[Any]] = []
        self._none_is_meant = none_is_meant
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
            if kind == "assigned":
                node = self._perhaps_unwritten(node, name)
            is_empty = node.value is ... or (kind == "assigned" and node.value in (0, 0.0))
            return self._noted(node, kind, name) if is_empty else self._number(node)
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
            for part in ("lower", "upper") if isinstance(node.slice, ast.Slice) else ():
                setattr(node.slice, part, self._number(getattr(node.slice, part)))
            return self._noted(node, kind, name)
        if isinstance(node, ast.Call):
            return self._call(node, kind, name)
        self.generic_visit(node)
        if isinstance(node, NEVER) and not (isinstance(node, ast.Compare) and kind != "value"):
            return node
        return self._noted(node, kind, name)

    def _perhaps_unwritten(self, node: Any, name: str) -> Any:
        """What is put under a name, or into something of that name: `...` for None."""
        return node if name in self._none_is_meant else not_written(node)

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

    def _number(self, node: Any) -> Any:
        """A whole number may be a count, so that the grader can put another in its place."""
        if not isinstance(node, ast.Constant) or type(node.value) is not int or node.value < 1:
            return node
        number = ast.Constant(self._site(node, "number", str(node.value)[:9]))
        given = ast.Subscript(_name(GIVEN), number, ast.Load())
        return ast.copy_location(ast.IfExp(given, _called(PUT, number), node), node)

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
        node.body = self._all(written_body(node) if node.name in self._asked else node.body)
        return node

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  (the parser's names)

    def visit_ClassDef(self, node: Any) -> Any:
        node.body = self._all(node.body)
        return node

    def visit_For(self, node: Any) -> Any:
        """The names of a tuple target are noted: `x, y` tell which record the loop is at."""
        head = node.iter
        if self._is_ours(head):
            head.args[-1] = self._noted(self.visit(head.args[-1]), "head", "")
        else:
            node.iter = self._noted(self.visit(head), "head", "")
        noted = self._parts(node.target, node)
        can_be_left = _goes_on_for_ever(head)
        begun, turn = self._counted(node, can_be_left=can_be_left)
        leave = ast.If(ast.UnaryOp(ast.Not(), turn), [ast.Break()], [])
        counts = _there(leave if can_be_left else ast.Expr(turn), node)
        node.body = [counts, *noted, *self._all(node.body)]
        node.orelse = self._all(node.orelse)
        return [begun, node]

    def visit_While(self, node: Any) -> Any:
        """A loop that does not end is left after a while, so that what follows it is seen too."""
        begun, turn = self._counted(node)
        node.test = ast.copy_location(ast.BoolOp(ast.And(), [turn, self.visit(node.test)]), node)
        node.body, node.orelse = self._all(node.body), self._all(node.orelse)
        return [begun, node]

    def _parts(self, target: ast.expr, node: Any) -> list[Any]:
        """Notes the names that a statement gives parts of one value."""
        pairs = ast.walk(target) if isinstance(target, ast.Tuple) else ()
        names = [part for part in pairs if isinstance(part, ast.Name)]
        values = [ast.copy_location(_name(part.id), part) for part in names]
        return [_there(ast.Expr(self._noted(value, "name", "")), node) for value in values]

    def _counted(self, node: Any, *, can_be_left: bool = True) -> tuple[Any, Any]:
        """What counts the turns of a loop: before it, and at each turn, may it have another?"""
        site = self._site(node, "loop")
        number = ast.Constant(site if can_be_left else ~site)
        begun = _there(ast.Expr(_called(TURN, number, ast.Constant(value=False))), node)
        return begun, _called(TURN, number, ast.Constant(value=True))

    def visit_AnnAssign(self, node: Any) -> Any:
        if node.value is not None:
            node.value = self._expression(node.value, "assigned", base(node.target))
        return node

    def visit_Assign(self, node: Any) -> Any:
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            node.value.elts = [
                self._expression(value, "assigned", base(name))
                for name, value in zip(target.elts, node.value.elts, strict=False)
            ] + [self.visit(value) for value in node.value.elts[len(target.elts) :]]
            return node
        is_kept = isinstance(target, ast.Attribute) and isinstance(node.value, ast.Constant)
        kind = "assigned" if is_kept or isinstance(target, ast.Name) else "value"
        if isinstance(target, ast.Subscript):
            node.value = self._perhaps_unwritten(node.value, base(target))
        if isinstance(target, ast.Tuple):
            node.value = not_written(node.value)
        node.value = self._expression(node.value, kind, base(target))
        if isinstance(target, (ast.Subscript, ast.Attribute)) and base(target):
            return [node, *self._changed(node, base(target))]
        return [node, *self._parts(target, node)]

    def visit_AugAssign(self, node: Any) -> Any:
        """`name += value`: where it raises, it can be skipped for a value of the grader's."""
        name = base(node.target)
        node.value = not_written(node.value)
        if not name:
            node.value = self.visit(node.value)
            return node
        if not is_one_place(node.target):
            self._note_added(node, name)
            return [node, *self._changed(node, name)]
        number = self._site(node, "changed", name)
        self._note_added(node, name)
        begun = ast.Expr(_called(BEGIN, ast.Constant(number)))
        done = ast.Expr(_called(VALUE, ast.Constant(number), read(node.target)))
        put = ast.Assign([copy.deepcopy(node.target)], _called(PUT, ast.Constant(number)))
        given = ast.Subscript(_name(GIVEN), ast.Constant(number), ast.Load())
        return _there(ast.If(given, [put], [begun, node, done]), node)

    def _note_added(self, node: Any, name: str) -> None:
        """What is taken away is noted as what is added: less than nothing."""
        if isinstance(node.op, ast.Sub):
            node.value = ast.copy_location(_called(LESS, node.value), node.value)
        node.value = self._expression(node.value, "added", name)
        if isinstance(node.op, ast.Sub):
            node.value = _called(LESS, node.value)

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
"""Expressions that are never the value of a step; what is inside of them is noted.

Of comparisons that holds where they are part of something else: a name may stand for many at once.
"""


def _called(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_name(function), list(arguments), [])


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _there(statement: ast.stmt, near: ast.stmt) -> ast.stmt:
    """The statement, with the other's line and column wherever it has none of its own."""
    for part in ast.walk(statement):
        if not hasattr(part, "lineno"):
            ast.copy_location(part, near)
    return statement


FOR_EVER = {"count", "cycle", "repeat"}
"""What goes on for ever, of itertools."""


def _goes_on_for_ever(head: Any) -> bool:
    """May there be no end to what a loop goes through?"""
    named = (getattr(part, "attr", getattr(part, "id", "")) for part in ast.walk(head))
    return not FOR_EVER.isdisjoint(named)
