"""A program that lacks the answer to one TODO of its training: the lesson's own, in its place.

It is run to see what all the rest is worth. Nobody is shown it, and no point is given for it. No
step of the passes is answered so, as the program could read it and make another of it: there its
value is put in, by a closer look.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

from ...room.inside.unwritten import has_nothing_in_it
from ..seen import UNWRITTEN
from ..statements import (
    Block,
    Edit,
    behind,
    bodies,
    instead,
    is_open,
    is_simple,
    names_stored,
    nodes,
    statements,
    todos,
)
from .broken_program import BrokenProgram
from .given_lines import with_its_names
from .handing_back import asked_for

MOST_OPEN = 3
"""Functions and lines that are still to be written, beyond which a program is on its way."""

MOST_HELD = 4
"""Pairs of values of an object that a method of it may be about."""


def answered(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Every line of the TODO at once. Nothing where more than one is open: it is on its way.

    Nor for one that is kept back.
    """
    own = _open(program)
    todos_of_it = {todo for todo, _ in own.values()}
    if len(todos_of_it) == 1 and todos_of_it.isdisjoint(program.kept_back):
        yield [instead(statement, answer) for statement, (_, answer) in own.items()]


def around_half_an_answer(program: BrokenProgram, todo: int) -> list[Edit]:
    """Every open line at once, where one line of this TODO is open, and another is not any more."""
    asked = [number for number, _ in _answers(program).values()].count(todo)
    own = _open(program)
    several = [number for number, _ in own.values()]
    is_half = 0 < several.count(todo) < asked and {*several}.isdisjoint(program.kept_back)
    return [instead(s, answer) for s, (_, answer) in own.items()] if is_half else []


def _open(program: BrokenProgram) -> dict[ast.stmt, tuple[int, str]]:
    """What is open in it, with its TODO and its answer."""
    answers = _answers(program)
    return {
        statement: answers[function, *names_stored(statement)]
        for function, block in bodies(program.tree).items()
        for statement in statements(block)
        if is_open(statement) and (function, *names_stored(statement)) in answers
    }


def helped(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A function of the learner's own that hands back nothing yet, with what it may work out.

    Several lines may need it, and it is one mistake. A method that takes nothing has what its
    object holds: a value of the last that were worked out, and one that it was made with. Nothing
    where more is open than that: it is on its way.
    """
    known = asked_for(program.tree)
    several = (n for n in nodes(program.tree) if isinstance(n, ast.FunctionDef))
    empty = [f for f in several if f.name in known and has_nothing_in_it(f)]
    if program.crash.type == UNWRITTEN:  # nothing raised, so one that does nothing may be right
        empty = [f for f in empty if "..." in ast.unparse(f)]
    inside = {id(statement) for function in empty for statement in function.body}
    open_ = (n for n in nodes(program.tree) if isinstance(n, ast.stmt) and is_open(n))
    if len(empty) + sum(id(statement) not in inside for statement in open_) > MOST_OPEN:
        return
    for function in empty:
        taken = [argument.arg for argument in function.args.args]
        held = [("self." + one, "self." + other) for one, other in _held(program.tree, function)]
        given = held if taken == ["self"] else [(*taken[taken[:1] == ["self"] :],)]
        for text, values in itertools.product(program.helpers, given):
            if len({*re.findall(r"{\d}", text)}) == len(values):
                yield [instead(function.body[-1], f"return {text.format(*values)}")]


def defined(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A function that is called and is nowhere, with what it may work out, behind the imports."""
    name, simple = program.nameless, [s for s in program.tree.body if is_simple(s)]
    calls = [n for n in nodes(program.tree) if isinstance(n, ast.Call) and name]
    direct = [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == name]
    taken = {len(n.args) for n in direct}
    taken |= {1 for n in calls for a in n.args if isinstance(a, ast.Name) and a.id == name}
    if len(taken) != 1 or not simple:
        return
    imports = [s for s in simple if isinstance(s, (ast.Import, ast.ImportFrom))]
    names = ["a", "b", "c"][: taken.pop()]
    for text in program.parts:
        if len({*re.findall(r"{\d}", text)}) == len(names):
            function = f"{name} = lambda {', '.join(names)}: {text.format(*names)}"
            yield [behind((imports or simple)[-1], function)]


def _held(tree: ast.Module, method: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """What a method's object gets later, the last first, each with what it was made with."""
    classes = (n for n in nodes(tree) if isinstance(n, ast.ClassDef) and method in n.body)
    for node in classes:
        methods = [f for f in node.body if isinstance(f, ast.FunctionDef)]
        made = {name for f in methods if f.name == "__init__" for name in _kept(f)}
        later = dict.fromkeys(name for f in methods for name in _kept(f) if name not in made)
        yield from itertools.islice(itertools.product(reversed(later), sorted(made)), MOST_HELD)


def _kept(method: ast.FunctionDef) -> list[str]:
    """The attributes that get a value in it."""
    several = (n for n in ast.walk(method) if isinstance(n, ast.Attribute))
    return [n.attr for n in several if isinstance(n.ctx, ast.Store)]


def _answers(program: BrokenProgram) -> dict[tuple[str, ...], tuple[int, str]]:
    """The TODO and the answer of what is open in the given file, by its function and its names."""
    given, solved = (
        _with_its_names(bodies(with_its_names(text, program.tree)), bodies(program.tree))
        for text in (program.given, program.solved)
    )
    todo_of = todos(program.given)
    return {
        (function, *names_stored(asked)): (todo_of[asked.lineno], ast.unparse(answer))
        for function in given
        for asked, answer in zip(
            statements(given[function]), statements(solved[function]), strict=True
        )
        if is_open(asked) and asked.lineno in todo_of
    }


def _with_its_names(given: dict[str, Block], own: dict[str, Block]) -> dict[str, Block]:
    """The same in the learner's names: as many are others, and get their values in this order.

    Where there are more or fewer, they are those that get the same values.
    """
    for function, block in given.items():
        both = _names(block), _names(own.get(function, []))
        others = {*both[0]} ^ {*both[1]}
        theirs, hers = ([name for name in names if name in others] for names in both)
        called = dict(zip(theirs, hers, strict=False))
        if len(theirs) != len(hers):
            called = _by_their_values(block, own.get(function, []))
        for node in itertools.chain.from_iterable(map(ast.walk, block)):
            if isinstance(node, ast.Name):
                node.id = called.get(node.id, node.id)
    return given


def _by_their_values(given: Block, own: Block) -> dict[str, str]:
    """What the learner calls each name that gets its value by the same expression."""
    several = ((_value(s), names_stored(s)) for s in statements(own) if isinstance(s, ast.Assign))
    hers, called = dict(several), dict[str, str]()

    def its_own(word: re.Match[str]) -> str:
        return called.get(word[0], word[0])

    for statement in statements(given):
        value = re.sub(r"\w+", its_own, _value(statement))
        names = names_stored(statement)
        if value and len(hers.get(value, ())) == len(names):
            called |= zip(names, hers[value], strict=True)
    return called


def _value(statement: ast.stmt) -> str:
    if not isinstance(statement, ast.Assign) or is_open(statement):
        return ""
    return ast.unparse(statement.value)


def _names(block: Block) -> list[str]:
    return [*dict.fromkeys(name for s in statements(block) for name in names_stored(s))]
