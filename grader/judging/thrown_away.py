"""What a function of the program's own hands back and nothing reads: kept by one of its arguments.

update_weights(weights, del_w, learnrate, n)             hands back new ones, and nobody has them
new = update_weights(weights, del_w, learnrate, n)       nor does anybody who never reads `new`
weights = update_weights(weights, del_w, learnrate, n)
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

from .statements import Edit, instead, nodes

Thrown = tuple[ast.stmt, ast.Call]


def kept(
    tree: ast.Module, functions: Mapping[str, ast.FunctionDef], unread: Collection[ast.Name]
) -> Iterator[list[Edit]]:
    """Edits that give it the name of an argument: in all the lines that call the same function.

    `unread` are the places where names get a value that nothing reads.
    """
    thrown: dict[str, list[Thrown]] = {}
    for statement in nodes(tree):
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call):
                thrown.setdefault(name, []).append((statement, call))
            case ast.Assign(targets=[target], value=ast.Call(func=ast.Name(id=name)) as call):
                if target in unread:
                    thrown.setdefault(name, []).append((statement, call))
    for name, several in thrown.items():
        if name in functions and _hands_something_back(functions[name]):
            for place in range(min(len(call.args) for _, call in several)):
                names = [call.args[place] for _, call in several]
                if all(isinstance(each, ast.Name) for each in names):
                    yield [instead(s, f"{ast.unparse(call.args[place])} = {ast.unparse(call)}")
                           for s, call in several]  # fmt: skip


def _hands_something_back(function: ast.FunctionDef) -> bool:
    returns = (n for n in ast.walk(function) if isinstance(n, ast.Return))
    return any(each.value is not None for each in returns)
