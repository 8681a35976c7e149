"""What goes over and over without a loop's statement, written as a loop, line for line.

    losses = [epoch() for _ in range(epochs)]          made = []
                                                       for _ in range(epochs):
                                                           made.append(epoch())
                                                       losses = made

    w, W = reduce(epoch, range(epochs), (w, W))        made = (w, W)
                                                       for turn in range(epochs):
                                                           made = epoch(made, turn)
                                                       w, W = made

    all = list(accumulate(range(epochs), epoch,        made = (w, W)
                          initial=(w, W)))             all = [made]
                                                       for turn in range(epochs):
                                                           made = epoch(made, turn)
                                                           all.append(made)

    def learn(w, left):                                def learn(w, left):
        if left == 0:                                      while not left == 0:
            return w                                           w, left = w + step(w), left - 1
        return learn(w + step(w), left - 1)                return w

Whoever reads a script for its loops finds these as well. Nothing is run here. Loaded by worker.py
before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
import copy
import itertools
from typing import Any

from .script_text import speaks_of_epochs
from .trees import name_of

EAGER = {"list", "tuple", "deque", "sum", "array", "asarray", "max", "min"}
"""Calls that go through all of what they get, as soon as they get it."""


class Accumulated(ast.Call):
    """A call of `accumulate` that is gone through at once."""


def with_loops(tree: ast.Module) -> ast.Module:
    """The program, changed in place."""
    Loops().visit(tree)
    return ast.fix_missing_locations(tree)


class Loops(ast.NodeTransformer):
    """Takes loops out of statements, and makes loops of functions that call themselves."""

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        return _without_tail_calls(node)

    def _visit_simple(self, node: Any) -> Any:
        """The statement, with the loops that were in it before it."""
        around: list[ast.stmt] = []
        if node.value is not None:
            if any(isinstance(part, ast.Starred) for part in _targets(node)):
                node.value = _as_list(node.value)
            node.value = self._taken_out(node.value, around)
        return [*around, node] if around else node

    visit_Assign = visit_AnnAssign = visit_AugAssign = _visit_simple  # noqa: N815
    visit_Expr = visit_Return = _visit_simple  # noqa: N815

    def _taken_out(self, value: ast.expr, before: list[ast.stmt]) -> ast.expr:
        """The expression, with a name for what its first loop gives; that loop goes `before` it.

        Looked at is what Python works out in any case, from the outside in.
        """
        name = f"__made_{next(self._numbers)}__"
        loop = _loop_of(value, name)
        if loop is not None:
            before += [_like(statement, value) for statement in loop]
            return ast.copy_location(ast.Name(name, ast.Load()), value)
        if isinstance(value, (ast.Subscript, ast.Attribute, ast.Starred)):
            value.value = self._taken_out(value.value, before)
        elif isinstance(value, ast.Call):
            if isinstance(value.func, ast.Attribute):
                value.func = self._taken_out(value.func, before)
            for i, argument in enumerate(value.args[:1]):
                eager = name_of(value.func) in EAGER
                part = _as_list(argument) if eager else argument
                value.args[i] = self._taken_out(part, before)
        elif isinstance(value, (ast.Tuple, ast.List)) and value.elts:
            value.elts[0] = self._taken_out(value.elts[0], before)
        return value


def _targets(statement: ast.stmt) -> list[ast.expr]:
    """The parts of what it assigns to, if that is several names."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [part for target in targets for part in getattr(target, "elts", ())]


def _as_list(value: ast.expr) -> ast.expr:
    """What is gone through at once is as good as a list."""
    match value:
        case ast.Call(func=func) if name_of(func) == "accumulate":
            return ast.copy_location(Accumulated(func, value.args, value.keywords), value)
        case ast.GeneratorExp(elt=elt, generators=generators):
            return ast.copy_location(ast.ListComp(elt, generators), value)
        case ast.Call(func=ast.Name(id="map"), args=[function, through]):
            turn = ast.Call(function, [ast.Name("turn", ast.Load())], [])
            part = ast.comprehension(ast.Name("turn", ast.Store()), through, [], 0)
            return ast.copy_location(ast.ListComp(turn, [part]), value)
    return value


def _loop_of(value: ast.expr, name: str) -> list[ast.stmt] | None:
    """A loop that puts under this name what the expression gives, if it is one."""
    match value:
        case ast.ListComp(elt=elt, generators=[ast.comprehension(ifs=[], is_async=0) as part]):
            if not _goes_over_epochs(part.iter):
                return None
            own = {n.id for n in ast.walk(part.target) if isinstance(n, ast.Name)}
            for node in [*ast.walk(part.target), *ast.walk(elt)]:
                if isinstance(node, ast.Name) and node.id in own:
                    node.id = f"__{node.id}__"
            append = ast.Attribute(ast.Name(name, ast.Load()), "append", ast.Load())
            body: ast.stmt = ast.Expr(ast.Call(append, [elt], []))
            return [_set(name, ast.List([], ast.Load())), _for(part.target, part.iter, body)]
        case Accumulated(args=[through, function], keywords=[ast.keyword("initial", start)]):
            now, turn = f"{name}now", f"{name}turn"
            given: list[ast.expr] = [ast.Name(n, ast.Load()) for n in (now, turn)]
            append = ast.Attribute(ast.Name(name, ast.Load()), "append", ast.Load())
            loop = _for(
                ast.Name(turn, ast.Store()), through, _set(now, ast.Call(function, given, []))
            )
            loop.body.append(ast.Expr(ast.Call(append, [ast.Name(now, ast.Load())], [])))
            return [
                _set(now, start),
                _set(name, ast.List([ast.Name(now, ast.Load())], ast.Load())),
                loop,
            ]
        case ast.Call(func=func, args=[function, through, start], keywords=[]):
            if name_of(func) != "reduce" or isinstance(start, ast.Starred):
                return None
            turn = f"{name}turn"
            arguments: list[ast.expr] = [ast.Name(n, ast.Load()) for n in (name, turn)]
            body = _set(name, ast.Call(function, arguments, []))
            return [_set(name, start), _for(ast.Name(turn, ast.Store()), through, body)]
    return None


