"""What a function of the program's own hands back and nothing keeps: kept by one of its arguments.

update_weights(weights, del_w, learnrate, n)             hands back new ones, and nobody has them
weights = update_weights(weights, del_w, learnrate, n)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from .statements import Edit, instead


def kept(tree: ast.Module, functions: Mapping[str, ast.FunctionDef]) -> Iterator[list[Edit]]:
    """Edits that give it the name of an argument: in all the lines that call the same function."""
    calls: dict[str, list[ast.Call]] = {}
    for statement in (n for n in ast.walk(tree) if isinstance(n, ast.Expr)):
        match statement.value:
            case ast.Call(func=ast.Name(id=name)) as call if name in functions:
                calls.setdefault(name, []).append(call)
    for name, several in calls.items():
        if not _hands_something_back(functions[name]):
            continue
        for place in range(min(len(call.args) for call in several)):
            names = [call.args[place] for call in several]
            if all(isinstance(each, ast.Name) for each in names):
                pairs = zip(names, several, strict=True)
                yield [instead(c, f"{ast.unparse(own)} = {ast.unparse(c)}") for own, c in pairs]


def _hands_something_back(function: ast.FunctionDef) -> bool:
    returns = (n for n in ast.walk(function) if isinstance(n, ast.Return))
    return any(each.value is not None for each in returns)
