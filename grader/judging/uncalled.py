"""A training that is written and never begins: a function that nothing calls.

    network.train                    named, and not called
    model = train
    if __name__ == "main":           a condition that no file ever meets

Judged with the call in its place, it is one slip of a program that has nothing to show without it.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial

from .slips_of_text import InText
from .statements import Edit, instead, names_stored, nodes, outside_functions, parsed

NAMED = "this line names {name}, and does not call it"
NEVER = "nothing calls {name}, so that what stands in it is never run"
CALLED = "What makes Python run a function, beside its name?"
OTHERWISE = "what stands below this condition is never run"
MAIN = "What is __name__ in a file that is run by itself?"
FEATURES = ("features.values", "features", "X", "x", "inputs")
TARGETS = ("targets.values", "targets", "Y", "y", "outputs")
"""What a file usually calls its records, for parameters of other names."""


def uncalled(source: str, _given: str, _names: Set[str]) -> Iterator[InText]:
    """The lines that were to begin something, and do not; or the functions that nothing calls."""
    tree = parsed(source)
    outside = [*outside_functions(tree.body)]
    for condition in (s for s in outside if isinstance(s, ast.If)):
        for node in (n for n in ast.walk(condition.test) if isinstance(n, ast.Compare)):
            if _is_another_name(node):
                as_main = partial(_as_the_main, node)
                line = condition.lineno
                yield InText(line, OTHERWISE, MAIN, as_main, hides=False, is_no_step=True)
    functions = {f.name: f for f in nodes(tree) if isinstance(f, ast.FunctionDef)}
    calls = (n.func for n in nodes(tree) if isinstance(n, ast.Call))
    called = {getattr(f, "id", getattr(f, "attr", "")) for f in calls}
    for statement in outside:
        value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
        name = getattr(value, "id", getattr(value, "attr", ""))
        if value is not None and name in functions and name not in called:
            found = _called(tree, functions[name], statement, value)
            saw = NAMED.format(name=name)
            yield InText(statement.lineno, saw, CALLED, found, hides=False, is_no_step=True)
    named = {getattr(n, "id", getattr(n, "attr", "")) for n in nodes(tree)}
    top = [f for f in tree.body if isinstance(f, ast.FunctionDef) and f.name not in named]
    for function in sorted(top, key=lambda each: -_loops_in(each, functions)):
        found = _called(tree, function, tree.body[-1], None)
        saw = NEVER.format(name=function.name)
        yield InText(function.lineno, saw, CALLED, found, hides=False, is_no_step=True)


def _loops_in(function: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef]) -> int:
    """How many loops there are in it, and in those that it names, and these, and so on."""
    reached = [function]
    for one in reached:
        named = (getattr(n, "id", getattr(n, "attr", "")) for n in ast.walk(one))
        reached += [functions[n] for n in named if n in functions and functions[n] not in reached]
    return sum(isinstance(n, (ast.For, ast.While)) for one in reached for n in ast.walk(one))


def _is_another_name(node: ast.Compare) -> bool:
    """Is `__name__` compared with a text that it never is?"""
    match node:
        case ast.Compare(ast.Name("__name__"), [ast.Eq()], [ast.Constant(str(text))]):
            return text != "__main__"
    return False


def _as_the_main(node: ast.expr, _names: Sequence[str]) -> Iterator[list[Edit]]:
    yield [instead(node, '__name__ == "__main__"')]


def _called(
    tree: ast.Module, function: ast.FunctionDef, at: ast.stmt, value: ast.expr | None
) -> partial[Iterator[list[Edit]]]:
    """The call in the place of the function's name, or behind all the rest."""
    is_method = function not in tree.body
    head = function.args
    needed = head.args[is_method : len(head.args) - len(head.defaults)]
    known = {n for s in outside_functions(tree.body) if s.lineno <= at.lineno for n in _stored(s)}
    ways = [_arguments([a.arg for a in needed], known, *pair) for pair in _records(known)]
    calls = [f"({', '.join(arguments)})" for arguments in ways if arguments is not None]
    several = [*dict.fromkeys(calls)] if needed else ["()"]
    return partial(_edits, function.name, at, value, several)


def _edits(
    name: str, at: ast.stmt, value: ast.expr | None, calls: Sequence[str], _names: Sequence[str]
) -> Iterator[list[Edit]]:
    for call in calls:
        if value is None:
            end = at.end_lineno or at.lineno, at.end_col_offset or 0
            yield [Edit(end, end, f"\n{name}{call}")]
        else:
            yield [instead(value, f"{ast.unparse(value)}{call}")]


def _records(known: Set[str]) -> Iterator[tuple[str, str]]:
    """What a file may call its inputs and its targets, of what it knows."""
    own = [[t for t in texts if t.partition(".")[0] in known] for texts in (FEATURES, TARGETS)]
    return itertools.product(own[0], own[1])


def _arguments(
    parameters: Sequence[str], known: Set[str], features: str, targets: str
) -> list[str] | None:
    """A value for each: what has its name; else the inputs come first, then the targets."""
    own = {"features": features, "targets": targets}
    others = iter((features, targets))
    several = [own.get(p) or (p if p in known else next(others, "")) for p in parameters]
    return several if all(several) else None


def _stored(statement: ast.stmt) -> Iterator[str]:
    """The names that it gives a value, or imports."""
    for node in ast.walk(statement):
        yield from names_stored(node)