def _goes_over_epochs(through: ast.expr) -> bool:
    """Is it epochs that are gone through, by what it says?"""
    return any(
        speaks_of_epochs(node) or (isinstance(node, ast.Attribute) and "epoch" in node.attr.lower())
        for node in ast.walk(through)
    )


def _set(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _for(target: ast.expr, through: ast.expr, body: ast.stmt) -> ast.For:
    return ast.For(target, through, [body], [])


def _like(statement: ast.stmt, near: ast.AST) -> ast.stmt:
    for part in ast.walk(statement):
        if not hasattr(part, "lineno"):
            ast.copy_location(part, near)
    return statement


# ------------------------------------------------------------ functions that call themselves


def _without_tail_calls(function: ast.FunctionDef) -> ast.FunctionDef:
    """A function that asks whether it is done and else ends by calling itself, as a loop."""
    given = function.args
    again = Again(function.name, given)
    is_plain = not (given.vararg or given.kwarg or given.kwonlyargs or function.decorator_list)
    first = next((i for i, s in enumerate(function.body) if not _only_tells(s)), 0)
    body = [_as_if(statement) for statement in function.body[first:]]
    if not is_plain or not isinstance(body[0], ast.If):
        return function
    asked, others = body[0], [*body[0].orelse, *body[1:]]
    if again.ends(asked.body) and not again.ends(others):
        test, turn, after = asked.test, asked.body, others
    elif isinstance(asked.body[-1], ast.Return) and again.ends(others):
        test, turn, after = ast.UnaryOp(ast.Not(), asked.test), others, asked.body
    else:
        return function
    loop = ast.copy_location(ast.While(test, again.in_place_of(turn), []), asked)
    function.body[first:] = [_like(loop, asked), *after]
    return function


def _only_tells(statement: ast.stmt) -> bool:
    """Is it a text, or says whose a name is?"""
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or isinstance(statement, (ast.Global, ast.Nonlocal))


def _as_if(statement: ast.stmt) -> ast.stmt:
    """`return a if done else b` as a statement."""
    match statement:
        case ast.Return(value=ast.IfExp(test=test, body=body, orelse=orelse)):
            returns: list[list[ast.stmt]] = [[ast.Return(value)] for value in (body, orelse)]
            return _like(ast.copy_location(ast.If(test, *returns), statement), statement)
    return statement


class Again:
    """What a function of that name and these parameters does where it calls itself."""

    def __init__(self, name: str, given: ast.arguments) -> None:
        self._name = name
        self._parameters = [argument.arg for argument in (*given.posonlyargs, *given.args)]
        last = self._parameters[len(self._parameters) - len(given.defaults) :]
        self._defaults = dict(zip(last, given.defaults, strict=True))

    def ends(self, block: list[ast.stmt]) -> bool:
        """Does the block end by calling the function itself?"""
        return bool(block) and self._given(block[-1]) is not None

    def in_place_of(self, block: list[ast.stmt]) -> list[ast.stmt]:
        """The block with the parameters set anew instead of that call."""
        given = self._given(block[-1]) or []
        call: Any = getattr(block[-1], "value", None)
        names = self._parameters[isinstance(call.func, ast.Attribute) :]
        is_spread = any(isinstance(value, ast.Starred) for value in given)
        left_out = []
        if not is_spread:
            pairs = [*zip(names, given, strict=True)]
            left_out = [(n, v) for n, v in pairs if v is self._defaults.get(n)]
            changed = [
                (n, v)
                for n, v in pairs
                if not ((isinstance(v, ast.Name) and v.id == n) or (n, v) in left_out)
            ]
            names, given = [n for n, _ in changed], [v for _, v in changed]
        targets = ast.Tuple([ast.Name(name, ast.Store()) for name in names], ast.Store())
        several = [ast.Assign([targets], ast.Tuple(given, ast.Load()))] if names else []
        anew = [*several, *(_set(name, copy.copy(value)) for name, value in left_out)]
        return [*block[:-1], *(_like(statement, block[-1]) for statement in anew)]

    def _given(self, statement: ast.stmt) -> list[ast.expr] | None:
        """What is given to the function where the statement is a call of it."""
        call = statement.value if isinstance(statement, (ast.Return, ast.Expr)) else None
        match call:
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                own, parameters = name == self._name, self._parameters
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=whose), attr=name), args=args, keywords=[]
            ):
                own = name == self._name and [whose] == self._parameters[:1]
                parameters = self._parameters[1:]
            case _:
                return None
        inside = [part for argument in args for part in ast.walk(argument)]
        if any(isinstance(part, (ast.Lambda, ast.GeneratorExp)) for part in inside):
            return None  # which goes on with the parameters as they are now
        if any(isinstance(argument, ast.Starred) for argument in args):
            return args if own and not self._defaults else None
        wanting = [self._defaults.get(name) for name in parameters[len(args) :]]
        args = [*args, *(value for value in wanting if isinstance(value, ast.Constant))]
        return args if own and len(args) == len(parameters) else None
