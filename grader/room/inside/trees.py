"""Python's syntax trees: what is assigned in one, which names it has, and in which order.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping

HOOK = "__training__"
"""The name under which a rewritten script finds the grader's calls."""

Loop = ast.For | ast.While


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """All that is in a tree, in the order of ast.walk, which takes three times as long.

    That a name is read, or stored under, is told by what it has, and is no part by itself.
    """
    found = [node]
    for one in found:
        for name in one._fields:
            value = getattr(one, name, None) if name != "ctx" else None
            if isinstance(value, list):
                found += [part for part in value if isinstance(part, ast.AST)]
            elif isinstance(value, ast.AST):
                found.append(value)
        yield one


@functools.lru_cache(maxsize=1)
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All that is in a program, for as long as it is only read: it is gone through many times."""
    return tuple(walk(tree))


def assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The targets of an assignment, each with its value; `a, b = 1, 2` has two."""
    if isinstance(node, (ast.AugAssign, ast.AnnAssign)) and node.value is not None:
        yield node.target, node.value
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts)  # noqa: B905  (one may be starred)
            else:
                yield target, node.value


def name_of(target: ast.expr) -> str:
    """The name or the attribute that is assigned to, or ""."""
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def names_in(node: ast.AST) -> Iterator[str]:
    """Names, attributes, and strings, which may be the keys of a dictionary."""
    for part in walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def heads_in(node: ast.AST) -> list[ast.expr]:
    """What is gone through there, one by one: in a loop, or by a call that does as much."""
    match node:
        case ast.For() | ast.comprehension():
            return [node.iter]
        case ast.Call(ast.Name("map" | "starmap" | "filter" | "reduce")):
            return node.args[1:]
        case ast.Call(ast.Attribute(attr="starmap" | "reduce")):
            return node.args[1:]
    return []


def targets(loop: ast.For) -> Iterator[ast.Name]:
    """The names that a loop sets in each of its turns."""
    return (node for node in walk(loop.target) if isinstance(node, ast.Name))


def stored(node: ast.AST) -> set[str]:
    return {
        part.id
        for part in walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def read_from_around(function: ast.FunctionDef) -> set[str]:
    """The names that a function reads and gives no value: they are the file's, or of one around."""
    taken = {part.arg for part in walk(function) if isinstance(part, ast.arg)}
    read = {part.id for part in walk(function) if isinstance(part, ast.Name)}
    return read - stored(function) - taken


def stored_under(node: ast.AST) -> set[str]:
    """The names that it stores anything under: as their value, or somewhere inside of that."""
    places = (part for part in walk(node) if isinstance(getattr(part, "ctx", None), ast.Store))
    return {_root(place) for place in places} - {""}


def _root(place: ast.AST) -> str:
    """The name that a place begins with, or ""."""
    while isinstance(place, (ast.Attribute, ast.Subscript)):
        place = place.value
    return place.id if isinstance(place, ast.Name) else ""


def never_ends(loop: Loop, functions: Mapping[str, ast.FunctionDef]) -> bool:
    """Does it go on for ever, with nothing in it that could end it once the TODOs are written?

    `functions` are those of the program, by their names.
    """
    leaving: set[str] = set()
    left: list[ast.AST] = [*loop.body]
    while left:
        part = left.pop()
        if isinstance(part, (ast.Break, ast.Return, ast.Raise)):
            return False
        if isinstance(part, ast.Call):
            leaving.add(name_of(part.func))
        if not (isinstance(part, ast.If) and _asks_for_placeholder(part.test)):
            left += ast.iter_child_nodes(part)
    if leaving & {"exit", "quit", "_exit", "next", "__next__"}:
        return False
    if isinstance(loop, ast.For):
        return has_no_end(loop.iter, functions) or _grows(loop)
    return _stays_true(loop, functions)


def has_no_end(value: ast.expr, functions: Mapping[str, ast.FunctionDef]) -> bool:
    """Does a loop go through something endless, such as itertools.count() or a generator?"""
    if not isinstance(value, ast.Call):
        return False
    name, given = name_of(value.func), value.args
    through = {"enumerate": given[:1], "tqdm": given[:1], "zip": given, "map": given[1:]}
    if name in through:  # which come to their end with the first that does
        several = through[name]
        return bool(several) and all(has_no_end(one, functions) for one in several)
    if name not in functions:
        counts = name in ("count", "cycle") or (name == "repeat" and len(value.args) == 1)
        return counts and not (name == "repeat" and value.keywords)
    loops = [node for node in walk(functions[name]) if isinstance(node, ast.While)]
    yields = (node for loop in loops for node in walk(loop))
    others = {n: f for n, f in functions.items() if n != name}
    return any(isinstance(node, ast.Yield) for node in yields) and any(
        never_ends(inner, others) for inner in loops
    )


def _grows(loop: ast.For) -> bool:
    """Does it add to the list that it goes through, in each of its turns?"""
    through = loop.iter
    if isinstance(through, ast.Call) and name_of(through.func) == "enumerate" and through.args:
        through = through.args[0]
    if not isinstance(through, ast.Name):
        return False
    for statement in loop.body:
        part = statement.value if isinstance(statement, ast.Expr) else statement
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append")):
                grows = name == through.id
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add()):
                grows = name == through.id
            case _:
                grows = False
        if grows:
            return not any(_takes_out(node, through.id) for node in walk(loop))
    return False


def _takes_out(node: ast.AST, name: str) -> bool:
    """May the list of that name lose something there, or become another?"""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=own), attr=attribute)):
            return own == name and attribute != "append"
        case ast.Delete() | ast.Assign():
            return name in names_in(node)
    return False


def _stays_true(loop: ast.While, functions: Mapping[str, ast.FunctionDef]) -> bool:
    """Is the condition true and out of reach of everything that the loop does?"""
    if isinstance(loop.test, ast.Constant):
        return bool(loop.test.value)
    parts = [part for part in walk(loop.test) if isinstance(part, ast.expr)]
    plain = (ast.Name, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp)
    if not all(isinstance(part, plain) for part in parts):
        return False
    changing = stored(loop)
    for function in functions.values():
        outer = (ast.Global, ast.Nonlocal)
        several = (part for part in walk(function) if isinstance(part, outer))
        changing.update(name for part in several for name in part.names)
    for statement in loop.body:
        for part in walk(statement):
            if isinstance(part, (ast.Attribute, ast.Subscript)):
                changing.update(names_in(part.value))
            elif isinstance(part, ast.Call):
                changing.update(name for one in part.args for name in names_in(one))
    return not changing & {part.id for part in parts if isinstance(part, ast.Name)}


def _asks_for_placeholder(test: ast.expr) -> bool:
    """Does it ask for `...`, which stands where something is yet to be written?"""
    return any(isinstance(p, ast.Constant) and p.value is ... for p in walk(test))


def set_anew(loop: Loop) -> set[str]:
    """The names that a loop sets before it reads them: what they held before doesn't matter."""
    order = Order()
    order.visit(loop)
    return order.set_first - {HOOK}


class Order(ast.NodeVisitor):
    """Which names are set before they are read, in the order in which Python runs them."""

    def __init__(self) -> None:
        self.set_first: set[str] = set()
        self._read: set[str] = set()

    def visit_Assign(self, node: ast.Assign) -> None:
        for part in (node.value, *node.targets):
            self.visit(part)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._read |= {name_of(node.target)} - self.set_first
        self.visit(node.value)

    def visit_For(self, node: ast.For) -> None:
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.set_first |= {node.id} - self._read
        else:
            self._read |= {node.id} - self.set_first
