"""A function that does not hand back what it is called for: nothing, or not all of it."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping, Sequence

from ...room.inside.unwritten import asked_for_a_value
from ..statements import (
    Edit,
    behind,
    bodies,
    instead,
    is_simple,
    names_stored,
    nodes,
    outside_functions,
    own_parts,
    parsed,
    statements,
)
from .broken_program import BrokenProgram

MOST_HANDED_BACK = 2
"""Functions that are made to hand something back: each takes as long as another submission."""

MOST_TOGETHER = 6
"""Ways to hand back one value more, for one function."""

Function = ast.FunctionDef


def handed_back(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Each function that is asked for a result and hands back nothing, with its result.

    It may be met with any words that Python and NumPy have for a None that they cannot use.
    """
    known, wanted = asked_for(program.tree), _unpacked(program.tree)
    found = 0
    for function in _own(program):
        if function.name in known and not _hands_back(function):
            names = _its_own(function, wanted[function.name]) if function.name in wanted else []
            names = names or _all_its_own(function, wanted)
            edits = [*_ends(function.body, names), *_made_in(function, program.lines)]
            found += bool(edits)
            if edits and found <= MOST_HANDED_BACK:
                yield edits


def together(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A function that hands back one value less than is unpacked of it, with one more of its own.

    It is known by the name that it has where it is unpacked, or else is the last it works out.
    """
    wanted = _unpacked(program.tree) if program.is_over_values else {}
    most = MOST_TOGETHER if "unpack" in program.crash.message else 1
    for function in (f for f in _own(program) if f.name in wanted):
        several = [s for s in statements(function.body) if isinstance(s, ast.Return) and s.value]
        names = _likeliest(function, wanted[function.name])
        last = several[-1] if several else None
        if last is None or last.value is None:
            continue
        value = last.value
        parts = [*map(ast.unparse, value.elts if isinstance(value, ast.Tuple) else [value])]
        if len(parts) + 1 == len(names):
            ways = [*dict.fromkeys(_with_one_more(parts, names, _locals(function)))]
            yield from ([instead(value, ", ".join(way))] for way in ways[:most])


def with_what_is_read(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What a function works out and keeps to itself, handed back to where it is called and read."""
    scope, lacking = program.scope, _lacking(program) if program.nameless else set[str]()
    for function in (f for f in _own(program) if f is not scope):
        names = [name for name in _locals(function) if name in lacking]
        put = [*_put_under(names, function, program.block)]
        back = [*_also_handed_back(names, function)]
        if program.nameless in names and put and back:
            yield [*back, *put]


def _lacking(program: BrokenProgram) -> set[str]:
    """The names that are read where it broke off over one, and get no value there, nor outside."""
    heads = [program.scope.args] if isinstance(program.scope, Function) else []
    several = [*statements(program.block), *statements(bodies(program.tree)[""])]
    own = {name for statement in several for name in names_stored(statement)}
    own |= {part.arg for head in heads for part in ast.walk(head) if isinstance(part, ast.arg)}
    parts = (part for s in statements(program.block) for part in own_parts(s))
    return {n.id for n in parts if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)} - own


def _put_under(
    names: Sequence[str], function: Function, block: Sequence[ast.stmt]
) -> Iterator[Edit]:
    """What it hands back, put under these names too wherever it is called."""
    for statement in statements([*block]):
        match statement:
            case ast.Assign(targets=[target], value=ast.Call(func=called)):
                parts = target.elts if isinstance(target, ast.Tuple) else [target]
                edit = instead(target, ", ".join([*map(ast.unparse, parts), *names]))
            case ast.Expr(value=ast.Call(func=called)):
                start = statement.lineno, statement.col_offset
                edit = Edit(start, start, f"{', '.join(names)} = ")
            case _:
                continue
        if ast.unparse(called).rpartition(".")[2] == function.name:
            yield edit


def _also_handed_back(names: Sequence[str], function: Function) -> Iterator[Edit]:
    """Its values of these names, behind what it hands back."""
    several = [*outside_functions(function.body)]
    values = [s.value for s in several if isinstance(s, ast.Return) and s.value]
    for value in values:
        parts = value.elts if isinstance(value, ast.Tuple) else [value]
        yield instead(value, ", ".join([*map(ast.unparse, parts), *names]))
    if not values and is_simple(function.body[-1]):
        yield behind(function.body[-1], f"return {', '.join(names)}")


