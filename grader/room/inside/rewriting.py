"""The NumPy script as a text: is it the exercise, and where does the grader take hold of it?

A script trains as it is read from its first line to its last, so there is nothing in it to call.
It is rewritten instead, every line staying where it is, with calls of the grader's (playback.py)
around each loop and in place of the numbers that the grader chooses:

    learnrate = 0.005                __training__.rate(0.005)
    for e in range(epochs):          __training__.begin(0)
        ...                          for e in range(__training__.count(0, epochs)):
                                         __training__.epoch(0)
                                         ...
                                         __training__.note(0)
                                     __training__.end(0)

Which of the loops is the training, turns out as the script runs. Nothing is run here. Loaded by
worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any, NamedTuple

HOOK = "__training__"

RATES = {"learnrate", "learningrate", "lrate", "lr", "eta", "alpha", "η", "α"}
"""Names for the learnrate, in small letters and without underscores."""

Loop = ast.For | ast.While


class Strange(Exception):
    """This script is not the exercise; the words say what is not as it should be."""


# ------------------------------------------------------------ is it this exercise?


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _outermost_loops(node: ast.AST) -> Iterator[Loop]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Loop):
            yield child
        else:
            yield from _outermost_loops(child)


def _looks_like_training(loop: Loop) -> bool:
    """Goes over epochs, and multiplies matrices."""
    head = loop.iter if isinstance(loop, ast.For) else loop.test
    return any(map(_speaks_of_epochs, ast.walk(head))) and any(
        isinstance(node, ast.MatMult)
        or (isinstance(node, ast.Attribute) and node.attr in ("dot", "matmul", "outer"))
        for node in ast.walk(loop)
    )


def _speaks_of_epochs(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return "epoch" in node.id.lower()
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value >= 50


def _untouched(tree: ast.Module, lesson: Mapping[str, Any]) -> Iterator[str]:
    """The lesson's names to which a loop assigns nothing but placeholders.

    The first block to assign a name decides; a later one prints a loss, it may be.
    """
    values: dict[str, list[ast.expr]] = {}
    for block in (block for loop in _outermost_loops(tree) for block in _blocks(loop)):
        here: dict[str, list[ast.expr]] = {}
        for target, value in (pair for statement in block for pair in _assigned(statement)):
            begins_with_zeros = _name(target) in lesson["sums"] and isinstance(value, ast.Call)
            if not begins_with_zeros:
                here.setdefault(_name(target), []).append(value)
        values = {**here, **values}
    for name in (*lesson["steps"], *lesson["weights"]):
        if name in values and all(map(_is_placeholder, values[name])):
            yield name


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The statements of each indentation in a loop, inner ones first."""
    for child in ast.iter_child_nodes(node):
        yield from _blocks(child)
    for part in ("body", "orelse"):
        block = getattr(node, part, None)
        if isinstance(block, list):
            yield block


