"""A call and its function that do not fit: what is handed over, and what is handed back."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Iterator, Sequence

from ..names import Text
from ..never_called import called_at_first
from ..statements import (
    Edit,
    behind,
    holds,
    instead,
    is_plain,
    is_simple,
    names_stored,
    nodes,
    own_parts,
    statements,
)
from .broken_program import LACKING, BrokenProgram

PRODUCTS = ("dot", "matmul", "outer", "multiply")
"""What NumPy calls a product of two values."""

MOST_ABOVE = 4
"""Names with a value, of which one may be what a product lacks."""


def begun_by_a_call(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A call of what is never called, where there is none yet of what it might have begun with."""
    if "NoneType" in program.crash.message:
        yield from called_at_first(program.tree)


def with_arguments(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A call with all that its function takes, if that is there by the same name.

    Or one more of these, or one more that nothing is done with; or a method that takes what it
    belongs to. A class takes what is made into one of its own.
    """
    if not re.search(r"missing \d|takes \d|positional argument", program.crash.message):
        return
    known = {*Text(program.lines).in_scope(program.crash.line)}
    functions: dict[str, list[ast.FunctionDef]] = {}
    for node in nodes(program.tree):
        if isinstance(node, ast.FunctionDef):
            functions.setdefault(node.name, []).append(node)
        if isinstance(node, ast.ClassDef):
            own = (m for m in node.body if isinstance(m, ast.FunctionDef))
            functions[node.name] = [method for method in own if _makes_one(method)]
    for call in (n for n in nodes(program.tree) if isinstance(n, ast.Call)):
        if not call.lineno <= program.crash.line <= (call.end_lineno or 0):
            continue
        name = ast.unparse(call.func)
        for called in functions.get(name.rpartition(".")[2], ()):
            names = [argument.arg for argument in called.args.args]
            if "." in name and names[:1] != ["self"] and not called.decorator_list:
                yield [_with_self(program, called)]
                continue
            names = names[1:] if "." in name or _makes_one(called) else names
            if {*names} <= known:
                yield [instead(call, f"{name}({', '.join(names)})")]
            given = [*map(ast.unparse, call.args)]
            there = [(i, one) for i, one in enumerate(names) if one in known and one not in given]
            if len(given) + 1 == len(names):
                there += itertools.product(range(len(names)), _left_over(program, call))
                there += _likely_arguments(program, call, len(names))
            for i, one in () if call.keywords else there:
                yield [instead(call, f"{name}({', '.join([*given[:i], one, *given[i:]])})")]


def with_both_sides(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A product that is given one value, with one that was worked out above it, the last first."""
    line = program.crash.line
    if not re.search(r"missing|takes (from|at least)", program.crash.message):
        return
    names = [n for n in program.names if isinstance(n.ctx, ast.Store) and n.lineno < line]
    above = dict.fromkeys(n.id for n in sorted(names, key=lambda n: -n.lineno))
    for call in (n for n in nodes(program.tree) if isinstance(n, ast.Call)):
        name = ast.unparse(call.func)
        is_product = name.rpartition(".")[2] in PRODUCTS and len(call.args) == 1
        if is_product and call.lineno <= line <= (call.end_lineno or 0):
            own = ast.unparse(call.args[0])
            for other in itertools.islice(above, MOST_ABOVE):
                yield [instead(call, f"{name}({other}, {own})")]
                yield [instead(call, f"{name}({own}, {other})")]


def without_a_keyword(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A call without the keyword that nothing takes, and with it by another's place."""
    found = re.search(r"unexpected keyword argument '(\w+)'", program.crash.message)
    calls = (n for n in nodes(program.tree) if isinstance(n, ast.Call) and found)
    for call in calls:
        left = [keyword for keyword in call.keywords if found and keyword.arg != found[1]]
        if call.lineno <= program.crash.line <= (call.end_lineno or 0) and len(left) < len(
            call.keywords
        ):
            name, given = ast.unparse(call.func), [*map(ast.unparse, call.args)]
            own = next(k.value for k in call.keywords if found and k.arg == found[1])
            rest = [f"{k.arg}={ast.unparse(k.value)}" for k in left]
            for several in (given, [*given, ast.unparse(own)]):
                yield [instead(call, f"{name}({', '.join([*several, *rest])})")]


def made_first(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A method that makes what an object lacks, called before that is needed.

    That is right before what needs it, or before a loop around that.
    """
    found = re.search(LACKING, program.raised)
    around = program.around[-1:] if found else []
    classes = (n for n in nodes(program.tree) if isinstance(n, ast.ClassDef))
    methods = [m for n in classes for m in n.body if isinstance(m, ast.FunctionDef)]
    makers = [m for m in methods if found and found[4] in _kept(m) and not _makes_one(m)]
    simple = [s for s in nodes(program.tree) if isinstance(s, ast.stmt) and is_simple(s)]
    loops = [n for n in nodes(program.tree) if isinstance(n, ast.For)]
    for maker, statement in itertools.product(makers, simple if around else ()):
        for call in (n for n in own_parts(statement) if isinstance(n, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == around[0].name:
                given = ", ".join(_given_to(maker, call, methods))
                made = f"{ast.unparse(call.func.value)}.{maker.name}({given})"
                start = statement.lineno, statement.col_offset
                yield [Edit(start, start, f"{made}; ")]
                for loop in reversed([n for n in loops if holds(n, statement.lineno)]):
                    yield [instead(loop.iter, f"({made}, {ast.unparse(loop.iter)})[1]")]


def _given_to(
    maker: ast.FunctionDef, call: ast.Call, methods: Sequence[ast.FunctionDef]
) -> list[str]:
    """What a method is to take: what has these names there, or what is handed over by the call."""
    names = [argument.arg for argument in maker.args.args[1:]]
    parts = [n for m in methods if holds(m, call.lineno) for n in ast.walk(m)]
    stored = {n.id for n in parts if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    known = stored | {n.arg for n in parts if isinstance(n, ast.arg)}
    return names if known.issuperset(names) else [*map(ast.unparse, call.args[: len(names)])]


def _kept(method: ast.FunctionDef) -> set[str]:
    """The attributes of its own object that get a value in it."""
    several = (n for n in ast.walk(method) if isinstance(n, ast.Attribute))
    return {n.attr for n in several if isinstance(n.ctx, ast.Store)}


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


def _likely_arguments(program: BrokenProgram, call: ast.Call, n: int) -> Iterator[tuple[int, str]]:
    """What may be lacking in a call of a function that takes `n` values, and in which place.

    That is what another call of it has there, a plain number that has a name, or how many records
    there are. The last place is the likeliest, as Python takes it.
    """
    name, places = ast.unparse(call.func).rpartition(".")[2], range(n - 1, -1, -1)
    calls = [node for node in nodes(program.tree) if isinstance(node, ast.Call)]
    others = [one for one in calls if ast.unparse(one.func).rpartition(".")[2] == name]
    fuller = [one for one in others if len(one.args) == n]
    yield from ((i, ast.unparse(one.args[i])) for one in fuller for i in places)
    around = [a.arg for f in program.around[-1:] for a in f.args.args if a.arg != "self"]
    numbers = [
        names_stored(node)[0]
        for node in program.tree.body
        if isinstance(node, ast.Assign) and is_plain(node.value) and names_stored(node)
    ]
    lengths = [ast.unparse(one) for one in calls if ast.unparse(one.func) == "len"]
    lengths += [f"len({one})" for one in around]
    taken = {ast.unparse(argument) for argument in call.args}
    several = [*lengths, *numbers, *around]
    yield from ((i, one) for i in places for one in dict.fromkeys(several) if one not in taken)


def called(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A function of the learner's own that takes nothing, called where only its name stands."""
    if not re.search(r"\b(?:method|function)\b", program.crash.message):
        return
    functions = [n for n in nodes(program.tree) if isinstance(n, ast.FunctionDef)]
    free = {f.name for f in functions if [a.arg for a in f.args.args] in ([], ["self"])}
    free -= {f.name for f in functions if f.decorator_list}
    calls = {n.func for n in nodes(program.tree) if isinstance(n, ast.Call)}
    for node in nodes(program.tree):
        name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
        if isinstance(node, (ast.Name, ast.Attribute)) and name in free and node not in calls:
            yield [instead(node, f"{ast.unparse(node)}()")]


def with_fields(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A class of which only the fields are written, made to take them as a dataclass does."""
    found = re.search(r"(\w+)\(\) takes no arguments", program.crash.message)
    classes = (n for n in nodes(program.tree) if isinstance(n, ast.ClassDef))
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


def _with_self(program: BrokenProgram, function: ast.FunctionDef) -> Edit:
    """A function that takes what it belongs to before all else."""
    if function.args.args:
        first = function.args.args[0]
        start = (first.lineno, first.col_offset)
        return Edit(start, start, "self, ")
    head = program.lines[function.lineno - 1].encode()
    start = function.lineno, head.find(b"(", function.col_offset) + 1
    return Edit(start, start, "self")