def behind_the_loop(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A return in each turn of a loop, which leaves it in the first: behind the loop instead.

    Of loops in one another behind each in turn, the outermost first.
    """
    for function in _own(program):
        for statement, loops in _returns(function.body, ()):
            if loops and statement.end_lineno == loops[0].end_lineno:
                for loop in loops:
                    start, here = (statement.lineno, 0), (statement.lineno, statement.col_offset)
                    yield [Edit(start, here, " " * loop.col_offset)]


def _returns(
    block: Sequence[ast.stmt], loops: tuple[ast.stmt, ...]
) -> Iterator[tuple[ast.Return, tuple[ast.stmt, ...]]]:
    """The returns at the end of loops, each with these loops, the outermost first."""
    for statement in block:
        if isinstance(statement, ast.Return):
            yield statement, loops
        elif isinstance(statement, (ast.For, ast.While)):
            yield from _returns(statement.body[-1:], (*loops, statement))


def as_tables(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A list that a function hands back, as the table that another function takes it for."""
    if "'list'" not in program.crash.message or "Matrix" not in program.source:
        return
    for function in program.functions.values():
        if function.name != program.crash.function:
            for made in _lists_handed_back(function):
                text = ast.unparse(made)
                yield [instead(made, f"Matrix([[each] for each in {text}])")]
                yield [instead(made, f"Matrix({text})")]


def _lists_handed_back(function: Function) -> Iterator[ast.expr]:
    """Where the lists are made that a function hands back; of one that grows, where it does so."""
    kinds = (ast.List, ast.ListComp)
    made = {
        statement.targets[0].id: statement.value
        for statement in statements(function.body)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }
    for statement in statements(function.body):
        value = statement.value if isinstance(statement, ast.Return) else None
        for part in value.elts if isinstance(value, ast.Tuple) else filter(None, [value]):
            found = made.get(part.id, part) if isinstance(part, ast.Name) else part
            if isinstance(found, ast.List) and not found.elts:
                yield part
            elif isinstance(found, kinds):
                yield found


def _with_one_more(
    parts: Sequence[str], names: Sequence[str], own: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """These parts and a name of the function's own, in the order in which they are unpacked."""
    open_ = [name for name in own if name not in parts]
    if {*names} <= {*own}:
        yield (*names,)
    for name in (n for n in names if n in open_):
        i = names.index(name)
        yield (*parts[:i], name, *parts[i:])
    for name in reversed(open_):
        yield from ((*parts[:i], name, *parts[i:]) for i in range(len(names)))


def _own(program: BrokenProgram) -> list[Function]:
    """The functions and methods of the learner's own, none that is given with this very head."""
    given = {_head(n) for n in parsed(program.given).body if isinstance(n, Function)}
    several = (n for n in nodes(program.tree) if isinstance(n, Function))
    return [function for function in several if _head(function) not in given]


def _head(function: Function) -> tuple[str, str]:
    return function.name, ast.unparse(function.args)


def _locals(function: Function) -> list[str]:
    """The names that get a value in it, in their order."""
    several = (name for s in statements(function.body) for name in names_stored(s))
    return [*dict.fromkeys(several)]


def _unpacked(tree: ast.Module) -> dict[str, list[list[str]]]:
    """The names that the results of each function are put under, wherever it has several."""
    found: dict[str, list[list[str]]] = {}
    for node in nodes(tree):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Call(func=called)):
                name = ast.unparse(called).rpartition(".")[2]
                found.setdefault(name, []).append([*map(ast.unparse, names)])
    return found


def _likeliest(function: Function, several: Sequence[list[str]]) -> list[str]:
    """The first of these of which most are names of the function's own."""
    own = {*_locals(function)}
    return max(several, key=lambda names: len(own.intersection(names)))


def _its_own(function: Function, several: Sequence[list[str]]) -> list[str]:
    """The likeliest of these, or as many values of the function's own that it works out last."""
    names, own = _likeliest(function, several), _locals(function)
    turns = {
        n for s in statements(function.body) if isinstance(s, ast.For) for n in names_stored(s)
    }
    own = [name for name in own if name not in turns]
    known = {*own, *(argument.arg for argument in function.args.args)}
    return names if known.issuperset(names) else own[-len(names) :]


def _all_its_own(function: Function, wanted: Mapping[str, list[list[str]]]) -> list[str]:
    """The names under which results are put that are all the function's own names as well.

    It may be called by another name than its own, as one that is made by another function is.
    """
    own = {*_locals(function)}
    several = itertools.chain.from_iterable(wanted.values())
    return next((names for names in several if own.issuperset(names)), [])


def _made_in(function: Function, lines: Sequence[str]) -> Iterator[Edit]:
    """The function that it makes, handed back in the place of `pass`, or in an empty line below."""
    *_, before, last = [None, *function.body]
    if isinstance(before, Function) and isinstance(last, ast.Pass):
        yield instead(last, f"return {before.name}")
    elif isinstance(last, Function) and last.end_lineno:
        start = last.end_lineno + 1, 0
        if not any(line.strip() for line in lines[last.end_lineno : last.end_lineno + 1]):
            yield Edit(start, start, f"{' ' * last.col_offset}return {last.name}")


def asked_for(tree: ast.Module) -> frozenset[str]:
    """The functions and methods that are called for what they hand back, or made for others."""
    made = (n.value for n in nodes(tree) if isinstance(n, ast.Return))
    handed_on = {value.id for value in made if isinstance(value, ast.Name)}
    return asked_for_a_value(tree) | handed_on


def _hands_back(function: Function) -> bool:
    """Does anything in it return or yield a value?"""
    several = [*outside_functions(function.body)]
    parts = (part for statement in several for part in own_parts(statement))
    return any(isinstance(s, ast.Return) and s.value for s in several) or any(
        isinstance(part, (ast.Yield, ast.YieldFrom)) for part in parts
    )


def _ends(block: Sequence[ast.stmt], names: Sequence[str]) -> Iterator[Edit]:
    """What it works out last handed back, in each branch; or what it has by these names."""
    last = block[-1]
    if isinstance(last, ast.If) and last.orelse:
        yield from _ends(last.body, names)
        yield from _ends(last.orelse, names)
    elif isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        start = last.lineno, last.col_offset
        yield Edit(start, start, "return ")
    elif isinstance(last, ast.Return) and block[:-1] and (own := names or _stored_in(block[-2])):
        yield instead(last, f"return {', '.join(own)}")
    elif isinstance(last, ast.Assign) and (names or not isinstance(last.targets[0], ast.Name)):
        yield behind(last, f"return {', '.join(names or _stored_in(last))}")
    elif isinstance(last, ast.Assign):
        yield instead(last, f"return {ast.unparse(last.value)}")
    elif isinstance(last, ast.AugAssign):
        yield behind(last, f"return {ast.unparse(last.target)}")


def _stored_in(statement: ast.stmt) -> list[str]:
    """The name of what a statement changes, or of what an entry of it belongs to."""
    match statement:
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            while isinstance(target, ast.Subscript):
                target = target.value
            return [ast.unparse(target)]
    return []