def _is_placeholder(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in (..., None, 0)


# ------------------------------------------------------------ where the grader takes hold


class Prepared(NamedTuple):
    """A script with the grader's calls in it, ready to be run.

    `mentioned` has the names in each of its loops, by the loop's number, and `untouched` those of
    the lesson's names whose TODO is as it was given. `trainings` are the numbers of the loops that
    look like one, and `lines` has the line of each loop.
    """

    code: CodeType
    mentioned: tuple[frozenset[str], ...]
    untouched: tuple[str, ...]
    trainings: tuple[int, ...]
    lines: tuple[int, ...]


def prepared(source: bytes, name: str, lesson: Mapping[str, Any]) -> Prepared:
    """Makes a script ready. Of the `lesson` it takes the names of its weights, of its steps and of
    those that are sums over the records, and its number of records, `n_records`.

    Raises Strange where it is another program than the exercise, SyntaxError where it is none.
    """
    tree = ast.parse(source, name)
    untouched = tuple(_untouched(tree, lesson))
    rewriting = Rewriting(tree, lesson["n_records"])
    code = compile(rewriting.tree, name, "exec", dont_inherit=True)
    mentioned = tuple(rewriting.mentioned)
    return Prepared(code, mentioned, untouched, tuple(rewriting.trainings), tuple(rewriting.lines))


class Rewriting(ast.NodeTransformer):
    """Puts the grader's calls into `tree`."""

    def __init__(self, tree: ast.Module, n_records: int) -> None:
        """`n_records` is how many records the lesson has: a script may know it by heart."""
        self._n_records = n_records
        self.mentioned: list[frozenset[str]] = []
        self.trainings: list[int] = []
        self.lines: list[int] = []
        self._trainings = {id(x) for x in _outermost_loops(tree) if _looks_like_training(x)}
        self._functions = {
            node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        }
        self._imports_records = any(map(_may_have_records, _imported(tree)))
        self._epochs = _numbers_of_epochs(tree)
        self._rates, self._literals = _learnrate(tree)
        self._in_loop = False
        self._locals: set[str] = set()
        self.tree = ast.fix_missing_locations(self.visit(tree))

    # ---- loops

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        number = self._numbered(node)
        node.iter = Head(number, set(), self._epochs).visit(node.iter)
        return self._held(node, number)

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        number = self._numbered(node)
        node.test = Head(number, _stored(node), self._epochs).visit(node.test)
        return self._held(node, number)

    def _numbered(self, node: Loop) -> int:
        self.mentioned.append(self._mentions(node))
        self.lines.append(node.lineno)
        if id(node) in self._trainings:
            self.trainings.append(len(self.mentioned) - 1)
        return len(self.mentioned) - 1

    def _held(self, node: Loop, number: int) -> list[ast.stmt]:
        """The loop with calls before it, after it, and after each of its statements."""
        around, self._in_loop = self._in_loop, True
        body = [_call(node.body[0], "epoch", number)]
        for statement in node.body:
            body += [*self._visited(statement), _call(statement, "note", number)]
        node.body = body
        node.orelse = [part for statement in node.orelse for part in self._visited(statement)]
        self._in_loop = around
        begin, end = _call(node, "begin", number), _call(node, "end", number)
        return [*self._handed_over(node, number), begin, node, end]

    def _visited(self, statement: ast.stmt) -> list[ast.stmt]:
        visited = self.visit(statement)
        return visited if isinstance(visited, list) else [visited]

    def _handed_over(self, near: Loop, number: int) -> Iterator[ast.stmt]:
        """Where a script has records by itself: its local names take the grader's."""
        if not self._imports_records:
            for name in sorted(self._locals & self.mentioned[number]):
                yield from _written(
                    near,
                    f"try: {name} = {HOOK}.given({number}, {name})\nexcept NameError: pass",
                )

    def _mentions(self, loop: Loop) -> frozenset[str]:
        """The names in a loop, and in the functions that it calls."""
        found: set[str] = set()
        left: list[ast.AST] = [loop]
        while left:
            new = set(_names(left.pop())) - found
            found |= new
            left += [self._functions[name] for name in new if name in self._functions]
        return frozenset(found - _set_anew(loop))

    # ---- functions

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        around = self._in_loop, self._locals
        parameters = [
            part.arg for part in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        ]
        self._in_loop, self._locals = False, _stored(node) | set(parameters)
        self.generic_visit(node)
        self._in_loop, self._locals = around
        for name in self._rates & set(parameters):
            node.body[:0] = _written(node.body[0], f"{name} = {HOOK}.rate({name})")
        return node

    # ---- numbers

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        """What a loop assigns to the learnrate is left alone: it may let it decay."""
        self.generic_visit(node)
        for target, value in _assigned(node):
            if not self._in_loop and _name(target) in self._rates and _is_number(value):
                _put(node, value, _wrapped("rate", value))
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if id(node) in self._literals:
            return ast.copy_location(_of_ours("learnrate"), node)
        if type(node.value) is int and node.value == self._n_records:
            return ast.copy_location(_of_ours("n_to_learn_from"), node)
        return node


class Head(ast.NodeTransformer):
    """The head of a loop: each number in it may turn out to be the number of epochs."""

    def __init__(self, number: int, changing: set[str], epochs: Mapping[str, float]) -> None:
        """`changing` are the names that the loop itself sets, `epochs` those of its number."""
        self._number = number
        self._changing = changing
        self._epochs = epochs

    def visit_Call(self, node: ast.Call) -> ast.Call:
        node.args = [self.visit(argument) for argument in node.args]
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._changing:
            return node
        return self._counted("epochs" if node.id in self._epochs else "count", node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self._counted("count", node)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Where a script names its number of epochs, another number is none."""
        if type(node.value) not in (int, float):
            return node
        if not self._epochs or node.value in self._epochs.values():
            return self._counted("count", node)
        return self._counted("fixed", node)

    def _counted(self, hook: str, node: ast.expr) -> ast.expr:
        return _wrapped(hook, ast.Constant(self._number), node)


def _numbers_of_epochs(tree: ast.Module) -> dict[str, float]:
    """The names that a script has for its number of epochs, and what it sets them to."""
    given = [pair for node in ast.walk(tree) for pair in _assigned(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = (ast.Name(argument.arg) for argument in node.args.args[::-1])
            given += zip(names, node.args.defaults[::-1])  # noqa: B905  (some have none)
    found: dict[str, float] = {}
    for target, value in given:
        number = value.value if isinstance(value, ast.Constant) else 0
        if isinstance(number, (int, float)) and number >= 1 and _counts_epochs(_name(target)):
            found[_name(target)] = number
    return found


def _counts_epochs(name: str) -> bool:
    plain = name.lower().replace("_", "")
    return plain.endswith(("epochs", "iterations")) or plain in ("nepoch", "numepoch", "maxepoch")


def _may_have_records(module: str) -> bool:
    """Is it none of Python's own modules, nor NumPy or pandas?"""
    root = module.partition(".")[0]
    return root not in {*sys.stdlib_module_names, "numpy", "pandas", "sklearn", "scipy"}


def _learnrate(tree: ast.Module) -> tuple[set[str], set[int]]:
    """The names of the learnrate; or else the places in the loops where it stands as a number.

    Raises Strange where there is none, or no telling which it is.
    """
    loops = list(_outermost_loops(tree))
    in_loops = {id(node) for loop in loops for node in ast.walk(loop)}
    numbers = {
        _name(target): value
        for node in ast.walk(tree)
        if id(node) not in in_loops
        for target, value in _assigned(node)
        if _is_number(value)
    }
    parameters = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    known = {name for name in {*numbers, *parameters} if name.lower().replace("_", "") in RATES}
    if known:
        return known, set()

    mentioned = {name for loop in loops for name in _names(loop)}
    fractions = {name for name, value in numbers.items() if _is_fraction(value)} & mentioned
    if len(fractions) == 1:
        return fractions, set()

    added = [node for loop in loops for node in _fractions_added(loop)]
    if len({node.value for node in added}) == 1:
        return set(), {id(node) for node in added}
    raise Strange("it has no learnrate that the grader could set")


def _fractions_added(loop: Loop) -> Iterator[ast.Constant]:
    """The fractions in what a loop adds to something: `weights += 0.005 * del_w / n_records`."""
    for node in ast.walk(loop):
        for target, value in _assigned(node):
            if isinstance(node, ast.AugAssign) or _name(target) in set(_names(value)):
                yield from (
                    part
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant) and _is_fraction(part)
                )


def _is_number(value: ast.expr) -> bool:
    """Is it nothing but numbers: 0.005, 5e-3, 1 / 200?"""
    return all(
        isinstance(node, (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop))
        or (isinstance(node, ast.Constant) and type(node.value) in (int, float))
        for node in ast.walk(value)
    )


def _is_fraction(value: ast.expr) -> bool:
    """A number that is no count, and neither 0.0, 1.0 nor 2.0, which formulas have."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, float) and value.value not in (0.0, 1.0, 2.0)
    return True


# ------------------------------------------------------------ trees


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The targets of an assignment, each with its value; `a, b = 1, 2` has two."""
    if isinstance(node, (ast.AugAssign, ast.AnnAssign)) and node.value is not None:
        yield node.target, node.value
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts)  # noqa: B905  (one may be starred)
            else:
                yield target, node.value


