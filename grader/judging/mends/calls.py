"""A call and its function that do not fit: what is handed over, and what is handed back."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Iterator

from ..names import Text
from ..statements import Edit, behind, instead, names_stored, own_parts, parsed, statements
from .broken_program import BrokenProgram

MOST_HANDED_BACK = 2
"""Functions that are made to hand something back: each takes as long as another submission."""

Function = ast.FunctionDef


def with_arguments(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A call with all that its function takes, if that is there by the same name.

    Or one more of these, or one more that nothing is done with; or a method that takes what it
    belongs to. A class takes what is made into one of its own.
    """
    if not re.search(r"missing \d|takes \d|positional argument", program.crash.message):
        return
    known = {*Text(program.lines).in_scope(program.crash.line)}
    functions: dict[str, list[ast.FunctionDef]] = {}
    for node in ast.walk(program.tree):
        if isinstance(node, ast.FunctionDef):
            functions.setdefault(node.name, []).append(node)
        if isinstance(node, ast.ClassDef):
            own = (m for m in node.body if isinstance(m, ast.FunctionDef))
            functions[node.name] = [method for method in own if _makes_one(method)]
    for call in (n for n in ast.walk(program.tree) if isinstance(n, ast.Call)):
        if not call.lineno <= program.crash.line <= (call.end_lineno or 0):
            continue
        name = ast.unparse(call.func)
        for called in functions.get(name.rpartition(".")[2], ()):
            names = [argument.arg for argument in called.args.args]
            if "." in name and names[:1] != ["self"] and not called.decorator_list:
                yield [_with_self(called)]
                continue
            names = names[1:] if "." in name or _makes_one(called) else names
            if {*names} <= known:
                yield [instead(call, f"{name}({', '.join(names)})")]
            given = [*map(ast.unparse, call.args)]
            there = [(i, one) for i, one in enumerate(names) if one in known and one not in given]
            if len(given) + 1 == len(names):
                there += itertools.product(range(len(names)), _left_over(program, call))
            for i, one in () if call.keywords else there:
                yield [instead(call, f"{name}({', '.join([*given[:i], one, *given[i:]])})")]


def _makes_one(function: ast.FunctionDef) -> bool:
    return function.name == "__init__"


def _left_over(program: BrokenProgram, call: ast.Call) -> list[str]:
    """What the function has and does nothing with: by itself, and with the indices of the call."""
    scope = program.scope
    parts = [*ast.walk(scope)]
    given = [part.arg for part in parts if isinstance(part, ast.arg)]
    names = [part for part in parts if isinstance(part, ast.Name)]
    read = {part.id for part in names if isinstance(part.ctx, ast.Load)}
    own = [name for name in dict.fromkeys([*given, *(n.id for n in names)]) if name not in read]
    indices = [n.slice for n in ast.walk(call) if isinstance(n, ast.Subscript)]
    turns = [index.id for index in indices if isinstance(index, ast.Name)]
    ends = ["", *(f"[{index}]" for index in dict.fromkeys(turns))]
    return [f"{name}{end}" for name in own if name != "_" for end in ends]


def with_fields(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A class of which only the fields are written, made to take them as a dataclass does."""
    found = re.search(r"(\w+)\(\) takes no arguments", program.crash.message)
    classes = (n for n in ast.walk(program.tree) if isinstance(n, ast.ClassDef))
    for node in (n for n in classes if found and n.name == found[1]):
        fields = [s for s in node.body if isinstance(s, ast.AnnAssign)]
        names = [name for field in fields for name in names_stored(field)]
        taken = [f"{ast.unparse(f.target)}={ast.unparse(f.value)}" for f in fields if f.value]
        taken = [*names[: len(names) - len(taken)], *taken]
        kept = ", ".join(f"{name}={name}" for name in names)
        if fields:
            made = f"lambda self, {', '.join(taken)}: self.__dict__.update({kept})"
            yield [behind(fields[-1], f"__init__ = {made}")]


def with_results(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The names that nothing gives a value, as what a call gives that stands before them."""
    known = {*Text(program.lines).in_scope(program.crash.line), *dir(builtins)}
    own = [*statements(program.block)]
    read = [n for s in own for n in own_parts(s) if isinstance(n, ast.Name)]
    open_ = [*dict.fromkeys(n.id for n in read if n.id not in known)]
    if not 0 < len(open_) <= 2:
        return
    for statement in reversed([s for s in own if s.lineno <= program.crash.line]):
        if not isinstance(statement, (ast.Assign, ast.Expr)) or not _called(program, statement):
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        given = [target.id] if isinstance(target, ast.Name) else []
        if target is None or (given and len(open_) == 1):
            for names in itertools.permutations([*given, *open_]):
                call = ast.unparse(statement.value)
                yield [instead(statement, f"{', '.join(names)} = {call}")]


def _called(program: BrokenProgram, statement: ast.Expr | ast.Assign) -> ast.FunctionDef | None:
    """The function of the file that the statement calls, if it is nothing but that call."""
    value = statement.value
    called = value.func if isinstance(value, ast.Call) else None
    return program.functions.get(called.id) if isinstance(called, ast.Name) else None


def _with_self(function: ast.FunctionDef) -> Edit:
    """A function that takes what it belongs to before all else."""
    first = function.args.args[0] if function.args.args else None
    if first is None:
        return Edit((function.lineno, 0), (function.lineno, 0), "")
    start = (first.lineno, first.col_offset)
    return Edit(start, start, "self, ")


def handed_back(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Each function that hands back nothing, where None was used in its place, with its result.

    It is one of the learner's own, none that is given.
    """
    if "NoneType" not in program.crash.message:
        return
    tree, asked = program.tree, _asked(program.tree)
    given = {n.name for n in parsed(program.given).body if isinstance(n, Function)}
    own = (n for n in ast.walk(tree) if isinstance(n, Function) and n.name not in given)
    found = 0
    for function in own:
        if function.name in asked and not _hands_back(function):
            edits = [*_ends(function.body[-1])]
            found += bool(edits)
            if edits and found <= MOST_HANDED_BACK:
                yield edits


def _asked(tree: ast.Module) -> set[str]:
    """The functions and methods that are called for what they hand back."""
    dropped = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    calls = (n.func for n in ast.walk(tree) if isinstance(n, ast.Call) and n not in dropped)
    return {
        called.id if isinstance(called, ast.Name) else called.attr
        for called in calls
        if isinstance(called, (ast.Name, ast.Attribute))
    }


def _hands_back(function: Function) -> bool:
    """Does anything in it return or yield a value?"""
    several = [*statements(function.body)]
    parts = (part for statement in several for part in own_parts(statement))
    return any(isinstance(s, ast.Return) and s.value for s in several) or any(
        isinstance(part, (ast.Yield, ast.YieldFrom)) for part in parts
    )


def _ends(last: ast.stmt) -> Iterator[Edit]:
    """What it works out last handed back, in each branch."""
    if isinstance(last, ast.If) and last.orelse:
        yield from _ends(last.body[-1])
        yield from _ends(last.orelse[-1])
    elif isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        start = last.lineno, last.col_offset
        yield Edit(start, start, "return ")
    elif isinstance(last, ast.Assign):
        yield instead(last, f"return {ast.unparse(last.value)}")
    elif isinstance(last, ast.AugAssign):
        yield behind(last, f"return {ast.unparse(last.target)}")