def _put(node: ast.Assign, old: ast.expr, new: ast.expr) -> None:
    if node.value is old:
        node.value = new
    elif isinstance(node.value, ast.Tuple):
        node.value.elts = [new if entry is old else entry for entry in node.value.elts]


def _name(target: ast.expr) -> str:
    """The name or the attribute that is assigned to, or ""."""
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def _names(node: ast.AST) -> Iterator[str]:
    """Names, attributes, and texts, which may be the keys of a dictionary."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _stored(node: ast.AST) -> set[str]:
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def _set_anew(loop: Loop) -> set[str]:
    """The names that a loop sets before it reads them: what they held before means nothing."""
    order = Order()
    order.visit(loop)
    return order.set_first - {HOOK}


class Order(ast.NodeVisitor):
    """Which names are set before they are read, as Python goes through it."""

    def __init__(self) -> None:
        self.set_first: set[str] = set()
        self._read: set[str] = set()

    def visit_Assign(self, node: ast.Assign) -> None:
        for part in (node.value, *node.targets):
            self.visit(part)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._read |= {_name(node.target)} - self.set_first
        self.visit(node.value)

    def visit_For(self, node: ast.For) -> None:
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.set_first |= {node.id} - self._read
        else:
            self._read |= {node.id} - self.set_first


def _call(near: ast.stmt, hook: str, number: int) -> ast.stmt:
    return ast.copy_location(ast.Expr(_wrapped(hook, ast.Constant(number))), near)


def _wrapped(hook: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_of_ours(hook), list(arguments), [])


def _of_ours(hook: str) -> ast.Attribute:
    return ast.Attribute(ast.Name(HOOK, ast.Load()), hook, ast.Load())


def _written(near: ast.stmt, text: str) -> list[ast.stmt]:
    """Statements of ours, as if they stood in that line."""
    statements = ast.parse(text).body
    for statement in statements:
        for part in ast.walk(statement):
            ast.copy_location(part, near)
    return statements
